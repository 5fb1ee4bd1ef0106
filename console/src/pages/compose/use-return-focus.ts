import { useEffect, useState } from "react"

/** For a dialog that is there only while it is open: the keyboard goes back to where it came from. */
export function useReturnFocus() {
    const [before] = useState(() => document.activeElement)
    useEffect(
        () => () => {
            if (before instanceof HTMLElement && before.isConnected) before.focus()
        },
        [before],
    )
}
