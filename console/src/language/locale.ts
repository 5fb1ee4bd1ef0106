import type { Locale } from "antd/es/locale"
import en from "antd/locale/en_GB"
import vi from "antd/locale/vi_VN"
import dayjs from "dayjs"
import "dayjs/locale/en-gb"
import "dayjs/locale/vi"

import type { Language } from "./language"

/** What Ant Design itself says: dates, pages of tables, empty lists. */
export function antdLocale(language: Language): Locale {
    dayjs.locale(language === "vi" ? "vi" : "en-gb")
    return language === "vi" ? vi : en
}
