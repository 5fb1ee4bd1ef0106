#include "tests/integration/email/sender.hpp"
#include "tests/support/peak_memory.hpp"
#include "tests/support/smtp_imposter.hpp"

#include <thread>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

using peer = smtp_imposter::peer;
using clock_type = std::chrono::steady_clock;

/// Where in the dialogue the server begins to talk without end.
enum class moment { greeting, hello, mail, text };

void play_until(peer& p, moment when)
{
    if (when == moment::greeting)
        return;
    p.say("220 imposter\r\n");
    p.hear();
    if (when == moment::hello)
        return;
    p.say("250-imposter\r\n250 PIPELINING\r\n");
    if (when == moment::mail) {
        p.hear();
        return;
    }
    p.take_envelope();
    p.hear_text();
}

const char* name_of(moment when)
{
    constexpr std::array<const char*, 4> names{
        "greeting", "answer to EHLO", "answer to MAIL", "answer to the text"};
    return names[static_cast<std::size_t>(when)];
}

}  // namespace

TEST_CASE(
    "whatever a server says without end, and whenever, it is cut off, and the next mail goes out",
    "[email][hostile]"
)
{
    struct row {
        const char* name;
        std::string begins, again;
    };
    const std::vector<row> rows{
        {"lines", "", "250-and more\r\n"},
        {"lines of another code each", "", "250-a\r\n251-b\r\n"},
        {"empty lines of a reply", "", "250-\r\n"},
        {"one line", "250 ", std::string(4096, 'x')},
        {"one line of many", "250-first\r\n250-", std::string(4096, 'x')},
        {"digits", "", "2"},
        {"zeros", "", std::string(4096, '\0')},
        {"carriage returns", "250 ok", std::string(4096, '\r')},
        {"line ends", "", "\r\n"},
        {"bytes that are no text", "250-", std::string(4096, '\xff')},
    };
    for (const auto when : {moment::greeting, moment::hello, moment::mail, moment::text})
        for (const auto& each : rows) {
            CAPTURE(name_of(when), each.name);
            smtp_imposter server{[&](peer& p, int connection) {
                if (connection == 0) {
                    play_until(p, when);
                    p.say(each.begins);
                    for (;;) p.say(each.again);
                }
                p.greet();
                p.serve();
            }};
            sender s{sender::to_port(server.port())};
            const peak_growth memory;
            const auto before = clock_type::now();
            const auto ended = sender::texts(s.deliver({an}));
            // After the text nobody can know; before it nothing left.
            const auto expected = when == moment::text   ? "unknown: not an SMTP reply"
                                  : when == moment::mail ? "transient: not an SMTP reply"
                                                         : "unavailable: not an SMTP reply";
            CHECK(ended == strings{expected});
            CHECK(clock_type::now() - before < 3s);
            CHECK(memory.megabytes() < 16);
            CHECK(sender::texts(s.deliver({binh})) == strings{"accepted"});
        }
}

TEST_CASE("a server that drips its words costs the limit of a call and no more", "[email][hostile]")
{
    const auto when = GENERATE(moment::greeting, moment::hello, moment::mail, moment::text);
    CAPTURE(name_of(when));
    smtp_imposter server{[&](peer& p, int connection) {
        if (connection == 0) {
            play_until(p, when);
            for (;;) {
                p.say("250-wait\r\n");
                std::this_thread::sleep_for(20ms);
            }
        }
        p.greet();
        p.serve();
    }};
    sender s{sender::to_port(server.port())};
    const auto before = clock_type::now();
    const auto ended = s.deliver({an}, 500ms);
    CHECK(clock_type::now() - before < 2s);
    CHECK(
        ended.at(0).what == (when == moment::text   ? outcome_class::unknown
                             : when == moment::mail ? outcome_class::transient
                                                    : outcome_class::unavailable)
    );
    CHECK_FALSE(ended.at(0).cause.empty());
    CHECK(sender::texts(s.deliver({binh})) == strings{"accepted"});
}
