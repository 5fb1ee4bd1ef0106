#include "adapters/enetviet/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

namespace loa {

void add_json_text(std::string& out, std::string_view text)
{
    // Almost every value is plain ASCII and needs no escaping.
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    });
    if (!plain) {
        out += boost::json::serialize(boost::json::string{text});
        return;
    }
    out += '"';
    out += text;
    out += '"';
}

std::string_view json_text_at(const boost::json::object& in, std::string_view key)
{
    const auto* value = in.if_contains(key);
    const auto* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string_view{} : std::string_view{text->data(), text->size()};
}

}  // namespace loa
