// What servers and networks do wrong, played on real sockets.
#include "tests/integration/email/sender.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/smtp_imposter.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <thread>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;
using peer = smtp_imposter::peer;
using clock_type = std::chrono::steady_clock;

TEST_CASE("mail goes out over one connection, which is kept for the next call", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.greet();
        p.serve();
    }};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({an, binh, chi})) == strings(3, "accepted"));
    CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
    CHECK(server.connections() == 1);
    CHECK(s.channel->name() == "email");
    CHECK(s.channel->contact() == contact::mailbox);
    CHECK(s.channel->max_batch() == 20);
    CHECK(s.deliver({}).empty());

    const strings two{an, binh};
    const auto list = sender::destinations(two);
    CHECK_FALSE(s.channel->has_look_up());
    CHECK(
        run(s.context, s.mail->look_up(list, clock_type::now())) ==
        std::vector<presence>(2, presence::cannot_tell)
    );
}

TEST_CASE("a connection is made anew after so many messages", "[email][smtp]")
{
    std::atomic<int> quits{0};
    smtp_imposter server{[&](peer& p, int) {
        p.greet();
        for (;;) {
            if (p.hear() == "QUIT")
                ++quits;
            p.hear();
            p.hear();
            p.say("250 ok\r\n250 ok\r\n354 go\r\n");
            p.hear_text();
            p.say("250 queued\r\n");
        }
    }};
    auto params = sender::to_port(server.port());
    params.messages_per_connection = 2;
    sender s{params};
    CHECK(sender::texts(s.deliver({an, binh, chi, an, binh})) == strings(5, "accepted"));
    CHECK(server.connections() == 3);
    CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
    CHECK(server.connections() == 3);
    while (quits != 3) std::this_thread::sleep_for(1ms);
}

TEST_CASE("nobody listens", "[email][smtp]")
{
    sender s{sender::to_port(free_port())};
    CHECK(
        sender::texts(s.deliver({an, binh})) == strings(2, "unavailable: cannot connect: Connection refused")
    );
}

TEST_CASE("the name of the server does not resolve", "[email][smtp]")
{
    auto params = sender::to_port(25);
    params.host = "no-such-host.invalid";
    sender s{params};
    const auto ended = s.deliver({an});
    CHECK(ended[0].what == outcome_class::unavailable);
    CHECK(ended[0].cause.starts_with("cannot resolve the server's name"));
}

TEST_CASE("a server that drops the connection", "[email][smtp]")
{
    SECTION("in the middle of a text: that message is tried again later, the others wait")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.take_envelope();
            p.hear();
            p.drop();
        }};
        const auto ended = carry(sender::to_port(server.port()), long_mail(3));
        CHECK(ended[0].starts_with("transient: "));
        CHECK(ended[1].starts_with("unavailable: "));
        CHECK(ended[2] == ended[1]);
    }
    SECTION("after the end of a text: nobody knows, and the next connection carries the rest")
    {
        smtp_imposter server{[](peer& p, int number) {
            p.greet();
            p.take_message();
            if (number == 0) {
                p.take_envelope();
                p.hear_text();
                p.drop();
            }
            p.serve();
        }};
        sender s{sender::to_port(server.port())};
        const auto ended = sender::texts(s.deliver({an, binh, chi, an}));
        CHECK(ended[0] == "accepted");
        CHECK(ended[1] == "unknown: connection lost: Connection reset by peer");
        CHECK(ended[2] == "accepted");
        CHECK(ended[3] == "accepted");
        CHECK(server.connections() == 2);
    }
    SECTION("at MAIL, each time: an attempt is counted for the first, so that it does not go round for ever")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.hear();
            p.drop();
        }};
        sender s{sender::to_port(server.port())};
        const auto ended = s.deliver({an, binh});
        CHECK(ended[0].what == outcome_class::transient);
        CHECK(ended[1].what == outcome_class::unavailable);
        CHECK(server.connections() == 1);
    }
    SECTION("while idle: nothing is noticed")
    {
        smtp_imposter server{[](peer& p, int number) {
            p.greet();
            p.take_message();
            if (number != 0)
                p.serve();
        }};
        sender s{sender::to_port(server.port())};
        CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
        std::this_thread::sleep_for(50ms);
        CHECK(sender::texts(s.deliver({binh})) == strings{"accepted"});
        CHECK(server.connections() == 2);
    }
    SECTION("just when the next call begins: nothing is noticed either")
    {
        smtp_imposter server{[](peer& p, int number) {
            p.greet();
            p.take_message();
            if (number == 0) {
                p.hear();
                p.say("421 4.4.2 idle too long\r\n");
                return;
            }
            p.serve();
        }};
        sender s{sender::to_port(server.port())};
        CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
        CHECK(sender::texts(s.deliver({binh, chi})) == strings(2, "accepted"));
        CHECK(server.connections() == 2);
    }
    SECTION("and is not there any more")
    {
        auto server = std::make_unique<smtp_imposter>([](peer& p, int) {
            p.greet();
            p.take_message();
            p.take_envelope();
            p.hear_text();
            p.drop();
        });
        sender s{sender::to_port(server->port())};
        const auto ended = s.deliver({an, binh, chi});
        CHECK(ended[0].what == outcome_class::accepted);
        CHECK(ended[1].what == outcome_class::unknown);
    }
}

