import { useQueryClient } from "@tanstack/react-query"
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react"

import { api, onSignedOut, setCsrf } from "../api/client"
import type { components } from "../api/openapi"
import { asProblem, type Problem } from "../api/problem"

export type Session = components["schemas"]["session"]
export type UserRole = "editor" | "approver" | "operator" | "administrator" | "auditor"

interface SessionState {
    /** undefined: not known yet; null: nobody is signed in. */
    session: Session | null | undefined
    /** Why it is not known. */
    trouble: Problem | null
    /** After signing in or changing the password. */
    begin(session: Session): void
    signOut(): Promise<void>
    again(): void
}

const Context = createContext<SessionState | null>(null)

export function SessionProvider({ children }: { children: ReactNode }) {
    const [session, setSession] = useState<Session | null | undefined>(undefined)
    const [trouble, setTrouble] = useState<Problem | null>(null)
    const queries = useQueryClient()

    const begin = useCallback((what: Session) => {
        setCsrf(what.csrf)
        setSession(what)
    }, [])
    const end = useCallback(() => {
        setCsrf(null)
        setSession(null)
        // Nothing of what one person saw is left for the next.
        queries.clear()
    }, [queries])
    const again = useCallback(() => {
        setTrouble(null)
        api.GET("/api/session").then(
            ({ data }) => begin(data!),
            (why) => {
                const problem = asProblem(why)
                if (problem.status === 401) end()
                else setTrouble(problem)
            },
        )
    }, [begin, end])

    useEffect(again, [again])
    useEffect(() => onSignedOut(end), [end])

    const state = useMemo(
        () => ({
            session,
            trouble,
            begin,
            again,
            async signOut() {
                await api.DELETE("/api/session").catch(() => {})
                end()
            },
        }),
        [session, trouble, begin, end, again],
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
