#include "adapters/email/smtp_outcome.hpp"

#include <algorithm>
#include <array>

namespace loa {
namespace {

using enum outcome_class;

constexpr unsigned at(smtp_stage stage) noexcept
{
    return 1U << static_cast<unsigned>(stage);
}
constexpr unsigned any_stage = ~0U;
constexpr unsigned at_mail = at(smtp_stage::mail);
constexpr unsigned at_rcpt = at(smtp_stage::rcpt);
constexpr unsigned at_content = at(smtp_stage::content);
constexpr unsigned at_auth = at(smtp_stage::auth);
constexpr unsigned in_session = at(smtp_stage::greeting) | at(smtp_stage::ehlo) | at(smtp_stage::starttls);
constexpr unsigned in_transaction = at_mail | at_rcpt | at(smtp_stage::data) | at_content;
constexpr unsigned for_recipient = in_transaction & ~at_mail;

constexpr int any = -1;
constexpr int none = -2;  // only where the server gave no enhanced code

struct rule {
    unsigned stages;
    int from, to;           // reply codes
    int subject, detail;    // of the enhanced code
    std::string_view text;  // in the reply's words, lower case; with a leading '^': at their beginning
    outcome_class what;
    bool suppress = false;
};

// The first rule that fits decides.
constexpr std::array rules{
    // Who we are is refused, whoever the recipient: the whole relay is concerned, though Postfix says so at
    // RCPT.
    rule{in_transaction, 500, 599, any, any, "^sender address rejected", unauthorized},
    rule{in_transaction, 500, 599, any, any, "^client host rejected", unauthorized},
    rule{in_transaction, 500, 599, any, any, "^helo command rejected", unauthorized},
    rule{in_transaction, 400, 499, any, any, "^client host rejected", unavailable},
    rule{in_transaction, 400, 499, any, any, "^helo command rejected", unavailable},
    rule{in_transaction, 500, 599, any, any, "^relay", unauthorized},  // access denied, not permitted
    rule{in_transaction, 500, 599, any, any, "^unable to relay", unauthorized},
    rule{any_stage, 530, 530, any, any, "", unauthorized},  // authentication or TLS required
    rule{any_stage, 534, 535, any, any, "", unauthorized},
    rule{any_stage, 538, 538, any, any, "", unauthorized},
    rule{any_stage, 500, 599, 7, 8, "", unauthorized},  // credentials invalid

    // The relay wants less of us, or nothing at all for now.
    rule{any_stage, 400, 499, 7, 28, "", throttled},   // too much mail of one kind, says Gmail
    rule{any_stage, 400, 599, 4, 5, "", throttled},    // congestion, sending quota
    rule{any_stage, 421, 421, 7, any, "", throttled},  // too many connections
    rule{any_stage, 421, 421, any, any, "", unavailable},
    rule{at_mail, 400, 499, 7, any, "", throttled},               // too much mail from us
    rule{at_mail | at_content, 400, 499, 3, 1, "", unavailable},  // its disk is full
    rule{at_mail | at_content, 400, 499, 3, 2, "", unavailable},  // not accepting messages
    rule{in_session, 400, 599, any, any, "", unavailable},
    rule{at_auth, 400, 499, any, any, "", unavailable},
    rule{at_auth, 500, 599, any, any, "", unauthorized},

    // The message is too big for the relay: nobody would get it.
    rule{in_transaction, 500, 599, 3, 4, "", content_rejected},
    rule{at_mail, 552, 552, none, any, "", content_rejected},
    rule{at_content, 552, 552, none, any, "size", content_rejected},
    rule{at_content, 552, 552, none, any, "large", content_rejected},
    rule{at_content, 552, 552, none, any, "big", content_rejected},

    // MAIL: the recipient is not known to the relay yet, so a refusal concerns us; only addresses that need
    // SMTPUTF8 differ.
    rule{in_transaction, 500, 599, 6, 7, "", rejected},
    rule{in_transaction, 503, 503, any, any, "", transient},  // bad sequence: the transaction went astray
    rule{at_mail, 500, 599, any, any, "", unauthorized},

    // The recipient.
    rule{for_recipient, 500, 599, 1, 7, "", unauthorized},        // the sender's mailbox is bad
    rule{for_recipient, 500, 599, 1, 8, "", unauthorized},        // the sender's domain is bad
    rule{for_recipient, 500, 599, 1, 4, "", rejected},            // ambiguous
    rule{for_recipient, 500, 599, 1, any, "", rejected, true},    // no such mailbox, no such domain
    rule{for_recipient, 500, 599, 2, 1, "", rejected, true},      // disabled
    rule{for_recipient, 556, 556, any, any, "", rejected, true},  // the domain takes no mail (RFC 7504)
    rule{at_rcpt, 550, 553, none, any, "no such", rejected, true},
    rule{at_rcpt, 550, 553, none, any, "unknown", rejected, true},
    rule{at_rcpt, 550, 553, none, any, "not exist", rejected, true},
    rule{at_rcpt, 550, 553, none, any, "n't exist", rejected, true},
    rule{at_rcpt, 550, 553, none, any, "not found", rejected, true},
    rule{at_rcpt, 550, 550, none, any, "mailbox unavailable", rejected, true},  // RFC 5321's own words
    rule{at_rcpt, 550, 553, none, any, "invalid", rejected, true},

    // Full mailboxes, policy, content, greylisting, and all else.
    rule{any_stage, 400, 499, any, any, "", transient},
    rule{any_stage, 500, 599, any, any, "", rejected},
};

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

// A word that may name a person, a message or a host.
bool is_private(std::string_view word, std::string_view name)
{
    if (std::any_of(word.begin(), word.end(), [](char c) {
            return (c >= '0' && c <= '9') || c == '@' || c == '<' || c == '>' ||
                   static_cast<unsigned char>(c) >= 0x7f;
        }))
        return true;
    if (word.find("://") != word.npos)
        return true;
    if (name.empty())
        return false;
    auto plain = lower(word);
    while (!plain.empty() && std::string_view{"\"'()[]:;,.!"}.find(plain.back()) != std::string_view::npos)
        plain.pop_back();
    plain.erase(0, std::min(plain.find_first_not_of("\"'(["), plain.size()));
    return name.size() >= 4 ? plain.find(name) != plain.npos : plain == name;
}

// At most `limit` bytes of the words of the first line that name nobody.
std::string words_of(std::string_view text, std::string_view mailbox, std::size_t limit)
{
    const auto name = lower(mailbox.substr(0, mailbox.rfind('@')));
    text = text.substr(0, text.find('\n'));
    std::string out;
    bool in_brackets = false;  // <"an binh"@example.vn> is several words
    while (!text.empty()) {
        const auto start = std::find_if(text.begin(), text.end(), [](unsigned char c) { return c > ' '; });
        const auto end = std::find_if(start, text.end(), [](unsigned char c) { return c <= ' '; });
        const std::string_view word(start, end);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
        const auto open = word.rfind('<');
        const auto close = word.rfind('>');
        const bool hidden = in_brackets;
        if (open != word.npos && (close == word.npos || close < open))
            in_brackets = true;
        else if (close != word.npos)
            in_brackets = false;
        if (hidden || word.empty() || is_private(word, name) ||
            (out.empty() && word.find_first_not_of(":-") == word.npos))
            continue;
        if (out.size() + word.size() + 1 > limit)
            break;
        if (!out.empty())
            out += ' ';
        out += word;
    }
    return out;
}

bool fits(const rule& each, const smtp_reply& reply, smtp_stage stage, std::string_view words)
{
    if ((each.stages & at(stage)) == 0 || reply.code < each.from || reply.code > each.to)
        return false;
    if (each.subject == none
            ? static_cast<bool>(reply.enhanced)
            : each.subject != any && (!reply.enhanced || each.subject != reply.enhanced.subject))
        return false;
    if (each.detail != any && each.detail != reply.enhanced.detail)
        return false;
    return each.text.starts_with('^') ? words.starts_with(each.text.substr(1))
                                      : words.find(each.text) != words.npos;
}

}  // namespace

std::string cause_of(const smtp_reply& reply, std::string_view mailbox)
{
    auto out = std::to_string(reply.code);
    if (const auto& code = reply.enhanced)
        out += ' ' + std::to_string(code.kind) + '.' + std::to_string(code.subject) + '.' +
               std::to_string(code.detail);
    if (const auto words = words_of(reply.text, mailbox, 60); !words.empty())
        out += ' ' + words;
    return out;
}

outcome classify(const smtp_reply& reply, smtp_stage stage, std::string_view mailbox)
{
    outcome out;
    out.cause = cause_of(reply, mailbox);
    out.what = stage == smtp_stage::content ? unknown : transient;
    const auto words = lower(words_of(reply.text, mailbox, 200));
    const auto* found = std::find_if(rules.begin(), rules.end(), [&](const rule& each) {
        return fits(each, reply, stage, words);
    });
    if (found != rules.end()) {
        out.what = found->what;
        out.suppress = found->suppress;
    }
    return out;
}

}  // namespace loa
