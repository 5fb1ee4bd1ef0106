import "./compose.css"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { Alert, App, Button, Card, Flex, Skeleton } from "antd"
import { Link, useParams } from "react-router-dom"

import { $api, api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { useSession } from "../../session/session"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { useChecks } from "./checks"
import { Composer } from "./Composer"
import type { Draft } from "./content"
import { Previews } from "./preview/Previews"
import { useSettings } from "./use-settings"

const said = texts({
    vi: {
        page: "Soạn bản tin",
        others: (author: string) => `Bản nháp của ${author}: chỉ người soạn sửa được.`,
        submitted: "Bản tin đã trình duyệt nên không sửa ở đây được.",
        toApproval: "Xem bản đã trình, lấy lại hoặc theo dõi",
        correct: "Soạn bản đính chính",
        correcting: "Đã mở lại để đính chính.",
        untitled: "(chưa có tiêu đề)",
    },
    en: {
        page: "Compose",
        others: (author: string) => `A draft of ${author}: only the author can change it.`,
        submitted: "It was submitted and cannot be changed here.",
        toApproval: "See what was submitted, take it back or follow it",
        correct: "Write a correction",
        correcting: "Open again, for the correction.",
        untitled: "(no title yet)",
    },
})

export default function ComposePage() {
    const t = useTexts(said)
    const id = Number(useParams().id)
    const { name, roles } = useSession()
    const settings = useSettings()
    // What was read when the page was opened is what is edited: another reading must not come in between.
    const draft = $api.useQuery(
        "get",
        "/api/drafts/{id}",
        { params: { path: { id } } },
        { staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false },
    )
    const again = () => {
        void draft.refetch()
        void settings.refetch()
    }
    if (draft.isError || settings.isError)
        return (
            <>
                <PageHeader title={t.page} />
                <ProblemAlert why={draft.error ?? settings.error} again={again} />
            </>
        )
    if (draft.isPending || settings.isPending)
        return (
            <>
                <PageHeader title={t.page} />
                <Skeleton active paragraph={{ rows: 12 }} />
            </>
        )
    const isMine = draft.data.author === name && roles.includes("editor")
    if (isMine && draft.data.state === "open")
        return (
            <Composer key={`${id} ${draft.data.version}`} draft={draft.data} person={name} settings={settings.data} />
        )
    return <Shown draft={draft.data} isMine={isMine} />
}

/** Somebody else's, or submitted: to be read. */
function Shown({ draft, isMine }: { draft: Draft; isMine: boolean }) {
    const t = useTexts(said)
    const { message } = App.useApp()
    const queries = useQueryClient()
    const correct = useMutation({
        mutationFn: async () =>
            await api.POST("/api/drafts/{id}/reopen", {
                params: { path: { id: draft.id }, header: { "If-Match": `"${draft.revision}"` } },
            }),
        onSuccess: () => {
            void message.success(t.correcting)
            void queries.invalidateQueries({ queryKey: ["get", "/api/drafts/{id}"] })
        },
    })
    const broadcast = $api.useQuery(
        "get",
        "/api/broadcasts/{id}",
        { params: { path: { id: draft.broadcast ?? 0 } } },
        { enabled: draft.broadcast !== null && draft.state === "submitted" },
    )
    const checks = useChecks(draft)
    const hasStarted = broadcast.data !== undefined && !["held", "waiting"].includes(broadcast.data.state)
    return (
        <>
            <PageHeader
                title={draft.title || t.untitled}
                actions={
                    isMine &&
                    hasStarted && (
                        <Button loading={correct.isPending} onClick={() => correct.mutate()}>
                            {t.correct}
                        </Button>
                    )
                }
            />
            <Flex vertical gap={12}>
                <Alert
                    type="info"
                    showIcon
                    message={draft.state === "submitted" ? t.submitted : t.others(draft.author)}
                    action={
                        draft.state === "submitted" &&
                        draft.broadcast && (
                            <Link to={hasStarted ? `/broadcasts/${draft.broadcast}` : `/approvals/${draft.broadcast}`}>
                                {t.toApproval}
                            </Link>
                        )
                    }
                />
                <ProblemAlert why={correct.error} />
                <Card>
                    <Previews
                        of={{ kind: "drafts", id: draft.id, revision: draft.revision }}
                        layout="all"
                        isReady={draft.state === "submitted" || (checks.data?.can_be_submitted ?? false)}
                    />
                </Card>
            </Flex>
        </>
    )
}
