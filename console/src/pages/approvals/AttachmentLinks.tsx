import type { Attachment } from "../compose/content"

/** Each with where it leads: who approves has to look at that, too. */
export function AttachmentLinks({ of }: { of: Attachment[] }) {
    return (
        <ul className="attachment-links">
            {of.map((each) => (
                <li key={`${each.name} ${each.url}`}>
                    <a href={each.url} target="_blank" rel="noopener noreferrer">
                        {each.name}
                    </a>{" "}
                    <small>{each.url}</small>
                </li>
            ))}
        </ul>
    )
}
