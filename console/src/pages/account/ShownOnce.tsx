import "./shown-once.css"

import { Input } from "antd"

import { CopyButton } from "../../shown/CopyButton"

/** A secret that is on the screen this once: to be read, selected and copied. */
export function ShownOnce({ label, text }: { label: string; text: string }) {
    return (
        <div className="shown-once">
            <Input readOnly value={text} aria-label={label} onFocus={(event) => event.target.select()} />
            <CopyButton text={text} primary />
        </div>
    )
}
