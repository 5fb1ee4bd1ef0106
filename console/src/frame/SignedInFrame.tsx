import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined } from "@ant-design/icons"
import { Button, Drawer, Grid, Layout, Menu } from "antd"
import { useEffect, useState, type ReactNode } from "react"
import { Link, useLocation, useNavigate } from "react-router-dom"

import { texts, useTexts } from "../language/language"
import { useLive } from "../live/use-live"
import { useSession, useSessionState, type UserRole } from "../session/session"
import { Brand } from "./Brand"
import { LineSign } from "./LineSign"
import { OwnMenu } from "./OwnMenu"
import { sectionNames, sections } from "./sections"

const said = texts({
    vi: {
        skip: "Đến nội dung chính",
        menu: "Mở danh mục",
        sections: "Danh mục",
        fold: "Thu gọn danh mục",
        unfold: "Mở rộng danh mục",
    },
    en: {
        skip: "Skip to the content",
        menu: "Open the menu",
        sections: "Menu",
        fold: "Fold the menu",
        unfold: "Unfold the menu",
    },
})

/** The menu at the side (behind a button on a phone), the line to the gateway, the person's own menu. */
export function SignedInFrame({ children }: { children: ReactNode }) {
    const t = useTexts(said)
    const wide = Grid.useBreakpoint().md !== false
    const [open, setOpen] = useState(false)
    const close = () => setOpen(false)
    const [folded, setFolded] = useState(() => localStorage.getItem("menu") === "folded")
    const fold = (wanted: boolean) => {
        localStorage.setItem("menu", wanted ? "folded" : "open")
        setFolded(wanted)
    }
    const { pathname } = useLocation()
    useEffect(() => setOpen(false), [pathname])
    useLookWhenLost()
    return (
        <Layout className="frame">
            <a className="skip-link" href="#main">
                {t.skip}
            </a>
            {wide && (
                <Layout.Sider
                    width={216}
                    collapsedWidth={64}
                    collapsed={folded}
                    collapsible
                    trigger={null}
                    theme="light"
                    className="frame-side"
                >
                    <Brand />
                    <nav aria-label={t.sections}>
                        <Sections />
                    </nav>
                    <Button
                        type="text"
                        className="frame-fold"
                        icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
                        aria-label={folded ? t.unfold : t.fold}
                        title={folded ? t.unfold : t.fold}
                        aria-expanded={!folded}
                        onClick={() => fold(!folded)}
                    />
                </Layout.Sider>
            )}
            <Layout>
                <Layout.Header className="frame-header">
                    {!wide && (
                        <Button type="text" icon={<MenuOutlined />} aria-label={t.menu} onClick={() => setOpen(true)} />
                    )}
                    <LineSign />
                    <div style={{ flex: 1 }} />
                    <OwnMenu />
                </Layout.Header>
                <Layout.Content id="main" role="main" tabIndex={-1} className="frame-main">
                    {children}
                </Layout.Content>
            </Layout>
            <Drawer
                open={open && !wide}
                onClose={close}
                placement="left"
                width={260}
                title={<Brand />}
                styles={{ body: { padding: 0 } }}
            >
                <nav aria-label={t.sections}>
                    <Sections />
                </nav>
            </Drawer>
        </Layout>
    )
}

/** A line that is refused, not cut, is one whose session is over. */
function useLookWhenLost() {
    const { line } = useLive()
    const { look } = useSessionState()
    useEffect(() => {
        if (line !== "lost") return undefined
        const timer = setTimeout(() => void look(), 4_000)
        return () => clearTimeout(timer)
    }, [line, look])
}

function Sections() {
    const names = useTexts(sectionNames)
    const session = useSession()
    const { pathname } = useLocation()
    const navigate = useNavigate()
    const mine = sections.filter(
        ({ roles }) => !roles || session.roles.some((role) => roles.includes(role as UserRole)),
    )
    const current = [...mine]
        .reverse()
        .find(({ path }) => (path === "/" ? pathname === "/" : pathname.startsWith(path)))
    return (
        <Menu
            mode="inline"
            selectedKeys={current ? [current.path] : []}
            style={{ borderInlineEnd: 0 }}
            onClick={({ key }) => navigate(key)}
            items={mine.map(({ name, path, icon }) => ({
                key: path,
                icon,
                title: names[name],
                label: (
                    <Link to={path} onClick={(event) => event.stopPropagation()}>
                        {names[name]}
                    </Link>
                ),
            }))}
        />
    )
}
