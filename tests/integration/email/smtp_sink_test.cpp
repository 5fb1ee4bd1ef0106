// Against Postfix's smtp-sink, which fails on demand at any command.
#include "tests/support/smtp_sink.hpp"
#include "tests/integration/email/sender.hpp"

using namespace loa;
using namespace loa::testing;

TEST_CASE("every refusal of a server is understood at every command", "[email][smtp_sink]")
{
    if (!smtp_sink::can_run()) {
        WARN("skipped: needs Postfix's smtp-sink");
        return;
    }
    struct row {
        std::vector<std::string> options;
        strings ended;
    };
    const strings two{an, binh};
    const auto each = GENERATE(values<row>({
        {{}, strings(2, "accepted")},
        {{"-p"}, strings(2, "accepted")},        // no PIPELINING
        {{"-8"}, strings(2, "accepted")},        // no 8BITMIME
        {{"-e", "-F"}, strings(2, "accepted")},  // no EHLO
        {{"-r", "mail"}, strings(2, "transient: 450 4.3.0 Error: command failed")},
        {{"-r", "rcpt"}, strings(2, "transient: 450 4.3.0 Error: command failed")},
        {{"-r", "data"}, strings(2, "transient: 450 4.3.0 Error: command failed")},
        {{"-r", "."}, strings(2, "transient: 450 4.3.0 Error: command failed")},
        {{"-r", "ehlo,helo"}, strings(2, "unavailable: 450 4.3.0 Error: command failed")},
        {{"-r", "connect"}, strings(2, "unavailable: 450 4.3.0 Error: command failed")},
        {{"-f", "mail"}, strings(2, "unauthorized: 500 5.3.0 Error: command failed")},
        {{"-f", "rcpt"}, strings(2, "rejected: 500 5.3.0 Error: command failed")},
        {{"-f", "data"}, strings(2, "rejected: 500 5.3.0 Error: command failed")},
        {{"-f", "."}, strings(2, "rejected: 500 5.3.0 Error: command failed")},
        {{"-f", "connect"}, strings(2, "unavailable: 500 5.3.0 Error: command failed")},
        {{"-q", "mail"}, {"transient: the server hung up", "unavailable: the server hung up"}},
        {{"-q", "."}, {"unknown: the server hung up", "transient: the server hung up"}},
        {{"-q", "connect"}, strings(2, "unavailable: the server hung up")},
        {{"-Q", "mail"}, strings(2, "unavailable: 421 4.0.0 Server closing connection")},
        {{"-Q", "."}, strings(2, "unavailable: 421 4.0.0 Server closing connection")},
        {{"-p", "-q", "."}, {"unknown: the server hung up", "unavailable: the server hung up"}},
        {{"-p", "-f", "rcpt"}, strings(2, "rejected: 500 5.3.0 Error: command failed")},
    }));
    std::string options;
    for (const auto& word : each.options) options += word + ' ';
    CAPTURE(options);
    const smtp_sink server{each.options};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver(two)) == each.ended);
}
