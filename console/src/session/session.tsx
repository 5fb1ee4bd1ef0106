import { useQueryClient } from "@tanstack/react-query"
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react"

import { api, onSignedOut, setCsrf } from "../api/client"
import type { components, paths } from "../api/openapi"
import { asProblem, type Problem } from "../api/problem"

export type Session = components["schemas"]["session"]
export type Ways = paths["/api/session/ways"]["get"]["responses"]["200"]["content"]["application/json"]
export type UserRole = "editor" | "approver" | "operator" | "administrator" | "auditor"

interface SessionState {
    /** undefined: not known yet; null: nobody is signed in. */
    session: Session | null | undefined
    /** The session is over; the page stays, with what was typed there, until somebody signs in. */
    lapsed: boolean
    /** Why it is not known. */
    trouble: Problem | null
    /** After signing in or changing the password. */
    begin(session: Session): void
    /** Leaves the page: after it, whoever signs in finds nothing of what was here. */
    signOut(): Promise<void>
    /** Asks the gateway who is signed in: another window may have changed that. */
    look(): Promise<void>
}

const Context = createContext<SessionState | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
    const [session, setSession] = useState<Session | null | undefined>(undefined)
    const [lapsed, setLapsed] = useState(false)
    const [trouble, setTrouble] = useState<Problem | null>(null)
    const queries = useQueryClient()
    const known = useRef<Session | null>(null)
    const looking = useRef<Promise<void> | null>(null)

    const begin = useCallback(
        (what: Session) => {
            setCsrf(what.csrf)
            setTrouble(null)
            // Nothing of what one person saw is left for the next; the same one sees anew what was refused meanwhile.
            if (known.current && known.current.name !== what.name) queries.clear()
            else if (known.current) void queries.invalidateQueries()
            known.current = what
            setSession(what)
            setLapsed((before) => before && what.must_change_password)
        },
        [queries],
    )
    const end = useCallback(() => {
        setCsrf(null)
        known.current = null
        setSession(null)
        setTrouble(null)
        setLapsed(false)
        queries.clear()
    }, [queries])
    const look = useCallback(() => {
        const ask = async () => {
            try {
                // Asked first, because a question that is refused would be an error in the browser's console.
                const { signed_in } = (await api.GET("/api/session/ways")).data!
                const now = signed_in ? (await api.GET("/api/session")).data! : null
                if (now) {
                    const before = known.current
                    if (before?.csrf !== now.csrf || before?.must_change_password !== now.must_change_password)
                        begin(now)
                } else if (known.current) setLapsed(true)
                else end()
            } catch (why) {
                const problem = asProblem(why)
                if (problem.status === 401) {
                    if (known.current) setLapsed(true)
                    else end()
                } else if (!known.current) setTrouble(problem)
            }
        }
        looking.current ??= ask().finally(() => {
            looking.current = null
        })
        return looking.current
    }, [begin, end])

    useEffect(() => void look(), [look])
    useEffect(() => onSignedOut(() => void look()), [look])

    const state = useMemo(
        () => ({
            session,
            lapsed,
            trouble,
            begin,
            look,
            async signOut() {
                // A session that could not be ended is not said to be over.
                if (!lapsed)
                    await api.DELETE("/api/session").catch((why) => {
                        if (asProblem(why).status !== 401) throw why
                    })
                end()
            },
        }),
        [session, lapsed, trouble, begin, end, look],
    )
    return <Context.Provider value={state}>{children}</Context.Provider>
}

export function useSessionState(): SessionState {
    return useContext(Context)!
}

/** Who is signed in. Only below the frame, which shows nothing to nobody. */
export function useSession(): Session {
    return useSessionState().session!
}

/** Whether the person has one of the roles. */
export function useHasRole(...roles: UserRole[]): boolean {
    return useSession().roles.some((role) => roles.includes(role as UserRole))
}
