import { useState } from "react"

interface Props {
    title: string
    src: string
    /** What the page is made of: another one, another page. */
    state: string
    width: number
    height: number
    scale?: number
}

/**
 * The page the gateway makes of the message. The one before stays in sight until the next is loaded, so that nothing flickers while
 * somebody writes.
 */
export function PreviewPage({ title, src, state, width, height, scale = 1 }: Props) {
    const wanted = `${state} ${src}`
    const [shown, setShown] = useState<{ key: string; src: string } | null>(null)
    const pages = shown && shown.key !== wanted ? [shown, { key: wanted, src }] : [{ key: wanted, src }]
    return (
        <div className="preview-page" style={{ width: width * scale, height: height * scale }}>
            {pages.map((page, i) => (
                <iframe
                    key={page.key}
                    // Its own policy forbids scripts, too.
                    sandbox=""
                    title={title}
                    src={page.src}
                    aria-hidden={i < pages.length - 1 || undefined}
                    style={{
                        // Phones are as wide as there is room; a computer's page is made smaller.
                        width: scale === 1 ? "100%" : width,
                        height,
                        transform: `scale(${scale})`,
                        visibility: i === 0 ? "visible" : "hidden",
                    }}
                    onLoad={() => setShown(page)}
                />
            ))}
        </div>
    )
}
