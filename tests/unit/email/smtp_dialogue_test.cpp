#include "adapters/email/smtp_dialogue.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace loa;
using enum outcome_class;
using step = smtp_dialogue::step;

namespace {

// Messages of a few bytes: "text-<n>.".
class small_mail final : public outgoing_mail {
public:
    explicit small_mail(std::vector<std::string> to) : to_{std::move(to)} {}

    std::size_t count() const noexcept override { return to_.size(); }
    std::string_view recipient(std::size_t index) const override { return to_[index]; }
    void append_sender(std::string& out, std::size_t index) const override
    {
        out += "b" + std::to_string(index) + "@b";
    }
    void append_message(std::string& out, std::size_t index, body_encoding encoding) const override
    {
        out += encoding == body_encoding::eight_bit ? "8bit-" : "qp-";
        out += std::to_string(index) + "\r\n.\r\n";
    }
    std::size_t size(body_encoding) const noexcept override { return size_; }

    std::size_t size_ = 1000;

private:
    std::vector<std::string> to_;
};

email_params plain_params()
{
    email_params params;
    params.tls = smtp_tls::none;
    params.helo_name = "loa.example";
    return params;
}

struct conversation {
    explicit conversation(email_params p = plain_params()) : params{std::move(p)} {}

    // What the client says now.
    std::string client()
    {
        std::string out{dialogue.output()};
        dialogue.wrote(out.size());
        return out;
    }
    // The server says this, and the client answers.
    std::string server(std::string_view text)
    {
        dialogue.received(text);
        return client();
    }
    void open(std::string_view capabilities = "250-x\r\n250 PIPELINING\r\n")
    {
        dialogue.connected();
        server("220 x\r\n");
        server(capabilities);
        REQUIRE(dialogue.next() == step::ready);
    }
    std::string begin(const outgoing_mail& mail)
    {
        dialogue.begin(mail);
        return client();
    }
    // "accepted", "rejected: 550 no" or "-", for each message.
    std::vector<std::string> ended()
    {
        std::vector<std::string> out;
        for (const auto& each : dialogue.ended()) {
            auto& text = out.emplace_back(each ? to_string(each->what) : "-");
            if (each && !each->cause.empty())
                text += ": " + each->cause;
        }
        return out;
    }

    email_params params;
    smtp_dialogue dialogue{params};
};

using texts = std::vector<std::string>;

std::string offer(int n, const std::string& to)
{
    return "MAIL FROM:<b" + std::to_string(n) + "@b>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n";
}
const std::string taken = "250 ok\r\n250 ok\r\n354 go\r\n";

}  // namespace

TEST_CASE("the end of a message and the next message's commands leave together", "[email][smtp_dialogue]")
{
    conversation c;
    const small_mail mail{{"an@x", "binh@x", "chi@x"}};
    c.open();
    CHECK(c.begin(mail) == offer(0, "an@x"));
    CHECK(c.server(taken) == "qp-0\r\n.\r\n" + offer(1, "binh@x"));
    CHECK(c.server("250 queued\r\n" + taken) == "qp-1\r\n.\r\n" + offer(2, "chi@x"));
    CHECK(c.server("250 queued\r\n" + taken) == "qp-2\r\n.\r\n");
    CHECK(c.dialogue.next() == step::read);
    CHECK(c.server("250 queued\r\n").empty());
    CHECK(c.dialogue.next() == step::ready);
    CHECK(c.ended() == texts{"accepted", "accepted", "accepted"});
    CHECK(c.dialogue.answered() == 3);

    CHECK(c.begin(mail) == offer(0, "an@x"));  // the next group on the same connection
}

