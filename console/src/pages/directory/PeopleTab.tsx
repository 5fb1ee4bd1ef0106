import { SearchOutlined } from "@ant-design/icons"
import { Button, Descriptions, Empty, Form, Input } from "antd"
import { useState } from "react"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useWords } from "../../shown/words"

type Person = components["schemas"]["person"]

const said = texts({
    vi: {
        q: "Mã, hộp thư hoặc tài khoản eNetViet",
        about: "Gõ đủ, không gõ một phần: Loa không cho dò danh sách người. Địa chỉ luôn bị che bớt.",
        find: "Tra cứu",
        none: "Không có ai trong danh bạ với đúng mã, hộp thư hoặc tài khoản này. Kiểm tra lại từng ký tự; nếu đúng, người này chưa có trong danh bạ.",
        number: "Số trong danh bạ",
        reference: "Mã",
        account: "Tài khoản eNetViet",
        mailbox: "Hộp thư",
        missing: "không có",
        places: "Ở các đơn vị",
    },
    en: {
        q: "Reference, mailbox or eNetViet account",
        about: "All of it, not a part: nobody is to search for people at random. Addresses are masked.",
        find: "Find",
        none: "Nobody has exactly this reference, mailbox or account. Look at each letter; if it is right, the person is not in the directory.",
        number: "Number in the directory",
        reference: "Reference",
        account: "eNetViet account",
        mailbox: "Mailbox",
        missing: "none",
        places: "At",
    },
})

export default function PeopleTab() {
    const t = useTexts(said)
    const [q, setQ] = useState("")
    const found = $api.useQuery("get", "/api/people", { params: { query: { q } } }, { enabled: q !== "" })
    return (
        <>
            <Form
                name="person"
                layout="vertical"
                requiredMark={false}
                className="person-find"
                onFinish={({ text }: { text?: string }) => setQ(text?.trim() ?? "")}
            >
                <Form.Item name="text" label={t.q} extra={t.about}>
                    <Input maxLength={200} allowClear autoComplete="off" spellCheck={false} />
                </Form.Item>
                <Button type="primary" htmlType="submit" icon={<SearchOutlined />} loading={found.isFetching}>
                    {t.find}
                </Button>
            </Form>
            <div aria-live="polite">
                {found.error ? (
                    <ProblemAlert why={found.error} again={() => void found.refetch()} />
                ) : q !== "" && found.isPending ? (
                    <Loading />
                ) : found.data?.items.length === 0 ? (
                    <Empty description={t.none} />
                ) : (
                    found.data?.items.map((person) => <PersonFound key={person.no} person={person} />)
                )}
            </div>
        </>
    )
}

function PersonFound({ person }: { person: Person }) {
    const t = useTexts(said)
    const words = useWords()
    return (
        <section className="person">
            <h2>{person.name}</h2>
            <Descriptions
                column={{ xs: 1, lg: 2 }}
                size="small"
                items={[
                    { key: "reference", label: t.reference, children: person.reference },
                    { key: "number", label: t.number, children: person.no },
                    { key: "account", label: t.account, children: person.account || t.missing },
                    { key: "mailbox", label: t.mailbox, children: person.mailbox || t.missing },
                    {
                        key: "places",
                        label: t.places,
                        children: person.places
                            .map(({ unit, role }) => `${unit} (${words.role[role] ?? role})`)
                            .join(", "),
                    },
                ]}
            />
        </section>
    )
}
