import { texts } from "../../language/language"

export const importWords = texts({
    vi: {
        what: { units: "Đơn vị", people: "Người nhận" } as Record<string, string>,
        state: { running: "Đang nhập", done: "Đã nhập xong", failed: "Không nhập được" } as Record<string, string>,
        step: {
            "": "Đang chuẩn bị",
            reading: "Đang đọc tệp",
            matching: "Đang đối chiếu với danh bạ",
            storing: "Đang ghi vào danh bạ",
            addresses: "Đang lập danh mục địa chỉ",
        } as Record<string, string>,
    },
    en: {
        what: { units: "Units", people: "People" } as Record<string, string>,
        state: { running: "Running", done: "Done", failed: "Failed" } as Record<string, string>,
        step: {
            "": "Getting ready",
            reading: "Reading the file",
            matching: "Comparing with the directory",
            storing: "Writing the directory",
            addresses: "Indexing addresses",
        } as Record<string, string>,
    },
})
