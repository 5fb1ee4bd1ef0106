import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, outside, sit } from "./browser.mjs"

const everybody = { include: [{ unit: "sgddt-hcm", roles: ["staff", "teacher"] }] }
const publish = (id, title, more = {}) =>
    outside("/publish", { sample: "01-plan.json", id, title, audience: everybody, ...more })

async function at(role, path, how) {
    const one = await sit(how)
    await one.signIn(role, path)
    return one
}
const button = (of, name) => of.getByRole("button", { name })
const dialog = (one) => one.page.getByRole("dialog")

test("an operator pauses a channel, sees by whom it is paused and how many wait, and resumes it", async () => {
    const one = await at("operator", "/operations")
    const card = one.page.locator(".ant-card").filter({ has: one.page.getByRole("heading", { name: "Kênh eNetViet" }) })
    await card.getByText("Đang mở").waitFor()
    await button(card, "Tạm dừng kênh").click()
    await dialog(one).getByRole("button", { name: "Tạm dừng với 0 nơi nhận" }).click()
    await card.getByText("nguoi.operator đã tạm dừng").waitFor()
    await publish("vh-1", "Lịch trực ban tháng mười hai")
    await card.getByText("208 nơi nhận đang chờ trong 1 đợt phát").waitFor()
    await button(card, "Cho kênh gửi tiếp").click()
    await dialog(one).getByRole("button", { name: "Gửi tiếp tới 208 nơi nhận" }).click()
    await card.getByText("Không có gì đang chờ gửi.").waitFor()
    await card.getByText("nguoi.operator đã tạm dừng").waitFor({ state: "detached" })
    await one.end()
})

test("troubles are seen by cause and queued again from there", async () => {
    await outside("/partner/script", { accounts: { "0901030007": "rejected", "0901030008": "content_refused" } })
    const { id } = await publish("vh-2", "Danh sách dự thi giáo viên giỏi")
    while ((await ask("auditor", "GET", `/api/broadcasts/${id}`)).state !== "finished");
    await outside("/partner/script", { accounts: { "0901030007": "accepted" } })
    const one = await at("operator", "/operations/troubles")
    const row = one.page.getByRole("row").filter({ hasText: "eNetViet báo mã 404" })
    await row.getByRole("link", { name: "Danh sách dự thi giáo viên giỏi" }).waitFor()
    await button(row, "Gửi lại").click()
    await dialog(one).getByText("vì: eNetViet báo mã 404").waitFor()
    await dialog(one).getByRole("button", { name: "Gửi lại cho 1 nơi nhận" }).click()
    await one.page.getByText("Đã xếp lại 1 nơi nhận để gửi.").waitFor()
    await row.waitFor({ state: "detached" })
    await one.page
        .getByRole("row")
        .filter({ hasText: "eNetViet báo mã 422" })
        .getByRole("link", { name: "Xem những nơi này" })
        .click()
    await one.page.getByRole("rowheader", { name: "Nguyễn Thị Hồng 3.8" }).waitFor()
    await one.end()
})

