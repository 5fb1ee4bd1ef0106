import { Tag } from "antd"

import { $api } from "../../api/client"
import type { components } from "../../api/openapi"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { Loading } from "../../shown/Loading"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { settingWords, valueText } from "./setting-words"

type Setting = components["schemas"]["settings"]["items"][number]

const said = texts({
    vi: {
        about: (file: string) => (
            <>
                Các quy tắc đang có hiệu lực. Muốn đổi, người quản trị máy chủ sửa tệp <code>{file}</code>, thử bằng{" "}
                <code>loa config check</code> rồi khởi động lại Loa. Mật khẩu và khóa không hiện ở đây.
            </>
        ),
        name: "Quy tắc",
        value: "Giá trị",
        where: "Đặt ở",
        line: (line: number) => `dòng ${line}`,
        default: "mặc định",
        version: (version: string) => `Loa phiên bản ${version}`,
    },
    en: {
        about: (file: string) => (
            <>
                The rules in force. To change them, whoever runs the machine edits <code>{file}</code>, tries it with{" "}
                <code>loa config check</code> and restarts Loa. Secrets are not shown.
            </>
        ),
        name: "Rule",
        value: "Value",
        where: "Set in",
        line: (line: number) => `line ${line}`,
        default: "default",
        version: (version: string) => `Loa ${version}`,
    },
})

export default function SettingsTab() {
    const t = useTexts(said)
    const words = useTexts(settingWords)
    const format = useFormat()
    const settings = $api.useQuery("get", "/api/settings")
    if (settings.error) return <ProblemAlert why={settings.error} again={() => void settings.refetch()} />
    if (!settings.data) return <Loading />
    const { file, version, items } = settings.data
    return (
        <>
            <p className="tab-about">{t.about(file)}</p>
            <div className="settings">
                {grouped(items, Object.keys(words.groups)).map(([group, members]) => (
                    <section key={group} aria-labelledby={`settings-${group}`}>
                        <h2 id={`settings-${group}`}>{words.groups[group] ?? words.other}</h2>
                        <table>
                            <thead className="only-heard">
                                <tr>
                                    <th scope="col">{t.name}</th>
                                    <th scope="col">{t.value}</th>
                                    <th scope="col">{t.where}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {members.map(({ key, value, line }) => (
                                    <tr key={key}>
                                        <th scope="row">
                                            {words.names[key] ?? key}
                                            {words.names[key] && <code>{key}</code>}
                                        </th>
                                        <td>{valueText(key, value, words, format)}</td>
                                        <td>
                                            {line === null ? (
                                                <Tag>{t.default}</Tag>
                                            ) : (
                                                <Tag color="blue">{t.line(line)}</Tag>
                                            )}
                                        </td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </section>
                ))}
            </div>
            <p className="hint">{t.version(version)}</p>
        </>
    )
}

/** "email.dispatch.quota" belongs to "email.dispatch". */
function grouped(items: Setting[], order: string[]): [string, Setting[]][] {
    const groups = new Map<string, Setting[]>(order.map((each) => [each, []]))
    for (const each of items) {
        const group = each.key.slice(0, each.key.lastIndexOf("."))
        const known = groups.has(group) ? group : ""
        groups.set(known, [...(groups.get(known) ?? []), each])
    }
    return [...groups].filter(([, members]) => members.length > 0)
}