TEST_CASE("a limit of messages on the server's side costs a new connection and nothing else", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.greet();
        p.take_message();
        p.take_message();
        p.hear();
        p.say("421 4.7.0 too many messages on this connection\r\n");
        p.wait_for_close();
    }};
    sender s{sender::to_port(server.port())};
    // Policy (4.7.0) asks for less: whoever is left waits.
    const auto ended = sender::texts(s.deliver({an, binh, chi}));
    CHECK(
        ended == strings{"accepted", "accepted", "throttled: 421 4.7.0 too many messages on this connection"}
    );
}

TEST_CASE(
    "a refusal near the end of a connection's share of messages counts for the whole call", "[email][smtp]"
)
{
    auto params = sender::to_port(0);
    SECTION("of the server, on a connection that served")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.take_message();
            p.hear();
            p.say("421 4.7.0 too many messages on this connection\r\n");
            p.wait_for_close();
        }};
        params.port = server.port();
        params.messages_per_connection = 3;
        sender s{params};
        CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
        CHECK(
            sender::texts(s.deliver({an, binh, chi, an})) ==
            strings(4, "throttled: 421 4.7.0 too many messages on this connection")
        );
        CHECK(server.connections() == 1);
    }
    SECTION("of the server, on a new one")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.hear();
            p.say("421 4.3.2 shutting down\r\n");
            p.wait_for_close();
        }};
        params.port = server.port();
        params.messages_per_connection = 2;
        sender s{params};
        CHECK(
            sender::texts(s.deliver({an, binh, chi, an})) ==
            strings(4, "unavailable: 421 4.3.2 shutting down")
        );
        CHECK(server.connections() == 1);
    }
    SECTION("of a message, because we are too fast")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.take_envelope();
            p.hear_text();
            p.say("450 4.7.28 slow down\r\n");
            p.wait_for_close();
        }};
        params.port = server.port();
        params.messages_per_connection = 1;
        sender s{params};
        CHECK(sender::texts(s.deliver({an, binh})) == strings(2, "throttled: 450 4.7.28 slow down"));
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("greylisting is transient, and the second time works", "[email][smtp]")
{
    int tries = 0;
    smtp_imposter server{[&](peer& p, int) {
        p.greet();
        for (;;) {
            for (int i = 0; i != 3; ++i) p.hear();
            if (tries++ == 0) {
                p.say("250 ok\r\n450 4.7.1 Greylisted, see http://x/1\r\n554 5.5.1 no valid recipients\r\n");
                p.hear();
                p.say("250 reset\r\n");
                continue;
            }
            p.say("250 ok\r\n250 ok\r\n354 go\r\n");
            p.hear_text();
            p.say("250 queued\r\n");
        }
    }};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({an})) == strings{"transient: 450 4.7.1 Greylisted, see"});
    CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
    CHECK(server.connections() == 1);
}

