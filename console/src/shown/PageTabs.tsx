import { Grid, Select, Tabs } from "antd"
import type { ReactNode } from "react"

interface Props {
    /** What one chooses between, for those who hear the page. */
    label: string
    active: string
    items: { key: string; label: string; children: ReactNode }[]
    onChange(key: string): void
}

/** Tabs; on a phone, where they do not fit side by side, a list to choose from. */
export function PageTabs({ label, active, items, onChange }: Props) {
    const wide = Grid.useBreakpoint().md !== false
    if (wide) return <Tabs activeKey={active} onChange={onChange} destroyOnHidden items={items} aria-label={label} />
    return (
        <>
            {items.length > 1 && (
                <Select
                    aria-label={label}
                    value={active}
                    onChange={onChange}
                    className="page-tabs"
                    options={items.map(({ key, label: name }) => ({ value: key, label: name }))}
                />
            )}
            {items.find(({ key }) => key === active)?.children}
        </>
    )
}
