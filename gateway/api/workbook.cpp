#include "gateway/api/workbook.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace loa {
namespace {

void check(lxw_error what)
{
    if (what != LXW_NO_ERROR)
        throw std::runtime_error{fmt::format("the workbook cannot be written: {}", lxw_strerror(what))};
}

/// The library writes to a name; this one is of memory.
class memory_file {
public:
    memory_file() : descriptor_{::memfd_create("report.xlsx", MFD_CLOEXEC)}
    {
        if (descriptor_ < 0)
            throw std::system_error{errno, std::generic_category(), "the workbook cannot be written"};
    }
    ~memory_file() { ::close(descriptor_); }
    memory_file(const memory_file&) = delete;
    memory_file& operator=(const memory_file&) = delete;

    std::string name() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

    std::string content() const
    {
        struct stat about {};
        if (::fstat(descriptor_, &about) != 0)
            throw std::system_error{errno, std::generic_category(), "the workbook cannot be read"};
        std::string out(static_cast<std::size_t>(about.st_size), '\0');
        for (std::size_t have = 0; have != out.size();) {
            const auto got =
                ::pread(descriptor_, out.data() + have, out.size() - have, static_cast<off_t>(have));
            if (got <= 0)
                throw std::system_error{
                    got < 0 ? errno : EIO, std::generic_category(), "the workbook cannot be read"};
            have += static_cast<std::size_t>(got);
        }
        return out;
    }

private:
    const int descriptor_;
};

constexpr auto font = "Times New Roman";  // of administrative documents (decree 30/2020/ND-CP)
constexpr double font_size = 12;
constexpr double title_scale = 1.25;
constexpr double line_height = 16.5;
constexpr lxw_color_t shade = 0xe8eef5;

lxw_datetime to_datetime(std::chrono::local_time<std::chrono::milliseconds> when)
{
    using namespace std::chrono;
    const auto midnight = floor<days>(when);
    const year_month_day day{midnight};
    const hh_mm_ss time{floor<seconds>(when - midnight)};
    return {
        static_cast<int>(day.year()),
        static_cast<int>(static_cast<unsigned>(day.month())),
        static_cast<int>(static_cast<unsigned>(day.day())),
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<double>(time.seconds().count())};
}

/// About: a column of one holds a digit, letters are narrower, and words leave room at the ends of lines.
int lines_of(const std::string& text, double width)
{
    const auto characters =
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
    return std::max(1, static_cast<int>(std::ceil(static_cast<double>(characters) / (width * 1.15 - 2))));
}

}  // namespace

class workbook::body {
public:
    explicit body(std::string title) : file_{}, book_{workbook_new(file_.name().c_str()), lxw_workbook_free}
    {
        if (!book_)
            check(LXW_ERROR_MEMORY_MALLOC_FAILED);
        lxw_doc_properties about{};
        about.title = title.data();  // not const in older releases of the library
        check(workbook_set_properties(book_.get(), &about));
        plain_ = format();
        bold_ = format();
        format_set_bold(bold_);
        plain_middle_ = format();
        format_set_align(plain_middle_, LXW_ALIGN_CENTER);
        bold_middle_ = format();
        format_set_bold(bold_middle_);
        format_set_align(bold_middle_, LXW_ALIGN_CENTER);
        title_ = format();
        format_set_bold(title_);
        format_set_font_size(title_, font_size * title_scale);
        format_set_align(title_, LXW_ALIGN_CENTER);
        heading_ = boxed(nullptr);
        format_set_bold(heading_);
        format_set_align(heading_, LXW_ALIGN_CENTER);
        format_set_bg_color(heading_, shade);
        text_ = boxed(nullptr);
        format_set_align(text_, LXW_ALIGN_LEFT);
        format_set_indent(text_, 1);
        number_ = boxed("#,##0");
        share_ = boxed("0.00%");
        length_ = boxed("[h]:mm:ss");
        moment_ = boxed("dd/mm/yyyy hh:mm");
        format_set_align(moment_, LXW_ALIGN_CENTER);
    }

