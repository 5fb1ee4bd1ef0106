import { Alert } from "antd"

import { texts, useTexts } from "../../language/language"

const said = texts({
    vi: { title: "Bản tin được trả lại, kèm ý kiến:" },
    en: { title: "Given back, with this comment:" },
})

export function GivenBack({ comment }: { comment: string }) {
    return (
        <Alert
            type="warning"
            showIcon
            message={useTexts(said).title}
            description={<div className="comment">{comment}</div>}
        />
    )
}