TEST_CASE("a server without PIPELINING is told one command at a time", "[email][smtp_dialogue]")
{
    conversation c;
    const small_mail mail{{"an@x", "binh@x"}};
    c.open("250 x\r\n");
    CHECK(c.begin(mail) == "MAIL FROM:<b0@b>\r\n");
    CHECK(c.server("250 ok\r\n") == "RCPT TO:<an@x>\r\n");
    CHECK(c.server("550 5.1.1 no\r\n") == "RSET\r\n");
    CHECK(c.server("250 ok\r\n") == "MAIL FROM:<b1@b>\r\n");
    CHECK(c.server("250 ok\r\n") == "RCPT TO:<binh@x>\r\n");
    CHECK(c.server("250 ok\r\n") == "DATA\r\n");
    CHECK(c.server("354 ok\r\n") == "qp-1\r\n.\r\n");
    CHECK(c.server("250 ok\r\n").empty());
    CHECK(c.dialogue.next() == step::ready);
    CHECK(c.ended() == texts{"rejected: 550 5.1.1 no", "accepted"});
}

TEST_CASE("a server without PIPELINING that refuses DATA gets the next message", "[email][smtp_dialogue]")
{
    conversation c;
    const small_mail mail{{"an@x", "binh@x"}};
    c.open("250 x\r\n");
    c.begin(mail);
    c.server("250 ok\r\n");
    c.server("250 ok\r\n");
    CHECK(c.server("451 later\r\n") == "RSET\r\n");
    CHECK(c.server("250 ok\r\n") == "MAIL FROM:<b1@b>\r\n");
    CHECK(c.server("451 busy\r\n") == "RSET\r\n");
    CHECK(c.server("250 ok\r\n").empty());
    CHECK(c.ended() == texts{"transient: 451 later", "transient: 451 busy"});
}

TEST_CASE("a refused recipient costs the others nothing", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "binh@x"}};
    SECTION("DATA refused as well: RSET")
    {
        conversation c;
        c.open();
        c.begin(mail);
        CHECK(
            c.server("250 ok\r\n550 5.1.1 no\r\n554 5.5.1 no valid recipients\r\n") ==
            "RSET\r\n" + offer(1, "binh@x")
        );
        CHECK(c.server("250 reset\r\n" + taken) == "qp-1\r\n.\r\n");
        c.server("250 ok\r\n");
        CHECK(c.ended() == texts{"rejected: 550 5.1.1 no", "accepted"});
    }
    SECTION("DATA accepted though nobody takes it: an empty text, whatever the answer")
    {
        conversation c;
        c.open();
        c.begin(mail);
        CHECK(c.server("250 ok\r\n550 5.1.1 no\r\n354 go\r\n") == ".\r\n" + offer(1, "binh@x"));
        CHECK(c.server("554 nobody\r\n" + taken) == "qp-1\r\n.\r\n");
        c.server("250 ok\r\n");
        CHECK(c.ended() == texts{"rejected: 550 5.1.1 no", "accepted"});
    }
    SECTION("the last of a group: the connection is clean again")
    {
        conversation c;
        c.open();
        const small_mail one{{"an@x"}};
        c.begin(one);
        CHECK(c.server("250 ok\r\n450 4.7.1 greylisted\r\n554 5.5.1 no\r\n") == "RSET\r\n");
        CHECK(c.dialogue.next() == step::read);
        c.server("250 ok\r\n");
        CHECK(c.dialogue.next() == step::ready);
        CHECK(c.ended() == texts{"transient: 450 4.7.1 greylisted"});
    }
    SECTION("the sender refused: the reason is MAIL's, not what followed")
    {
        conversation c;
        c.open();
        c.begin(mail);
        CHECK(
            c.server("451 4.3.0 queue\r\n503 5.5.1 need MAIL\r\n503 5.5.1 need RCPT\r\n") ==
            "RSET\r\n" + offer(1, "binh@x")
        );
        CHECK(c.ended() == texts{"transient: 451 4.3.0 queue", "-"});
    }
    SECTION("the sender refused but a text wanted: better no connection than an empty message")
    {
        conversation c;
        c.open();
        c.begin(mail);
        CHECK(c.server("451 no\r\n250 ok\r\n354 go\r\n").empty());
        CHECK(c.dialogue.next() == step::close);
    }
    SECTION("a text refused")
    {
        conversation c;
        c.open();
        c.begin(mail);
        c.server(taken);
        CHECK(c.server("554 5.7.1 spam\r\n" + taken) == "qp-1\r\n.\r\n");
        c.server("250 ok\r\n");
        CHECK(c.ended() == texts{"rejected: 554 5.7.1 spam", "accepted"});
    }
}

