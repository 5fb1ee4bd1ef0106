import assert from "node:assert/strict"
import { test } from "node:test"

import { sit } from "./browser.mjs"

/** Bytes over the wire, heads included, of one load with an empty cache; and when the page could be used. */
async function load(one, path) {
    const line = await one.page.context().newCDPSession(one.page)
    await line.send("Network.enable")
    await line.send("Network.clearBrowserCache")
    let bytes = 0
    const count = ({ encodedDataLength }) => {
        bytes += encodedDataLength
    }
    line.on("Network.loadingFinished", count)
    const started = performance.now()
    await one.open(path)
    await one.page.locator("h1").waitFor()
    const usable = performance.now() - started
    await one.page.waitForLoadState("load")
    await one.page.evaluate(() => document.fonts.ready.then(() => true))
    line.off("Network.loadingFinished", count)
    return { bytes, usable }
}

test("the first look at the console costs less than 400 KB", async (context) => {
    const one = await sit()
    const before = await load(one, "/")
    await one.signIn("operator")
    const overview = await load(one, "/")
    for (const [name, { bytes, usable }] of Object.entries({ "sign-in": before, overview })) {
        context.diagnostic(`${name}: ${Math.round(bytes / 1024)} KB, usable after ${Math.round(usable)} ms`)
        assert.ok(bytes > 100_000, `${name}: only ${bytes} bytes were counted`)
        assert.ok(bytes < 400 * 1024, `${name}: ${bytes} bytes`)
    }
    await one.end()
})
