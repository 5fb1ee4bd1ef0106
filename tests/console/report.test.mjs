import assert from "node:assert/strict"
import { before, test } from "node:test"

import { ask, outside, sit, stand } from "./browser.mjs"

const hoChiMinhDay = new Intl.DateTimeFormat("en-CA", {
    timeZone: "Asia/Ho_Chi_Minh",
}).format(new Date())
const month = hoChiMinhDay.slice(0, 7)
let title

before(async () => {
    const audience = { include: [{ unit: "sgddt-hcm", roles: ["teacher"] }] }
    const { id } = await outside("/publish", {
        sample: "02-procedure.json",
        id: "41848-77",
        audience,
    })
    for (let tries = 0; ; ++tries) {
        const found = await ask("auditor", "GET", `/api/broadcasts/${id}`)
        title = found.title
        if (found.state === "finished") break
        assert.ok(tries < 100, `broadcast ${id} is still ${found.state}`)
        await new Promise((resolve) => setTimeout(resolve, 200))
    }
})

test("the month's figures are there, as bars and as text, and the quarter's", async () => {
    const one = await sit()
    await one.signIn("auditor", `/report?period=${month}`)
    await one.page.getByText("Đợt phát", { exact: true }).first().waitFor()
    const area = one.page.getByRole("table", {
        name: "Theo sáu nội dung cải cách hành chính",
    })
    await area.getByRole("row", { name: /Cải cách thủ tục hành chính 1 bản tin, tới 100%/ }).waitFor()
    await one.page.getByRole("link", { name: title }).waitFor()
    await one.checkAccess()
    await one.page.getByText("Quý", { exact: true }).click()
    await one.page.getByRole("link", { name: title }).waitFor()
    assert.match(one.page.url(), /period=20\d\d-Q[1-4]$/)
    await one.page.getByRole("button", { name: "Kỳ trước" }).click()
    await one.page.getByText("Trong kỳ không có đợt phát nào.").waitFor()
    await one.end()
})

test("what is printed has the form of an administrative report to the Director, and nothing of the console", async () => {
    const one = await sit({ language: "en" })
    await one.page.goto(`${stand.address}/report?period=${month}`)
    await one.page.getByLabel("User name").fill(stand.users.approver.name)
    await one.page.getByLabel("Password", { exact: true }).fill(stand.users.approver.password)
    await one.page.keyboard.press("Enter")
    await one.page.getByLabel("Number", { exact: true }).fill("123")
    await one.page.getByLabel("Signer's name").fill("Nguyễn Văn Chánh")
    await one.page.getByLabel("Remarks and proposals").fill("Đề nghị các trường cập nhật danh bạ.")
    await one.page.emulateMedia({ media: "print" })
    const paper = (await one.page.locator("body").innerText()).replace(/\s+/g, " ")
    for (const part of [
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "VĂN PHÒNG Số: 123/BC-VP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        `BÁO CÁO Kết quả gửi bản tin đến ứng dụng eNetViet và hộp thư tháng ${Number(month.slice(5))} năm ${month.slice(0, 4)}`,
        "Kính gửi: Giám đốc Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh.",
        "có 1 bản tin được gửi qua 1 đợt phát",
        "NHẬN XÉT, KIẾN NGHỊ Đề nghị các trường cập nhật danh bạ.",
        "Nơi nhận: - Như trên;",
        "CHÁNH VĂN PHÒNG Nguyễn Văn Chánh",
        title,
    ])
        assert.ok(paper.includes(part), `“${part}” is not on the paper: ${paper}`)
    assert.ok(!paper.includes("Print the report") && !paper.includes("Overview"), paper)
    const pdf = await one.page.pdf({ preferCSSPageSize: true })
    assert.ok(pdf.length > 10_000)
    await one.page.emulateMedia({ media: null })
    await one.page.reload()
    await one.page.getByLabel("Remarks and proposals").waitFor()
    assert.equal(
        await one.page.getByLabel("Remarks and proposals").inputValue(),
        "Đề nghị các trường cập nhật danh bạ.",
    )
    await one.end()
})

test("the same figures are had as a workbook and as CSV", async () => {
    const one = await sit()
    await one.signIn("operator", `/report?period=${month}`)
    for (const [name, ending] of [
        ["Excel", "xlsx"],
        ["CSV", "csv"],
    ]) {
        const download = one.page.waitForEvent("download")
        await one.page.getByRole("link", { name }).click()
        assert.match((await download).suggestedFilename(), new RegExp(`\\.${ending}$`))
    }
    await one.end()
})

for (const options of [{ dark: true }, { width: 390, height: 844 }])
    test(`the report can be read by everybody, ${options.dark ? "in the dark" : "on a phone"}`, async () => {
        const one = await sit(options)
        await one.signIn("editor", `/report?period=${month}`)
        await one.page.getByRole("table", { name: "Theo kênh" }).waitFor()
        await one.checkAccess()
        assert.ok(
            await one.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            "the page scrolls sideways",
        )
        await one.end()
    })
