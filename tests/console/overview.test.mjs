import assert from "node:assert/strict"
import { test } from "node:test"

import { ask, outside, sit } from "./browser.mjs"

const teachers = { include: [{ unit: "sgddt-hcm", roles: ["staff", "teacher"] }] }
const channels = ["enetviet", "email"]
const steer = (how) => Promise.all(channels.map((each) => ask("operator", "POST", `/api/channels/${each}/${how}`)))
const publish = (id, title, more = {}) =>
    outside("/publish", { sample: "01-plan.json", id, title, audience: teachers, ...more })

test("a broadcast is seen to move by channel, and who paused a channel, without loading the page again", async () => {
    await steer("pause")
    await publish("tq-1", "Lịch họp giao ban tháng mười hai")
    const one = await sit()
    await one.signIn("operator", "/")
    const running = one.page.getByRole("article", { name: "Lịch họp giao ban tháng mười hai" })
    await running.getByRole("region", { name: "Email" }).getByText("0 trên 208 nơi nhận").waitFor()
    await running.getByText("Chờ gửi").first().waitFor()
    await one.page.getByText("key:operator đã tạm dừng").first().waitFor()
    await steer("resume")
    const over = one.page.getByRole("listitem").filter({ hasText: "Lịch họp giao ban tháng mười hai" })
    await over.getByText("Đã gửi xong").waitFor()
    await one.page.getByText("key:operator đã tạm dừng").first().waitFor({ state: "detached" })
    await one.end()
})

test("what needs a person leads to where it is done, and is gone when it is done", async () => {
    const { id } = await publish("tq-2", "Thư ngỏ gửi phụ huynh", {
        audience: { include: [{ unit: "th-binh-minh", roles: ["parent"] }] },
    })
    await outside("/rubbish", { text: '{"id": "x", "title": "Bản tin thiếu ngày"}' })
    const approver = await sit()
    await approver.signIn("approver", "/")
    const approval = approver.page.getByRole("link", { name: /Chờ duyệt: Thư ngỏ gửi phụ huynh/ })
    assert.equal(await approval.getAttribute("href"), `/approvals/${id}`)
    // Somebody without the role sees no rejected intake.
    await assert.rejects(approver.page.getByText("không nhận được vì sai").waitFor({ timeout: 500 }))

    const operator = await sit()
    await operator.signIn("operator", "/")
    const link = operator.page.getByRole("link", { name: /Chờ duyệt: Thư ngỏ gửi phụ huynh/ })
    await link.waitFor()
    assert.equal(await link.getAttribute("href"), `/broadcasts/${id}`)
    await operator.page.getByRole("link", { name: /1 bản tin gửi tới không nhận được vì sai/ }).click()
    await operator.page.getByRole("link", { name: "Bản tin thiếu ngày" }).waitFor()

    await ask("operator", "POST", `/api/broadcasts/${id}/cancel`)
    await approver.page.getByText("Không có việc gì cần xử lý.").waitFor()
    const { items } = await ask("operator", "GET", "/api/rejected")
    await ask("operator", "DELETE", `/api/rejected/${items[0].id}`, { reason: "thử" })
    await operator.page.goto(operator.page.url().replace(/operations.*/, ""))
    await operator.page.getByText("Không có việc gì cần xử lý.").waitFor()
    await approver.end()
    await operator.end()
})

test("an hour of events costs no memory", async () => {
    const one = await sit()
    const { page } = one
    let wanted = 0
    let wake = () => {}
    let asked = 0
    let arrived = () => {}
    await page.route("**/api/events", async (route) => {
        const part = asked++
        arrived()
        while (part >= wanted) await new Promise((done) => (wake = done))
        await route
            .fulfill({ contentType: "text/event-stream", body: "retry: 20\n\n" + eventsOf(part) })
            .catch(() => {})
    })
    const feed = async (parts) => {
        wanted = parts
        wake()
        // Whoever asks for the next part has read those before.
        while (asked <= parts) await new Promise((done) => (arrived = done))
    }
    const tools = await page.context().newCDPSession(page)
    const heap = async () => {
        await page.waitForTimeout(600) // what was read is drawn
        for (let i = 0; i < 3; ++i) await tools.send("HeapProfiler.collectGarbage")
        return (await tools.send("Runtime.getHeapUsage")).usedSize
    }
    await one.signIn("operator", "/")
    await feed(1)
    await page.getByRole("article", { name: "Đợt phát số 3" }).waitFor()
    const early = await heap()
    await feed(10)
    const middle = await heap()
    await feed(20)
    await page.getByText("1.000.000").first().waitFor()
    const late = await heap()
    console.log(`heap after 1,000 events ${early}, after 10,000 ${middle}, after 20,000 ${late}`)
    // At first the browser compiles what it runs often; after that nothing is left of an event.
    assert.ok(late - early < 2_000_000, `${early} bytes after 1,000 events, ${late} after 20,000`)
    assert.ok(late - middle < 400_000, `${middle} bytes after 10,000 events, ${late} after 20,000`)
    await one.end()
})

/** A thousand events: five broadcasts that are being sent, others that end, channels, and alerts that come and go. */
function eventsOf(part) {
    const broadcast = (id, done, state = "sending") => ({
        id,
        version: 1,
        title: `Đợt phát số ${id}`,
        urgency: "normal",
        state,
        reason: "",
        start_at: null,
        finished_at: state === "finished" ? "2026-11-24T10:00:00Z" : null,
        channels: ["enetviet", "email"].map((channel) => ({
            channel,
            state: "sending",
            reason: "",
            total: 1_000_000,
            open: 1_000_000 - done,
            counts: { accepted: done, queued: 1_000_000 - done },
        })),
    })
    const channel = (name, rate) => ({
        channel: name,
        gate: "open",
        why: "",
        closed_since: null,
        closed_until: null,
        rate,
        quota: 600,
        stalled_since: null,
        paused: false,
        paused_by: "",
    })
    const out = []
    const tell = (type, data) =>
        out.push(`id: ${part * 1000 + out.length}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
    if (part === 0)
        tell("reset", {
            broadcasts: [1, 2, 3, 4, 5].map((id) => broadcast(id, 0)),
            channels: [channel("email", 1), channel("enetviet", 1)],
            alerts: [],
        })
    while (out.length < 1000) {
        const at = part * 1000 + out.length
        if (at % 10 === 9) tell("broadcast", broadcast(100 + at, 1_000_000, "finished"))
        else if (at % 10 === 8) tell("channel", channel("email", 100 + (at % 500)))
        else if (at % 10 === 7)
            tell("alert", {
                alert: "no_progress",
                about: `kênh ${at - (at % 20)}`,
                since: null,
                why: "",
                raised: at % 20 === 7,
            })
        else tell("broadcast", broadcast(1 + (at % 5), at >= 19_990 ? 1_000_000 : at * 50))
    }
    return out.join("")
}

for (const dark of [false, true])
    test(`everybody can use the overview, ${dark ? "dark and on a phone" : "light"}`, async () => {
        const one = await sit(dark ? { dark, width: 390, height: 844 } : {})
        await one.signIn("auditor", "/")
        await one.page.getByRole("heading", { name: "Kênh Email" }).waitFor()
        await one.checkAccess()
        const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${wide} pixels too wide`)
        await one.end()
    })
