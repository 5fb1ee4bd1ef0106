import { currentLanguage } from "../language/language"

export interface FieldProblem {
    field: string
    code: string
    text: string
}

/** A refusal of the API (RFC 9457), in the language of whoever asked. */
export class Problem extends Error {
    constructor(
        readonly status: number, ///< 0: no answer came
        readonly code: string,
        readonly title: string,
        readonly detail: string = "",
        readonly errors: FieldProblem[] = [],
        readonly request: string = "", ///< by which the log knows it
        readonly wait: number = 0, ///< seconds until it is worth another try; 0: not said
    ) {
        super(title)
    }

    static async of(response: Response): Promise<Problem> {
        try {
            const body = await response.json()
            const wait = Number(response.headers.get("Retry-After")) || 0
            return new Problem(response.status, body.code, body.title, body.detail, body.errors, body.instance, wait)
        } catch {
            return new Problem(response.status, "unreadable", `HTTP ${response.status}`)
        }
    }

    static unreachable(): Problem {
        const vietnamese = currentLanguage() === "vi"
        return new Problem(
            0,
            "unreachable",
            vietnamese ? "Không kết nối được với Loa." : "Loa cannot be reached.",
            vietnamese ? "Kiểm tra mạng rồi thử lại." : "Check the network and try again.",
        )
    }
}

export function asProblem(what: unknown): Problem {
    if (what instanceof Problem) return what
    return new Problem(0, "unexpected", what instanceof Error ? what.message : String(what))
}
