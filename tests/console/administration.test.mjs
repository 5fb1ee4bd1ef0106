import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, sit, stand } from "./browser.mjs"

const rowOf = (page, name) => page.getByRole("row", { name: new RegExp(name) })

test("a user is made with a one-time password, with which he signs in", async () => {
    const one = await sit()
    await one.signIn("administrator", "/administration/people")
    await one.page.getByRole("button", { name: "Thêm người dùng" }).press("Enter")
    const dialog = one.page.getByRole("dialog")
    await dialog.getByLabel("Tên đăng nhập").fill("mai.le")
    await dialog.getByLabel("Họ và tên").fill("Lê Thị Mai")
    await dialog.getByLabel("Hộp thư").fill("mai.le@hcm.edu.vn")
    await dialog.getByRole("button", { name: "Thêm" }).click()
    await dialog.getByText("Chọn ít nhất một vai trò.").waitFor()
    await dialog.getByRole("checkbox", { name: /Biên tập/ }).check()
    await one.checkAccess()
    await dialog.getByRole("button", { name: "Thêm" }).click()
    const password = await dialog.getByLabel("Mật khẩu dùng một lần", { exact: true }).inputValue()
    await dialog.getByRole("button", { name: "Đóng" }).click()
    await rowOf(one.page, "Lê Thị Mai").getByText("Chờ đặt mật khẩu").waitFor()
    const other = await sit()
    await other.open()
    await other.page.getByLabel("Tên đăng nhập").fill("mai.le")
    await other.page.getByLabel("Mật khẩu", { exact: true }).fill(password)
    await other.page.keyboard.press("Enter")
    await other.page.getByRole("heading", { name: "Đặt mật khẩu của riêng mình" }).waitFor()
    await other.end()
    await one.end()
})

test("a change that another administrator made meanwhile is said, and what was typed is still there", async () => {
    const made = await ask("administrator", "POST", "/api/users", {
        name: "hai.tran",
        full_name: "Trần Hải",
        roles: ["editor"],
    })
    const one = await sit({ allow: ["412"] })
    await one.signIn("administrator", "/administration/people")
    await one.page.getByRole("button", { name: "Sửa Trần Hải" }).click()
    const reply = await fetch(`${stand.address}/api/users/${made.id}`, {
        method: "PATCH",
        headers: {
            Authorization: `Bearer ${stand.keys.administrator}`,
            "Content-Type": "application/json",
            "If-Match": `"${made.revision}"`,
        },
        body: JSON.stringify({ roles: ["approver"] }),
    })
    assert.equal(reply.status, 200)
    const dialog = one.page.getByRole("dialog")
    await dialog.getByLabel("Họ và tên").fill("Trần Văn Hải")
    await dialog.getByRole("button", { name: "Lưu" }).click()
    await dialog.getByText("vai trò Duyệt").waitFor()
    assert.equal(await dialog.getByLabel("Họ và tên").inputValue(), "Trần Văn Hải")
    await dialog.getByRole("button", { name: "Lưu" }).click()
    await rowOf(one.page, "Trần Văn Hải").waitFor()
    await one.end()
})

test("somebody who left is stopped after one question, and can be let in again", async () => {
    await ask("administrator", "POST", "/api/users", {
        name: "nam.vo",
        full_name: "Võ Nam",
        roles: ["operator"],
    })
    const one = await sit()
    await one.signIn("administrator", "/administration/people")
    await one.page.getByLabel("Tìm người dùng").fill("vo nam")
    await one.page.getByRole("button", { name: "Ngừng tài khoản của Võ Nam" }).click()
    await one.page.getByRole("dialog").getByText("bị đăng xuất ngay").waitFor()
    await one.page.getByRole("dialog").getByRole("button", { name: "Ngừng tài khoản" }).click()
    await rowOf(one.page, "Võ Nam").getByText("Ngừng hoạt động").waitFor()
    await one.page.getByRole("button", { name: "Cho Võ Nam hoạt động lại" }).click()
    await one.page.getByRole("dialog").getByRole("button", { name: "Cho hoạt động lại" }).click()
    await one.page.getByRole("button", { name: "Cấp lại mật khẩu cho Võ Nam" }).click()
    await one.page.getByRole("dialog").getByRole("button", { name: "Cấp lại mật khẩu" }).click()
    assert.match(
        await one.page.getByLabel("Mật khẩu dùng một lần", { exact: true }).inputValue(),
        /^[a-z0-9]{4}(-[a-z0-9]{4}){3}$/,
    )
    await one.end()
})

test("the audit log is searched, each change can be seen, and the chain is checked", async () => {
    await ask("administrator", "POST", "/api/users", {
        name: "lan.do",
        full_name: "Đỗ Lan",
        roles: ["auditor"],
    })
    const one = await sit()
    await one.signIn("auditor", "/administration/audit")
    await one.page.getByLabel("Về").click()
    await one.page.getByTitle("Người dùng", { exact: true }).click()
    await one.page.getByLabel("Số hoặc tên").fill("lan.do")
    await one.page.getByRole("button", { name: "Tìm" }).click()
    await one.page.getByText("Người dùng lan.do").waitFor()
    await one.page
        .getByRole("row", { name: /lan\.do/ })
        .getByRole("button")
        .click()
    await one.page
        .getByRole("row", { name: /Vai trò/ })
        .getByText("Kiểm tra")
        .waitFor()
    await one.page.getByRole("button", { name: "Kiểm tra nhật ký" }).click()
    await one.page.getByText("Nhật ký nguyên vẹn").waitFor()
    assert.match(await one.page.getByRole("link", { name: "CSV" }).getAttribute("href"), /subject=user\+lan\.do/)
    await one.end()
})

test("the rules in force are named in Vietnamese, with where they are set", async () => {
    const one = await sit()
    await one.signIn("auditor", "/administration/settings")
    const quiet = one.page.getByRole("row", {
        name: /Không gửi trong giờ yên tĩnh/,
    })
    await quiet.getByText(/^dòng \d+$/).waitFor()
    await one.page
        .getByRole("row", { name: /có phụ huynh/ })
        .getByText("Phải được duyệt")
        .waitFor()
    await one.end()
})

test("an auditor sees who signed in and the log, and neither people nor keys", async () => {
    const one = await sit()
    await one.signIn("auditor", "/administration/people")
    const parts = one.page.getByRole("navigation", { name: "Các phần của quản trị" }).getByRole("link")
    await parts.first().waitFor()
    assert.deepEqual(await parts.allInnerTexts(), ["Lượt đăng nhập", "Cài đặt", "Nhật ký"])
    await one.page.getByRole("cell", { name: "nguoi.auditor" }).first().waitFor()
    await one.end()
})

for (const dark of [false, true])
    test(`every part can be read by everybody, ${dark ? "in the dark" : "in the light"}`, async () => {
        const one = await sit({ dark })
        await one.signIn("administrator", "/administration/people")
        for (const name of ["Người dùng", "Khóa API", "Lượt đăng nhập", "Cài đặt", "Nhật ký"]) {
            const parts = one.page.getByRole("navigation", { name: "Các phần của quản trị" })
            await parts.getByRole("link", { name }).click()
            await parts.locator('[aria-current="page"]').filter({ hasText: name }).waitFor()
            await one.page.getByRole("main").getByRole("table").first().waitFor()
            await one.checkAccess()
        }
        await one.end()
    })
