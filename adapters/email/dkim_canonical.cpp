#include "adapters/email/dkim_canonical.hpp"

#include <cstddef>

namespace loa {
namespace {

bool is_space(char c) noexcept
{
    return c == ' ' || c == '\t';
}

bool is_blank(std::string_view line) noexcept
{
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// White space between words becomes one space; that at the end goes.
void append_words(std::string& out, std::string_view text)
{
    bool space = false;
    for (const char c : text) {
        if (is_space(c)) {
            space = true;
            continue;
        }
        if (space)
            out += ' ';
        space = false;
        out += c;
    }
}

/// Whether the line of a body as it is sent is to be signed as it stands, as nearly all are.
bool is_relaxed(std::string_view line) noexcept
{
    if (line.empty())
        return true;
    unsigned other = static_cast<unsigned>(line.front() == '.') |
                     static_cast<unsigned>(line.front() == '\t') | static_cast<unsigned>(line.back() == ' ');
    for (std::size_t i = 1; i < line.size(); ++i)  // without a branch: many bytes at once
        other |= static_cast<unsigned>(line[i] == '\t') |
                 (static_cast<unsigned>(line[i] == ' ') & static_cast<unsigned>(line[i - 1] == ' '));
    return other == 0;
}

std::string_view without_blank_lines_at_end(std::string_view body) noexcept
{
    while (body.ends_with("\r\n")) {
        const auto last = body.substr(0, body.size() - 2);
        const auto before = last.rfind('\n');
        const auto start = before == std::string_view::npos ? 0 : before + 1;
        if (!is_blank(last.substr(start)))
            break;
        body = body.substr(0, start);
    }
    return body;
}

}  // namespace

void append_relaxed_field(std::string& out, std::string_view field)
{
    const auto colon = field.find(':');
    for (const char c : field.substr(0, colon))
        if (!is_space(c))
            out += lower(c);
    out += ':';
    if (colon == std::string_view::npos)
        return;
    const auto begin = out.size();
    bool space = false;
    for (const char c : field.substr(colon + 1)) {
        if (c == '\r' || c == '\n')  // unfolded: the white space behind it stays
            continue;
        if (is_space(c)) {
            space = out.size() != begin;
            continue;
        }
        if (space)
            out += ' ';
        space = false;
        out += c;
    }
}

sha256_digest relaxed_body_hash(std::string_view sent)
{
    constexpr std::string_view end_of_text = ".\r\n";  // RFC 5321 section 4.5.2
    if (sent.ends_with(end_of_text))
        sent.remove_suffix(end_of_text.size());
    const auto body = without_blank_lines_at_end(sent);
    sha256 hash;
    std::string changed;
    std::size_t hashed = 0;
    for (std::size_t at = 0; at < body.size();) {
        const auto next = body.find('\n', at) + 1;
        auto line = body.substr(at, next - 2 - at);
        if (!is_relaxed(line)) {
            if (line.starts_with('.'))
                line.remove_prefix(1);
            changed.clear();
            append_words(changed, line);
            changed += "\r\n";
            hash.add(body.substr(hashed, at - hashed));
            hash.add(changed);
            hashed = next;
        }
        at = next;
    }
    hash.add(body.substr(hashed));
    return hash.finish();
}

}  // namespace loa
