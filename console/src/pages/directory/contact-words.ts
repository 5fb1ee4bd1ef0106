import { texts } from "../../language/language"

/** What an address is of. */
export const contactWords = texts({
    vi: { account: "Tài khoản eNetViet", mailbox: "Hộp thư", unit: "Đơn vị trên eNetViet" },
    en: { account: "eNetViet account", mailbox: "Mailbox", unit: "Unit on eNetViet" },
})