TEST_CASE("a stalling server costs the deadline and no more", "[email][smtp]")
{
    const auto before = clock_type::now();
    SECTION("no greeting")
    {
        smtp_imposter server{[](peer& p, int) { p.wait_for_close(); }};
        auto params = sender::to_port(server.port());
        params.connect_limit = 1s;
        sender s{params};
        CHECK(
            sender::texts(s.deliver({an, binh})) ==
            strings(2, "unavailable: no session with the server within 1 s")
        );
    }
    SECTION("no answer to the text, and the deadline passes")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.take_message();
            p.take_envelope();
            p.wait_for_close();
        }};
        sender s{sender::to_port(server.port())};
        CHECK(
            sender::texts(s.deliver({an, binh, chi, an, binh}, 300ms)) ==
            strings{
                "accepted",
                "unknown: no answer before the deadline",
                "transient: no answer before the deadline",  // offered, so that it does not go round for ever
                "unavailable: no answer before the deadline",
                "unavailable: no answer before the deadline"}
        );
        CHECK(server.connections() == 1);
    }
    SECTION("no answer to MAIL within the server's own limit")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            p.wait_for_close();
        }};
        auto params = sender::to_port(server.port());
        params.reply_limit = 1s;
        sender s{params};
        CHECK(
            sender::texts(s.deliver({an, binh})) ==
            strings{"transient: no answer within 1 s", "unavailable: no answer within 1 s"}
        );
    }
    SECTION("slow, but each answer in time")
    {
        smtp_imposter server{[](peer& p, int) {
            p.greet();
            for (;;) {
                std::this_thread::sleep_for(400ms);
                p.take_message();
            }
        }};
        auto params = sender::to_port(server.port());
        params.reply_limit = 1s;
        sender s{params};
        CHECK(sender::texts(s.deliver({an, binh, chi, an})) == strings(4, "accepted"));
    }
    CHECK(clock_type::now() - before < 5s);
}

TEST_CASE("a server that reads nothing of a long text costs the deadline and no more", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.greet();
        p.take_envelope();
        std::this_thread::sleep_for(1s);
    }};
    CHECK(
        carry(sender::to_port(server.port()), long_mail(1), 300ms) ==
        strings{"transient: no answer before the deadline"}
    );
}

TEST_CASE("a refusal in the middle of a long text is understood", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.greet();
        p.take_envelope();
        for (int i = 0; i != 100; ++i) p.hear();
        p.say("552 5.3.4 Message too big\r\n");
        std::this_thread::sleep_for(100ms);
        p.drop();
    }};
    CHECK(
        carry(sender::to_port(server.port()), long_mail(2)) ==
        strings(2, "content_rejected: 552 5.3.4 Message too big")
    );
}

TEST_CASE("what is no SMTP server is not believed", "[email][smtp]")
{
    const auto [greeting, cause] = GENERATE(table<std::string, std::string>(
        {{"HTTP/1.1 400 Bad Request\r\n\r\n", "unavailable: not an SMTP reply"},
         {"\x16\x03\x01\x02", "unavailable: the server hung up"},
         {"", "unavailable: the server hung up"},
         {"554 5.3.2 no service\r\n", "unavailable: 554 5.3.2 no service"},
         {"220-" + std::string(5000, 'x'), "unavailable: not an SMTP reply"}}
    ));
    smtp_imposter server{[&](peer& p, int) { p.say(greeting); }};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({an, binh})) == strings(2, cause));
    CHECK(server.connections() == 1);
}

TEST_CASE("a greeting without end is cut off", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        for (;;) p.say("220-welcome\r\n");
    }};
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({an})) == strings{"unavailable: not an SMTP reply"});
}

