import { useEffect, useState } from "react"

/**
 * For a dialog that is made when it is opened and gone when it is closed. The keyboard goes back to where it came from, or to the
 * page's title where that is gone.
 */
export function useDialog(onClosed: () => void, goBack?: () => void) {
    const [before] = useState(() => document.activeElement)
    const [open, setOpen] = useState(false)
    useEffect(() => setOpen(true), [])
    const close = () => setOpen(false)
    const afterClose = () => {
        onClosed()
        if (goBack) return goBack()
        const place = before?.isConnected ? before : document.querySelector("h1")
        if (place instanceof HTMLElement) place.focus({ preventScroll: true })
    }
    return { close, modal: { open, onCancel: close, afterClose } }
}
