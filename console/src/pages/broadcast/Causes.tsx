import { Button, Card } from "antd"

import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { useReason } from "../../shown/reason"
import type { CountedBroadcast } from "./BroadcastActions"
import "../../shown/plain-table.css"

const said = texts({
    vi: {
        title: "Nguyên nhân",
        nothing: "Chưa có nơi nhận nào bị trục trặc.",
        cause: "Nguyên nhân",
        deliveries: "Số nơi nhận",
        who: "Xem những nơi này",
        whoOf: (cause: string) => `Xem những nơi này: ${cause}`,
    },
    en: {
        title: "Causes",
        nothing: "Nobody is in trouble so far.",
        cause: "Cause",
        deliveries: "Destinations",
        who: "See who",
        whoOf: (cause: string) => `See who: ${cause}`,
    },
})

/** What went wrong, with how many. */
export function Causes({
    broadcast,
    show,
}: {
    broadcast: CountedBroadcast
    show(search: Record<string, string>): void
}) {
    const t = useTexts(said)
    const format = useFormat()
    const reasonOf = useReason()
    const causes = [...broadcast.causes].sort((a, b) => b.deliveries - a.deliveries)
    return (
        <Card size="small" title={<h2>{t.title}</h2>}>
            {causes.length === 0 ? (
                <p>{t.nothing}</p>
            ) : (
                <table className="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">{t.cause}</th>
                            <th scope="col" className="number">
                                {t.deliveries}
                            </th>
                            <td />
                        </tr>
                    </thead>
                    <tbody>
                        {causes.map((each) => (
                            <tr key={each.cause}>
                                <td>{reasonOf(each.cause)}</td>
                                <td className="number">{format.count(each.deliveries)}</td>
                                <td>
                                    <Button
                                        type="link"
                                        size="small"
                                        aria-label={t.whoOf(reasonOf(each.cause))}
                                        onClick={() => show({ view: "missed", cause: each.cause })}
                                    >
                                        {t.who}
                                    </Button>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </Card>
    )
}
