import { MenuOutlined } from "@ant-design/icons"
import { Button, Drawer, Grid, Layout, Menu } from "antd"
import { useState, type ReactNode } from "react"
import { Link, useLocation, useNavigate } from "react-router-dom"

import { texts, useTexts } from "../language/language"
import { useSession, type UserRole } from "../session/session"
import { Brand } from "./Brand"
import { LineSign } from "./LineSign"
import { OwnMenu } from "./OwnMenu"
import { sectionNames, sections } from "./sections"

const said = texts({
    vi: { skip: "Đến nội dung chính", menu: "Mở danh mục", sections: "Danh mục" },
    en: { skip: "Skip to the content", menu: "Open the menu", sections: "Menu" },
})

/** The menu at the side (behind a button on a phone), the line to the gateway, the person's own menu. */
export function SignedInFrame({ children }: { children: ReactNode }) {
    const t = useTexts(said)
    const wide = Grid.useBreakpoint().md !== false
    const [open, setOpen] = useState(false)
    const close = () => setOpen(false)
    return (
        <Layout className="frame">
            <a className="skip-link" href="#main">
                {t.skip}
            </a>
            {wide && (
                <Layout.Sider
                    width={216}
                    breakpoint="lg"
                    collapsedWidth={64}
                    collapsible
                    theme="light"
                    className="frame-side"
                >
                    <Brand />
                    <nav aria-label={t.sections}>
                        <Sections />
                    </nav>
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
                <Layout.Content id="main" role="main" className="frame-main">
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
                <nav aria-label={t.sections} onClick={close}>
                    <Sections />
                </nav>
            </Drawer>
        </Layout>
    )
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
