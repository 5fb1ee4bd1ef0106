#include "adapters/email/smtp_outcome.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace loa;
using enum outcome_class;
using enum smtp_stage;

namespace {

smtp_reply reply_of(std::string_view line)
{
    smtp_reply_parser parser;
    const auto wire = std::string{line} + "\r\n";
    std::string_view rest = wire;
    REQUIRE(parser.feed(rest) == smtp_reply_parser::state::complete);
    return parser.reply();
}

struct row {
    smtp_stage stage;
    const char* reply;
    outcome_class what;
    bool suppress = false;
};

}  // namespace

TEST_CASE("refusals mean what mail operators mean by them", "[email][smtp_outcome]")
{
    const row rows[] = {
        // the recipient
        {rcpt,
         "550 5.1.1 <an@x.vn>: Recipient address rejected: User unknown in virtual mailbox table",
         rejected,
         true},
        {rcpt, "550-5.1.1 The email account that you tried to reach does not exist.", rejected, true},
        {rcpt, "553 5.1.2 bad domain", rejected, true},
        {rcpt, "501 5.1.3 Bad recipient address syntax", rejected, true},
        {rcpt, "550 5.1.6 moved", rejected, true},
        {rcpt, "556 5.1.10 Recipient address has null MX", rejected, true},
        {rcpt, "556 no mail here", rejected, true},
        {rcpt, "550 5.1.4 ambiguous", rejected},
        {rcpt, "550 5.2.1 The email account that you tried to reach is disabled", rejected, true},
        {content, "550 5.1.1 no such user", rejected, true},
        {rcpt, "550 No such user here", rejected, true},
        {rcpt, "550 User unknown", rejected, true},
        {rcpt, "550 Requested action not taken: mailbox unavailable", rejected, true},
        {rcpt, "550 that address doesn't exist", rejected, true},
        {rcpt, "550 blocked", rejected},
        {rcpt, "551 User not local", rejected},
        {rcpt, "552 5.2.2 mailbox full", rejected},
        {rcpt, "552 quota", rejected},
        {rcpt, "452 4.2.2 mailbox full", transient},
        {rcpt, "450 4.2.1 receiving mail too quickly", transient},
        {rcpt, "550 5.4.1 Recipient address rejected: Access denied", rejected},
        {rcpt, "550 5.7.1 policy", rejected},
        {rcpt, "554 5.7.1 <an@x.vn>: Recipient address rejected: Access denied", rejected},
        {rcpt, "450 4.7.1 Greylisted, try again later", transient},
        {rcpt, "451 try later", transient},
        {rcpt, "452 4.5.3 too many recipients", transient},
        {rcpt, "503 5.5.1 need MAIL", transient},
        {mail, "553 5.6.7 Non-ASCII addresses not permitted", rejected},
        // us
        {rcpt, "554 5.7.1 <an@x.vn>: Relay access denied", unauthorized},
        {rcpt, "550 5.7.1 Unable to relay", unauthorized},
        {rcpt, "550 relay not permitted", unauthorized},
        {rcpt, "550 5.1.8 <b@bounce.vn>: Sender address rejected: Domain not found", unauthorized},
        {rcpt, "450 4.1.8 <b@bounce.vn>: Sender address rejected: Domain not found", transient},
        {rcpt, "554 5.7.1 <host.vn[10.1.2.3]>: Client host rejected: Access denied", unauthorized},
        {rcpt, "450 4.7.1 <host.vn>: Helo command rejected: Host not found", unavailable},
        {rcpt, "450 4.7.25 Client host rejected: cannot find your hostname, [10.0.0.1]", unavailable},
        {mail, "553 5.7.1 <b@bounce.vn>: Sender address rejected: not owned by user loa", unauthorized},
        {mail, "530 5.7.0 Authentication required", unauthorized},
        {rcpt, "530 5.7.0 Must issue a STARTTLS command first", unauthorized},
        {mail, "550 go away", unauthorized},
        {mail, "503 5.5.1 nested MAIL command", transient},
        {mail, "450 4.7.1 Error: too much mail from 10.0.0.1", throttled},
        {mail, "550 5.4.5 Daily user sending limit exceeded", throttled},
        {content, "451 4.4.5 system congestion", throttled},
        {content, "450 4.7.28 unusual rate of mail", throttled},
        {mail, "451 4.3.0 queue file write error", transient},
        {mail, "452 4.3.1 Insufficient system storage", unavailable},
        {rcpt, "421 4.3.2 Service shutting down", unavailable},
        {content, "421 timeout", unavailable},
        {greeting, "421 4.7.0 Error: too many connections", throttled},
        {greeting, "421 busy", unavailable},
        {greeting, "554 5.3.2 No service here", unavailable},
        {ehlo, "550 no", unavailable},
        {starttls, "454 4.7.0 TLS not available due to local problem", unavailable},
        {auth, "535 5.7.8 Error: authentication failed", unauthorized},
        {auth, "534 5.7.9 Application-specific password required", unauthorized},
        {auth, "454 4.7.0 Temporary authentication failure", unavailable},
        {auth, "500 what", unauthorized},
        // the text
        {mail, "552 5.3.4 Message size exceeds fixed limit", content_rejected},
        {mail, "552 too much", content_rejected},
        {content, "552 5.3.4 Error: message file too big", content_rejected},
        {content, "552 Message exceeds maximum size", content_rejected},
        {content, "552 storage allocation", rejected},
        {content, "550 5.2.3 too long for this mailbox", rejected},
        {content, "554 5.6.0 Message has a bad header", rejected},
        {content, "554 5.7.1 Spam", rejected},
        {content, "554 Transaction failed", rejected},
        {content, "451 4.3.0 try later", transient},
        {data, "451 no", transient},
        {data, "554 5.7.1 no", rejected},
        // out of place
        {content, "354 what", unknown},
        {mail, "354 what", transient},
    };
    for (const auto& each : rows) {
        CAPTURE(each.reply, static_cast<int>(each.stage));
        const auto reply = reply_of(
            std::string_view{each.reply}.substr(0, 4) == "550-" ? std::string{each.reply}.replace(3, 1, " ")
                                                                : std::string{each.reply}
        );
        const auto got = classify(reply, each.stage, "an@x.vn");
        CHECK(to_string(got.what) == to_string(each.what));
        CHECK(got.suppress == each.suppress);
        CHECK(got.cause.find('@') == std::string::npos);
    }
}

