import { UserOutlined } from "@ant-design/icons"
import { App, Button, Dropdown } from "antd"
import { useNavigate } from "react-router-dom"

import { texts, useLanguage, useTexts } from "../language/language"
import { asProblem } from "../api/problem"
import { live } from "../live/live-store"
import { useSession, useSessionState } from "../session/session"
import { useTheme, type ThemeWish } from "../theme/theme-choice"

const said = texts({
    vi: {
        account: "Tài khoản của tôi",
        signOut: "Đăng xuất",
        stillIn: (why: string) => `Chưa đăng xuất được. ${why}`,
        theme: "Giao diện",
        light: "Sáng",
        dark: "Tối",
        system: "Theo máy",
        language: "Ngôn ngữ",
    },
    en: {
        account: "My account",
        signOut: "Sign out",
        stillIn: (why: string) => `You are still signed in. ${why}`,
        theme: "Appearance",
        light: "Light",
        dark: "Dark",
        system: "As the system",
        language: "Language",
    },
})

export function OwnMenu() {
    const t = useTexts(said)
    const session = useSession()
    const { signOut } = useSessionState()
    const { language, choose: chooseLanguage } = useLanguage()
    const { wish, choose: chooseTheme } = useTheme()
    const navigate = useNavigate()
    const { message } = App.useApp()
    const leave = async () => {
        try {
            await signOut()
        } catch (why) {
            void message.error(t.stillIn(asProblem(why).title))
            return
        }
        live.forget()
        navigate("/")
    }
    const chosen = (is: boolean) => (is ? "✓ " : "")
    return (
        <Dropdown
            trigger={["click"]}
            autoFocus
            menu={{
                items: [
                    { key: "account", label: t.account, onClick: () => navigate("/account") },
                    { type: "divider" },
                    {
                        type: "group",
                        label: t.theme,
                        children: (["system", "light", "dark"] as ThemeWish[]).map((each) => ({
                            key: each,
                            label: chosen(wish === each) + t[each],
                            onClick: () => chooseTheme(each),
                        })),
                    },
                    {
                        type: "group",
                        label: t.language,
                        children: [
                            {
                                key: "vi",
                                label: `${chosen(language === "vi")}Tiếng Việt`,
                                onClick: () => chooseLanguage("vi"),
                            },
                            {
                                key: "en",
                                label: `${chosen(language === "en")}English`,
                                onClick: () => chooseLanguage("en"),
                            },
                        ],
                    },
                    { type: "divider" },
                    { key: "leave", label: t.signOut, onClick: () => void leave() },
                ],
            }}
        >
            <Button type="text" icon={<UserOutlined />}>
                {session.full_name || session.name}
            </Button>
        </Dropdown>
    )
}
