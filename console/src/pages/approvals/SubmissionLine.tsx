import { Flex, Typography } from "antd"
import { Link } from "react-router-dom"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { UrgencyTag } from "../../shown/Tags"
import { useAudienceCount } from "../compose/audience/use-audience-count"
import { mostPeople } from "../compose/content"
import { Countdown } from "./Countdown"
import { useContent } from "./use-content"
import type { Broadcast } from "./use-submissions"

const said = texts({
    vi: {
        by: (who: string, at: string) => `${who} trình lúc ${at}`,
        portal: (at: string) => `Từ cổng thông tin, lúc ${at}`,
        people: (people: string) => `khoảng ${people} người`,
        counting: "đang đếm người nhận",
        soon: "gửi ngay khi được duyệt",
        at: (at: string) => `gửi lúc ${at}`,
        approved: (who: string) => `${who} đã duyệt`,
    },
    en: {
        by: (who: string, at: string) => `Submitted by ${who} at ${at}`,
        portal: (at: string) => `From the portal, at ${at}`,
        people: (people: string) => `about ${people} people`,
        counting: "counting the recipients",
        soon: "to be sent as soon as it is approved",
        at: (at: string) => `to be sent at ${at}`,
        approved: (who: string) => `approved by ${who}`,
    },
})

export function SubmissionLine({ of }: { of: Broadcast }) {
    const t = useTexts(said)
    const { count, moment } = useFormat()
    const content = useContent(of.id)
    const counts = useAudienceCount(
        content.data?.audience,
        of.channels.map((each) => each.channel),
        content.isSuccess,
    )
    const isHeld = of.state === "held"
    return (
        <li>
            <Flex gap={12} align="flex-start" justify="space-between" wrap="wrap">
                <div className="line-words">
                    <UrgencyTag urgency={of.urgency} />
                    <Link to={`/approvals/${of.id}`} className="line-title">
                        {of.title}
                    </Link>
                    <div>
                        <Typography.Text type="secondary">
                            {of.submitted_by
                                ? t.by(of.submitted_by, moment(of.taken_in))
                                : t.portal(moment(of.taken_in))}
                            {` · ${of.department}`}
                            {!isHeld && ` · ${t.approved(of.approved_by)}`}
                        </Typography.Text>
                    </div>
                    <div className="number">
                        <strong>{counts.data ? t.people(count(mostPeople(counts.data))) : t.counting}</strong>
                        {` · ${of.start_at ? t.at(moment(of.start_at)) : t.soon}`}
                    </div>
                </div>
                {!isHeld && of.start_at && <Countdown until={of.start_at} />}
            </Flex>
        </li>
    )
}