TEST_CASE(
    "a lost connection leaves in doubt only the message whose end was written", "[email][smtp_dialogue]"
)
{
    const small_mail mail{{"an@x", "binh@x", "chi@x", "dung@x"}};
    const outcome gone{unavailable, "hung up", {}, false};
    conversation c;
    c.open();
    c.begin(mail);

    SECTION("before an answer: an attempt is counted for the first")
    {
        c.dialogue.lost(gone);
        CHECK(c.ended() == texts{"-", "-", "-", "-"});
        c.dialogue.settle();
        CHECK(
            c.ended() ==
            texts{
                "transient: hung up", "unavailable: hung up", "unavailable: hung up", "unavailable: hung up"}
        );
    }
    SECTION("after the end of the text")
    {
        c.server(taken);
        c.dialogue.lost(gone);
        CHECK(c.ended() == texts{"unknown: hung up", "-", "-", "-"});
        CHECK(c.dialogue.next() == step::close);
    }
    SECTION("in the middle of the text")
    {
        c.server("250 ok\r\n250 ok\r\n");
        c.dialogue.received("354 go\r\n");
        c.dialogue.wrote(3);
        c.dialogue.lost(gone);
        CHECK(c.ended() == texts{"transient: hung up", "-", "-", "-"});
    }
    SECTION("before the first byte of the text")
    {
        c.dialogue.received(taken);
        c.dialogue.lost(gone);
        c.dialogue.settle();
        CHECK(c.ended()[0] == "unavailable: hung up");
    }
    SECTION("one byte short of the end")
    {
        c.dialogue.received(taken);
        c.dialogue.wrote(std::string_view{"qp-0\r\n.\r"}.size());
        c.dialogue.lost(gone);
        CHECK(c.ended()[0] == "transient: hung up");
    }
    SECTION("after some were answered")
    {
        c.server(taken);
        c.server("250 ok\r\n" + taken);
        c.dialogue.lost(gone);
        CHECK(c.ended() == texts{"accepted", "unknown: hung up", "-", "-"});
    }
    SECTION("at the deadline those not begun are transient too")
    {
        c.server(taken);
        c.dialogue.lost({transient, "deadline", {}, false});
        c.dialogue.settle();
        CHECK(
            c.ended() ==
            texts{"unknown: deadline", "transient: deadline", "transient: deadline", "transient: deadline"}
        );
    }
    SECTION("the second fact changes nothing")
    {
        c.server(taken);
        c.dialogue.lost(gone);
        c.dialogue.lost({transient, "again", {}, false});
        CHECK(c.dialogue.failure().cause == "hung up");
    }
}

TEST_CASE("421 ends the connection and burns nothing that was not answered", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "binh@x", "chi@x"}};
    conversation c;
    c.open();
    c.begin(mail);
    SECTION("to MAIL")
    {
        c.server("421 4.3.2 shutting down\r\n");
        CHECK(c.ended() == texts{"-", "-", "-"});
        c.dialogue.settle();
        CHECK(c.ended()[0] == "unavailable: 421 4.3.2 shutting down");
    }
    SECTION("to a text: it is the answer")
    {
        c.server(taken);
        c.server("421 4.3.2 shutting down\r\n");
        CHECK(c.ended() == texts{"unavailable: 421 4.3.2 shutting down", "-", "-"});
    }
    SECTION("to RSET")
    {
        c.server("250 ok\r\n550 5.1.1 no\r\n554 no\r\n");
        c.server("421 bye\r\n");
        CHECK(c.ended() == texts{"rejected: 550 5.1.1 no", "-", "-"});
    }
    SECTION("while idle")
    {
        conversation idle;
        idle.open();
        idle.server("421 4.4.2 idle too long\r\n");
        CHECK(idle.dialogue.next() == step::close);
        return;
    }
    CHECK(c.dialogue.next() == step::close);
}