TEST_CASE("calls wait their turn for a connection, and the wait counts", "[email][smtp]")
{
    smtp_imposter server{[](peer& p, int) {
        p.greet();
        p.take_message();
        std::this_thread::sleep_for(300ms);
        p.serve();
    }};
    auto params = sender::to_port(server.port());
    params.connections = 1;
    sender s{params};
    const strings two{an, binh};
    const auto list = sender::destinations(two);
    std::vector<strings> ended(4);
    const auto deadlines = {8000ms, 100ms, 8000ms, 8000ms};
    std::size_t done = 0;
    std::size_t i = 0;
    for (const auto deadline : deadlines) {
        boost::asio::co_spawn(
            s.context,
            s.mail->deliver(list, clock_type::now() + deadline),
            [&, i](std::exception_ptr, std::vector<outcome> o) {
                ended[i] = sender::texts(o);
                ++done;
            }
        );
        ++i;
    }
    while (done != 4) REQUIRE(s.context.run_one_for(5s) != 0);
    CHECK(ended[0] == strings(2, "accepted"));
    CHECK(ended[1] == strings(2, "unavailable: no free connection before the deadline"));
    CHECK(ended[2] == strings(2, "accepted"));
    CHECK(ended[3] == strings(2, "accepted"));
    CHECK(server.connections() == 1);
}

TEST_CASE("a cancelled call ends at once and leaves the channel whole", "[email][smtp]")
{
    const auto where = GENERATE(as<std::string>{}, "connecting", "talking", "waiting for a connection");
    CAPTURE(where);
    smtp_imposter server{[&](peer& p, int number) {
        if (number == 0 && where == "connecting")
            p.wait_for_close();
        p.greet();
        if (number == 0) {
            p.take_envelope();
            p.wait_for_close();
        }
        p.serve();
    }};
    auto params = sender::to_port(server.port());
    params.connections = 1;
    sender s{params};
    const strings two{an, binh};
    const auto list = sender::destinations(two);

    struct call {
        boost::asio::cancellation_signal stop;
        bool done = false;
        boost::system::error_code error;
    };
    call first, second;
    for (auto* each : {&first, &second})
        boost::asio::co_spawn(
            s.context,
            s.mail->deliver(list, clock_type::now() + 30s),
            boost::asio::bind_cancellation_slot(
                each->stop.slot(),
                [each](std::exception_ptr error, const std::vector<outcome>&) {
                    each->done = true;
                    try {
                        if (error)
                            std::rethrow_exception(error);
                    } catch (const boost::system::system_error& e) {
                        each->error = e.code();
                    }
                }
            )
        );
    s.context.run_for(200ms);
    CHECK_FALSE(first.done);
    const auto before = clock_type::now();
    if (where == "waiting for a connection") {
        second.stop.emit(boost::asio::cancellation_type::terminal);
        while (!second.done) REQUIRE(s.context.run_one_for(5s) != 0);
        CHECK(second.error == boost::asio::error::operation_aborted);
    }
    first.stop.emit(boost::asio::cancellation_type::terminal);
    while (!first.done || !second.done) REQUIRE(s.context.run_one_for(5s) != 0);
    CHECK(first.error == boost::asio::error::operation_aborted);
    CHECK(clock_type::now() - before < 1s);
    if (where != "waiting for a connection")
        CHECK_FALSE(second.error);
    CHECK(sender::texts(s.deliver({chi})) == strings{"accepted"});
    CHECK(server.connections() == 2);
}

TEST_CASE("the channel says goodbye on its idle connections", "[email][smtp]")
{
    std::atomic<bool> said{false};
    smtp_imposter server{[&](peer& p, int) {
        p.greet();
        p.take_message();
        said = p.hear() == "QUIT";
    }};
    {
        sender s{sender::to_port(server.port())};
        CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
    }
    for (int i = 0; i != 1000 && !said; ++i) std::this_thread::sleep_for(1ms);
    CHECK(said);
}
