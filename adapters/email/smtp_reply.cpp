#include "adapters/email/smtp_reply.hpp"

#include <optional>

namespace loa {
namespace {

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

// Takes 1 to 3 digits off the front.
std::optional<std::uint16_t> take_number(std::string_view& text) noexcept
{
    std::size_t length = 0;
    unsigned value = 0;
    while (length < 3 && length < text.size() && is_digit(text[length]))
        value = value * 10 + static_cast<unsigned>(text[length++] - '0');
    if (length == 0)
        return std::nullopt;
    text.remove_prefix(length);
    return static_cast<std::uint16_t>(value);
}

bool take(std::string_view& text, char expected) noexcept
{
    if (text.empty() || text.front() != expected)
        return false;
    text.remove_prefix(1);
    return true;
}

// Takes "5.1.1 " off the front. One that contradicts the reply code is only text: the reply code decides (RFC
// 2034, section 4).
enhanced_code take_enhanced(std::string_view& text, unsigned reply_class) noexcept
{
    auto rest = text;
    const auto kind = take_number(rest);
    if (!kind || *kind != reply_class || reply_class == 3 || !take(rest, '.'))
        return {};
    const auto subject = take_number(rest);
    if (!subject || !take(rest, '.'))
        return {};
    const auto detail = take_number(rest);
    if (!detail || !(rest.empty() || take(rest, ' ')))
        return {};
    text = rest;
    return {static_cast<std::uint8_t>(*kind), *subject, *detail};
}

}  // namespace

smtp_reply_parser::state smtp_reply_parser::feed(std::string_view& bytes)
{
    auto now = broken_ ? state::malformed : state::more;
    while (now == state::more && !bytes.empty()) {
        const auto end = bytes.find('\n');
        auto line = bytes.substr(0, end);
        if (line_.size() + line.size() > line_limit) {
            now = state::malformed;
            break;
        }
        if (end == bytes.npos) {
            line_ += line;
            bytes = {};
            break;
        }
        bytes.remove_prefix(end + 1);
        if (!line_.empty())
            line = line_ += line;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        now = take_line(line);
        line_.clear();
    }
    broken_ = now == state::malformed;
    return now;
}

smtp_reply_parser::state smtp_reply_parser::take_line(std::string_view line)
{
    if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) || !is_digit(line[2]))
        return state::malformed;
    if (line.size() > 3 && line[3] != ' ' && line[3] != '-')
        return state::malformed;
    const auto code =
        static_cast<std::uint16_t>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
    const bool last = line.size() == 3 || line[3] == ' ';

    if (lines_ == 0) {
        reply_.code = code;
        reply_.enhanced = {};
        reply_.text.clear();
    }
    else if (reply_.code != code) {
        return state::malformed;  // whose lines are they?
    }
    auto text = line.substr(line.size() == 3 ? 3 : 4);
    const auto enhanced = take_enhanced(text, code / 100U);
    if (!reply_.enhanced)
        reply_.enhanced = enhanced;
    if (++lines_ > lines_limit || reply_.text.size() + text.size() + 1 > text_limit)
        return state::malformed;
    if (lines_ > 1)
        reply_.text += '\n';
    reply_.text += text;

    if (!last)
        return state::more;
    lines_ = 0;
    return state::complete;
}

}  // namespace loa