TEST_CASE("what concerns everybody is asked once", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "binh@x", "chi@x"}};
    conversation c;
    c.open();
    c.begin(mail);
    SECTION("too fast")
    {
        c.server("450 4.7.1 too much mail\r\n");
        CHECK(c.ended() == texts(3, "throttled: 450 4.7.1 too much mail"));
        CHECK(c.dialogue.next() == step::close);
    }
    SECTION("too big")
    {
        c.server(taken);
        c.server("552 5.3.4 too big\r\n");
        CHECK(c.ended() == texts(3, "content_rejected: 552 5.3.4 too big"));
        CHECK(c.dialogue.next() == step::close);
    }
    SECTION("too big, and nothing more was offered")
    {
        conversation last;
        const small_mail one{{"an@x"}};
        last.open();
        last.begin(one);
        last.server(taken);
        last.server("552 5.3.4 too big\r\n");
        CHECK(last.dialogue.next() == step::ready);
    }
    SECTION("a refusal in the middle of the text")
    {
        c.dialogue.received(taken);
        c.dialogue.wrote(2);
        c.dialogue.received("554 5.7.1 enough\r\n");
        CHECK(c.ended() == texts{"rejected: 554 5.7.1 enough", "-", "-"});
        CHECK(c.dialogue.next() == step::close);
    }
}

TEST_CASE("SIZE is obeyed before anything is sent", "[email][smtp_dialogue]")
{
    conversation c;
    small_mail mail{{"an@x", "binh@x"}};
    mail.size_ = 2001;
    c.open("250-x\r\n250-SIZE 2000\r\n250 PIPELINING\r\n");
    CHECK(c.begin(mail).empty());
    CHECK(c.ended() == texts(2, "content_rejected: larger than the server's SIZE limit"));
    mail.size_ = 2000;
    CHECK(c.begin(mail).starts_with("MAIL FROM:<b0@b> SIZE=2264\r\n"));
}

TEST_CASE("extensions are used where the server has them", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "\xc4\x83n@x", "chi@x"}};
    SECTION("all")
    {
        conversation c;
        c.open("250-x\r\n250-PIPELINING\r\n250-8bitmime\r\n250-SIZE\r\n250 SMTPUTF8\r\n");
        CHECK(c.begin(mail).starts_with("MAIL FROM:<b0@b> SIZE=1264 BODY=8BITMIME\r\n"));
        CHECK(c.server(taken).starts_with(
            "8bit-0\r\n.\r\nMAIL FROM:<b1@b> SIZE=1266 BODY=8BITMIME SMTPUTF8\r\n"
        ));
    }
    SECTION("none: a mailbox outside ASCII cannot be sent to, and nothing is")
    {
        conversation c;
        c.open();
        CHECK(c.begin(mail) == offer(0, "an@x"));
        CHECK(c.server(taken) == "qp-0\r\n.\r\n" + offer(2, "chi@x"));
        CHECK(c.ended()[1] == "rejected: the server cannot take a mailbox outside ASCII (SMTPUTF8)");
    }
}

TEST_CASE("a mailbox cannot smuggle commands", "[email][smtp_dialogue]")
{
    conversation c;
    const small_mail mail{
        {"a@x>\r\nDATA",
         "a b@x",
         "<a@x",
         "@x",
         "x@",
         "none",
         std::string(250, 'a') + "@x.vn",
         "a\x7f@x",
         std::string("a\0@x", 4)}};
    c.open();
    CHECK(c.begin(mail).empty());
    CHECK(c.dialogue.next() == step::ready);
    CHECK(c.ended() == texts(9, "rejected: not a mailbox"));
}

TEST_CASE("a server that talks nonsense loses the connection, not a message", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "binh@x"}};
    const auto [said, first] = GENERATE(table<std::string, std::string>(
        {{"garbage\r\n", "-"},
         {"354 early\r\n", "-"},
         {"250 ok\r\n354 early\r\n", "-"},
         {"250 ok\r\n250 ok\r\n250 no text wanted\r\n", "-"},
         {"250 ok\r\n250 ok\r\n354 go\r\n250 before the text\r\n", "-"}}
    ));
    conversation c;
    c.open();
    c.begin(mail);
    c.server(said);
    CHECK(c.dialogue.next() == step::close);
    CHECK(c.ended() == texts{first, "-"});
}

