import { QueryClient } from "@tanstack/react-query"
import createFetchClient, { type Middleware } from "openapi-fetch"
import createQueryClient from "openapi-react-query"

import { currentLanguage } from "../language/language"
import type { paths } from "./openapi"
import { Problem } from "./problem"

let csrf: string | null = null
/** Writes of a browser's session carry it; it comes with the session. */
export const setCsrf = (token: string | null) => {
    csrf = token
}

const watchers = new Set<() => void>()
/** Told when a request was refused because nobody is signed in any more, or somebody else is. Returns what ends it. */
export function onSignedOut(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
}

/** For requests that are made by hand: uploads, for instance. */
export function requestHeaders(method: string): Record<string, string> {
    const headers: Record<string, string> = { "Accept-Language": currentLanguage() }
    if (method !== "GET") {
        if (csrf) headers["X-CSRF-Token"] = csrf
        headers["Idempotency-Key"] = `"${crypto.randomUUID?.() ?? randomId()}"`
    }
    return headers
}

// crypto.randomUUID is there on HTTPS and localhost only.
function randomId(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")
}

const ours: Middleware = {
    onRequest({ request }) {
        for (const [name, value] of Object.entries(requestHeaders(request.method)))
            if (!request.headers.has(name) || name === "Accept-Language") request.headers.set(name, value)
        return request
    },
    async onResponse({ response, schemaPath }) {
        if (response.ok) return undefined
        const problem = await Problem.of(response)
        if ((problem.status === 401 && schemaPath !== "/api/session") || problem.code === "csrf_token")
            for (const each of watchers) each()
        throw problem
    },
    onError() {
        return Problem.unreachable()
    },
}

/** The API, typed by its OpenAPI document. What is refused is thrown as a Problem. */
export const api = createFetchClient<paths>({ baseUrl: "/", credentials: "same-origin" })
api.use(ours)
/** The same as queries: `$api.useQuery("get", "/api/broadcasts", ...)`. */
export const $api = createQueryClient(api)

export const queries = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 5_000,
            // What was refused will be refused again; a gateway that restarts is back in a moment.
            retry: (failures, why) =>
                failures < 3 && why instanceof Problem && (why.status === 0 || why.status === 503),
        },
    },
})
