import { UploadOutlined } from "@ant-design/icons"
import { Alert, Button, Progress, Radio } from "antd"
import { useEffect, useId, useRef, useState } from "react"

import { queries } from "../../api/client"
import { texts, useTexts } from "../../language/language"
import { useFormat } from "../../shown/format"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { importWords } from "./import-words"
import { Stopped, upload, type Import, type Upload } from "./upload"

const said = texts({
    vi: {
        title: "Nhập từ tệp CSV",
        about: "Mã đã có thì cập nhật, mã mới thì thêm; đơn vị và người không có trong tệp vẫn giữ nguyên. Dòng sai không làm hỏng dòng khác: xem ở bảng các dòng không nhận. Nhập đơn vị trước, người nhận sau.",
        what: "Tệp chứa",
        file: "Tệp CSV",
        choose: "Chọn tệp",
        noFile: "Chưa chọn tệp nào",
        columns: {
            units: "Dòng đầu là tên cột: ref,name,kind,levels,parents",
            people: "Dòng đầu là tên cột: ref,name,role,unit,account,email",
        },
        start: "Nhập tệp này",
        startOf: (name: string, size: string) => `Nhập ${name} (${size})`,
        sending: "Đang tải tệp lên",
        stay: "Đừng đóng trang cho đến khi tải xong.",
        stop: "Dừng tải lên",
        running: "Một lần nhập khác đang chạy. Chờ xong rồi nhập tiếp.",
        taken: "Đã nhận tệp, đang nhập. Có thể rời trang này.",
    },
    en: {
        title: "Import a CSV file",
        about: "Known references are brought up to date, new ones are added; what the file does not name stays. A wrong row harms no other: see the rows not taken. Units first, then people.",
        what: "The file has",
        file: "CSV file",
        choose: "Choose a file",
        noFile: "No file is chosen",
        columns: {
            units: "The first row names the columns: ref,name,kind,levels,parents",
            people: "The first row names the columns: ref,name,role,unit,account,email",
        },
        start: "Import this file",
        startOf: (name: string, size: string) => `Import ${name} (${size})`,
        sending: "Uploading the file",
        stay: "Do not close the page until it is here.",
        stop: "Stop the upload",
        running: "Another import runs. Wait until it is done.",
        taken: "The file is here and is being imported. You may leave this page.",
    },
})

export function UploadForm({ running, onTaken }: { running: boolean; onTaken(): void }) {
    const t = useTexts(said)
    const words = useTexts(importWords)
    const format = useFormat()
    const id = useId()
    const [what, setWhat] = useState<Import["what"]>("units")
    const [file, setFile] = useState<File | null>(null)
    const [part, setPart] = useState<number | null>(null)
    const [why, setWhy] = useState<unknown>(null)
    const [taken, setTaken] = useState(false)
    const input = useRef<HTMLInputElement>(null)
    const under = useRef<Upload | null>(null)
    const sending = part !== null
    useEffect(() => {
        if (!sending) return undefined
        const warn = (event: BeforeUnloadEvent) => event.preventDefault()
        window.addEventListener("beforeunload", warn)
        return () => window.removeEventListener("beforeunload", warn)
    }, [sending])
    useEffect(() => () => under.current?.stop(), [])
    const start = async () => {
        if (!file) return
        setWhy(null)
        setTaken(false)
        setPart(0)
        under.current = upload(what, file, setPart)
        try {
            await under.current.done
            setTaken(true)
            onTaken()
            setFile(null)
            if (input.current) input.current.value = ""
        } catch (problem) {
            if (!(problem instanceof Stopped)) setWhy(problem)
        } finally {
            under.current = null
            setPart(null)
            void queries.invalidateQueries({ queryKey: ["get", "/api/directory/imports"] })
        }
    }
    return (
        <section className="upload" aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{t.title}</h2>
            <p className="directory-about">{t.about}</p>
            <div className="upload-fields">
                <fieldset disabled={sending}>
                    <legend>{t.what}</legend>
                    <Radio.Group
                        value={what}
                        optionType="button"
                        options={(["units", "people"] as const).map((value) => ({ value, label: words.what[value] }))}
                        onChange={({ target }) => setWhat(target.value as Import["what"])}
                    />
                </fieldset>
                <div>
                    <label htmlFor={`${id}-file`}>{t.file}</label>
                    <Button disabled={sending} onClick={() => input.current?.click()}>
                        {t.choose}
                    </Button>{" "}
                    <span>{file ? file.name : t.noFile}</span>
                    <input
                        ref={input}
                        id={`${id}-file`}
                        type="file"
                        className="only-heard"
                        tabIndex={-1}
                        accept=".csv,text/csv"
                        disabled={sending}
                        aria-describedby={`${id}-columns`}
                        onChange={({ target }) => setFile(target.files?.[0] ?? null)}
                    />
                </div>
            </div>
            <p id={`${id}-columns`} className="hint">
                {t.columns[what]}
            </p>
            <div aria-live="polite" className="upload-state">
                <ProblemAlert why={why} />
                {running && <Alert type="info" showIcon message={t.running} />}
                {taken && running && <Alert type="success" showIcon message={t.taken} />}
            </div>
            {sending ? (
                <div className="upload-progress">
                    <span role="status">
                        {t.sending}. {t.stay}
                    </span>
                    <Progress percent={Math.floor(part * 100)} aria-label={t.sending} />
                    <Button onClick={() => under.current?.stop()}>{t.stop}</Button>
                </div>
            ) : (
                <Button
                    type="primary"
                    icon={<UploadOutlined />}
                    disabled={!file || running}
                    onClick={() => void start()}
                >
                    {file ? t.startOf(file.name, format.bytes(file.size)) : t.start}
                </Button>
            )}
        </section>
    )
}
