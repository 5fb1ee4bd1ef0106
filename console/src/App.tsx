import { QueryClientProvider } from "@tanstack/react-query"
import { App as Messages, ConfigProvider } from "antd"
import { RouterProvider } from "react-router-dom"

import { queries } from "./api/client"
import { LanguageProvider, useLanguage } from "./language/language"
import { antdLocale } from "./language/locale"
import { router } from "./routes"
import { SessionProvider } from "./session/session"
import { cspNonce, themeOf } from "./theme/theme"
import { ThemeProvider, useTheme } from "./theme/theme-choice"

export function App() {
    return (
        <LanguageProvider>
            <ThemeProvider>
                <Themed />
            </ThemeProvider>
        </LanguageProvider>
    )
}

function Themed() {
    const { language } = useLanguage()
    const { shade } = useTheme()
    return (
        <ConfigProvider
            locale={antdLocale(language)}
            theme={themeOf(shade)}
            csp={{ nonce: cspNonce() }}
            wave={{ disabled: true }}
        >
            <Messages>
                <QueryClientProvider client={queries}>
                    <SessionProvider>
                        <RouterProvider router={router} />
                    </SessionProvider>
                </QueryClientProvider>
            </Messages>
        </ConfigProvider>
    )
}
