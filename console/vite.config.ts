import react from "@vitejs/plugin-react"
import { defineConfig } from "vite"

// Built to static files that `loa serve` answers with. It puts a fresh nonce for <style> in place of the word below,
// each time the page is loaded.
export default defineConfig({
    plugins: [react()],
    html: { cspNonce: "__CSP_NONCE__" },
    build: {
        target: "es2022",
        // A data: font or script would be against the page's Content-Security-Policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 900,
    },
    server: { proxy: { "/api": "http://127.0.0.1:8088" } },
})
