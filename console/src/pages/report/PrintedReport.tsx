import { formatIn } from "../../shown/format"
import { reasonInVietnamese } from "../../shown/reason"
import { words } from "../../shown/words"
import { vietnamesePeriod, type Period } from "./period"
import { PrintedTable } from "./PrintedTable"
import "./printed-report.css"
import { worstCauses, type Reach, type Report } from "./report"
import type { Signing } from "./use-signing"

// An administrative document: in Vietnamese, whatever the language of the console, in the form of Decree 30/2020/NĐ-CP, appendix I.
const format = formatIn("vi")
const say = words.vi
const count = format.count
const share = ({ coverage }: Reach) => (coverage === null ? "–" : format.share(coverage))
const time = (seconds: number | null) =>
    seconds === null ? "–" : seconds < 1 ? "dưới 1 giây" : format.duration(seconds)
const channelName = (channel: string) => say.channel[channel] ?? channel
const mostCauses = 10

const refusalCause: Record<string, string> = {
    unsubscribed: "người nhận từ chối bằng liên kết trong thư",
    unusable: "địa chỉ không còn dùng được",
    by_hand: "quản trị viên ghi vào danh sách",
    other: "lý do khác",
}

/** Nothing on the screen; all of the page on paper. */
export function PrintedReport({ of, period, signing }: { of: Report; period: Period; signing: Signing }) {
    const when = vietnamesePeriod(period)
    const { totals, refusals } = of
    const causes = worstCauses(of, mostCauses)
    const sections = [
        <section key="all">
            <h2>TÌNH HÌNH CHUNG</h2>
            <p>
                Trong {when} có {count(totals.bulletins)} bản tin được gửi qua {count(totals.broadcasts)} đợt phát
                {totals.not_sent > 0 && <>; {count(totals.not_sent)} đợt phát đã tiếp nhận nhưng chưa bắt đầu gửi</>}.
                Số nơi nhận là {count(totals.destinations)} lượt; đã tới {count(totals.reached)} lượt, đạt tỷ lệ{" "}
                {share(totals)}; đang chờ {count(totals.waiting)} lượt; không tới {count(totals.missed)} lượt.
                {totals.seconds_to_95 !== null && (
                    <>
                        {" "}
                        Thời gian để bản tin tới 95% nơi nhận, tính trung vị các đợt phát, là{" "}
                        {time(totals.seconds_to_95)}.
                    </>
                )}
            </p>
            <PrintedTable
                caption="Bảng 1. Kết quả theo kênh"
                head={["Kênh", "Nơi nhận", "Đã tới", "Đang chờ", "Không tới", "Tỷ lệ tới", "Đạt 95% sau"]}
                rows={of.channels.map((each) => [
                    channelName(each.channel),
                    count(each.destinations),
                    count(each.reached),
                    count(each.waiting),
                    count(each.missed),
                    share(each),
                    time(each.seconds_to_95),
                ])}
            />
        </section>,
        <section key="area">
            <h2>KẾT QUẢ THEO NỘI DUNG CẢI CÁCH HÀNH CHÍNH</h2>
            <PrintedTable
                numbered
                caption="Bảng 2. Kết quả theo sáu nội dung cải cách hành chính"
                head={["Nội dung", "Bản tin", "Đợt phát", "Nơi nhận", "Đã tới", "Tỷ lệ tới", "Đạt 95% sau"]}
                rows={of.by_content_area.map((each) => [
                    each.content_area === null ? "Không thuộc sáu nội dung" : say.contentArea[each.content_area - 1],
                    count(each.bulletins),
                    count(each.broadcasts),
                    count(each.destinations),
                    count(each.reached),
                    share(each),
                    time(each.seconds_to_95),
                ])}
            />
        </section>,
        <section key="department">
            <h2>KẾT QUẢ THEO ĐƠN VỊ SOẠN VÀ MỨC ĐỘ KHẨN</h2>
            <PrintedTable
                numbered
                caption="Bảng 3. Kết quả theo phòng, đơn vị soạn"
                head={["Phòng, đơn vị", "Bản tin", "Đợt phát", "Nơi nhận", "Tỷ lệ tới", "Đạt 95% sau"]}
                rows={of.by_department.map((each) => [
                    each.department || "(không ghi)",
                    count(each.bulletins),
                    count(each.broadcasts),
                    count(each.destinations),
                    share(each),
                    time(each.seconds_to_95),
                ])}
            />
            <PrintedTable
                caption="Bảng 4. Kết quả theo mức độ khẩn"
                head={["Mức độ", "Bản tin", "Đợt phát", "Nơi nhận", "Tỷ lệ tới", "Đạt 95% sau"]}
                rows={of.by_urgency.map((each) => [
                    say.urgency[each.urgency],
                    count(each.bulletins),
                    count(each.broadcasts),
                    count(each.destinations),
                    share(each),
                    time(each.seconds_to_95),
                ])}
            />
        </section>,
        <section key="missed">
            <h2>NƠI CHƯA NHẬN ĐƯỢC VÀ LÝ DO</h2>
            {causes.length === 0 ? (
                <p>Không có lượt gửi nào hỏng.</p>
            ) : (
                <PrintedTable
                    numbered
                    caption={`Bảng 5. Các lý do nhiều nhất`}
                    head={["Lý do", "Kênh", "Số lượt"]}
                    rows={causes.map((each) => [
                        reasonInVietnamese(each.cause),
                        channelName(each.channel),
                        count(each.deliveries),
                    ])}
                    words={2}
                />
            )}
        </section>,
        <section key="refusals">
            <h2>DANH SÁCH TỪ CHỐI NHẬN BẢN TIN</h2>
            <p>
                Trong kỳ có {count(refusals.added)} địa chỉ được thêm vào và {count(refusals.lifted)} địa chỉ được gỡ
                khỏi danh sách từ chối.
            </p>
            {refusals.by_cause
                .filter(({ added, lifted }) => added + lifted > 0)
                .map(({ cause, added, lifted }) => (
                    <p key={cause}>
                        - Do {refusalCause[cause]}: thêm {count(added)}, gỡ {count(lifted)}.
                    </p>
                ))}
        </section>,
        ...(signing.remarks.trim()
            ? [
                  <section key="remarks">
                      <h2>NHẬN XÉT, KIẾN NGHỊ</h2>
                      {signing.remarks
                          .trim()
                          .split(/\n+/)
                          .map((line, i) => (
                              <p key={i}>{line}</p>
                          ))}
                  </section>,
              ]
            : []),
    ]
    return (
        <article className="printed-report" lang="vi">
            <header>
                <div className="printed-from">
                    <p>SỞ GIÁO DỤC VÀ ĐÀO TẠO</p>
                    <p>THÀNH PHỐ HỒ CHÍ MINH</p>
                    <p>
                        <strong>VĂN PHÒNG</strong>
                    </p>
                    <hr />
                    <p className="printed-number">Số: {signing.number.trim() || "        "}/BC-VP</p>
                </div>
                <div className="printed-nation">
                    <p>
                        <strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong>
                    </p>
                    <p className="printed-motto">
                        <strong>Độc lập - Tự do - Hạnh phúc</strong>
                    </p>
                    <hr />
                    <p className="printed-date">
                        Thành phố Hồ Chí Minh, ngày{"      "}tháng{"      "}năm {format.day(of.made_at).slice(-4)}
                    </p>
                </div>
            </header>
            <h1>
                BÁO CÁO
                <span>Kết quả gửi bản tin đến ứng dụng eNetViet và hộp thư {when}</span>
            </h1>
            <p className="printed-to">Kính gửi: Giám đốc Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh.</p>
            <p>
                Thực hiện Kế hoạch cải cách hành chính năm {period.year} của Sở Giáo dục và Đào tạo, Văn phòng Sở báo
                cáo kết quả gửi bản tin từ ngày {format.day(`${of.from}T12:00:00+07:00`)} đến ngày{" "}
                {format.day(`${of.to}T12:00:00+07:00`)} như sau (số liệu lúc {format.moment(of.made_at)}):
            </p>
            {sections}
            <p>Trên đây là báo cáo kết quả gửi bản tin {when}, Văn phòng Sở kính báo cáo Giám đốc Sở./.</p>
            <footer>
                <div className="printed-copies">
                    <p>
                        <strong>Nơi nhận:</strong>
                    </p>
                    <p>- Như trên;</p>
                    <p>- Các Phó Giám đốc Sở;</p>
                    <p>- Lưu: VT, VP.</p>
                </div>
                <div className="printed-signature">
                    <p>
                        <strong>{signing.title.trim()}</strong>
                    </p>
                    <p className="printed-name">
                        <strong>{signing.name.trim()}</strong>
                    </p>
                </div>
            </footer>
            <section className="printed-appendix">
                <h1>
                    PHỤ LỤC
                    <span>Các đợt phát {when}</span>
                </h1>
                <PrintedTable
                    numbered
                    head={["Bản tin", "Phòng, đơn vị", "Ngày", "Nơi nhận", "Đã tới", "Tỷ lệ tới", "Đạt 95% sau"]}
                    rows={of.broadcasts.map((each) => [
                        each.title,
                        each.department,
                        format.day(each.taken_in),
                        count(each.destinations),
                        count(each.reached),
                        share(each),
                        time(each.seconds_to_95),
                    ])}
                    words={2}
                />
                <p className="printed-note">
                    Nơi nhận: số lượt cần gửi trên mỗi kênh, không tính người không có địa chỉ, dùng chung địa chỉ với
                    người khác trong đợt phát, hoặc ở trong danh sách từ chối; một người nhận qua hai kênh là hai lượt.
                    Đã tới: eNetViet hoặc máy chủ thư đã tiếp nhận, hoặc đã xác nhận đến nơi. Tỷ lệ tới làm tròn xuống.
                    Đạt 95% sau: từ lượt gửi đầu tiên đến khi 95% nơi nhận đã tới, kể cả giờ yên tĩnh và lúc tạm dừng;
                    dấu “–”: chưa đạt.
                </p>
            </section>
        </article>
    )
}
