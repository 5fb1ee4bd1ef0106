#include "adapters/email/encoded_words.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace loa {
namespace {

constexpr std::string_view opening = "=?utf-8?B?", closing = "?=";
constexpr std::size_t longest_line = 76;
constexpr std::size_t longest_plain = 60;  // beside the header's name

void append_base64(std::string& out, std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) {
            return at < bytes.size() ? static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[at])) : 0U;
        };
        const auto three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        out += digits[three >> 18];
        out += digits[three >> 12 & 63];
        out += i + 1 < bytes.size() ? digits[three >> 6 & 63] : '=';
        out += i + 2 < bytes.size() ? digits[three & 63] : '=';
    }
}

bool starts_letter(std::string_view text, std::size_t at)
{
    return at >= text.size() || !U8_IS_TRAIL(static_cast<std::uint8_t>(text[at]));
}

/// The most bytes up to `most` that end between letters, and are a multiple of three if any such number is.
std::size_t word_length(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text.size();
    for (auto length = most / 3 * 3; length != 0; length -= 3)
        if (starts_letter(text, length))
            return length;
    while (most > 1 && !starts_letter(text, most)) --most;
    return most;
}

}  // namespace

bool needs_encoding(std::string_view text) noexcept
{
    return text.size() > longest_plain || text.find("=?") != std::string_view::npos ||
           std::any_of(text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; });
}

void append_encoded_words(std::string& out, std::string_view text, std::size_t column)
{
    while (!text.empty()) {
        const auto digits = longest_line - column - opening.size() - closing.size();
        const auto length = word_length(text, digits / 4 * 3);
        out += opening;
        append_base64(out, text.substr(0, length));
        out += closing;
        text.remove_prefix(length);
        if (!text.empty())
            out += "\r\n ";
        column = 1;
    }
}

}  // namespace loa
