import { useQueryClient } from "@tanstack/react-query"
import { Button, Card, Flex, Form, Modal, Typography } from "antd"
import { EyeOutlined } from "@ant-design/icons"
import { useEffect, useState, useSyncExternalStore } from "react"

import { PageHeader } from "../../frame/PageHeader"
import { texts, useLanguage, useTexts } from "../../language/language"
import { AudienceField } from "./audience/AudienceField"
import { checksOf, partOf, useChecks, type Finding } from "./checks"
import { Conflict } from "./Conflict"
import type { Content, Draft } from "./content"
import { DraftSaver } from "./draft-saver"
import { Findings } from "./Findings"
import { GivenBack } from "./GivenBack"
import { KindFields } from "./KindFields"
import { Previews } from "./preview/Previews"
import { SaveSign } from "./SaveSign"
import { SendFields } from "./SendFields"
import { Submit } from "./Submit"
import { TestSend } from "./TestSend"
import { allowedHosts, channelsOf, quietHours, type Settings } from "./use-settings"
import { WordFields, type FieldsProps } from "./WordFields"

const said = texts({
    vi: {
        page: "Soạn bản tin",
        correction: (version: string) => `Soạn bản tin, lần sửa thứ ${version}`,
        words: "Bản tin",
        kind: "Phân loại",
        audience: "Đối tượng nhận",
        send: "Gửi khi nào, qua kênh nào",
        preview: "Xem trước",
        all: "Xem cạnh nhau",
        close: "Đóng",
    },
    en: {
        page: "Compose",
        correction: (version: string) => `Compose, version ${version}`,
        words: "Bulletin",
        kind: "What it is about",
        audience: "Audience",
        send: "When and how it is sent",
        preview: "Preview",
        all: "Side by side",
        close: "Close",
    },
})

/** Everything about one draft of one's own, saved as it is typed; what will be sent stands beside it. */
export function Composer({ draft, person, settings }: { draft: Draft; person: string; settings: Settings }) {
    const t = useTexts(said)
    const { language } = useLanguage()
    const queries = useQueryClient()
    const [saver] = useState(() => new DraftSaver(draft, person))
    useEffect(saver.begin, [saver])
    const writing = useSyncExternalStore(saver.subscribe, saver.read)
    const { content, start_at, saved } = writing
    const checks = useChecks(saved)
    const [tried, setTried] = useState(false)
    const [isWide, setWide] = useState(false)

    const channels = channelsOf(settings, content.channels)
    const hosts = allowedHosts(channels.length > 0 ? channels : settings.channels)
    const of = (list: Finding[] | undefined) => (part: keyof Content) =>
        (list ?? []).filter((each) => partOf(each.field) === part)
    const fields: FieldsProps = {
        content,
        replaced: writing.replaced,
        channels,
        hosts,
        tried,
        problemsOf: of(checks.data?.problems),
        warningsOf: of(checks.data?.warnings),
        onChange: saver.change,
    }
    const isReady = async () => {
        if (!(await saver.flush())) return false
        const found = await queries.fetchQuery(checksOf(saver.read().saved, language))
        setTried(!found.can_be_submitted)
        return found.can_be_submitted
    }
    const isComplete = checks.data?.can_be_submitted ?? false
    const previewed = { kind: "drafts", id: saved.id, revision: checks.data?.revision ?? 0 } as const
    return (
        <>
            <PageHeader
                title={saved.version > 1 ? t.correction(String(saved.version)) : t.page}
                about={<SaveSign writing={writing} />}
                actions={
                    <>
                        <TestSend writing={writing} saver={saver} />
                        <Submit
                            writing={writing}
                            saver={saver}
                            warnings={checks.data?.warnings ?? []}
                            isReady={isReady}
                        />
                    </>
                }
            />
            <Flex vertical gap={12} className="compose-news">
                <Conflict writing={writing} saver={saver} />
                {saved.comment && <GivenBack comment={saved.comment} />}
                {tried && <Findings problems={checks.data?.problems ?? []} />}
            </Flex>
            <div className="compose">
                <Form layout="vertical" requiredMark={false} component="div" className="compose-fields">
                    <Card title={<h2>{t.words}</h2>}>
                        <WordFields {...fields} />
                    </Card>
                    <Card title={<h2>{t.audience}</h2>}>
                        <AudienceField
                            value={content.audience}
                            rootUnit={settings.root_unit}
                            channels={content.channels}
                            problems={fields.problemsOf("audience")}
                            tried={tried}
                            onChange={(audience) => saver.change({ audience })}
                        />
                    </Card>
                    <Card title={<h2>{t.send}</h2>}>
                        <SendFields
                            {...fields}
                            allChannels={settings.channels.map((each) => each.channel)}
                            startAt={start_at}
                            quiet={quietHours(settings)}
                            onSchedule={saver.schedule}
                        />
                    </Card>
                    <Card title={<h2>{t.kind}</h2>}>
                        <KindFields {...fields} />
                    </Card>
                </Form>
                <section className="compose-preview" aria-label={t.preview}>
                    <Card
                        title={<h2>{t.preview}</h2>}
                        extra={
                            <Button size="small" icon={<EyeOutlined aria-hidden />} onClick={() => setWide(true)}>
                                {t.all}
                            </Button>
                        }
                    >
                        <Previews of={previewed} layout="one" isReady={isComplete} />
                    </Card>
                </section>
            </div>
            <Modal
                open={isWide}
                width="96vw"
                style={{ top: 16 }}
                title={t.preview}
                onCancel={() => setWide(false)}
                footer={<Button onClick={() => setWide(false)}>{t.close}</Button>}
                destroyOnHidden
            >
                <Typography.Paragraph strong>{content.title}</Typography.Paragraph>
                <Previews of={previewed} layout="all" isReady={isComplete} />
            </Modal>
        </>
    )
}
