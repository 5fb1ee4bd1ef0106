import { Button } from "antd"

import { texts, useTexts } from "../language/language"

const said = texts({ vi: { more: "Xem thêm" }, en: { more: "Show more" } })

interface Pages {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage(): unknown
}

/** Below a list that has more than is shown. */
export function MoreButton({ of }: { of: Pages }) {
    const t = useTexts(said)
    if (!of.hasNextPage) return null
    return (
        <Button className="more" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
            {t.more}
        </Button>
    )
}
