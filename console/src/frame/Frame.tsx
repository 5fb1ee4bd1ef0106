import { Flex, Skeleton, Spin } from "antd"
import { lazy, Suspense, useEffect, type ReactNode } from "react"
import { Outlet, useLocation, useNavigate } from "react-router-dom"

import { takePath } from "../session/return-path"
import { useSessionState } from "../session/session"
import { ProblemAlert } from "../shown/ProblemAlert"
import { SignedInFrame } from "./SignedInFrame"

const SignInPage = lazy(() => import("../pages/sign-in/SignInPage"))
const NewPasswordPage = lazy(() => import("../pages/sign-in/NewPasswordPage"))
const loadSignInAgain = () => import("../session/SignInAgain")
const SignInAgain = lazy(loadSignInAgain)

// Another tab is the same page: it keeps its state, and the keyboard stays where it is.
const withTabs = ["/directory", "/operations", "/administration"]
const pageOf = (pathname: string) => withTabs.find((each) => pathname.startsWith(each)) ?? pathname

/** Around every page: signing in first, then a password of one's own, then the menu. */
export function Frame() {
    const { session, lapsed, trouble, look } = useSessionState()
    const { pathname } = useLocation()
    const navigate = useNavigate()
    const person = session && !session.must_change_password ? session.name : null
    useEffect(() => {
        if (!person) return
        const path = takePath()
        if (path) navigate(path, { replace: true })
        // Loaded while it can be: when the session is over, Loa may have been upgraded, and the file be gone.
        const later = setTimeout(() => void loadSignInAgain().catch(() => {}), 5_000)
        return () => clearTimeout(later)
    }, [person, navigate])
    if (trouble)
        return (
            <main className="frame-main">
                <ProblemAlert why={trouble} again={() => void look()} />
            </main>
        )
    if (session === undefined) return <Waiting />
    if (session === null) return <Alone of={<SignInPage />} />
    if (session.must_change_password && !lapsed) return <Alone of={<NewPasswordPage />} />
    return (
        <SignedInFrame key={session.name}>
            <Suspense key={pageOf(pathname)} fallback={<Skeleton active />}>
                <Outlet />
            </Suspense>
            {lapsed && (
                <Suspense fallback={null}>
                    <SignInAgain />
                </Suspense>
            )}
        </SignedInFrame>
    )
}

function Alone({ of }: { of: ReactNode }) {
    return <Suspense fallback={<Waiting />}>{of}</Suspense>
}

function Waiting() {
    return (
        <Flex justify="center" style={{ padding: 80 }}>
            <Spin size="large" />
        </Flex>
    )
}
