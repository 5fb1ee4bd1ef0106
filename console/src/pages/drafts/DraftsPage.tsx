import { PlusOutlined } from "@ant-design/icons"
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { Button, Card, Empty, Flex } from "antd"
import { useNavigate } from "react-router-dom"

import { api } from "../../api/client"
import { PageHeader } from "../../frame/PageHeader"
import { texts, useTexts } from "../../language/language"
import { Loading } from "../../shown/Loading"
import { MoreButton } from "../../shown/MoreButton"
import { ProblemAlert } from "../../shown/ProblemAlert"
import { DraftLine } from "./DraftLine"
import { beginDraft } from "./begin-draft"

const said = texts({
    vi: {
        page: "Soạn bản tin",
        about: "Bản tin của mình: đang soạn, được trả lại, đã trình duyệt.",
        begin: "Soạn bản tin mới",
        givenBack: "Được trả lại",
        open: "Đang soạn",
        submitted: "Đã trình duyệt",
        none: "Chưa có bản tin nào. Bắt đầu bằng nút “Soạn bản tin mới”; bản nháp tự lưu trong lúc soạn.",
    },
    en: {
        page: "Compose",
        about: "Your own bulletins: being written, given back, submitted.",
        begin: "New bulletin",
        givenBack: "Given back",
        open: "Being written",
        submitted: "Submitted",
        none: "There is nothing yet. Begin with “New bulletin”; a draft saves itself while you write.",
    },
})

export default function DraftsPage() {
    const t = useTexts(said)
    const navigate = useNavigate()
    const queries = useQueryClient()
    const drafts = useInfiniteQuery({
        queryKey: ["get", "/api/drafts", "mine"],
        queryFn: async ({ pageParam }) =>
            (await api.GET("/api/drafts", { params: { query: { mine: true, limit: 50, cursor: pageParam } } })).data!,
        initialPageParam: undefined as string | undefined,
        getNextPageParam: (page) => page.next,
    })
    const begin = useMutation({
        mutationFn: beginDraft,
        onSuccess: (id) => {
            void queries.invalidateQueries({ queryKey: ["get", "/api/drafts"] })
            navigate(`/drafts/${id}`)
        },
    })
    const all = drafts.data?.pages.flatMap((page) => page.items) ?? []
    const open = all.filter((each) => each.state === "open")
    const groups = [
        { title: t.givenBack, items: open.filter((each) => each.comment) },
        { title: t.open, items: open.filter((each) => !each.comment) },
        { title: t.submitted, items: all.filter((each) => each.state === "submitted") },
    ].filter(({ items }) => items.length > 0)
    const beginButton = (
        <Button
            type="primary"
            icon={<PlusOutlined aria-hidden />}
            loading={begin.isPending}
            onClick={() => begin.mutate()}
        >
            {t.begin}
        </Button>
    )
    return (
        <>
            <PageHeader title={t.page} about={t.about} actions={beginButton} />
            <Flex vertical gap={16}>
                <ProblemAlert why={begin.error} />
                {drafts.isError && <ProblemAlert why={drafts.error} again={() => void drafts.refetch()} />}
                {drafts.isPending && <Loading />}
                {drafts.isSuccess && all.length === 0 && (
                    <Card>
                        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t.none} />
                    </Card>
                )}
                {groups.map(({ title, items }) => (
                    <Card key={title} className="line-group" title={<h2>{title}</h2>} styles={{ body: { padding: 0 } }}>
                        <ul className="lines">
                            {items.map((each) => (
                                <DraftLine key={each.id} draft={each} />
                            ))}
                        </ul>
                    </Card>
                ))}
                <MoreButton of={drafts} />
            </Flex>
        </>
    )
}