    void begin_sheet(const std::string& name, page how, std::vector<double> widths)
    {
        end_sheet();
        sheet_ = workbook_add_worksheet(book_.get(), name.c_str());
        if (sheet_ == nullptr)
            check(LXW_ERROR_PARAMETER_VALIDATION);
        widths_ = std::move(widths);
        row_ = 0;
        for (std::size_t i = 0; i != widths_.size(); ++i)
            check(worksheet_set_column(sheet_, column(i), column(i), widths_[i], nullptr));
        worksheet_set_paper(sheet_, 9);  // A4
        worksheet_set_margins(sheet_, 0.6, 0.5, 0.6, 0.6);
        if (how == page::across)
            worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);  // as wide as a page, as long as it is
        worksheet_center_horizontally(sheet_);
        check(worksheet_set_footer(sheet_, "&C&\"Times New Roman\"&10&P/&N"));
    }

    void line(const std::string& text, style how, place where)
    {
        const bool is_middle = where == place::middle;
        auto* const look = how == style::title  ? title_
                           : how == style::bold ? (is_middle ? bold_middle_ : bold_)
                                                : (is_middle ? plain_middle_ : plain_);
        double width = 0;
        for (const auto each : widths_) width += each;
        set_height(
            lines_of(text, style::title == how ? width / title_scale : width),
            how == style::title ? title_scale : 1
        );
        if (widths_.size() > 1)
            check(worksheet_merge_range(sheet_, row_, 0, row_, column(widths_.size() - 1), text.c_str(), look)
            );
        else
            check(worksheet_write_string(sheet_, row_, 0, text.c_str(), look));
        ++row_;
    }

    void skip() { ++row_; }

    void head(const std::vector<std::string>& of, headings how)
    {
        int lines = 1;
        for (std::size_t i = 0; i != of.size(); ++i) {
            check(worksheet_write_string(sheet_, row_, column(i), of[i].c_str(), heading_));
            lines = std::max(lines, lines_of(of[i], widths_.at(i)));
        }
        set_height(lines);
        if (how == headings::kept) {
            kept_ = row_;
            check(worksheet_repeat_rows(sheet_, row_, row_));
            worksheet_freeze_panes(sheet_, row_ + 1, 0);
        }
        ++row_;
    }

    void row(const std::vector<cell>& cells)
    {
        int lines = 1;
        for (std::size_t i = 0; i != cells.size(); ++i) {
            std::visit([&](const auto& what) { check(write(column(i), what)); }, cells[i]);
            if (const auto* text = std::get_if<std::string>(&cells[i]))
                lines = std::max(lines, lines_of(*text, widths_.at(i)));
        }
        set_height(lines);
        ++row_;
    }

    std::string finish()
    {
        end_sheet();
        check(workbook_close(book_.release()));  // frees it, whatever comes of it
        return file_.content();
    }

private:
    static lxw_col_t column(std::size_t i) { return static_cast<lxw_col_t>(i); }

    /// Not every program makes rows as high as their text when it opens a file.
    void set_height(int lines, double scale = 1)
    {
        check(worksheet_set_row(sheet_, row_, line_height * lines * scale, nullptr));
    }

    lxw_format* format()
    {
        auto* const out = workbook_add_format(book_.get());
        if (out == nullptr)
            check(LXW_ERROR_MEMORY_MALLOC_FAILED);
        format_set_font_name(out, font);
        format_set_font_size(out, font_size);
        format_set_text_wrap(out);
        format_set_align(out, LXW_ALIGN_VERTICAL_CENTER);
        return out;
    }

    lxw_format* boxed(const char* numbers)
    {
        auto* const out = format();
        format_set_border(out, LXW_BORDER_THIN);
        if (numbers != nullptr)
            format_set_num_format(out, numbers);
        return out;
    }

    lxw_error write(lxw_col_t at, std::monostate) { return worksheet_write_blank(sheet_, row_, at, text_); }
    lxw_error write(lxw_col_t at, const std::string& what)
    {
        return worksheet_write_string(sheet_, row_, at, what.c_str(), text_);
    }
    lxw_error write(lxw_col_t at, std::uint64_t what)
    {
        return worksheet_write_number(sheet_, row_, at, static_cast<double>(what), number_);
    }
    lxw_error write(lxw_col_t at, share what)
    {
        return worksheet_write_number(sheet_, row_, at, what.of_one, share_);
    }
    lxw_error write(lxw_col_t at, std::chrono::duration<double> what)
    {
        const std::chrono::duration<double, std::chrono::days::period> days{what};
        return worksheet_write_number(sheet_, row_, at, days.count(), length_);
    }
    lxw_error write(lxw_col_t at, std::chrono::local_time<std::chrono::milliseconds> what)
    {
        auto when = to_datetime(what);
        return worksheet_write_datetime(sheet_, row_, at, &when, moment_);
    }

    void end_sheet()
    {
        if (kept_)
            check(worksheet_autofilter(
                sheet_, *kept_, 0, std::max(*kept_ + 1, row_) - 1, column(widths_.size() - 1)
            ));
        kept_.reset();
    }

    const memory_file file_;
    std::unique_ptr<lxw_workbook, void (*)(lxw_workbook*)> book_;
    lxw_worksheet* sheet_ = nullptr;
    std::vector<double> widths_;
    lxw_row_t row_ = 0;
    std::optional<lxw_row_t> kept_;
    lxw_format *plain_, *bold_, *plain_middle_, *bold_middle_, *title_, *heading_, *text_, *number_, *share_,
        *length_, *moment_;
};

workbook::workbook(const std::string& title) : body_{std::make_unique<body>(title)} {}

workbook::~workbook() = default;

void workbook::begin_sheet(const std::string& name, page how, std::vector<double> widths)
{
    body_->begin_sheet(name, how, std::move(widths));
}

void workbook::line(const std::string& text, style how, place where)
{
    body_->line(text, how, where);
}

void workbook::skip()
{
    body_->skip();
}

void workbook::head(const std::vector<std::string>& headings_of, headings how)
{
    body_->head(headings_of, how);
}

void workbook::row(const std::vector<cell>& cells)
{
    body_->row(cells);
}

std::string workbook::finish()
{
    return body_->finish();
}

}  // namespace loa
