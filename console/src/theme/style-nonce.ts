import { cspNonce } from "./theme"

// Ant Design passes our nonce to nearly all of its styles, but not to two: the one that keeps the page from scrolling behind a
// dialog, and the one that measures a scroll bar. Without it the browser refuses them, and says so as an error.
const nonce = cspNonce()
const create = document.createElement.bind(document)
document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = create(name, options)
    if (nonce && name === "style") made.nonce = nonce
    return made
}) as typeof document.createElement
