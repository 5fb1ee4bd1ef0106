// A CSV file of anything: read to its end in bounded memory, and what a check lets through is what the
// directory may hold, so that no name or address can break a header, an envelope or a list.
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/csv.hpp"
#include "gateway/ledger/import_fields.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

using namespace loa;

namespace {

void require(bool so)
{
    if (!so)
        std::abort();
}

bool is_line(std::string_view text)
{
    return to_nfc(text) && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
           });
}

bool is_word(std::string_view text)
{
    return is_line(text) && text.find(' ') == std::string_view::npos;
}

void check_fields(std::string_view field)
{
    std::string value, again;
    if (check_unit_ref(field).empty())
        require(is_word(field) && field.size() <= 64 && field.find_first_of("|;@\",") == field.npos);
    if (check_person_ref(field).empty())
        require(is_word(field) && field.size() <= 64);
    if (check_name(field, value).empty()) {
        require(is_line(value) && !value.empty() && value.size() <= 200);
        require(check_name(value, again).empty() && again == value);
    }
    if (check_account(field, value).empty())
        require(is_word(value) && value.size() <= 64);
    if (check_email(field, value).empty()) {
        require(value.empty() || std::count(value.begin(), value.end(), '@') == 1);
        require(is_word(value) && value.find_first_of("<>()[]\\,;:\"") == value.npos);
        require(check_email(value, again).empty() && again == value);
    }
    std::uint32_t levels = 0;
    check_levels(field, levels);
    std::vector<parent_field> parents;
    if (check_parents(field, parents).empty()) {
        require(parents.size() <= 20);
        for (const auto& each : parents)
            require(check_unit_ref(each.ref).empty() && each.valid_from < each.valid_to);
    }
}

/// Behind a field "x", so that no row is an empty line or begins with a byte order mark.
void check_is_read_back(const std::string& written, const std::vector<std::vector<std::string>>& rows)
{
    std::istringstream in{written};
    csv_reader csv{in};
    for (const auto& row : rows) {
        require(csv.next() && csv.fields().size() == row.size() + 1);
        require(std::equal(row.begin(), row.end(), csv.fields().begin() + 1));
    }
    require(!csv.next());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t longest = 16 + bytes[0];
    std::istringstream in{std::string{reinterpret_cast<const char*>(bytes) + 1, size - 1}};
    csv_reader csv{in, longest};
    std::uint64_t line = 0;
    std::string written;
    std::vector<std::vector<std::string>> rows;
    while (csv.next()) {
        require(csv.line() >= line);  // what is left of a line that is too long is another row of it
        line = csv.line();
        require(csv.text().size() <= longest && csv.trouble().empty() == !csv.fields().empty());
        std::string row;
        for (const auto field : csv.fields()) {
            check_fields(field);
            row += "," + csv_field(field);
        }
        if (row.size() > 1) {  // else an empty line, which is passed over
            written += "x" + row + "\r\n";
            rows.emplace_back(csv.fields().begin(), csv.fields().end());
        }
    }
    check_is_read_back(written, rows);
    require(csv.bytes() == size - 1);
    return 0;
}
