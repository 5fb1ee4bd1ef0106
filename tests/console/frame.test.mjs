import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, outside, sit, stand } from "./browser.mjs"

test("everybody sees the sections he has something to do in, and no others", async () => {
    const seen = {
        editor: ["Tổng quan", "Bản tin", "Soạn", "Duyệt", "Danh bạ", "Báo cáo"],
        approver: ["Tổng quan", "Bản tin", "Duyệt", "Danh bạ", "Báo cáo"],
        operator: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo"],
        administrator: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo", "Quản trị"],
        auditor: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo", "Quản trị"],
    }
    for (const [role, sections] of Object.entries(seen)) {
        const one = await sit()
        await one.signIn(role)
        await one.page.getByText(stand.users[role].full_name).waitFor()
        const links = one.page.getByRole("navigation").getByRole("link")
        assert.deepEqual(await links.allInnerTexts(), sections)
        await one.end()
    }
})

test("by the keyboard alone one gets past the menu, through it, and out again", async () => {
    const one = await sit()
    await one.signIn("operator", "/account")
    const { page } = one
    const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.id)
    await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor()
    assert.equal(await focused(), "Tài khoản của tôi")
    await page.reload()
    // Whatever the page has given the focus to by now, the keyboard starts at its beginning.
    await page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor()
    await page.evaluate(() => {
        document.body.tabIndex = -1
        document.body.focus()
        document.body.removeAttribute("tabindex")
    })
    await page.keyboard.press("Tab")
    assert.equal(await focused(), "Đến nội dung chính")
    await page.keyboard.press("Enter")
    assert.equal(await page.evaluate(() => document.activeElement.id), "main")
    await page.getByRole("link", { name: "Danh bạ" }).focus()
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Danh bạ", level: 1 }).waitFor()
    assert.equal(await focused(), "Danh bạ")
    await page.getByRole("button", { name: "Thu gọn danh mục" }).press("Enter")
    await page.getByRole("button", { name: "Mở rộng danh mục" }).press("Enter")
    await page.getByRole("button", { name: stand.users.operator.full_name }).press("Enter")
    const leave = page.getByRole("menuitem", { name: "Đăng xuất" })
    await leave.waitFor()
    const isThere = () => leave.evaluate((item) => item === document.activeElement)
    // At a person's pace: the menu takes keys once it has opened.
    for (let i = 0; i !== 40 && !(await isThere()); ++i) {
        await page.keyboard.press("ArrowDown")
        await page.waitForTimeout(100)
    }
    assert.ok(await isThere())
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Đăng nhập" }).waitFor()
    await one.end()
})

test("dark and English are chosen once, and are there the next time", async () => {
    const one = await sit()
    await one.signIn("auditor", "/account")
    const own = one.page.getByRole("button", {
        name: stand.users.auditor.full_name,
    })
    await own.click()
    await one.page.getByRole("menuitem", { name: "Tối" }).click()
    await own.click()
    await one.page.getByRole("menuitem", { name: "English" }).click()
    await one.page.reload()
    await one.page.getByRole("heading", { name: "My account" }).waitFor()
    assert.equal(await one.page.evaluate(() => document.documentElement.dataset.shade), "dark")
    assert.equal(await one.page.evaluate(() => document.documentElement.lang), "en")
    await one.checkAccess()
    await one.end()
})

test("on a phone the menu is behind a button, and goes away when somebody chose", async () => {
    const one = await sit({ width: 390, height: 844 })
    await one.signIn("administrator", "/account")
    await one.page.getByRole("button", { name: "Mở danh mục" }).click()
    await one.checkAccess()
    await one.page.getByRole("navigation", { name: "Danh mục" }).getByRole("link", { name: "Danh bạ" }).click()
    await one.page.getByRole("heading", { name: "Danh bạ", level: 1 }).waitFor()
    await one.page.getByRole("navigation", { name: "Danh mục" }).waitFor({ state: "hidden" })
    await one.end()
})

/** Somebody's session ends while he is in the middle of something. */
async function lapseWhileTyping(one, name) {
    await one.signIn("administrator", "/administration/people")
    await one.page.getByRole("button", { name: "Thêm người dùng" }).click()
    const dialog = one.page.getByRole("dialog", { name: "Thêm người dùng" })
    await dialog.getByLabel("Tên đăng nhập").fill(name)
    await dialog.getByLabel("Họ và tên").fill("Lý Thị Dở Dang")
    await dialog.getByRole("checkbox", { name: /Biên tập/ }).check()
    await one.page.context().clearCookies()
    await dialog.getByRole("button", { name: "Thêm" }).click()
    return {
        dialog,
        again: one.page.getByRole("dialog", { name: "Phiên làm việc đã hết" }),
    }
}

test("when the session is over one signs in on top of the page, and goes on where one was", async () => {
    const one = await sit({ allow: ["401"] })
    const { dialog, again } = await lapseWhileTyping(one, "do.dang")
    assert.equal(await again.getByLabel("Tên đăng nhập").inputValue(), stand.users.administrator.name)
    await again.locator("input[type=password]:focus").fill(stand.users.administrator.password)
    await one.page.keyboard.press("Enter")
    await again.waitFor({ state: "hidden" })
    assert.equal(await dialog.getByLabel("Họ và tên").inputValue(), "Lý Thị Dở Dang")
    await dialog.getByRole("button", { name: "Thêm" }).click()
    await one.page.getByText("Đã thêm Lý Thị Dở Dang").waitFor()
    assert.ok((await ask("administrator", "GET", "/api/users")).items.some(({ name }) => name === "do.dang"))
    await one.end()
})

test("another person who signs in there finds nothing of what the one before was doing", async () => {
    const one = await sit({ allow: ["401"] })
    const { again } = await lapseWhileTyping(one, "nguoi.khac")
    await again.getByLabel("Tên đăng nhập").fill(stand.users.auditor.name)
    await again.getByLabel("Mật khẩu", { exact: true }).fill(stand.users.auditor.password)
    await one.page.keyboard.press("Enter")
    await one.page.getByText(stand.users.auditor.full_name).waitFor()
    await again.waitFor({ state: "hidden" })
    assert.equal(await one.page.getByText("Thêm người dùng").count(), 0)
    await one.end()
})

test("a lost line is said, and that it is back", async () => {
    const one = await sit({
        allow: ["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE"],
    })
    await one.signIn("operator")
    await one.page.getByText("Trực tiếp").waitFor()
    await outside("/gateway/stop")
    await one.page.getByText("Mất kết nối với Loa").waitFor()
    await outside("/gateway/start")
    await one.page.getByText("Trực tiếp").waitFor()
    await one.end()
})
