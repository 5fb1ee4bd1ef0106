import { PlusOutlined } from "@ant-design/icons"
import { Button } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useHasRole, useSession } from "../../session/session"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { KeyTable } from "./KeyTable"
import { NewKeyDialog } from "./NewKeyDialog"

const said = texts({
    vi: {
        title: "Khóa API của tôi",
        about: "Cho chương trình gọi Loa thay tôi, với đúng các quyền ghi ở khóa. Không đưa khóa cho người khác.",
        add: "Tạo khóa",
        empty: "Chưa có khóa nào. Chỉ cần khóa khi có chương trình phải gọi Loa.",
    },
    en: {
        title: "My API keys",
        about: "For programs that call Loa on my behalf, with the roles of the key. They are for nobody else.",
        add: "Make a key",
        empty: "No keys yet. They are needed only for programs that call Loa.",
    },
})

export function OwnKeys() {
    const t = useTexts(said)
    const session = useSession()
    const administers = useHasRole("administrator")
    const [making, setMaking] = useState(false)
    const keys = $api.useQuery("get", "/api/keys")
    // Administrators are told of everybody's keys: whose is whose is known by number.
    const users = $api.useQuery("get", "/api/users", undefined, { enabled: administers })
    const me = users.data?.items.find(({ name }) => name === session.name)?.id
    const mine = keys.data?.items.filter(({ owner }) => !administers || owner === me)
    return (
        <>
            <div className="section-head">
                <div>
                    <h2>{t.title}</h2>
                    <p>{t.about}</p>
                </div>
                <Button icon={<PlusOutlined />} onClick={() => setMaking(true)}>
                    {t.add}
                </Button>
            </div>
            {keys.error ? (
                <ProblemAlert why={keys.error} again={() => void keys.refetch()} />
            ) : (
                <KeyTable
                    keys={mine ?? []}
                    loading={keys.isPending || (administers && users.isPending)}
                    empty={t.empty}
                />
            )}
            {making && <NewKeyDialog onClose={() => setMaking(false)} />}
        </>
    )
}
