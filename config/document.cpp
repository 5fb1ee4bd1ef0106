#include "config/document.hpp"

#include <toml++/toml.h>

#include <cstdio>
#include <sstream>

namespace loa {
namespace {

constexpr std::size_t most_shown = 80;

document_position position_of(const toml::source_region& source)
{
    return {source.begin.line, source.begin.column};
}

template <class T>
std::string as_toml(const T& what)
{
    std::ostringstream out;
    out << what;
    return out.str();
}

document_value converted(const toml::node& node)
{
    using kind = document_value::kind;
    document_value out;
    out.where = position_of(node.source());
    node.visit([&](const auto& each) {
        using type = std::decay_t<decltype(each)>;
        if constexpr (std::is_same_v<type, toml::table>) {
            for (const auto& [key, value] : each)
                out.entries.push_back({std::string{key.str()}, position_of(key.source()), converted(value)});
        }
        else if constexpr (std::is_same_v<type, toml::array>) {
            out.what = kind::array;
            for (const auto& item : each) out.items.push_back(converted(item));
        }
        else if constexpr (std::is_same_v<type, toml::value<std::string>>) {
            out.what = kind::text;
            out.text = each.get();
        }
        else if constexpr (std::is_same_v<type, toml::value<std::int64_t>>) {
            out.what = kind::number;
            out.number = each.get();
            out.text = std::to_string(out.number);
        }
        else if constexpr (std::is_same_v<type, toml::value<bool>>) {
            out.what = kind::flag;
            out.flag = each.get();
            out.text = out.flag ? "true" : "false";
        }
        else {
            out.what = std::is_same_v<type, toml::value<double>> ? kind::real : kind::date;
            out.text = as_toml(each);
        }
    });
    return out;
}

}  // namespace

boost::system::result<document_value, config_error> parse_document(
    std::string_view text, const std::string& file
)
{
    try {
        return converted(toml::parse(text));
    } catch (const toml::parse_error& problem) {
        const auto where = position_of(problem.source());
        return config_error{file, where.line, where.column, {}, {}, std::string{problem.description()}, {}};
    }
}

std::string toml_quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        }
        else if (c == '\n') {
            out += "\\n";
        }
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04X", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += code;
        }
        else {
            out += c;
        }
    }
    return out + '"';
}

std::string shown(const document_value& value)
{
    using kind = document_value::kind;
    std::string out;
    switch (value.what) {
        case kind::table: return "{...}";
        case kind::array:
            for (const auto& item : value.items) out += (out.empty() ? "" : ", ") + shown(item);
            out = "[" + out + "]";
            break;
        case kind::text: out = toml_quoted(value.text); break;
        default: out = value.text;
    }
    if (out.size() > most_shown) {
        auto end = most_shown;
        while (end != 0 && (static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;
        out = out.substr(0, end) + "…";
    }
    return out;
}

}  // namespace loa