test("rejected intake is corrected beside its reasons and published again", async () => {
    const bulletin = {
        id: "vh-3",
        version: 1,
        source: "portal",
        url: "https://hcm.edu.vn/ban-tin/ct/1/2",
        title: "Thông báo nghỉ lễ",
        body_html: "<p>Nghỉ ngày 1/1.</p>",
        category: "cchc",
        department: "Văn phòng Sở",
        author: "vp",
        published_at: "hôm qua",
        audience: { include: [{ unit: "cum-99", roles: ["teacher"] }] },
    }
    await outside("/rubbish", { text: JSON.stringify(bulletin) })
    const one = await at("operator", "/operations/rejected", { allow: ["422"] })
    await one.page.getByRole("link", { name: "Thông báo nghỉ lễ" }).click()
    const text = one.page.getByLabel("Nội dung bản tin (JSON)")
    const reasons = one.page.getByRole("region", { name: "Vì sao không nhận được" })
    await reasons.getByText("published_at").waitFor()
    await button(one.page, "Đến dòng 11: published_at").click()
    assert.equal(
        await text.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd).trim()),
        '"published_at": "hôm qua",',
    )

    // One error is left: it is said, and what was typed stays.
    await text.fill((await text.inputValue()).replace("hôm qua", "2026-11-24T08:00:00+07:00"))
    await button(one.page, "Gửi lại bản tin").click()
    await dialog(one).getByRole("button", { name: "Kiểm tra và gửi lại" }).click()
    await one.page.getByText("Vẫn còn lỗi, bản tin chưa được gửi lại").waitFor()
    await reasons.getByText("audience.include[0].unit").waitFor()
    await reasons.getByText("published_at").waitFor({ state: "detached" })
    assert.match(await text.inputValue(), /2026-11-24T08:00:00/)

    await text.fill((await text.inputValue()).replace("cum-99", "cum-05"))
    await button(one.page, "Gửi lại bản tin").click()
    await dialog(one).getByText("eNetViet: 120 nơi nhận").waitFor()
    await dialog(one).getByRole("button", { name: "Gửi lại tới 240 nơi nhận" }).click()
    await one.page.getByText("Bản tin đã sửa đang chờ người khác duyệt").waitFor()
    await one.page.getByText("Không có bản tin nào bị trả lại.").waitFor()
    await one.page.getByRole("link", { name: "Bản tin", exact: true }).click()
    await one.page.getByRole("link", { name: "Thông báo nghỉ lễ" }).waitFor()
    await one.end()
})

test("rejected intake is removed with a reason that the audit log keeps; who may not is told so", async () => {
    await outside("/rubbish", { text: '{"title": "Thử một bản tin"' })
    const auditor = await at("auditor", "/operations/rejected")
    await auditor.page.getByRole("list", { name: "Bản tin không nhận được" }).getByRole("link").click()
    assert.equal(await button(auditor.page, "Bỏ bản tin này").isDisabled(), true)
    assert.equal(await auditor.page.getByLabel("Nội dung bản tin (JSON)").getAttribute("readonly"), "")
    await auditor.end()

    const one = await at("operator", "/operations/rejected")
    await one.page.getByRole("list", { name: "Bản tin không nhận được" }).getByRole("link").click()
    await button(one.page, "Bỏ bản tin này").click()
    const remove = dialog(one).getByRole("button", { name: "Bỏ bản tin" })
    assert.equal(await remove.isDisabled(), true)
    await dialog(one).getByLabel("Lý do").fill("Cổng thông tin gửi thử")
    await remove.click()
    await one.page.getByText("Không có bản tin nào bị trả lại.").waitFor()
    const { items } = await ask("auditor", "GET", "/api/audit?action=rejected.")
    assert.match(JSON.stringify(items[0]), /Cổng thông tin gửi thử/)
    await one.end()
})

test("the state of Redis and of the ledger is seen", async () => {
    const one = await at("administrator", "/operations/system")
    await one.page.getByText("Đang kết nối", { exact: true }).waitFor()
    await one.page.getByText("không mất gì đã ghi").or(one.page.getByText("có thể mất vài giây cuối")).waitFor()
    await one.page.getByText("0.1.0").waitFor()
    await one.end()
})

for (const dark of [false, true])
    test(`everybody can use each part of operations, ${dark ? "dark and on a phone" : "light"}`, async () => {
        await outside("/rubbish", { text: '{"title": "Bản tin để xem"}' })
        const one = await at("operator", "/operations", dark ? { dark, width: 390, height: 844 } : {})
        const look = async () => {
            await one.checkAccess()
            const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
            assert.ok(wide <= 0, `${one.page.url()}: ${wide} pixels too wide`)
        }
        for (const [part, seen] of [
            ["Kênh", "Kênh eNetViet"],
            ["Trục trặc", "Danh sách dự thi giáo viên giỏi"],
            ["Hệ thống", "Dung lượng"],
            ["Bản tin không nhận được", "Bản tin để xem"],
        ]) {
            await one.page
                .getByRole("navigation", { name: "Các phần của vận hành" })
                .getByRole("link", { name: part })
                .press("Enter")
            await one.page.getByText(seen).first().waitFor()
            await look()
        }
        await one.page.getByRole("link", { name: "Bản tin để xem" }).first().click()
        await one.page.getByLabel("Nội dung bản tin (JSON)").waitFor()
        await look()
        await one.end()
    })
