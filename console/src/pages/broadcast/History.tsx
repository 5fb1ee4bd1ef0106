import { Card, Skeleton, Timeline } from "antd"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"

const said = texts({ vi: { title: "Diễn biến" }, en: { title: "What happened" } })

const colours: Record<string, string> = {
    finished: "green",
    cancelled: "red",
    held: "orange",
    paused: "orange",
    corrected: "gray",
}

/** From the taking in to the end. */
export function History({ id }: { id: number }) {
    const t = useTexts(said)
    const format = useFormat()
    const query = $api.useQuery("get", "/api/broadcasts/{id}/history", { params: { path: { id } } })
    return (
        <Card size="small" title={<h2>{t.title}</h2>} className="history">
            <ProblemAlert why={query.error} again={() => void query.refetch()} />
            {query.isPending && <Skeleton active />}
            {query.data && (
                <Timeline
                    items={query.data.items.map((each, i) => ({
                        key: i,
                        color: colours[each.action] ?? "blue",
                        children: (
                            <>
                                <div>{each.text}</div>
                                <small className="number">
                                    {format.moment(each.at)}
                                    {each.who && ` · ${each.who}`}
                                </small>
                            </>
                        ),
                    }))}
                />
            )}
        </Card>
    )
}
