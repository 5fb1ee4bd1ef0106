import "./lines.css"

import { Card, Empty, Flex } from "antd"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useHasRole, useSession } from "../../session/session"
import { Loading } from "../../shown/Loading"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { SubmissionLine } from "./SubmissionLine"
import { byUrgency, useSubmissions } from "./use-submissions"

const said = texts({
    vi: {
        page: "Duyệt",
        aboutApprover: "Bản tin chờ duyệt, khẩn trước. Mở từng bản để xem đúng những gì sẽ gửi đi.",
        aboutEditor: "Bản tin đã trình của mình. Chưa gửi thì còn lấy lại được.",
        waiting: "Chờ duyệt",
        mine: "Đã trình của tôi, chờ người khác duyệt",
        approved: "Đã duyệt, chưa bắt đầu gửi",
        none: "Không có bản tin nào chờ duyệt.",
        noneMine: "Không có bản tin nào đã trình mà chưa gửi. Soạn và trình ở mục “Soạn”.",
    },
    en: {
        page: "Approve",
        aboutApprover: "What waits for approval, urgent first. Open each to see exactly what will go out.",
        aboutEditor: "What you submitted. Until it is sent you can take it back.",
        waiting: "Waiting for approval",
        mine: "Submitted by me, waiting for somebody else",
        approved: "Approved, not started",
        none: "Nothing waits for approval.",
        noneMine: "Nothing you submitted is waiting. Write and submit under “Compose”.",
    },
})

export default function ApprovalsPage() {
    const t = useTexts(said)
    const { name } = useSession()
    const isApprover = useHasRole("approver")
    const found = useSubmissions()
    const all = (found.data?.pages.flatMap((page) => page.items) ?? []).sort(byUrgency)
    const isMine = (by: string) => by === name
    const held = all.filter((each) => each.state === "held" && each.needs === "approval")
    const approved = all.filter((each) => each.state === "waiting" && each.approved_by)
    const groups = [
        { title: t.waiting, items: isApprover ? held.filter((each) => !isMine(each.submitted_by)) : [] },
        { title: isApprover ? t.mine : t.waiting, items: held.filter((each) => isMine(each.submitted_by)) },
        { title: t.approved, items: approved.filter((each) => isApprover || isMine(each.submitted_by)) },
    ].filter(({ items }) => items.length > 0)
    return (
        <>
            <PageHeader title={t.page} about={isApprover ? t.aboutApprover : t.aboutEditor} />
            <Flex vertical gap={16}>
                {found.isError && <ProblemAlert why={found.error} again={() => void found.refetch()} />}
                {found.isPending && <Loading />}
                {found.isSuccess && groups.length === 0 && (
                    <Card>
                        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={isApprover ? t.none : t.noneMine} />
                    </Card>
                )}
                {groups.map(({ title, items }) => (
                    <Card key={title} className="line-group" title={<h2>{title}</h2>} styles={{ body: { padding: 0 } }}>
                        <ul className="lines">
                            {items.map((each) => (
                                <SubmissionLine key={each.id} of={each} />
                            ))}
                        </ul>
                    </Card>
                ))}
                <MoreButton of={found} />
            </Flex>
        </>
    )
}
