// Against the mail server most relays run.
#include "tests/support/postfix.hpp"
#include "tests/integration/email/sender.hpp"
#include "tests/support/authority.hpp"

#include <algorithm>

using namespace loa;
using namespace loa::testing;

namespace {

bool here()
{
    if (postfix::can_run())
        return true;
    WARN("skipped: needs Postfix and root");
    return false;
}

bool has_line(const std::string& text, const std::string& start)
{
    return text.starts_with(start) || text.find('\n' + start) != std::string::npos;
}

std::vector<std::string> encryptions(const sender& s)
{
    std::vector<std::string> out;
    for (const auto& line : s.log.lines())
        for (const auto& field : line.fields)
            if (field.key == "tls")
                out.push_back(std::get<std::string>(field.value));
    return out;
}

}  // namespace

TEST_CASE("Postfix stores each message once, in the right mailbox", "[email][postfix]")
{
    if (!here())
        return;
    const postfix server;
    sender s{sender::to_port(server.port())};
    CHECK(
        sender::texts(s.deliver({an, "nobody@school.test", binh, "an@elsewhere.test", chi, an})) ==
        strings{
            "accepted",
            "rejected: 550 5.1.1 Recipient address rejected: User unknown in virtual mailbox",
            "accepted",
            "unauthorized: 554 5.7.1 Relay access denied",
            "accepted",
            "accepted"}
    );
    const auto ended = s.deliver({"nobody@school.test"});
    CHECK(ended[0].suppress);

    const auto first = server.messages(an, 2);
    REQUIRE(first.size() == 2);
    for (const auto& text : first) {
        CHECK(has_line(text, "Delivered-To: an@school.test"));
        CHECK(has_line(text, "Subject: Notice"));
        CHECK(text.find(".hidden") != std::string::npos);
        CHECK(text.find("..hidden") == std::string::npos);
    }
    const auto with = [&](std::size_t index) {
        return std::count_if(first.begin(), first.end(), [&](const std::string& text) {
            const std::string key{sender::key(index).view()};
            return has_line(text, "Message-Id: <" + key + "@") &&
                   has_line(
                       text,
                       "Return-Path: <b+7." + std::to_string(index) + '.' + key.substr(0, 8) +
                           "@bounce.school.test>"
                   );
        });
    };
    CHECK(with(0) == 1);
    CHECK(with(5) == 1);
    CHECK(server.messages(binh, 1).size() == 1);
    CHECK(server.messages(chi, 1).size() == 1);
}

TEST_CASE("lines that begin with a dot arrive as they were", "[email][postfix]")
{
    if (!here())
        return;
    const postfix server;
    const own_mail mail{2, "Subject: dots\r\n\r\n..one\r\n...two\r\n..\r\nend\r\n.\r\n"};
    CHECK(carry(sender::to_port(server.port()), mail) == strings(2, "accepted"));
    const auto stored = server.messages(an, 2);
    REQUIRE(stored.size() == 2);
    CHECK(stored[0].ends_with("\n.one\n..two\n.\nend\n"));
}

TEST_CASE("Postfix takes mail over TLS from who signs in, and only then", "[email][postfix]")
{
    if (!here())
        return;
    const temp_folder folder;
    const auto root = make_authority(folder.path(), "authority");
    const auto own = make_certificate(folder.path(), "mail", "DNS:localhost", root);
    postfix_params given;
    given.certificate = own.pem;
    given.key = own.key;
    given.username = "loa";
    given.password = "m\xe1\xba\xadt kh\xe1\xba\xa9u";
    const postfix server{given};

    auto params = sender::to_port(server.port(), smtp_tls::starttls);
    params.ca_file = root.pem.string();
    params.username = "loa@mail.test";
    params.password = given.password;
    params.messages_per_connection = 2;
    {
        sender s{params};
        CHECK(sender::texts(s.deliver({an, binh, chi})) == strings(3, "accepted"));
        CHECK(encryptions(s) == strings{"TLSv1.3", "TLSv1.3 resumed"});
    }
    {
        auto implicit = params;
        implicit.tls = smtp_tls::implicit;
        implicit.port = server.tls_port();
        sender s{implicit};
        CHECK(sender::texts(s.deliver({an, binh, chi})) == strings(3, "accepted"));
        CHECK(encryptions(s) == strings{"TLSv1.3", "TLSv1.3 resumed"});
    }
    {
        auto wrong = params;
        wrong.password = "wrong";
        sender s{wrong};
        CHECK(
            sender::texts(s.deliver({an, binh})) ==
            strings(2, "unauthorized: AUTH: 535 5.7.8 Error: authentication failed: authentication failure")
        );
    }
    {
        auto nobody = params;
        nobody.username.clear();
        sender s{nobody};
        CHECK(s.deliver({an})[0].what != outcome_class::accepted);
    }
    {
        auto clear = params;
        clear.tls = smtp_tls::none;
        sender s{clear};
        CHECK(
            sender::texts(s.deliver({an})) ==
            strings{"unauthorized: the server offers neither AUTH PLAIN nor AUTH LOGIN"}
        );
    }
    for (const auto& mailbox : {an, binh, chi}) CHECK(server.messages(mailbox, 2).size() == 2);
    CHECK(server.log().find("wrong") == std::string::npos);
}

TEST_CASE("Postfix without PIPELINING, 8BITMIME and SMTPUTF8 gets the mail all the same", "[email][postfix]")
{
    if (!here())
        return;
    postfix_params given;
    given.settings = {{"smtpd_discard_ehlo_keywords", "pipelining, 8bitmime, smtputf8, chunking"}};
    const postfix server{given};
    sender s{sender::to_port(server.port())};
    CHECK(
        sender::texts(s.deliver({an, "nobody@school.test", "\xc4\x83n@school.test", binh})) ==
        strings{
            "accepted",
            "rejected: 550 5.1.1 Recipient address rejected: User unknown in virtual mailbox",
            "rejected: the server cannot take a mailbox outside ASCII (SMTPUTF8)",
            "accepted"}
    );
    CHECK(server.messages(an, 1).size() == 1);
    CHECK(server.messages(binh, 1).size() == 1);
}

TEST_CASE("a mailbox with a Vietnamese name gets its mail", "[email][postfix]")
{
    if (!here())
        return;
    const std::string mailbox = "\xc4\x83n@school.test";
    postfix_params given;
    given.mailboxes = {an, mailbox};
    const postfix server{given};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({mailbox, an})) == strings(2, "accepted"));
    CHECK(server.messages(mailbox, 1).size() == 1);
    CHECK(server.messages(an, 1).size() == 1);
}

TEST_CASE("a bulletin too long for Postfix is refused as a whole before it is sent", "[email][postfix]")
{
    if (!here())
        return;
    postfix_params given;
    given.settings = {{"message_size_limit", "1000"}};
    const postfix server{given};
    sender s{sender::to_port(server.port())};
    CHECK(
        sender::texts(s.deliver({an, binh})) ==
        strings(2, "content_rejected: larger than the server's SIZE limit")
    );
}

TEST_CASE("a Postfix that refuses for a while is tried again later", "[email][postfix]")
{
    if (!here())
        return;
    postfix_params given;
    given.settings = {{"smtpd_recipient_restrictions", "defer"}, {"smtpd_delay_reject", "yes"}};
    const postfix server{given};
    sender s{sender::to_port(server.port())};
    const auto ended = s.deliver({an, binh});
    CHECK(ended[0].what == outcome_class::transient);
    CHECK(ended[0].cause == "450 4.3.2 Recipient address rejected: Try again later");
    CHECK(ended[1].what == outcome_class::transient);
}