TEST_CASE("a cause names no person, message or machine, and is short", "[email][smtp_outcome]")
{
    const std::pair<const char*, const char*> rows[] = {
        {"550 5.1.1 <an.binh@x.vn>: Recipient address rejected: User unknown",
         "550 5.1.1 Recipient address rejected: User unknown"},
        {"550 No such user: an.binh", "550 No such user:"},
        {"550 \"An.Binh\" is unknown, an.binh.", "550 is unknown,"},
        {"450 4.2.0 <an binh@x.vn>: Greylisted", "450 4.2.0 Greylisted"},
        {"421 4.7.0 mx1.example Error: too many connections from 10.1.2.3",
         "421 4.7.0 Error: too many connections from"},
        {"451 4.3.0 4F5Xyz123: queue", "451 4.3.0 queue"},
        {"550 5.7.1 see https://x.example/why for more", "550 5.7.1 see for more"},
        {"550 Nguy\xe1\xbb\x85n V\xc4\x83n An is gone", "550 An is gone"},
        {"550 \x01\x02\x1b[31mred", "550"},
        {"550", "550"},
        {"552 aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccccccccc dddddddddddd",
         "552 aaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbb cccccccccccccccc"},
    };
    for (const auto& [line, expected] : rows) CHECK(cause_of(reply_of(line), "an.binh@x.vn") == expected);
    CHECK(cause_of(reply_of("550 no one"), "no@x.vn") == "550 one");
    CHECK(cause_of(reply_of("550 nobody"), "no@x.vn") == "550 nobody");
}
