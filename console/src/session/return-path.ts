// The provider of OpenID Connect leads back to the first page; this leads on to where somebody wanted to be.
const key = "return-path"

export function rememberPath() {
    sessionStorage.setItem(key, location.pathname + location.search)
}

/** Where to go on; null: nowhere else. Only once. */
export function takePath(): string | null {
    const path = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return path && path.startsWith("/") && path !== location.pathname + location.search ? path : null
}
