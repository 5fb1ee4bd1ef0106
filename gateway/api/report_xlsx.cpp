#include "gateway/api/report_xlsx.hpp"

#include "gateway/api/report_words.hpp"
#include "gateway/api/workbook.hpp"
#include "gateway/core/local_calendar.hpp"

#include <fmt/format.h>

namespace loa {
namespace {

using page = workbook::page;
using style = workbook::style;
using place = workbook::place;

const std::vector<std::string> sum_headings{
    "Bản tin", "Đợt phát", "Nơi nhận", "Đã tới", "Đang chờ", "Không tới", "Tỷ lệ tới", "Đạt 95% sau"};
const std::vector<std::string> reach_headings{
    "Nơi nhận", "Đã tới", "Đang chờ", "Không tới", "Tỷ lệ tới", "Đạt 95% sau"};

std::vector<std::string> joined(std::vector<std::string> some, const std::vector<std::string>& more)
{
    some.insert(some.end(), more.begin(), more.end());
    return some;
}

std::string day_text(std::chrono::year_month_day day)
{
    return fmt::format(
        "{:02}/{:02}/{:04}",
        static_cast<unsigned>(day.day()),
        static_cast<unsigned>(day.month()),
        static_cast<int>(day.year())
    );
}

/// How far, as the last six cells of a row.
void put(std::vector<cell>& into, const reach& what, std::optional<double> seconds)
{
    into.insert(into.end(), {what.destinations(), what.reached, what.waiting, what.missed});
    if (const auto coverage = what.coverage())
        into.emplace_back(share{*coverage});
    else
        into.emplace_back();
    if (seconds)
        into.emplace_back(std::chrono::duration<double>{*seconds});
    else
        into.emplace_back();
}

class report_book {
public:
    explicit report_book(const report& what)
        : what_{what}, calendar_{what.period.time_zone}, book_{"Báo cáo kết quả phát bản tin"}
    {
    }

    std::string write()
    {
        summary();
        broadcasts();
        by_channel();
        causes();
        refusals();
        explanation();
        return book_.finish();
    }

private:
    std::vector<cell> sum_row(std::string name, const report_sum& sum) const
    {
        std::vector<cell> out{std::move(name), sum.bulletins, sum.broadcasts};
        put(out, sum.reach, sum.seconds_to_95);
        return out;
    }

    void head_of_summary()
    {
        const auto now = calendar_.local(what_.made_at);
        const auto midnight = std::chrono::floor<std::chrono::days>(now);
        const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::minutes>(now - midnight)};
        book_.line("SỞ GIÁO DỤC VÀ ĐÀO TẠO THÀNH PHỐ HỒ CHÍ MINH", style::plain, place::middle);
        book_.line("VĂN PHÒNG SỞ", style::bold, place::middle);
        book_.skip();
        book_.line("BÁO CÁO KẾT QUẢ PHÁT BẢN TIN", style::title);
        book_.line(
            fmt::format("Từ ngày {} đến hết ngày {}", day_text(what_.period.from), day_text(what_.period.to)),
            style::plain,
            place::middle
        );
        book_.line("Kính gửi: Giám đốc Sở", style::bold, place::middle);
        book_.line(
            fmt::format(
                "Số liệu tính đến {:02}:{:02} ngày {}",
                time.hours().count(),
                time.minutes().count(),
                day_text(std::chrono::year_month_day{midnight})
            ),
            style::plain,
            place::middle
        );
    }

    void section(
        const std::string& heading, const std::string& first_column, const std::vector<std::string>& others
    )
    {
        book_.skip();
        book_.line(heading, style::bold);
        book_.head(joined({first_column}, others));
    }

    void summary()
    {
        book_.begin_sheet("Tổng hợp", page::upright, {40, 9, 9, 13, 13, 11, 11, 10, 11});
        head_of_summary();
        section("1. Kết quả chung", "", sum_headings);
        book_.row(sum_row("Tất cả", what_.totals));
        if (what_.of.not_sent != 0)
            book_.line(fmt::format("Chưa phát: {} đợt.", what_.of.not_sent));
        if (what_.of.not_counted != 0)
            book_.line(fmt::format(
                "Không đọc được số đếm của {} đợt phát: các đợt này không nằm trong báo cáo.",
                what_.of.not_counted
            ));
        section("2. Theo nội dung cải cách hành chính", "Nội dung", sum_headings);
        for (const auto& [area, sum] : what_.by_content_area)
            book_.row(sum_row(
                area ? fmt::format("{}. {}", *area, content_area_name(*area))
                     : std::string{"Không thuộc sáu nội dung"},
                sum
            ));
        section("3. Theo đơn vị", "Đơn vị", sum_headings);
        for (const auto& [department, sum] : what_.by_department) book_.row(sum_row(department, sum));
        section("4. Theo mức độ", "Mức độ", sum_headings);
        for (const auto& [how, sum] : what_.by_urgency) book_.row(sum_row(vietnamese(how), sum));
        section("5. Theo kênh", "Kênh", joined({"Không có địa chỉ", "Đã từ chối"}, reach_headings));
        for (const auto& each : what_.channels) {
            std::vector<cell> row{
                vietnamese_channel(each.channel), each.reach.without_address, each.reach.suppressed};
            put(row, each.reach, each.seconds_to_95);
            book_.row(row);
        }
    }

