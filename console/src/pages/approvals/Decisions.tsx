import { CheckOutlined, RollbackOutlined } from "@ant-design/icons"
import { Button, Tooltip } from "antd"
import { useState } from "react"

import { texts, useTexts } from "../../language/language"
import { useHasRole, useSession } from "../../session/session"
import { ApproveDialog } from "./ApproveDialog"
import { Countdown } from "./Countdown"
import { GiveBackDialog } from "./GiveBackDialog"
import type { Broadcast } from "./use-submissions"

const said = texts({
    vi: {
        approve: "Duyệt",
        own: "Không ai tự duyệt bản tin mình trình.",
        changed: "Bản này vừa thay đổi: xem bản mới trước đã.",
        giveBack: "Trả lại",
        recall: "Thu hồi",
        takeBack: "Lấy lại",
    },
    en: {
        approve: "Approve",
        own: "Nobody approves what he submitted himself.",
        changed: "It was changed: look at it first.",
        giveBack: "Give back",
        recall: "Recall",
        takeBack: "Take back",
    },
})

interface Props {
    of: Broadcast
    /** The hash of what is on the page. */
    seen: string
    people: number | undefined
    again(): Promise<void>
}

/** What may be done about it before it starts, by who looks. */
export function Decisions({ of, seen, people, again }: Props) {
    const t = useTexts(said)
    const { name } = useSession()
    const isApprover = useHasRole("approver")
    const isEditor = useHasRole("editor")
    const [open, setOpen] = useState<"approve" | "back" | null>(null)
    const isMine = of.submitted_by === name
    const isHeld = of.state === "held" && of.needs === "approval"
    const isApproved = of.state === "waiting" && of.approved_by !== ""
    const mayGiveBack = (isHeld || isApproved) && (isApprover || (isEditor && isMine))
    const verb = isApproved ? t.recall : isMine ? t.takeBack : t.giveBack
    const why = isMine ? t.own : of.hash !== seen ? t.changed : ""
    const close = () => setOpen(null)
    return (
        <>
            {isApproved && of.start_at && <Countdown until={of.start_at} />}
            {mayGiveBack && (
                <Button icon={<RollbackOutlined aria-hidden />} onClick={() => setOpen("back")}>
                    {verb}
                </Button>
            )}
            {isHeld && isApprover && (
                <Tooltip title={why}>
                    <Button
                        type="primary"
                        icon={<CheckOutlined aria-hidden />}
                        disabled={why !== "" || people === undefined}
                        onClick={() => setOpen("approve")}
                    >
                        {t.approve}
                    </Button>
                </Tooltip>
            )}
            {open === "approve" && (
                <ApproveDialog of={of} seen={seen} people={people ?? 0} again={again} onClose={close} />
            )}
            {open === "back" && <GiveBackDialog of={of} verb={verb} people={people} onClose={close} again={again} />}
        </>
    )
}
