import assert from "node:assert/strict"
import { test } from "node:test"

import { outside, sit } from "./browser.mjs"

const teachers = { include: [{ unit: "cum-05", roles: ["teacher"] }] }
const publish = (id, title, more = {}) =>
    outside("/publish", { sample: "01-plan.json", id, title, audience: teachers, ...more })

async function at(role, path, how) {
    const one = await sit(how)
    await one.signIn(role, path)
    return one
}
const titles = (one) => one.page.getByRole("rowheader")
const has = async (one, wanted) => {
    await titles(one).first().waitFor()
    await titles(one).nth(wanted.length).waitFor({ state: "detached" })
    const seen = await titles(one)
        .locator("a")
        .evaluateAll((links) => links.map((each) => each.innerText))
    assert.deepEqual(
        wanted.filter((each) => !seen.includes(each)),
        [],
    )
}

await publish("bt-1", "Cấp bản sao văn bằng qua mạng", { content_area: 2, department: "Phòng Khảo thí" })
await publish("bt-2", "Sắp xếp phòng ban thuộc Sở", { content_area: 3, department: "Phòng Tổ chức" })
await publish("bt/3", "Tin khẩn về triều cường", { urgency: "urgent", department: "Văn phòng Sở" })
await publish("bt/3", "Tin khẩn về triều cường (đính chính)", {
    urgency: "urgent",
    version: 2,
    department: "Văn phòng Sở",
})

test("bulletins are found by what is known of them, and the address keeps what was looked for", async () => {
    const one = await at("approver", "/bulletins")
    await titles(one).nth(3).waitFor()
    await one.page.getByLabel("Tìm trong tiêu đề").fill("triều cường")
    await one.page.waitForURL(/text=/)
    await has(one, ["Tin khẩn về triều cường", "Tin khẩn về triều cường (đính chính)"])
    await one.page.reload()
    await has(one, ["Tin khẩn về triều cường", "Tin khẩn về triều cường (đính chính)"])
    assert.equal(await one.page.getByLabel("Tìm trong tiêu đề").inputValue(), "triều cường")

    await one.page.getByLabel("Trạng thái").press("Enter")
    await one.page.getByTitle("Đang giữ").click()
    await one.page.waitForURL(/state=held/)
    await has(one, ["Tin khẩn về triều cường (đính chính)"])
    await one.page.goBack()
    await one.page.goBack()
    await titles(one).nth(3).waitFor()

    await one.page.getByLabel("Nhóm nội dung").press("Enter")
    await one.page.getByTitle("Cải cách tổ chức bộ máy").click()
    await has(one, ["Sắp xếp phòng ban thuộc Sở"])
    await one.open("/bulletins?department=" + encodeURIComponent("Phòng Khảo thí"))
    await has(one, ["Cấp bản sao văn bằng qua mạng"])
    await one.open("/bulletins?urgency=urgent&source=portal&from=2020-01-01&to=2020-01-02")
    await one.page.getByText("Không có bản tin nào như vậy").waitFor()
    await one.page.getByRole("button", { name: "Bỏ mọi điều kiện" }).click()
    await titles(one).nth(3).waitFor()
    await one.end()
})

test("a bulletin shows all its versions, whatever its publisher calls it", async () => {
    const one = await at("auditor", "/bulletins")
    await one.page.getByRole("link", { name: "Mọi phiên bản của bt/3" }).first().click()
    await one.page.getByRole("heading", { name: "Phiên bản 2" }).waitFor()
    await one.page.getByText("đính chính phiên bản 1").waitFor()
    // The address can be opened by itself, although the identity has a slash in it.
    await one.page.reload()
    await one.page.getByRole("heading", { name: "Phiên bản 1" }).waitFor()
    await one.page
        .getByRole("link", { name: /^Xem đợt phát/ })
        .last()
        .click()
    await one.page.getByRole("heading", { name: "Tin khẩn về triều cường" }).waitFor()
    await one.end()
})

for (const dark of [false, true])
    test(`everybody can use the bulletins, ${dark ? "dark and on a phone" : "light"}`, async () => {
        const one = await at("editor", "/bulletins", dark ? { dark, width: 390, height: 844 } : {})
        await titles(one).first().waitFor()
        if (dark) await one.page.getByRole("button", { name: "Bộ lọc" }).press("Enter")
        await one.page.getByLabel("Đơn vị soạn").waitFor()
        await one.checkAccess()
        const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${wide} pixels too wide`)
        await one.page.getByRole("link", { name: "Mọi phiên bản của bt/3" }).first().press("Enter")
        await one.page.getByRole("heading", { name: "Phiên bản 2" }).waitFor()
        await one.checkAccess()
        await one.end()
    })
