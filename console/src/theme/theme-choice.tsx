import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react"

import type { Shade } from "./theme"

/** What somebody chose; "system" follows the machine. */
export type ThemeWish = Shade | "system"

interface ThemeChoice {
    wish: ThemeWish
    shade: Shade
    choose(wish: ThemeWish): void
}

const Context = createContext<ThemeChoice>({ wish: "system", shade: "light", choose: () => {} })
const darkSystem = window.matchMedia("(prefers-color-scheme: dark)")

function stored(): ThemeWish {
    const wish = localStorage.getItem("theme")
    return wish === "light" || wish === "dark" ? wish : "system"
}

export function ThemeProvider({ children }: { children: ReactNode }) {
    const [wish, setWish] = useState<ThemeWish>(stored)
    const [systemIsDark, setSystemIsDark] = useState(darkSystem.matches)
    useEffect(() => {
        const look = () => setSystemIsDark(darkSystem.matches)
        darkSystem.addEventListener("change", look)
        return () => darkSystem.removeEventListener("change", look)
    }, [])
    const shade: Shade = wish === "system" ? (systemIsDark ? "dark" : "light") : wish
    useEffect(() => {
        document.documentElement.dataset.shade = shade
    }, [shade])
    const choice = useMemo(
        () => ({
            wish,
            shade,
            choose(wanted: ThemeWish) {
                localStorage.setItem("theme", wanted)
                setWish(wanted)
            },
        }),
        [wish, shade],
    )
    return <Context.Provider value={choice}>{children}</Context.Provider>
}

export const useTheme = () => useContext(Context)
