import { keepPreviousData, useQuery } from "@tanstack/react-query"

import { api } from "../../api/client"
import { useLanguage, type Language } from "../../language/language"
import type { Draft } from "./content"

export interface Finding {
    field: string ///< as in the contract: "attachments[0].url"
    code: string
    text: string
}

export interface Checks {
    revision: number ///< of what was looked at
    can_be_submitted: boolean
    problems: Finding[]
    warnings: Finding[]
}

/** What stands in the way of what is saved, and what needs a second look; anew after each save. */
export const checksOf = (saved: Draft, language: Language) => ({
    queryKey: ["draft", saved.id, saved.revision, "check", language],
    queryFn: async (): Promise<Checks> => {
        const { data } = await api.POST("/api/drafts/{id}/check", { params: { path: { id: saved.id } } })
        return { ...data!, revision: saved.revision }
    },
})

export function useChecks(saved: Draft) {
    const { language } = useLanguage()
    return useQuery({ ...checksOf(saved, language), placeholderData: keepPreviousData })
}

/** The part of the content a finding is about: "attachments" of "attachments[0].url". */
export const partOf = (field: string) => /^[a-z_]*/.exec(field)![0]

/** Whether it only says that something is not written yet: at the field it would be a nuisance to who has just begun. */
export const isMissing = (finding: Finding) => finding.code === "missing" || finding.code === "too_short"
