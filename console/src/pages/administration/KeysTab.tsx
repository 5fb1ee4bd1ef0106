import { useMemo } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { KeyTable } from "../account/KeyTable"

const said = texts({
    vi: {
        about: "Khóa của mọi người. Khóa mới do chính người cần tạo ở mục Tài khoản của tôi; quyền của khóa không bao giờ hơn quyền của người tạo.",
        root: "máy chủ (root)",
        empty: "Chưa ai tạo khóa nào.",
    },
    en: {
        about: "Everybody's keys. Whoever needs one makes it under My account; a key never may more than who made it.",
        root: "the machine (root)",
        empty: "Nobody has made a key yet.",
    },
})

export default function KeysTab() {
    const t = useTexts(said)
    const keys = $api.useQuery("get", "/api/keys")
    const users = $api.useQuery("get", "/api/users")
    const owners = useMemo(
        () =>
            new Map([
                [0, t.root],
                ...(users.data?.items ?? []).map(({ id, name, full_name }) => [id, full_name || name] as const),
            ]),
        [users.data, t],
    )
    if (keys.error) return <ProblemAlert why={keys.error} again={() => void keys.refetch()} />
    return (
        <>
            <p className="tab-about">{t.about}</p>
            <KeyTable keys={keys.data?.items ?? []} loading={keys.isPending} empty={t.empty} owners={owners} />
        </>
    )
}
