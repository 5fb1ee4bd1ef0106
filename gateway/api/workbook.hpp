#pragma once
/// \file
/// Tables as an XLSX workbook that people print on A4 and go on counting with: real numbers, times and
/// shares.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace loa {

/// Of 1.
struct share {
    double of_one = 0;
};
/// Times have no zone in a workbook: they are those of its readers.
using cell = std::variant<
    std::monostate,
    std::string,
    std::uint64_t,
    share,
    std::chrono::duration<double>,
    std::chrono::local_time<std::chrono::milliseconds>>;

/// Written from top to bottom, sheet after sheet. Throws std::runtime_error if it cannot be.
class workbook {
public:
    /// \param title  in the file's properties
    explicit workbook(const std::string& title);
    ~workbook();
    workbook(const workbook&) = delete;
    workbook& operator=(const workbook&) = delete;

    enum class page : std::uint8_t { upright, across };
    /// \param widths  of its columns, in characters
    void begin_sheet(const std::string& name, page how, std::vector<double> widths);

    enum class style : std::uint8_t { plain, bold, title };
    enum class place : std::uint8_t { left, middle };
    /// Over all columns.
    void line(const std::string& text, style how = style::plain, place where = place::left);
    void skip();

    /// Of the rows below it. Only one of a sheet may be kept: it stays on the screen, is printed on each
    /// page, and filters the rows below it.
    enum class headings : std::uint8_t { once, kept };
    void head(const std::vector<std::string>& headings_of, headings how = headings::once);
    void row(const std::vector<cell>& cells);

    /// The file. Nothing can be added any more.
    std::string finish();

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
