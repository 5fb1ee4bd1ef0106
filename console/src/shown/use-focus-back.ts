import { useEffect, useState } from "react"

/** For a dialog that is there only while it is open: at its end the keyboard is where it was before. */
export function useFocusBack() {
    const [before] = useState(() => document.activeElement)
    useEffect(
        () => () => {
            if (before instanceof HTMLElement) setTimeout(() => before.isConnected && before.focus())
        },
        [before],
    )
}
