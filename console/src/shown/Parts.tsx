import { Link } from "react-router-dom"

import "./parts.css"

interface Props {
    label: string
    current: string
    items: { key: string; label: string; path: string }[]
}

/**
 * The parts of a page, each with an address of its own. Links, not Ant Design's tabs: what does not fit there goes
 * behind a button that a screen reader is not told of rightly; these move sideways.
 */
export function Parts({ label, current, items }: Props) {
    return (
        <nav aria-label={label} className="parts">
            {items.map((each) => (
                <Link key={each.key} to={each.path} aria-current={each.key === current ? "page" : undefined}>
                    {each.label}
                </Link>
            ))}
        </nav>
    )
}