TEST_CASE("nonsense after the text leaves that message unknown", "[email][smtp_dialogue]")
{
    const small_mail mail{{"an@x", "binh@x"}};
    for (const auto* said : {"garbage\r\n", "354 again\r\n"}) {
        conversation c;
        c.open();
        c.begin(mail);
        c.server(taken);
        c.server(said);
        CHECK(c.ended()[0].starts_with("unknown: "));
        CHECK(c.ended()[1] == "-");
        CHECK(c.dialogue.next() == step::close);
    }
}

TEST_CASE("a session is not opened by a server that refuses", "[email][smtp_dialogue]")
{
    conversation c;
    c.dialogue.connected();
    CHECK(c.dialogue.next() == step::read);
    SECTION("greeting")
    {
        c.server("554 no service\r\n");
        CHECK(to_string(c.dialogue.failure().what) == "unavailable");
    }
    SECTION("too many connections")
    {
        c.server("421 4.7.0 too many\r\n");
        CHECK(to_string(c.dialogue.failure().what) == "throttled");
    }
    SECTION("a greeting out of place")
    {
        c.server("354 go\r\n");
        CHECK(to_string(c.dialogue.failure().what) == "unavailable");
    }
    SECTION("EHLO for now")
    {
        c.server("220 x\r\n");
        c.server("451 later\r\n");
        CHECK(to_string(c.dialogue.failure().what) == "unavailable");
    }
    SECTION("HELO too")
    {
        CHECK(c.server("220 x\r\n") == "EHLO loa.example\r\n");
        CHECK(c.server("502 what\r\n") == "HELO loa.example\r\n");
        c.server("502 what\r\n");
    }
    CHECK(c.dialogue.next() == step::close);
}

TEST_CASE("an old server that knows only HELO is served", "[email][smtp_dialogue]")
{
    conversation c;
    const small_mail mail{{"an@x"}};
    c.dialogue.connected();
    c.server("220 x\r\n");
    CHECK(c.server("500 what\r\n") == "HELO loa.example\r\n");
    c.server("250 x\r\n");
    CHECK(c.dialogue.next() == step::ready);
    CHECK(c.begin(mail) == "MAIL FROM:<b0@b>\r\n");
}

TEST_CASE("QUIT ends the session", "[email][smtp_dialogue]")
{
    conversation c;
    c.open();
    c.dialogue.quit();
    CHECK(c.client() == "QUIT\r\n");
    c.server("221 bye\r\n");
    CHECK(c.dialogue.next() == step::close);
}

TEST_CASE("STARTTLS is required when the settings say so", "[email][smtp_dialogue]")
{
    auto params = plain_params();
    params.tls = smtp_tls::starttls;
    params.username = "loa";
    params.password = "secret";
    conversation c{params};
    c.dialogue.connected();
    c.server("220 x\r\n");
    SECTION("and everything is asked again behind it")
    {
        CHECK(c.server("250-x\r\n250-AUTH LOGIN\r\n250-STARTTLS\r\n250 PIPELINING\r\n") == "STARTTLS\r\n");
        CHECK(c.server("220 go\r\n").empty());
        CHECK(c.dialogue.next() == step::start_tls);
        c.dialogue.secured();
        CHECK(c.client() == "EHLO loa.example\r\n");
        CHECK(c.server("250-x\r\n250 AUTH PLAIN\r\n").starts_with("AUTH PLAIN "));
        c.server("235 ok\r\n");
        CHECK(c.dialogue.next() == step::ready);
        return;
    }
    SECTION("not offered: nothing is said in the clear")
    {
        CHECK(c.server("250-x\r\n250 AUTH PLAIN\r\n").empty());
    }
    SECTION("refused")
    {
        CHECK(c.server("250-x\r\n250 STARTTLS\r\n") == "STARTTLS\r\n");
        CHECK(c.server("454 no\r\n").empty());
    }
    SECTION("EHLO refused: no HELO")
    {
        CHECK(c.server("500 what\r\n").empty());
    }
    SECTION("bytes smuggled in behind the reply")
    {
        c.server("250-x\r\n250 STARTTLS\r\n");
        CHECK(c.server("220 go\r\n250-evil\r\n250 AUTH LOGIN\r\n").empty());
        CHECK(c.dialogue.failure().cause == "TLS: bytes injected after STARTTLS");
    }
    SECTION("half a line smuggled in")
    {
        c.server("250-x\r\n250 STARTTLS\r\n");
        c.server("220 go\r\n2");
    }
    CHECK(c.dialogue.next() == step::close);
    CHECK(to_string(c.dialogue.failure().what) == "unavailable");
}

