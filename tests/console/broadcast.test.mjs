import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, outside, sit } from "./browser.mjs"

const everybody = { include: [{ unit: "sgddt-hcm", roles: ["staff", "teacher"] }] }
const steer = (how) => ask("operator", "POST", `/api/channels/enetviet/${how}`)
const publish = (id, title, more = {}) =>
    outside("/publish", { sample: "01-plan.json", id, title, audience: everybody, ...more })
const accounts = (of) => outside("/partner/script", { accounts: of })

async function finished(id) {
    for (;;) {
        const { state } = await ask("auditor", "GET", `/api/broadcasts/${id}`)
        if (state === "finished") return
        await new Promise((done) => setTimeout(done, 100))
    }
}

async function at(role, path, how) {
    const one = await sit(how)
    await one.signIn(role, path)
    return one
}
const button = (one, name) => one.page.getByRole("button", { name })
const dialog = (one) => one.page.getByRole("dialog")
const part = (one, name) =>
    one.page.getByRole("navigation", { name: "Các phần của đợt phát" }).getByRole("link", { name })

test("a broadcast is paused, resumed and cancelled by keyboard alone, each time asked with the number of people", async () => {
    await steer("pause")
    const { id } = await publish("dp-1", "Kế hoạch kiểm tra cuối kỳ")
    const one = await at("operator", `/broadcasts/${id}`)
    const email = one.page.getByRole("region", { name: "Email" })
    await email.getByText("208 trên 208 nơi nhận").waitFor()
    await one.page.getByRole("region", { name: "eNetViet" }).getByText("0 trên 208 nơi nhận").waitFor()

    // The rate is drawn as it goes; nothing goes on the channel that is paused.
    await one.page.getByRole("img", { name: /Biểu đồ tốc độ gửi. Lúc này: eNetViet 0\/giây/ }).waitFor()

    await button(one, "Tạm dừng").focus()
    await one.page.keyboard.press("Enter")
    await dialog(one).getByText("208 nơi nhận còn lại chưa được gửi tới khi cho gửi tiếp").waitFor()
    // Going back changes nothing, and gives the focus back.
    await one.page.waitForFunction(() => document.activeElement.closest('[role="dialog"]'))
    await one.page.keyboard.press("Escape")
    await dialog(one).waitFor({ state: "hidden" })
    await one.page.waitForFunction(() => document.activeElement.textContent.includes("Tạm dừng"))
    await one.page.keyboard.press("Enter")
    await dialog(one).getByRole("button", { name: "Tạm dừng với 208 nơi nhận" }).press("Enter")
    await one.page.getByText("nguoi.operator đã tạm dừng").first().waitFor()
    await button(one, "Gửi tiếp").press("Enter")
    await dialog(one).getByRole("button", { name: "Gửi tiếp tới 208 nơi nhận" }).press("Enter")
    await one.page.getByText("Đang gửi", { exact: true }).first().waitFor()
    await button(one, "Hủy đợt phát").press("Enter")
    await dialog(one).getByText("208 nơi nhận còn lại sẽ không nhận được").waitFor()
    await dialog(one).getByRole("button", { name: "Hủy với 208 nơi nhận" }).press("Enter")
    await one.page.getByText("nguoi.operator đã hủy").waitFor()
    await steer("resume")
    const history = await ask("auditor", "GET", `/api/broadcasts/${id}/history`)
    assert.deepEqual(
        history.items.map(({ action }) => action).filter((each) => ["paused", "resumed", "cancelled"].includes(each)),
        ["paused", "resumed", "cancelled"],
    )
    for (const { text } of history.items) await one.page.getByText(text).first().waitFor()
    await one.end()
})

