import { lazy } from "react"
import { createBrowserRouter, Navigate } from "react-router-dom"

import { Frame } from "./frame/Frame"
import { BrokenPage } from "./frame/BrokenPage"

// A page is loaded when somebody goes there.
const OverviewPage = lazy(() => import("./pages/overview/OverviewPage"))
const BulletinsPage = lazy(() => import("./pages/bulletins/BulletinsPage"))
const BulletinPage = lazy(() => import("./pages/bulletins/BulletinPage"))
const DraftsPage = lazy(() => import("./pages/drafts/DraftsPage"))
const ComposePage = lazy(() => import("./pages/compose/ComposePage"))
const ApprovalsPage = lazy(() => import("./pages/approvals/ApprovalsPage"))
const ApprovalPage = lazy(() => import("./pages/approvals/ApprovalPage"))
const BroadcastPage = lazy(() => import("./pages/broadcast/BroadcastPage"))
const DirectoryPage = lazy(() => import("./pages/directory/DirectoryPage"))
const OperationsPage = lazy(() => import("./pages/operations/OperationsPage"))
const ReportPage = lazy(() => import("./pages/report/ReportPage"))
const AdministrationPage = lazy(() => import("./pages/administration/AdministrationPage"))
const AccountPage = lazy(() => import("./pages/account/AccountPage"))

export const router = createBrowserRouter([
    {
        path: "/",
        element: <Frame />,
        errorElement: <BrokenPage />,
        children: [
            { index: true, element: <OverviewPage /> },
            { path: "bulletins", element: <BulletinsPage /> },
            { path: "bulletins/:source/:id", element: <BulletinPage /> },
            { path: "drafts", element: <DraftsPage /> },
            { path: "drafts/:id", element: <ComposePage /> },
            { path: "approvals", element: <ApprovalsPage /> },
            { path: "approvals/:id", element: <ApprovalPage /> },
            { path: "broadcasts/:id", element: <BroadcastPage /> },
            { path: "directory/:tab?", element: <DirectoryPage /> },
            { path: "operations/:tab?", element: <OperationsPage /> },
            { path: "report", element: <ReportPage /> },
            { path: "administration/:tab?", element: <AdministrationPage /> },
            { path: "account", element: <AccountPage /> },
            // Where the provider of OpenID Connect, or an old bookmark, may lead.
            { path: "*", element: <Navigate to="/" replace /> },
        ],
    },
])
