#include "adapters/email/email_template.hpp"

#include "adapters/email/email_content.hpp"
#include "adapters/email/email_mime.hpp"
#include "adapters/email/personal.hpp"
#include "adapters/html/sanitise.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <utility>

namespace loa {
namespace {

constexpr std::size_t longest_line = 998;  // RFC 5322, section 2.1.1
constexpr std::size_t personal_slots = 4, link_slots = 3;
constexpr std::string_view before_text_link = "<", before_html_link = "href=3D\"";

bool has_long_line(std::string_view text)
{
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        if (end - start > longest_line)
            return true;
        start = end + 1;
    }
    return false;
}

/// A word that the content does not hold, so that it can be found again in the message. (Of content that
/// holds all of them, the cutter says so.)
std::string fresh_word(const std::string& word, const email_content& content)
{
    constexpr int most_words = 100;
    const auto text = email_text(content, {}) + email_html(content, {}) + content.url;
    auto out = word;
    for (int i = 1; i != most_words && text.find(out) != std::string::npos; ++i)
        out = word + std::to_string(i);
    return out;
}

/// RFC 5321, section 4.5.2; `message` has CRLF lines, the last one included.
std::string with_stuffed_dots(std::string_view message)
{
    std::string out;
    out.reserve(message.size() + 16);
    bool line_start = true;
    for (const char c : message) {
        if (line_start && c == '.')
            out += '.';
        out += c;
        line_start = c == '\n';
    }
    if (!line_start)
        out += "\r\n";
    return out + ".\r\n";
}

void append_number(std::string& out, std::uint64_t number)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace

boost::system::result<email_template, problems> email_template::render(
    const bulletin& what, broadcast_id broadcast, const email_params& params
)
{
    const auto content = make_content(what, params);
    if (!content)
        return content.error();

    const auto word = fresh_word("loa-slot", *content);
    const auto to = word + "-to@slot.invalid";
    const auto id = word + "-id";
    const auto greeting_text = word + "-text";
    const auto greeting_html = word + "-html";
    email_parts parts;
    const bool has_link = !params.unsubscribe_url.empty() && params.tokens;
    const auto link_header = has_link ? word + "-stop-header" : std::string{};
    const auto link_text = has_link ? word + "-stop-text" : std::string{};
    const auto link_html = has_link ? word + "-stop-html" : std::string{};
    parts.text = email_text(*content, greeting_text, link_text);
    parts.html = email_html(*content, greeting_html, link_html);
    parts.unsubscribe = link_header;
    parts.to = to;
    parts.message_id = id + '@' + params.message_id_domain;
    // "=_" cannot be in quoted-printable, the rest not in the content.
    parts.boundary = "=_" + word + '-' + std::to_string(broadcast);

    // Cuts the message at the places of the slots, in whatever order they come. Each must be there once:
    // without its own place everybody would get the same Message-ID, or another one's greeting.
    const auto pieces_of = [&](body_encoding encoding) {
        const auto message = with_stuffed_dots(compose(*content, parts, what.published_at, params, encoding));
        std::vector<std::pair<std::size_t, std::pair<std::size_t, slot>>> cuts;
        const auto cut = [&](const std::string& placeholder, slot then) {
            const auto at = message.find(placeholder);
            if (at != std::string::npos && message.find(placeholder, at + 1) == std::string::npos)
                cuts.push_back({at, {placeholder.size(), then}});
        };
        cut(to, slot::to_header);
        cut(id, slot::message_id);
        cut(greeting_text, slot::greeting_text);
        cut(greeting_html, slot::greeting_html);
        if (has_link) {
            cut(link_header, slot::link_header);
            cut(link_text, slot::link_text);
            cut(link_html, slot::link_html);
        }
        std::vector<piece> pieces;
        if (cuts.size() != personal_slots + (has_link ? link_slots : 0))
            return pieces;
        std::sort(cuts.begin(), cuts.end());
        std::size_t start = 0;
        for (const auto& [at, slot_there] : cuts) {
            pieces.push_back({message.substr(start, at - start), slot_there.second});
            start = at + slot_there.first;
        }
        pieces.push_back({message.substr(start), slot::none});
        return pieces;
    };

    email_template out;
    out.quoted_printable_ = pieces_of(body_encoding::quoted_printable);
    // A line that cannot be broken (a very long link) must be encoded whatever the server offers.
    const bool long_line = has_long_line(parts.text) || has_long_line(parts.html);
    if (!long_line)
        out.eight_bit_ = pieces_of(body_encoding::eight_bit);
    if (out.quoted_printable_.empty() || (!long_line && out.eight_bit_.empty()))
        return problems{
            {"",
             "not_renderable",
             "the places of name, address and Message-ID cannot be told in the message"}};
    out.broadcast_ = broadcast;
    if (has_link) {
        out.link_ = params.unsubscribe_url;
        out.link_html_ = escape_html(params.unsubscribe_url);
        out.tokens_ = params.tokens;
    }
    out.sender_prefix_ = "b+" + std::to_string(broadcast) + '.';
    out.sender_suffix_ = '@' + params.bounce_domain;
    return out;
}

void email_template::append(std::string& out, const destination& to, body_encoding encoding) const
{
    const bool quoted = encoding == body_encoding::quoted_printable || eight_bit_.empty();
    const clean_name name{to.name};
    refusal_tokens::text token{};
    if (tokens_)
        token = tokens_->make({broadcast_, to.no});
    const std::string_view token_text{token.data(), token.size()};
    for (const auto& each : quoted ? quoted_printable_ : eight_bit_) {
        out += each.fixed;
        switch (each.then) {
            case slot::none: break;
            case slot::to_header:
                append_mailbox(out, std::string_view{"To: "}.size(), name, to.address);
                break;
            case slot::message_id: out += to.key.view(); break;
            case slot::greeting_text: append_greeting(out, name, false, quoted); break;
            case slot::greeting_html: append_greeting(out, name, true, quoted); break;
            case slot::link_header: append_link(out, link_, token_text, 0, false); break;
            case slot::link_text: append_link(out, link_, token_text, before_text_link.size(), quoted); break;
            case slot::link_html:
                append_link(out, link_html_, token_text, before_html_link.size(), quoted);
                break;
        }
    }
}

void email_template::append_sender(std::string& out, const destination& to) const
{
    constexpr std::size_t mac_digits = 8;
    out += sender_prefix_;
    append_number(out, to.no);
    out += '.';
    out += to.key.view().substr(0, mac_digits);
    out += sender_suffix_;
}

std::size_t email_template::size(body_encoding encoding) const noexcept
{
    const auto& pieces =
        encoding == body_encoding::quoted_printable || eight_bit_.empty() ? quoted_printable_ : eight_bit_;
    return std::accumulate(
        pieces.begin(),
        pieces.end(),
        std::size_t{0},
        [](std::size_t sum, const piece& each) { return sum + each.fixed.size(); }
    );
}

}  // namespace loa