test("who did not get it is found by school, reference and account, and sent again for one cause", async () => {
    await accounts({ "0901010001": "rejected", "0901010002": "content_refused", "0901020003": "rejected" })
    const { id } = await publish("dp-2", "Hướng dẫn xét thăng hạng giáo viên")
    await finished(id)
    await accounts({ "0901010001": "accepted", "0901010002": "accepted", "0901020003": "accepted" })
    const one = await at("operator", `/broadcasts/${id}`)
    const rows = one.page.getByRole("region", { name: "Những nơi chưa nhận được" }).getByRole("rowheader")

    await part(one, "Theo đơn vị").click()
    await one.page.getByText("Trường chậm nhất").click()
    const schools = one.page.getByRole("region", { name: "Đang xem" }).getByRole("row")
    await schools.nth(1).getByText("Trường Tiểu học Bình Minh").waitFor()
    await schools.nth(2).getByText("Trường THCS Nguyễn Du").waitFor()
    await schools
        .nth(1)
        .getByRole("link", { name: "2 nơi chưa nhận được ở Trường Tiểu học Bình Minh: xem danh sách" })
        .click()
    await one.page.getByText("Chỉ ở Trường Tiểu học Bình Minh").waitFor()
    await rows.nth(1).waitFor()
    assert.equal(await rows.count(), 2)
    assert.doesNotMatch(await one.page.getByRole("main").innerText(), /0901010001/)

    await button(one, "Bỏ mọi điều kiện").click()
    await rows.nth(2).waitFor()
    const search = one.page.getByLabel("Tìm trường, mã hoặc hộp thư")
    for (const [text, name] of [
        ["nguyen du", "Nguyễn Thị Hồng 2.3"],
        ["gv-1-1", "Nguyễn Thị Hồng 1.1"],
        ["0901010002", "Nguyễn Thị Hồng 1.2"],
    ]) {
        await search.fill(text)
        await one.page.getByRole("rowheader", { name }).waitFor()
        await rows.nth(1).waitFor({ state: "detached" })
    }
    await search.fill("trường không có")
    await one.page.getByText("Không tìm thấy ai như vậy").waitFor()
    // The address is what was looked for: it can be passed on.
    await search.fill("gv-1-1")
    await rows.first().getByText("Nguyễn Thị Hồng 1.1").waitFor()
    await one.page.reload()
    await rows.first().getByText("Nguyễn Thị Hồng 1.1").waitFor()
    assert.equal(await search.inputValue(), "gv-1-1")
    const download = one.page.waitForEvent("download")
    await one.page.getByRole("link", { name: "Tải danh sách (CSV)" }).click()
    const csv = await (await (await download).createReadStream()).toArray()
    assert.match(Buffer.concat(csv).toString(), /gv-1-1/)
    assert.doesNotMatch(Buffer.concat(csv).toString(), /gv-1-2/)

    await button(one, "Gửi lại").click()
    await dialog(one).getByRole("radio", { name: "Tất cả (3)" }).waitFor()
    await dialog(one).getByRole("button", { name: "Gửi lại cho 3 nơi nhận" }).waitFor()
    await dialog(one).getByRole("radio", { name: "Một nguyên nhân" }).check()
    await dialog(one).getByLabel("Nguyên nhân", { exact: true }).press("Enter")
    await one.page.getByTitle("eNetViet báo mã 404 (2)").click()
    await dialog(one).getByRole("button", { name: "Gửi lại cho 2 nơi nhận" }).click()
    await one.page.getByText("Đã xếp lại 2 nơi nhận để gửi.").waitFor()
    await part(one, "Tiến độ").click()
    await one.page.getByRole("region", { name: "eNetViet" }).getByText("207 trên 208 nơi nhận").waitFor()
    await one.end()
})

test("a held correction goes out when somebody who may says so, knowing to how many", async () => {
    const first = await publish("dp-3", "Thời gian nộp hồ sơ")
    await finished(first.id)
    const { id } = await publish("dp-3", "Thời gian nộp hồ sơ (đính chính)", { version: 2 })
    const one = await at("operator", `/broadcasts/${id}`)
    await one.page.getByText("đính chính phiên bản 1 đã gửi xong").waitFor()
    await button(one, "Cho gửi bản đính chính").click()
    await dialog(one).getByText("Email: 208 nơi nhận").waitFor()
    await dialog(one).getByRole("button", { name: "Cho gửi tới 416 nơi nhận" }).click()
    await one.page.getByRole("region", { name: "Email" }).getByText("208 trên 208 nơi nhận").waitFor()
    await one.page.getByRole("link", { name: "mọi phiên bản" }).click()
    await one.page.getByRole("heading", { name: "Phiên bản 2" }).waitFor()
    await one.page.getByRole("heading", { name: "Phiên bản 1" }).waitFor()
    await one.end()
})

test("who may not steer is told why, also by keyboard, and reads the content as it went out", async () => {
    const { id } = await publish("dp-4", "Danh mục thủ tục một cửa")
    await finished(id)
    const one = await at("editor", `/broadcasts/${id}`)
    const again = button(one, "Gửi lại")
    await again.waitFor()
    assert.equal(await again.isDisabled(), true)
    await again.focus()
    await one.page.getByRole("tooltip", { name: "Chỉ người vận hành làm được việc này" }).waitFor()
    await one.page.keyboard.press("Enter")
    assert.equal(await dialog(one).count(), 0)
    await part(one, "Nội dung đã gửi").click()
    await one.page.getByText("[CCHC] Danh mục thủ tục một cửa").waitFor()
    await one.page.frameLocator('iframe[title="Nội dung trên eNetViet"]').getByText("Sáu nhóm nội dung").waitFor()
    await one.end()
})

for (const dark of [false, true])
    test(`everybody can use each part of the page, ${dark ? "dark and on a phone" : "light"}`, async () => {
        await accounts({ "0901010005": "rejected" })
        const { id } = await publish(`dp-5-${dark}`, "Bản tin xem thử")
        await finished(id)
        const one = await at("operator", `/broadcasts/${id}`, dark ? { dark, width: 390, height: 844 } : {})
        for (const [view, seen] of [
            ["progress", "eNetViet báo mã 404"],
            ["units", "Sở Giáo dục và Đào tạo TP. Hồ Chí Minh"],
            ["missed", "Nguyễn Thị Hồng 1.5"],
            ["content", "Tiêu đề"],
        ]) {
            await one.open(`/broadcasts/${id}?view=${view}`)
            await one.page.getByText(seen).first().waitFor()
            await one.checkAccess()
            const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
            assert.ok(wide <= 0, `${view}: ${wide} pixels too wide`)
        }
        await one.end()
    })
