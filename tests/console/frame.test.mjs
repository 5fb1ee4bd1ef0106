import assert from "node:assert/strict"
import { test } from "node:test"

import { outside, sit, stand } from "./browser.mjs"

test("everybody sees the sections he has something to do in, and no others", async () => {
    const seen = {
        editor: ["Tổng quan", "Bản tin", "Soạn", "Duyệt", "Danh bạ", "Báo cáo"],
        approver: ["Tổng quan", "Bản tin", "Duyệt", "Danh bạ", "Báo cáo"],
        operator: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo"],
        administrator: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo", "Quản trị"],
        auditor: ["Tổng quan", "Bản tin", "Danh bạ", "Vận hành", "Báo cáo", "Quản trị"],
    }
    for (const [role, sections] of Object.entries(seen)) {
        const one = await sit({ allow: ["401"] })
        await one.signIn(role)
        await one.page.getByText(stand.users[role].full_name).waitFor()
        const links = one.page.getByRole("navigation").getByRole("link")
        assert.deepEqual(await links.allInnerTexts(), sections)
        await one.end()
    }
})

test("a lost line is said, and that it is back", async () => {
    const one = await sit({ allow: ["401", "ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "ERR_EMPTY_RESPONSE"] })
    await one.signIn("operator")
    await one.page.getByText("Trực tiếp").waitFor()
    await outside("/gateway/stop")
    await one.page.getByText("Mất kết nối với Loa").waitFor()
    await outside("/gateway/start")
    await one.page.getByText("Trực tiếp").waitFor()
    await one.end()
})