    void broadcasts()
    {
        book_.begin_sheet("Đợt phát", page::across, {6, 17, 42, 20, 8, 11, 12, 17, 11, 11, 9, 10, 9, 10});
        book_.head(
            joined(
                {"Số", "Tiếp nhận", "Tiêu đề", "Đơn vị", "Nội dung", "Mức độ", "Trạng thái", "Bắt đầu gửi"},
                reach_headings
            ),
            workbook::headings::kept
        );
        for (const auto& each : what_.of.broadcasts) {
            std::vector<cell> row{
                static_cast<std::uint64_t>(each.id),
                calendar_.local(each.taken_in),
                each.title,
                each.department};
            if (each.content_area)
                row.emplace_back(static_cast<std::uint64_t>(*each.content_area));
            else
                row.emplace_back();
            row.emplace_back(vietnamese(each.urgency));
            row.emplace_back(vietnamese(each.state));
            if (each.first_sent_at)
                row.emplace_back(calendar_.local(*each.first_sent_at));
            else
                row.emplace_back();
            const auto reached = reach_of(each);
            put(row, reached.reach, reached.seconds_to_95);
            book_.row(row);
        }
    }

    void by_channel()
    {
        book_.begin_sheet(
            "Đợt phát theo kênh", page::across, {6, 42, 10, 11, 11, 11, 10, 11, 11, 9, 10, 9, 10}
        );
        book_.head(
            joined(
                {"Số",
                 "Tiêu đề",
                 "Kênh",
                 "Đối tượng nhận",
                 "Không có địa chỉ",
                 "Chung địa chỉ",
                 "Đã từ chối"},
                reach_headings
            ),
            workbook::headings::kept
        );
        for (const auto& each : what_.of.broadcasts)
            for (const auto& on : each.channels) {
                const auto here = reach_of(on.counts);
                std::vector<cell> row{
                    static_cast<std::uint64_t>(each.id),
                    each.title,
                    vietnamese_channel(on.channel),
                    here.audience(),
                    here.without_address,
                    here.covered,
                    here.suppressed};
                put(row, here, seconds_to_95(each, on));
                book_.row(row);
            }
    }

    void causes()
    {
        book_.begin_sheet("Lý do không tới", page::upright, {14, 64, 14});
        book_.line("Kết quả của những lượt không tới", style::bold);
        book_.head({"Kênh", "Kết quả", "Số lượt"});
        for (const auto& each : what_.channels)
            for (const auto& [state, count] : each.missed_by_state)
                book_.row({vietnamese_channel(each.channel), vietnamese(state), count});
        book_.skip();
        book_.line("Lý do, theo lời của máy chủ thư và của eNetViet", style::bold);
        book_.head({"Kênh", "Lý do", "Số lượt"});
        for (const auto& each : what_.channels)
            for (const auto& [cause, count] : each.missed_by_cause)
                book_.row(
                    {vietnamese_channel(each.channel),
                     cause == other_causes ? std::string{"Các lý do khác"} : cause,
                     count}
                );
    }

    void refusals()
    {
        book_.begin_sheet("Danh sách từ chối", page::upright, {52, 16, 16});
        book_.line("Thay đổi của danh sách từ chối trong kỳ", style::bold);
        book_.head({"Lý do", "Ghi thêm", "Gỡ bỏ"});
        for (const auto& each : what_.of.refusals)
            book_.row({vietnamese(each.origin), each.added, each.lifted});
        book_.row({std::string{"Tất cả"}, what_.refusals_added, what_.refusals_lifted});
    }

    void explanation()
    {
        book_.begin_sheet("Cách tính", page::upright, {90});
        book_.line("Các con số trong báo cáo này được tính thế nào", style::bold);
        for (const auto text : how_it_is_counted()) book_.row({std::string{text}});
    }

    const report& what_;
    const local_calendar calendar_;
    workbook book_;
};

}  // namespace

std::string to_xlsx(const report& what)
{
    return report_book{what}.write();
}

}  // namespace loa
