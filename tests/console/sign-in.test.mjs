import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, sit, stand } from "./browser.mjs"

const once = "con voi ăn chuối"
const own = "ngựa vằn đọc báo"

/** Somebody who was given a one-time password. */
async function employ(name, roles = ["editor"]) {
    await ask("administrator", "POST", "/api/users", {
        name,
        full_name: `Người ${name}`,
        roles,
        password: once,
    })
    return name
}

async function enter(page, name, password) {
    await page.getByLabel("Tên đăng nhập").fill(name)
    await page.getByLabel("Mật khẩu", { exact: true }).fill(password)
    await page.getByRole("button", { name: "Đăng nhập" }).click()
}

test("whoever is not signed in is asked to, without an error, and then is where he wanted to be", async () => {
    const one = await sit()
    await one.open("/report?period=2026-10")
    await one.checkAccess()
    await enter(one.page, stand.users.operator.name, stand.users.operator.password)
    await one.page.getByRole("heading", { name: "Báo cáo", level: 1 }).waitFor()
    assert.equal(new URL(one.page.url()).search, "?period=2026-10")
    await one.page.reload()
    await one.page.getByRole("heading", { name: "Báo cáo", level: 1 }).waitFor()
    await one.end()
})

test("after too many wrong passwords it is said how long to wait, and then the right one is taken", async () => {
    const name = await employ("hay.quen")
    const one = await sit({ allow: ["401", "429"] })
    await one.open()
    for (let i = 0; i !== 5; ++i) {
        const answered = one.page.waitForResponse((reply) => reply.request().method() === "POST")
        await enter(one.page, name, "sai mật khẩu rồi")
        await answered
    }
    await one.page.getByText("Tên đăng nhập hoặc mật khẩu không đúng.").waitFor()
    await enter(one.page, name, once)
    await one.page.getByText("phải chờ một lúc").waitFor()
    assert.match(await one.page.locator('button[type="submit"]').innerText(), /^Thử lại sau \d+ giây$/)
    await one.page.getByRole("button", { name: "Đăng nhập" }).waitFor()
    await enter(one.page, name, once)
    await one.page.getByRole("heading", { name: "Đặt mật khẩu của riêng mình" }).waitFor()
    await one.end()
})

test("a one-time password must be changed, and the rules are seen to be met", async () => {
    const name = await employ("moi.vao")
    const one = await sit({ dark: true, width: 390, height: 844 })
    await one.open("/bulletins")
    await enter(one.page, name, once)
    await one.page.getByLabel("Mật khẩu dùng một lần").fill(once)
    const fresh = one.page.getByLabel("Mật khẩu mới", { exact: true })
    const rule = (text) => one.page.getByRole("listitem").filter({ hasText: text })
    await fresh.fill("ba con mèo")
    await rule("Ít nhất 12 ký tự").getByText("chưa đạt").waitFor({ state: "attached" })
    await fresh.fill(own)
    await rule("Ít nhất 12 ký tự").getByText(": đạt").waitFor({ state: "attached" })
    await one.page.getByRole("button", { name: "Đổi mật khẩu" }).click()
    await one.page.getByText("Mục này còn trống.").waitFor()
    await one.page.getByLabel("Nhập lại mật khẩu mới").fill(own)
    await one.checkAccess()
    await one.page.getByRole("button", { name: "Đổi mật khẩu" }).click()
    await one.page.getByRole("banner").waitFor()
    assert.equal(new URL(one.page.url()).pathname, "/bulletins")
    await one.end()
})

test("where there is no user yet, the page says which command makes the first", async () => {
    const one = await sit()
    // Only another gateway, without users, says so by itself; tests/e2e/api has one.
    await one.page.route("**/api/session/ways", (route) =>
        route.fulfill({
            json: { password: true, oidc: false, first_run: true, signed_in: false },
        }),
    )
    await one.open()
    await one.page.getByText("sudo -u loa loa admin create").waitFor()
    assert.equal(await one.page.getByLabel("Mật khẩu", { exact: true }).count(), 0)
    await one.checkAccess()
    await one.page.unroute("**/api/session/ways")
    await one.page.getByRole("button", { name: "Đã tạo xong" }).click()
    await one.page.getByLabel("Mật khẩu", { exact: true }).waitFor()
    await one.end()
})

test("where the Department's accounts are set up, they are offered, and lead back to where one was", async () => {
    const one = await sit()
    await one.page.route("**/api/session/ways", async (route) => {
        const reply = await route.fetch()
        await route.fulfill({ json: { ...(await reply.json()), oidc: true } })
    })
    await one.open("/report")
    const way = one.page.getByRole("link", {
        name: "Đăng nhập bằng tài khoản chung của Sở",
    })
    assert.equal(await way.getAttribute("href"), "/api/session/oidc")
    await one.page.route("**/api/session/oidc", (route) => route.fulfill({ status: 303, headers: { Location: "/" } }))
    await way.click()
    await enter(one.page, stand.users.auditor.name, stand.users.auditor.password)
    await one.page.getByRole("heading", { name: "Báo cáo", level: 1 }).waitFor()
    await one.end()
})

test("one's own password is changed, and the wrong present one is said at its field", async () => {
    const name = await employ("tu.doi")
    const one = await sit({ allow: ["422"] })
    await one.open("/account")
    await enter(one.page, name, once)
    await one.page.getByLabel("Mật khẩu dùng một lần").fill(once)
    for (const label of ["Mật khẩu mới", "Nhập lại mật khẩu mới"])
        await one.page.getByLabel(label, { exact: true }).fill(own)
    await one.page.getByRole("button", { name: "Đổi mật khẩu" }).click()
    await one.page.getByRole("heading", { name: "Tài khoản của tôi" }).waitFor()
    const change = async (current) => {
        await one.page.getByLabel("Mật khẩu đang dùng").fill(current)
        for (const label of ["Mật khẩu mới", "Nhập lại mật khẩu mới"])
            await one.page.getByLabel(label, { exact: true }).fill("mưa rơi trên mái ngói")
        await one.page.getByRole("button", { name: "Đổi mật khẩu" }).click()
    }
    await change("không phải mật khẩu này")
    await one.page.getByText("Không đúng mật khẩu đang dùng.").waitFor()
    await change(own)
    await one.page.getByText("Đã đổi mật khẩu.").waitFor()
    await one.end()
})

test("a key is shown once, opens what its roles may, and nothing after it was revoked", async () => {
    const one = await sit()
    await one.signIn("operator", "/account")
    await one.page.getByRole("button", { name: "Tạo khóa" }).press("Enter")
    const dialog = one.page.getByRole("dialog")
    await dialog.getByLabel("Tên khóa").fill("bang-theo-doi")
    await one.checkAccess()
    await one.page.keyboard.press("Enter")
    const key = await dialog.getByLabel("Khóa API", { exact: true }).inputValue()
    await dialog.getByRole("button", { name: "Đã cất giữ, đóng" }).click()
    const opens = async () =>
        (
            await fetch(`${stand.address}/api/broadcasts`, {
                headers: { Authorization: `Bearer ${key}` },
            })
        ).status
    assert.equal(await opens(), 200)
    assert.equal(await one.page.getByText(key).count(), 0)
    await one.page.getByRole("button", { name: "Thu hồi khóa bang-theo-doi" }).click()
    await one.page.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click()
    await one.page
        .getByRole("row", { name: /bang-theo-doi/ })
        .getByText("Đã thu hồi")
        .waitFor()
    assert.equal(await opens(), 401)
    await one.checkAccess()
    await one.end()
})
