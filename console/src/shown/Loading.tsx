import { Skeleton } from "antd"

import { texts, useTexts } from "../language/language"

const said = texts({ vi: { loading: "Đang tải" }, en: { loading: "Loading" } })

export function Loading() {
    const t = useTexts(said)
    return (
        <div role="status" aria-label={t.loading}>
            <Skeleton active />
        </div>
    )
}
