#include "gateway/accounts/base64url.hpp"

namespace loa {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string to_base64url(std::span<const std::uint8_t> raw)
{
    std::string out;
    unsigned held = 0, bits = 0;
    for (const auto byte : raw) {
        held = (held << 8 | byte) & 0xffff;
        for (bits += 8; bits >= 6; bits -= 6) out += alphabet[held >> (bits - 6) & 0x3f];
    }
    if (bits != 0)
        out += alphabet[held << (6 - bits) & 0x3f];
    return out;
}

std::optional<std::string> from_base64url(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    unsigned held = 0, bits = 0;
    for (const char c : text) {
        const auto value = alphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        held = (held << 6 | static_cast<unsigned>(value)) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(held >> bits & 0xff);
        }
    }
    if (bits == 6 || (held & ((1U << bits) - 1)) != 0)
        return std::nullopt;
    return out;
}

}  // namespace loa
