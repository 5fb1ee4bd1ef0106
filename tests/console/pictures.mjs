// A picture of each page in light and dark at 1366x768, and at the width of a phone: scripts/pictures. For a designer's eye; nothing is judged.
import { mkdirSync } from "node:fs"
import { test } from "node:test"

import { ask, outside, sit } from "./browser.mjs"
import { content, personOf, submitted } from "./desk.mjs"

const folder = process.env.PICTURES
mkdirSync(folder, { recursive: true })

const looks = [
    { name: "light", options: {} },
    { name: "dark", options: { dark: true } },
    { name: "phone", options: { width: 390, height: 844 } },
]

const page = {
    summary: "Hướng dẫn nộp hồ sơ trực tuyến, thời hạn và nơi nhận kết quả.",
    body_html:
        '<h2>Nộp hồ sơ trực tuyến</h2><p>Từ ngày 01/12, hồ sơ được nộp trên <a href="https://hcm.edu.vn/dich-vu-cong">Cổng dịch vụ công</a>.</p>' +
        "<ul><li>Không cần bản giấy.</li><li>Kết quả trả qua email.</li></ul>",
    content_area: 2,
    url: "https://hcm.edu.vn/cchc/ct/41848/90901",
}

const everybody = { include: [{ unit: "sgddt-hcm", roles: ["parent", "teacher"] }] }

let published = 0
/** Three seconds of sending, so that there is something to see. */
async function publish() {
    const audience = { include: [{ unit: "sgddt-hcm", roles: ["teacher"] }] }
    return (await outside("/publish", { sample: "02-procedure.json", id: `41848-${++published}`, audience })).id
}

/** Something on every page: what waits for an approval, a draft, what was refused, an import. */
async function furnish() {
    await outside("/rubbish", {
        text: '{"id": "41848-90", "version": 1, "title": "Thiếu nội dung"}',
    })
    await ask("administrator", "POST", "/api/suppressions", {
        contact: "mailbox",
        address: "gv1.7@hcm.edu.vn",
        reason: "Gọi điện yêu cầu ngày 20/11",
    })
    const editor = await personOf("editor")
    const held = await submitted(editor, "Tập huấn nộp hồ sơ trực tuyến cho giáo viên cụm chuyên môn số 5", page)
    const draft = await editor("POST", "/api/drafts", {
        content: content("Lịch nghỉ học do mưa lớn ngày 25/11", { ...page, audience: everybody }),
    })
    return { sent: await publish(), draft: draft.id, held: held.broadcast }
}

test("pictures", { timeout: 270_000 }, async () => {
    const { sent, draft, held } = await furnish()
    const pages = [
        ["overview", "operator", "/"],
        ["bulletins", "editor", "/bulletins"],
        ["drafts", "editor", "/drafts"],
        ["compose", "editor", `/drafts/${draft}`],
        ["approvals", "approver", "/approvals"],
        ["approval", "approver", `/approvals/${held}`],
        ["broadcast", "operator", ""],
        ["broadcast-over", "operator", `/broadcasts/${sent}`],
        ["directory", "administrator", "/directory"],
        ["directory-import", "administrator", "/directory/import"],
        ["directory-refusals", "administrator", "/directory/refusals"],
        ["operations", "operator", "/operations"],
        ["operations-troubles", "operator", "/operations/troubles"],
        ["operations-rejected", "operator", "/operations/rejected"],
        ["operations-system", "operator", "/operations/system"],
        ["report", "approver", "/report"],
        ["administration", "administrator", "/administration"],
        ["administration-settings", "administrator", "/administration/settings"],
        ["administration-audit", "administrator", "/administration/audit"],
        ["account", "editor", "/account"],
    ]
    const only = process.env.ONLY?.split(",")
    for (const { name: look, options } of looks) {
        const signIn = await sit(options)
        await signIn.open("/")
        await signIn.page.getByLabel("Tên đăng nhập").waitFor()
        await signIn.page.screenshot({ path: `${folder}/sign-in-${look}.png` })
        for (const role of new Set(pages.map((each) => each[1]))) {
            const one = await sit(options)
            await one.signIn(role)
            for (const [name, , path] of pages.filter(
                (each) => each[1] === role && (!only || only.includes(each[0])),
            )) {
                if (name === "overview") await publish()
                await one.open(name === "broadcast" ? `/broadcasts/${await publish()}` : path)
                await one.page.waitForLoadState("load")
                await one.page.locator("h1").first().waitFor()
                // For the eye: what loads piece by piece is there, charts have drawn.
                await one.page.waitForTimeout(1200)
                await one.page.screenshot({
                    path: `${folder}/${name}-${look}.png`,
                    fullPage: look === "phone",
                })
            }
            await one.page.context().close()
        }
        await signIn.page.context().close()
    }
})
