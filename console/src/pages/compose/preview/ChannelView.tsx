import { Grid, Typography } from "antd"

import { texts, useTexts } from "../../../language/language"
import { Phone } from "./Phone"
import { PreviewPage } from "./PreviewPage"
import { pageOf, stateOf, type ChannelPreview, type Previewed, type Whom } from "./use-previews"

export type View = "enetviet" | "desktop" | "phone" | "text"

const said = texts({
    vi: {
        nobody: "Không có người nhận nào như vậy trên kênh này.",
        from: "Từ",
        to: "Đến",
        subject: "Tiêu đề",
        enetviet: "Bài trên eNetViet",
        desktop: "Thư trên máy tính",
        phone: "Thư trên điện thoại",
        text: "Thư dạng chữ",
        news: "Tin từ Sở",
        mail: "Thư",
    },
    en: {
        nobody: "There is no such recipient on this channel.",
        from: "From",
        to: "To",
        subject: "Subject",
        enetviet: "The post in eNetViet",
        desktop: "The message on a computer",
        phone: "The message on a phone",
        text: "The message as text",
        news: "News",
        mail: "Mail",
    },
})

interface Props {
    of: Previewed
    channel: ChannelPreview
    view: View
    person: Whom
    layout: "one" | "all"
}

export function ChannelView({ of, channel, view, person, layout }: Props) {
    const t = useTexts(said)
    const isNarrow = Grid.useBreakpoint().md === false
    const { preview } = channel
    if (!preview) return <Typography.Text type="secondary">{t.nobody}</Typography.Text>
    const page = (width: number, height: number, scale?: number) => (
        <PreviewPage
            title={t[view]}
            src={pageOf(of, channel.channel, person)}
            state={stateOf(of)}
            width={width}
            height={height}
            scale={scale}
        />
    )
    const head = (
        <dl className="mail-head">
            <dt>{t.from}</dt>
            <dd>{preview.sender}</dd>
            <dt>{t.to}</dt>
            <dd>
                {channel.name} {channel.address && <span>({channel.address})</span>}
            </dd>
            <dt>{t.subject}</dt>
            <dd>
                <strong>{preview.title}</strong>
            </dd>
        </dl>
    )
    switch (view) {
        case "enetviet":
            return (
                <Phone bar={`eNetViet · ${t.news}`}>
                    <div className="post-head">
                        <strong>{preview.title}</strong>
                        {preview.summary && <p>{preview.summary}</p>}
                    </div>
                    {page(330, layout === "one" ? 330 : 420)}
                </Phone>
            )
        case "phone":
            return (
                <Phone bar={t.mail}>
                    <div className="post-head">
                        <strong>{preview.title}</strong>
                    </div>
                    {page(330, layout === "one" ? 370 : 460)}
                </Phone>
            )
        case "desktop":
            return (
                <div className="mail">
                    {head}
                    {isNarrow ? page(680, 900, 0.44) : layout === "one" ? page(680, 640, 0.55) : page(680, 560)}
                </div>
            )
        case "text":
            return (
                <div className="mail">
                    {head}
                    <pre className="mail-text" tabIndex={0} aria-label={t.text}>
                        {preview.text}
                    </pre>
                </div>
            )
    }
}
