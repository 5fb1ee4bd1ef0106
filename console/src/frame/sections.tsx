import {
    BarChartOutlined,
    CheckSquareOutlined,
    ControlOutlined,
    DashboardOutlined,
    EditOutlined,
    FileTextOutlined,
    SettingOutlined,
    TeamOutlined,
} from "@ant-design/icons"
import type { ReactNode } from "react"

import { texts } from "../language/language"
import type { UserRole } from "../session/session"

export const sectionNames = texts({
    vi: {
        overview: "Tổng quan",
        bulletins: "Bản tin",
        drafts: "Soạn",
        approvals: "Duyệt",
        directory: "Danh bạ",
        operations: "Vận hành",
        report: "Báo cáo",
        administration: "Quản trị",
    },
    en: {
        overview: "Overview",
        bulletins: "Bulletins",
        drafts: "Compose",
        approvals: "Approve",
        directory: "Directory",
        operations: "Operations",
        report: "Report",
        administration: "Administration",
    },
})

export interface Section {
    name: keyof typeof sectionNames.vi
    path: string
    icon: ReactNode
    /** Who has something to do there; missing: everybody. The API decides what somebody may. */
    roles?: UserRole[]
}

export const sections: Section[] = [
    { name: "overview", path: "/", icon: <DashboardOutlined /> },
    { name: "bulletins", path: "/bulletins", icon: <FileTextOutlined /> },
    { name: "drafts", path: "/drafts", icon: <EditOutlined />, roles: ["editor"] },
    { name: "approvals", path: "/approvals", icon: <CheckSquareOutlined />, roles: ["approver", "editor"] },
    { name: "directory", path: "/directory", icon: <TeamOutlined /> },
    {
        name: "operations",
        path: "/operations",
        icon: <ControlOutlined />,
        roles: ["operator", "administrator", "auditor"],
    },
    { name: "report", path: "/report", icon: <BarChartOutlined /> },
    { name: "administration", path: "/administration", icon: <SettingOutlined />, roles: ["administrator", "auditor"] },
]
