import { Flex, Typography } from "antd"
import { useEffect, useRef, type ReactNode } from "react"

/** A page's title, also the document's; where the keyboard is after a change of page. */
export function PageHeader({ title, about, actions }: { title: string; about?: ReactNode; actions?: ReactNode }) {
    const heading = useRef<HTMLHeadingElement>(null)
    useEffect(() => {
        document.title = `${title} – Loa`
    }, [title])
    useEffect(() => {
        heading.current?.focus({ preventScroll: true })
    }, [])
    return (
        <Flex justify="space-between" align="flex-start" gap="middle" wrap className="page-header">
            <div>
                <h1 ref={heading} tabIndex={-1}>
                    {title}
                </h1>
                {about && <Typography.Paragraph type="secondary">{about}</Typography.Paragraph>}
            </div>
            {actions && (
                <Flex gap="small" wrap>
                    {actions}
                </Flex>
            )}
        </Flex>
    )
}
