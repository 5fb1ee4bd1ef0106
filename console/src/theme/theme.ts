import { theme, type ThemeConfig } from "antd"

export type Shade = "light" | "dark"

const common = {
    fontFamily: '"Be Vietnam Pro", "Segoe UI", Roboto, "Noto Sans", sans-serif',
    fontSize: 15,
    borderRadius: 6,
    controlHeight: 36,
}

// Every pair of text and ground has at least 4.5:1 (WCAG 2.1 AA, 1.4.3); tests/console looks at each page in both.
const lightGrounds = {
    colorPrimaryBg: "#e3effb",
    colorPrimaryBgHover: "#d3e6f9",
    colorInfoBg: "#e9f3fc",
    colorInfoBorder: "#a8cdf0",
    colorSuccessBg: "#edf7e6",
    colorSuccessBorder: "#a9d48a",
    colorWarningBg: "#fff6e0",
    colorWarningBorder: "#ecc268",
    colorErrorBg: "#fdefee",
    colorErrorBorder: "#eeb0ae",
}

// In the dark the primary colour is bright, so that it can be read as text; what stands on it is dark.
const onBright = {
    Button: { primaryColor: "#0b1622", dangerColor: "#0b1622" },
    Checkbox: { colorWhite: "#0b1622" },
    DatePicker: { colorTextLightSolid: "#0b1622" },
}

export function themeOf(shade: Shade): ThemeConfig {
    const dark = shade === "dark"
    return {
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
            ...common,
            ...(dark ? {} : lightGrounds),
            motion: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
            colorPrimary: dark ? "#7db8f5" : "#0b5cad",
            colorInfo: dark ? "#7db8f5" : "#0b5cad",
            colorPrimaryHover: dark ? "#a9d0f8" : "#0a4f96",
            colorLinkHover: dark ? "#a9d0f8" : "#08457f",
            colorLink: dark ? "#7db8f5" : "#0b5cad",
            colorSuccess: dark ? "#5fc22e" : "#237804",
            colorWarning: dark ? "#e8b339" : "#8f5600",
            colorError: dark ? "#ff7d7a" : "#c41d1f",
            colorTextDescription: dark ? "rgba(255,255,255,0.68)" : "rgba(0,0,0,0.65)",
            colorTextSecondary: dark ? "rgba(255,255,255,0.72)" : "rgba(0,0,0,0.68)",
            colorTextTertiary: dark ? "rgba(255,255,255,0.65)" : "rgba(0,0,0,0.62)",
            colorTextPlaceholder: dark ? "rgba(255,255,255,0.62)" : "rgba(0,0,0,0.6)",
            colorBgLayout: dark ? "#101418" : "#f3f5f8",
        },
        components: {
            Layout: {
                siderBg: dark ? "#14191f" : "#ffffff",
                headerBg: dark ? "#14191f" : "#ffffff",
                headerHeight: 56,
                headerPadding: "0 16px",
            },
            Menu: {
                itemBg: "transparent",
                ...(dark ? { itemSelectedColor: "#b5d8fb", itemSelectedBg: "#1d3148" } : {}),
            },
            ...(dark ? onBright : {}),
        },
    }
}

/** The nonce of this page, under which Ant Design may add its styles. */
export function cspNonce(): string | undefined {
    return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce || undefined
}
