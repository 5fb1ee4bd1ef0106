// Debian's Chromium for the tests, and somebody who sits at it. What a page must never do (errors in the console, requests to other
// hosts, violations of its Content-Security-Policy) is looked for in every test.
import assert from "node:assert/strict"
import { createRequire } from "node:module"
import { readFileSync } from "node:fs"
import { after } from "node:test"

const require = createRequire(new URL("../../console/package.json", import.meta.url))
const { chromium } = require("playwright-core")
const axeSource = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")

export const stand = JSON.parse(process.env.STAND)

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
})
after(() => browser.close())

/** Somebody at a browser of his own. `end()` fails if the page did what it must never do. */
export async function sit({ width = 1366, height = 768, dark = false, language = "vi", allow = [] } = {}) {
    const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: dark ? "dark" : "light",
        locale: "vi-VN",
        timezoneId: "Asia/Ho_Chi_Minh",
        hasTouch: width < 600,
        reducedMotion: "reduce",
    })
    if (language !== "vi") await context.addInitScript((wanted) => localStorage.setItem("language", wanted), language)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    const wrong = []
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()))
    page.on("pageerror", (error) => wrong.push(`${error}`))
    page.on("request", (request) => {
        const url = request.url()
        if (!url.startsWith(stand.address) && !url.startsWith("data:") && !url.startsWith("blob:")) wrong.push(`asked ${url}`)
    })
    return {
        page,
        wrong,
        async open(path = "/") {
            await page.goto(stand.address + path)
        },
        async signIn(role, path = "/") {
            await page.goto(stand.address + path)
            const { name, password } = stand.users[role]
            await page.getByLabel("Tên đăng nhập").fill(name)
            await page.locator('input[type="password"]').fill(password)
            await page.getByRole("button", { name: "Đăng nhập" }).click()
            await page.getByRole("button", { name: stand.users[role].full_name }).waitFor()
        },
        /** WCAG 2.1 AA, as far as a program can tell. */
        async checkAccess() {
            await page.evaluate(axeSource)
            const { violations } = await page.evaluate(() =>
                window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
            )
            assert.deepEqual(
                violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join("\n")}`),
                [],
            )
        },
        /** `allow`: what a test brought about on purpose, as parts of the messages. */
        async end() {
            // A refusal that the page shows to the person is also a line in the browser's console; that one is Chromium's own.
            const bad = wrong.filter((each) => !allow.some((part) => each.includes(part)))
            await context.close()
            assert.deepEqual(bad, [])
        },
    }
}

/** What the browser cannot do: see stand.py. */
export async function outside(path, body = {}) {
    const reply = await fetch(stand.control + path, { method: "POST", body: JSON.stringify(body) })
    assert.equal(reply.status, 200, `${path}: ${await reply.clone().text()}`)
    return reply.json()
}

/** The API by the key of a role. */
export async function ask(role, method, path, body) {
    const reply = await fetch(stand.address + path, {
        method,
        headers: { Authorization: `Bearer ${stand.keys[role]}`, ...(body ? { "Content-Type": "application/json" } : {}) },
        body: body && JSON.stringify(body),
    })
    const text = await reply.text()
    assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`)
    return text ? JSON.parse(text) : null
}
