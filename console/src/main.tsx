import "@ant-design/v5-patch-for-react-19"
import "@fontsource/be-vietnam-pro/latin-400.css"
import "@fontsource/be-vietnam-pro/latin-600.css"
import "@fontsource/be-vietnam-pro/vietnamese-400.css"
import "@fontsource/be-vietnam-pro/vietnamese-600.css"
import "./frame/page.css"
import "./theme/style-nonce"

import { StrictMode } from "react"
import { createRoot } from "react-dom/client"

import { App } from "./App"

createRoot(document.getElementById("root")!).render(
    <StrictMode>
        <App />
    </StrictMode>,
)
