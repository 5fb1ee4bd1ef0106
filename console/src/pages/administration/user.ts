import { queries } from "../../api/client"
import type { components } from "../../api/openapi"

export type User = components["schemas"]["user"]

export const allRoles = ["editor", "approver", "operator", "administrator", "auditor"] as const

/** What a change must prove to have seen. */
export const etagOf = (user: User) => `"${user.revision}"`

export const refreshUsers = () => queries.invalidateQueries({ queryKey: ["get", "/api/users"] })

// Without the letters and digits that are mistaken for others when somebody reads them out.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789"

/** A password to be handed over and used once: "k7mp-4hxw-t9aq-ez2v". */
export function oneTimePassword(): string {
    const letters: string[] = []
    while (letters.length < 16)
        for (const byte of crypto.getRandomValues(new Uint8Array(32)))
            // All letters as likely as each other.
            if (byte < 256 - (256 % alphabet.length) && letters.length < 16)
                letters.push(alphabet[byte % alphabet.length]!)
    return letters.join("").replace(/(.{4})(?=.)/g, "$1-")
}
