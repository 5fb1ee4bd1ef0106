/// \file
/// Any bytes as a bulletin's HTML: what comes out holds only what is allowed, and sanitising or reading it
/// again changes nothing and never fails.

#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::vector<std::string> hosts{"hcm.edu.vn"};
    const std::string_view input{reinterpret_cast<const char*>(data), size};
    loa::link_allowed(input, hosts);
    loa::escape_html(input);
    loa::to_text(input);
    const auto once = loa::sanitise(input, hosts);
    if (!once) {
        require(!once.error().empty());
        return 0;
    }
    require(loa::to_nfc(*once) == *once);  // valid UTF-8 and composed
    for (const auto* forbidden :
         {"<script", "<style", "<svg", "<iframe", "<object", "<form", "<!--", " style=", " on"}) {
        const std::string_view word{forbidden};
        for (auto at = once->find(word); at != std::string::npos; at = once->find(word, at + 1)) {
            // In text and attribute values "<" is escaped, but " on" is a word like any other: only in tags
            // is it an attribute.
            const auto open = once->rfind('<', at), close = once->rfind('>', at);
            const bool in_tag =
                open != std::string::npos && (close == std::string::npos || close < open || open == at);
            const auto quotes = in_tag ? std::string_view{*once}.substr(open, at - open) : std::string_view{};
            std::size_t count = 0;
            for (const char c : quotes) count += c == '"';
            require(!in_tag || count % 2 == 1);
        }
    }
    const auto twice = loa::sanitise(*once, hosts);
    require(twice || twice.error().front().code == "too_deep");  // wrongly nested elements may settle deeper
    require(loa::to_nfc(loa::to_text(*once)).has_value());
    return 0;
}
