import assert from "node:assert/strict"
import { test } from "node:test"

import { sit } from "./browser.mjs"

const parts = (one) => one.page.getByRole("navigation", { name: "Các phần của danh bạ" }).getByRole("link")

test("the organisation is unfolded by the keyboard, with how many people there are", async () => {
    const one = await sit()
    await one.signIn("editor", "/directory")
    await parts(one).first().waitFor()
    assert.deepEqual(await parts(one).allInnerTexts(), ["Đơn vị"])
    await one.page.getByRole("button", { name: "Mở các đơn vị thuộc Cụm chuyên môn số 5" }).press("Enter")
    await one.page
        .getByRole("row", { name: /Trường THCS Nguyễn Du/ })
        .first()
        .getByText("THCS", { exact: true })
        .waitFor()
    assert.match(await one.page.getByRole("row", { name: /cum-05/ }).innerText(), /120\s+180/)
    await one.end()
})

test("a school is found without diacritics, and its people are counted by role and level", async () => {
    const one = await sit()
    await one.signIn("auditor", "/directory")
    await one.page.getByLabel("Tìm đơn vị").fill("nguyen du")
    await one.page.getByRole("button", { name: "Trường THCS Nguyễn Du" }).click()
    const details = one.page.getByRole("dialog")
    await details.getByRole("row", { name: "THCS 0 40 60" }).waitFor()
    await details.getByRole("row", { name: "Email 100 40 60" }).waitFor()
    await one.checkAccess()
    await one.page.keyboard.press("Escape")
    await details.waitFor({ state: "hidden" })
    await one.end()
})

test("somebody is found by what is known of him as a whole, with his addresses masked", async () => {
    const one = await sit()
    await one.signIn("operator", "/directory/people")
    await one.page.getByLabel("Mã, hộp thư hoặc tài khoản eNetViet").fill("gv2.3@hcm.edu.vn")
    await one.page.keyboard.press("Enter")
    await one.page.getByRole("heading", { name: "Nguyễn Thị Hồng 2.3" }).waitFor()
    assert.equal(await one.page.getByText("gv2.3@hcm.edu.vn").count(), 0)
    await one.page.getByLabel("Mã, hộp thư hoặc tài khoản eNetViet").fill("gv2.3@hcm")
    await one.page.getByRole("button", { name: "Tra cứu" }).click()
    await one.page.getByText("Không có ai trong danh bạ").waitFor()
    await one.checkAccess()
    await one.end()
})

test("an address is put on the list of refusals and lifted, each with a reason", async () => {
    const one = await sit({ allow: ["409"] })
    await one.signIn("administrator", "/directory/refusals")
    const add = async () => {
        await one.page.getByRole("button", { name: "Thêm địa chỉ" }).click()
        const dialog = one.page.getByRole("dialog")
        await dialog.getByLabel("Địa chỉ", { exact: true }).fill("gv1.1@hcm.edu.vn")
        await dialog.getByLabel("Lý do").fill("Gọi điện yêu cầu ngày 20/11")
        await dialog.getByRole("button", { name: "Không gửi nữa" }).click()
        return dialog
    }
    await add()
    await one.page.getByRole("cell", { name: "Gọi điện yêu cầu ngày 20/11" }).waitFor()
    const again = await add()
    await again.getByRole("alert").waitFor()
    await one.checkAccess()
    await again.getByRole("button", { name: "Thôi" }).click()
    await one.page.getByLabel("Tìm trong danh sách từ chối").fill("gv1.1")
    await one.page.getByRole("button", { name: /^Gỡ .* khỏi danh sách từ chối$/ }).click()
    const lift = one.page.getByRole("dialog")
    assert.equal(await lift.getByRole("button", { name: "Gỡ khỏi danh sách" }).isDisabled(), true)
    await lift.getByLabel("Lý do").fill("Người nhận đề nghị nhận lại")
    await lift.getByRole("button", { name: "Gỡ khỏi danh sách" }).click()
    await one.page.getByText("Không có địa chỉ nào khớp.").waitFor()
    await one.end()
})

test("a file is imported, and the rows that were not taken are listed with what is wrong", async () => {
    const one = await sit()
    await one.signIn("administrator", "/directory/imports")
    const text =
        "ref,name,kind,levels,parents\nthcs-moi,Trường THCS Mới,school,thcs,cum-05\nsai,Đơn vị sai loại,khong-co,,\n"
    await one.page.getByLabel("Tệp CSV", { exact: true }).setInputFiles({
        name: "don-vi.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(text),
    })
    await one.page.getByRole("button", { name: /Nhập don-vi\.csv/ }).click()
    const rejects = one.page.getByRole("region", { name: "Các dòng không nhận" })
    await rejects.getByText("sai,Đơn vị sai loại,khong-co,,").waitFor()
    await rejects.getByRole("cell", { name: "3", exact: true }).waitFor()
    await one.checkAccess()
    await parts(one).filter({ hasText: "Đơn vị" }).click()
    await one.page.getByLabel("Tìm đơn vị").fill("thcs moi")
    await one.page.getByRole("button", { name: "Trường THCS Mới" }).waitFor()
    await one.end()
})

test("an operator sees what was imported, but imports nothing", async () => {
    const one = await sit()
    await one.signIn("operator", "/directory/imports")
    await one.page.getByRole("heading", { name: "Các lần nhập" }).waitFor()
    assert.equal(await one.page.getByText("Tệp CSV").count(), 0)
    await one.end()
})

for (const options of [{ dark: true }, { width: 390, height: 844 }])
    test(`the units can be read by everybody, ${options.dark ? "in the dark" : "on a phone"}`, async () => {
        const one = await sit(options)
        await one.signIn("operator", "/directory")
        await one.page.getByRole("row", { name: /Cụm chuyên môn số 2/ }).waitFor()
        await one.checkAccess()
        assert.ok(
            await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            "the page scrolls sideways",
        )
        await one.end()
    })
