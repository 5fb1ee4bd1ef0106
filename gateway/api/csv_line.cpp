#include "gateway/api/csv_line.hpp"

namespace loa {

std::string csv_line(std::initializer_list<std::string_view> fields)
{
    std::string out;
    bool is_first = true;
    for (const auto field : fields) {
        if (!is_first)
            out += ',';
        is_first = false;
        const bool is_formula = field.find_first_of("=+-@\t\r") == 0;
        const bool is_quoted = field.find_first_of(",\"\r\n") != std::string_view::npos;
        if (is_quoted)
            out += '"';
        if (is_formula)
            out += '\'';
        for (const char c : field) out.append(c == '"' ? 2 : 1, c);
        if (is_quoted)
            out += '"';
    }
    return out += "\r\n";
}

std::string csv_head(std::initializer_list<std::string_view> names)
{
    return std::string{"\xEF\xBB\xBF"}.append(csv_line(names));
}

}  // namespace loa
