import { Alert, Button } from "antd"

import { asProblem } from "../api/problem"
import { texts, useTexts } from "../language/language"

const said = texts({
    vi: { again: "Thử lại", request: "Mã yêu cầu" },
    en: { again: "Try again", request: "Request" },
})

/** Why something did not work, in the API's own sentence, and what can be done. */
export function ProblemAlert({ why, again, className }: { why: unknown; again?: () => void; className?: string }) {
    const t = useTexts(said)
    if (!why) return null
    const problem = asProblem(why)
    return (
        <Alert
            type="error"
            showIcon
            role="alert"
            className={className}
            message={problem.title}
            description={
                <>
                    {problem.detail && <p>{problem.detail}</p>}
                    {problem.errors.length > 0 && (
                        <ul>
                            {problem.errors.map((each) => (
                                <li key={`${each.field} ${each.code}`}>{each.text}</li>
                            ))}
                        </ul>
                    )}
                    {problem.request && (
                        <small>
                            {t.request}: {problem.request}
                        </small>
                    )}
                </>
            }
            action={again && <Button onClick={again}>{t.again}</Button>}
        />
    )
}