TEST_CASE("the password goes out by the mechanism the server has", "[email][smtp_dialogue]")
{
    auto params = plain_params();
    params.username = "loa";
    params.password = "mat khau";
    const std::string plain = "AGxvYQBtYXQga2hhdQ==\r\n";
    conversation c{params};
    c.dialogue.connected();
    c.server("220 x\r\n");
    SECTION("PLAIN")
    {
        CHECK(c.server("250-x\r\n250 AUTH GSSAPI LOGIN PLAIN\r\n") == "AUTH PLAIN " + plain);
        c.server("235 2.7.0 ok\r\n");
        CHECK(c.dialogue.next() == step::ready);
    }
    SECTION("PLAIN, asked for twice")
    {
        c.server("250-x\r\n250 AUTH PLAIN\r\n");
        CHECK(c.server("334 \r\n") == plain);
        c.server("235 ok\r\n");
        CHECK(c.dialogue.next() == step::ready);
    }
    SECTION("LOGIN")
    {
        CHECK(c.server("250-x\r\n250 AUTH=LOGIN\r\n") == "AUTH LOGIN\r\n");
        CHECK(c.server("334 VXNlcm5hbWU6\r\n") == "bG9h\r\n");
        CHECK(c.server("334 UGFzc3dvcmQ6\r\n") == "bWF0IGtoYXU=\r\n");
        c.server("235 ok\r\n");
        CHECK(c.dialogue.next() == step::ready);
    }
    SECTION("LOGIN after PLAIN turned out not to be known")
    {
        c.server("250-x\r\n250 AUTH PLAIN LOGIN\r\n");
        CHECK(c.server("504 5.5.4 unrecognized\r\n") == "AUTH LOGIN\r\n");
    }
    SECTION("refused: tried once")
    {
        c.server("250-x\r\n250 AUTH PLAIN LOGIN\r\n");
        CHECK(c.server("535 5.7.8 authentication failed for loa\r\n").empty());
        CHECK(to_string(c.dialogue.failure().what) == "unauthorized");
        CHECK(c.dialogue.failure().cause == "AUTH: 535 5.7.8 authentication failed for");
    }
    SECTION("not now")
    {
        c.server("250-x\r\n250 AUTH PLAIN\r\n");
        c.server("454 4.7.0 later\r\n");
        CHECK(to_string(c.dialogue.failure().what) == "unavailable");
    }
    SECTION("never an end")
    {
        c.server("250-x\r\n250 AUTH PLAIN\r\n");
        c.server("334 \r\n");
        c.server("334 \r\n");
        CHECK(to_string(c.dialogue.failure().what) == "unauthorized");
    }
    SECTION("nothing we know")
    {
        CHECK(c.server("250-x\r\n250 AUTH CRAM-MD5\r\n").empty());
        CHECK(to_string(c.dialogue.failure().what) == "unauthorized");
    }
}

TEST_CASE("capabilities are read whatever their case and order", "[email][smtp_dialogue]")
{
    const auto can = parse_capabilities(
        "mx pipelining\nsize 99999999999999999999999\nAuth plain\nunknown thing\n\nStartTLS\n8BITMIME x"
    );
    CHECK_FALSE(can.pipelining);
    CHECK(can.size);
    CHECK(can.size_limit == 0);
    CHECK(can.auth_plain);
    CHECK(can.starttls);
    CHECK(can.eight_bit);
    CHECK(parse_capabilities("") == smtp_capabilities{});
}
