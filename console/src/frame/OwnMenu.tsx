import { UserOutlined } from "@ant-design/icons"
import { Button, Dropdown } from "antd"
import { useNavigate } from "react-router-dom"

import { texts, useLanguage, useTexts } from "../language/language"
import { live } from "../live/live-store"
import { useSession, useSessionState } from "../session/session"
import { useTheme, type ThemeWish } from "../theme/theme-choice"

const said = texts({
    vi: {
        account: "Tài khoản của tôi",
        signOut: "Đăng xuất",
        theme: "Giao diện",
        light: "Sáng",
        dark: "Tối",
        system: "Theo máy",
        language: "Ngôn ngữ",
    },
    en: {
        account: "My account",
        signOut: "Sign out",
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
    const leave = async () => {
        live.forget()
        await signOut()
        navigate("/")
    }
    const chosen = (is: boolean) => (is ? "✓ " : "")
    return (
        <Dropdown
            trigger={["click"]}
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
