import { Button, Modal, Tooltip, type ButtonProps } from "antd"
import { useState, type ReactNode } from "react"

import { texts, useTexts } from "../language/language"
import { ProblemAlert } from "./ProblemAlert"
import "./confirmed-button.css"

const said = texts({ vi: { leave: "Không, quay lại" }, en: { leave: "No, go back" } })

interface Props {
    label: string
    /** What is heard instead, if the label does not say of what. */
    heard?: string
    icon?: ReactNode
    type?: ButtonProps["type"]
    size?: ButtonProps["size"]
    danger?: boolean
    /** Why this person may not, or why it cannot be done now. */
    off?: string
    /** The question. */
    title: string
    /** What will happen, and to how many. */
    children: ReactNode
    /** The verb on the button that does it. */
    verb: string
    /** The dialog can be answered. */
    ready?: boolean
    act(): Promise<unknown>
    onOpen?(): void
}

/** A step that is asked about once. A refusal is said in the dialog, which stays as it is. */
export function ConfirmedButton({
    label,
    heard,
    icon,
    type,
    size,
    danger,
    off,
    title,
    children,
    verb,
    ready = true,
    act,
    onOpen,
}: Props) {
    const t = useTexts(said)
    const [open, setOpen] = useState(false)
    const [busy, setBusy] = useState(false)
    const [why, setWhy] = useState<unknown>(null)
    const begin = () => {
        setWhy(null)
        onOpen?.()
        setOpen(true)
    }
    const doIt = async () => {
        setBusy(true)
        setWhy(null)
        try {
            await act()
            setOpen(false)
        } catch (problem) {
            setWhy(problem)
        } finally {
            setBusy(false)
        }
    }
    const button = (
        <Button
            type={type}
            size={size}
            icon={icon}
            aria-label={heard}
            danger={danger && !off}
            aria-disabled={off ? true : undefined}
            className={off ? "button-off" : undefined}
            onClick={off ? undefined : begin}
        >
            {label}
        </Button>
    )
    return (
        <>
            {off ? (
                <Tooltip title={off} trigger={["hover", "focus"]}>
                    {button}
                </Tooltip>
            ) : (
                button
            )}
            <Modal
                open={open}
                title={title}
                onCancel={() => !busy && setOpen(false)}
                okText={verb}
                okButtonProps={{ danger, disabled: !ready }}
                cancelText={t.leave}
                confirmLoading={busy}
                onOk={doIt}
                closable={{ "aria-label": t.leave }}
                destroyOnHidden
            >
                {children}
                <div aria-live="polite">
                    <ProblemAlert why={why} />
                </div>
            </Modal>
        </>
    )
}
