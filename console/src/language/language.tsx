import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react"

/** Vietnamese is the language of the Department; English is for whoever helps it. */
export type Language = "vi" | "en"

/** The sentences of one part of the console, in both languages. A sentence with values in it is a function. */
export interface Texts<T> {
    vi: T
    en: T
}

/** Makes sure that both languages say the same things. */
export function texts<T extends object>(both: {
    vi: T
    en: { [K in keyof T]: T[K] extends string ? string : T[K] }
}): Texts<T> {
    return both as Texts<T>
}

interface LanguageChoice {
    language: Language
    choose(language: Language): void
}

const Context = createContext<LanguageChoice>({ language: "vi", choose: () => {} })

let current: Language = localStorage.getItem("language") === "en" ? "en" : "vi"

/** For what is no component: the Accept-Language of requests. */
export const currentLanguage = () => current

export function LanguageProvider({ children }: { children: ReactNode }) {
    const [language, setLanguage] = useState<Language>(current)
    useEffect(() => {
        document.documentElement.lang = language
    }, [language])
    const choice = useMemo(
        () => ({
            language,
            choose(wanted: Language) {
                localStorage.setItem("language", wanted)
                current = wanted
                setLanguage(wanted)
            },
        }),
        [language],
    )
    return <Context.Provider value={choice}>{children}</Context.Provider>
}

export const useLanguage = () => useContext(Context)

/** The sentences in the language of whoever looks. */
export function useTexts<T>(of: Texts<T>): T {
    return of[useLanguage().language]
}
