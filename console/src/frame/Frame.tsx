import { Flex, Skeleton, Spin } from "antd"
import { lazy, Suspense, type ReactNode } from "react"
import { Outlet, useLocation } from "react-router-dom"

import { useSessionState } from "../session/session"
import { ProblemAlert } from "../shown/ProblemAlert"
import { SignedInFrame } from "./SignedInFrame"

const SignInPage = lazy(() => import("../pages/sign-in/SignInPage"))
const NewPasswordPage = lazy(() => import("../pages/sign-in/NewPasswordPage"))

/** Around every page: signing in first, then a password of one's own, then the menu. */
export function Frame() {
    const { session, trouble, again } = useSessionState()
    const { pathname } = useLocation()
    if (trouble)
        return (
            <main className="frame-main">
                <ProblemAlert why={trouble} again={again} />
            </main>
        )
    if (session === undefined) return <Waiting />
    if (session === null) return <Alone of={<SignInPage />} />
    if (session.must_change_password) return <Alone of={<NewPasswordPage />} />
    return (
        <SignedInFrame>
            <Suspense key={pathname} fallback={<Skeleton active />}>
                <Outlet />
            </Suspense>
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
