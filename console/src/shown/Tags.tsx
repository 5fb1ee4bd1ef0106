import {
    CheckCircleOutlined,
    ClockCircleOutlined,
    CloseCircleOutlined,
    HourglassOutlined,
    PauseCircleOutlined,
    SendOutlined,
    SwapOutlined,
} from "@ant-design/icons"
import { Tag } from "antd"
import type { ReactNode } from "react"

import type { components } from "../api/openapi"
import { useWords } from "./words"

type State = components["schemas"]["broadcast"]["state"]

const looks: Record<State, { color: string; icon: ReactNode }> = {
    waiting: { color: "default", icon: <ClockCircleOutlined /> },
    held: { color: "warning", icon: <HourglassOutlined /> },
    sending: { color: "processing", icon: <SendOutlined /> },
    finished: { color: "success", icon: <CheckCircleOutlined /> },
    cancelled: { color: "error", icon: <CloseCircleOutlined /> },
    replaced: { color: "default", icon: <SwapOutlined /> },
    paused: { color: "warning", icon: <PauseCircleOutlined /> },
}

/** Never by colour alone: an icon and the word. */
export function StateTag({ state, needs }: { state: State; needs?: components["schemas"]["broadcast"]["needs"] }) {
    const words = useWords()
    const look = looks[state]
    return (
        <Tag color={look.color} icon={look.icon}>
            {state === "held" && needs === "approval" ? words.needsApproval : words.state[state]}
        </Tag>
    )
}

export function UrgencyTag({ urgency }: { urgency: components["schemas"]["urgency"] }) {
    const word = useWords().urgency[urgency]
    return <Tag color={urgency === "urgent" ? "red" : "default"}>{word}</Tag>
}
