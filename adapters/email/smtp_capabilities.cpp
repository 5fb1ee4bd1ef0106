#include "adapters/email/smtp_capabilities.hpp"

#include <boost/algorithm/string/predicate.hpp>

#include <charconv>
#include <locale>

namespace loa {
namespace {

bool same(std::string_view a, std::string_view b) noexcept
{
    return boost::algorithm::iequals(a, b, std::locale::classic());
}

// Takes the next word off the front; AUTH=PLAIN of old servers is two.
std::string_view take_word(std::string_view& line) noexcept
{
    const auto start = line.find_first_not_of(" \t=");
    if (start == line.npos)
        return line = {};
    line.remove_prefix(start);
    const auto word = line.substr(0, line.find_first_of(" \t="));
    line.remove_prefix(word.size());
    return word;
}

void read_line(smtp_capabilities& out, std::string_view line) noexcept
{
    const auto keyword = take_word(line);
    if (same(keyword, "PIPELINING"))
        out.pipelining = true;
    else if (same(keyword, "8BITMIME"))
        out.eight_bit = true;
    else if (same(keyword, "SMTPUTF8"))
        out.utf8 = true;
    else if (same(keyword, "STARTTLS"))
        out.starttls = true;
    else if (same(keyword, "SIZE")) {
        out.size = true;
        const auto limit = take_word(line);
        if (std::from_chars(limit.data(), limit.data() + limit.size(), out.size_limit).ec != std::errc{})
            out.size_limit = 0;
    }
    else if (same(keyword, "AUTH")) {
        for (auto mechanism = take_word(line); !mechanism.empty(); mechanism = take_word(line)) {
            out.auth_plain |= same(mechanism, "PLAIN");
            out.auth_login |= same(mechanism, "LOGIN");
        }
    }
}

}  // namespace

smtp_capabilities parse_capabilities(std::string_view text) noexcept
{
    smtp_capabilities out;
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
        text.remove_prefix(end + 1);
        read_line(out, text.substr(0, text.find('\n')));
    }
    return out;
}

}  // namespace loa
