// What gateway/accounts/password_rule.cpp asks, as far as a page can see it while somebody types: the gateway also knows the commonest
// passwords, and has the last word.
export interface PasswordRule {
    rule: "length" | "name" | "varied" | "different" | "same"
    met: boolean
}

export const leastCharacters = 12

export function passwordRules(name: string, current: string, fresh: string, again: string): PasswordRule[] {
    const lower = fresh.toLowerCase()
    return [
        { rule: "length", met: [...fresh].length >= leastCharacters },
        { rule: "varied", met: new Set(lower).size >= 5 && /\p{L}/u.test(fresh) },
        { rule: "name", met: fresh !== "" && (name.length < 3 || !lower.includes(name)) },
        { rule: "different", met: fresh !== "" && fresh !== current },
        { rule: "same", met: fresh !== "" && fresh === again },
    ]
}
