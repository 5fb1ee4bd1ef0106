import { Card } from "antd"
import { useEffect } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { SignInForm } from "../../session/SignInForm"
import { Entrance } from "./Entrance"
import { FirstRun } from "./FirstRun"

const said = texts({
    vi: {
        title: "Đăng nhập",
        forgotten: "Quên mật khẩu, hoặc chưa có tài khoản: hỏi người quản trị Loa của Văn phòng Sở.",
    },
    en: {
        title: "Sign in",
        forgotten: "No account, or a forgotten password: ask the administrator of Loa.",
    },
})

/** Shown in place of the page that somebody wanted, which comes after it. */
export default function SignInPage() {
    const t = useTexts(said)
    const ways = $api.useQuery("get", "/api/session/ways")
    useEffect(() => {
        document.title = `${t.title} – Loa`
    }, [t])
    return (
        <Entrance>
            <Card>
                {ways.data?.first_run ? (
                    <FirstRun again={() => void ways.refetch()} asking={ways.isFetching} />
                ) : (
                    <>
                        <h1>{t.title}</h1>
                        <SignInForm ways={ways.data} />
                        <p className="hint">{t.forgotten}</p>
                    </>
                )}
            </Card>
        </Entrance>
    )
}
