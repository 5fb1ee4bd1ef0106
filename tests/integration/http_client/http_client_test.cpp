#include "adapters/http_client/http_client.hpp"
#include "gateway/core/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scripted_peer.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <thread>

using loa::http_exchange;
using loa::http_progress;
using loa::testing::peer_step;
using loa::testing::run;
using loa::testing::scripted_peer;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view question = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct http_test {
    boost::asio::io_context context;
    std::unique_ptr<scripted_peer> peer;
    std::unique_ptr<loa::http_client> client;

    void play(std::vector<peer_step> steps, loa::http_client_params params = {})
    {
        peer = std::make_unique<scripted_peer>(context, std::move(steps));
        params.tls = false;
        params.host = "127.0.0.1";
        params.port = peer->port();
        client = loa::make_http_client(context, params);
    }

    loa::task<http_exchange> asking(std::chrono::milliseconds limit)
    {
        const std::array<std::string_view, 1> pieces{question};
        auto exchange = client->exchange(pieces, std::chrono::steady_clock::now() + limit);
        co_return co_await std::move(exchange);
    }

    http_exchange ask(std::chrono::milliseconds limit = 5s) { return run(context, asking(limit)); }
};

peer_step says(std::string text, bool hang_up = true)
{
    peer_step out;
    out.says = std::move(text);
    out.hang_up = hang_up;
    return out;
}

peer_step endless(std::string text, std::string again)
{
    auto out = says(std::move(text));
    out.then_again = std::move(again);
    return out;
}

}  // namespace

TEST_CASE_METHOD(http_test, "one connection carries many exchanges", "[http_client]")
{
    play(
        {says(good, false),
         says(good, false),
         says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n", false)}
    );
    for (int i = 0; i != 3; ++i) {
        const auto got = ask();
        CHECK(got.progress == http_progress::answered);
        CHECK(got.answer.status == 200);
        CHECK(got.answer.body == "ok");
        CHECK_FALSE(got.error);
    }
    CHECK(peer->connections() == 1);
    CHECK(peer->heard() == question);
}

TEST_CASE_METHOD(
    http_test,
    "a connection that the partner closed meanwhile is noticed before anything is sent on it",
    "[http_client]"
)
{
    play({says(good), says(good)});
    CHECK(ask().progress == http_progress::answered);
    context.restart();
    context.run_for(20ms);
    CHECK(ask().progress == http_progress::answered);
    CHECK(peer->connections() == 2);
}

TEST_CASE_METHOD(
    http_test, "a connection on which the partner spoke unasked is not used again", "[http_client]"
)
{
    play({says(good + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen", false), says(good, false)});
    CHECK(ask().answer.body == "ok");
    CHECK(ask().answer.body == "ok");
    CHECK(peer->connections() == 2);
}

TEST_CASE_METHOD(
    http_test,
    "a partner that wants to close, or speaks HTTP/1.0, gets a new connection each time",
    "[http_client]"
)
{
    play(
        {says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", false),
         says("HTTP/1.0 200 OK\r\n\r\nok"),
         says(good, false)}
    );
    for (int i = 0; i != 3; ++i) CHECK(ask().answer.body == "ok");
    CHECK(peer->connections() == 3);
}

TEST_CASE_METHOD(http_test, "an idle connection that grew old is not used again", "[http_client]")
{
    loa::http_client_params params;
    params.idle_limit = 0s;
    play({says(good, false), says(good, false)}, params);
    CHECK(ask().progress == http_progress::answered);
    CHECK(ask().progress == http_progress::answered);
    CHECK(peer->connections() == 2);
}

TEST_CASE_METHOD(
    http_test, "a partner that hangs up without an answer may have acted on the request", "[http_client]"
)
{
    play({says("")});
    const auto got = ask();
    CHECK(got.progress == http_progress::sent);
    CHECK(got.error == boost::asio::error::eof);
    CHECK(got.answer.status == 0);
}

TEST_CASE_METHOD(http_test, "nobody there means that nothing was sent", "[http_client]")
{
    play({});
    const auto gone = peer->port();
    peer.reset();
    context.run_for(10ms);
    loa::http_client_params params;
    params.tls = false;
    params.host = "127.0.0.1";
    params.port = gone;
    client = loa::make_http_client(context, params);
    const auto got = ask();
    CHECK(got.progress == http_progress::not_connected);
    CHECK(got.error == boost::asio::error::connection_refused);

    params.host = "no-such-host.invalid";
    client = loa::make_http_client(context, params);
    CHECK(ask().progress == http_progress::not_connected);
}

TEST_CASE_METHOD(
    http_test,
    "a silent partner costs the deadline and no more, and the connection is given up",
    "[http_client]"
)
{
    play({});
    const auto begin = std::chrono::steady_clock::now();
    const auto got = ask(100ms);
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(got.progress == http_progress::sent);
    CHECK(got.error == loa::errc::deadline_exceeded);
    CHECK(took >= 100ms);
    CHECK(took < 2s);
}

TEST_CASE_METHOD(http_test, "a deadline in the past lets nothing out", "[http_client]")
{
    play({says(good, false), says(good, false)});
    CHECK(ask().progress == http_progress::answered);
    CHECK(ask(-1ms).progress == http_progress::not_connected);
    context.restart();
    context.run_for(20ms);
    CHECK(peer->heard() == question);
    CHECK(ask().progress == http_progress::answered);
}

TEST_CASE_METHOD(
    http_test,
    "a connection that stands only when the deadline has passed lets nothing out, however busy the loop was",
    "[http_client]"
)
{
    using boost::asio::ip::tcp;
    tcp::acceptor host{context, {boost::asio::ip::address_v4::loopback(), 0}};
    host.listen(0);
    tcp::socket first{context}, second{context};
    for (auto* each : {&first, &second})  // its queue is full
        each->async_connect(host.local_endpoint(), [](const boost::system::error_code&) {});
    loa::http_client_params params;
    params.tls = false;
    params.host = "127.0.0.1";
    params.port = host.local_endpoint().port();
    client = loa::make_http_client(context, params);
    std::optional<http_exchange> got;
    boost::asio::co_spawn(context, asking(1300ms), [&](std::exception_ptr, http_exchange ended) {
        got = ended;
    });
    context.run_for(500ms);
    CHECK_FALSE(got);
    host.listen(16);                      // when the system tries again, after a second, there is room
    std::this_thread::sleep_for(1200ms);  // the loop learns of both at once
    context.restart();
    context.run_for(50ms);
    REQUIRE(got);
    CHECK(got->progress == http_progress::not_connected);
    CHECK(got->error == loa::errc::deadline_exceeded);
    host.non_blocking(true);
    for (boost::system::error_code none;;) {
        tcp::socket line{context};
        host.accept(line, none);
        if (none)
            break;
        CHECK(line.available() == 0);
    }
}

TEST_CASE_METHOD(
    http_test, "an exchange that takes its whole time does not cost the others theirs", "[http_client]"
)
{
    // The peer answers the first, then is out of words.
    play({says(good, false)});
    CHECK(ask().progress == http_progress::answered);
    const auto started = std::chrono::steady_clock::now();
    std::vector<std::chrono::milliseconds> ends;
    for (const auto limit : {300ms, 100ms, 200ms})
        boost::asio::co_spawn(context, asking(limit), [&](std::exception_ptr, http_exchange ended) {
            CHECK(ended.progress == http_progress::sent);
            CHECK(ended.error == loa::errc::deadline_exceeded);
            const auto took = std::chrono::steady_clock::now() - started;
            ends.push_back(std::chrono::duration_cast<std::chrono::milliseconds>(took));
        });
    context.restart();
    context.run_for(1s);
    REQUIRE(ends.size() == 3);
    for (std::size_t i = 0; i != ends.size(); ++i) {
        CHECK(ends[i] >= 100ms * (i + 1));
        CHECK(ends[i] < 100ms * (i + 1) + 80ms);
    }
}

TEST_CASE_METHOD(
    http_test, "a connection closed in haste by a partner that had proven itself is replaced", "[http_client]"
)
{
    std::vector<peer_step> steps(12, says(good, false));
    steps.push_back(says(good));  // and hangs up without a word of it
    steps.push_back(says(good, false));
    play(steps);
    for (int i = 0; i != 13; ++i) CHECK(ask().progress == http_progress::answered);
    context.restart();
    context.run_for(20ms);
    CHECK(ask().progress == http_progress::answered);
    CHECK(peer->connections() == 2);
}

TEST_CASE_METHOD(
    http_test, "those beyond the number of connections wait their turn, until their deadline", "[http_client]"
)
{
    loa::http_client_params params;
    params.connections = 1;
    play({says(good, false), says(good, false), says(good, false)}, params);
    int done = 0;
    for (int i = 0; i != 3; ++i)
        boost::asio::co_spawn(context, asking(5s), [&](std::exception_ptr, http_exchange got) {
            done += got.progress == http_progress::answered;
        });
    context.restart();
    context.run_for(200ms);
    CHECK(done == 3);
    CHECK(peer->connections() == 1);

    // The peer is out of words: the first holds the connection, the second never gets it.
    std::vector<http_progress> ends;
    for (int i = 0; i != 2; ++i)
        boost::asio::co_spawn(context, asking(100ms), [&](std::exception_ptr, http_exchange got) {
            ends.push_back(got.progress);
        });
    context.restart();
    context.run_for(500ms);
    CHECK(ends.size() == 2);
    CHECK(std::count(ends.begin(), ends.end(), http_progress::sent) == 1);
    CHECK(std::count(ends.begin(), ends.end(), http_progress::not_connected) == 1);
}

TEST_CASE_METHOD(
    http_test,
    "cancelling unwinds whoever talks and whoever waits, and the turn goes on to the next",
    "[http_client]"
)
{
    loa::http_client_params params;
    params.connections = 1;
    // A step that hears but never speaks: the first exchange holds the only turn.
    play({says("HTTP/1.1 100 Continue\r\n\r\n", false), says(good, false)}, params);
    boost::asio::cancellation_signal first, second;
    int aborted = 0, answered = 0;
    const auto count = [&](std::exception_ptr error, http_exchange got) {
        aborted += error != nullptr;
        answered += !error && got.progress == http_progress::answered;
    };
    boost::asio::co_spawn(context, asking(5s), boost::asio::bind_cancellation_slot(first.slot(), count));
    boost::asio::co_spawn(context, asking(5s), boost::asio::bind_cancellation_slot(second.slot(), count));
    boost::asio::co_spawn(context, asking(5s), count);
    context.restart();
    context.run_for(50ms);
    CHECK(aborted + answered == 0);
    second.emit(boost::asio::cancellation_type::terminal);
    first.emit(boost::asio::cancellation_type::terminal);
    context.restart();
    context.run_for(200ms);
    CHECK(aborted == 2);
    CHECK(answered == 1);
}

TEST_CASE_METHOD(
    http_test,
    "an answer that came before the whole request was taken is heard, and said to be early",
    "[http_client]"
)
{
    auto step = says("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 7\r\n\r\n");
    step.hear_nothing = true;
    play({step});
    const std::string body(64 << 20, 'x');
    const std::array<std::string_view, 2> pieces{
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 67108864\r\n\r\n", body};
    const auto got = run(context, client->exchange(pieces, std::chrono::steady_clock::now() + 5s));
    CHECK_FALSE(got.request_whole);
    CHECK(got.progress != http_progress::sent);
    if (got.progress ==
        http_progress::answered) {  // else the kernel threw it away together with the connection
        CHECK(got.answer.status == 503);
        CHECK(got.answer.retry_after == "7");
    }
}

TEST_CASE("hostile answers end in an error, in little memory, at once", "[http_client][hostile]")
{
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::string kilobytes(8 * 1024, 'x');
    struct row {
        const char* name;
        peer_step step;
        unsigned status;  // what was understood of it
    };
    const std::vector<row> rows{
        {"a header that never ends", endless(head + "X: ", kilobytes), 200},
        {"headers that never end", endless(head, "X-Y: z\r\n"), 200},
        {"a start line that never ends", endless("HTTP/1.1 200 ", kilobytes), 0},
        {"a body that never ends", endless(head + "\r\n", kilobytes), 200},
        {"a body longer than the limit, announced",
         endless(head + "Content-Length: 104857600\r\n\r\n", kilobytes),
         200},
        {"chunks that never end",
         endless(head + "Transfer-Encoding: chunked\r\n\r\n", "2000\r\n" + kilobytes + "\r\n"),
         200},
        {"a chunk larger than the limit",
         endless(head + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", kilobytes),
         200},
        {"a chunk extension that never ends",
         endless(head + "Transfer-Encoding: chunked\r\n\r\n1;", kilobytes),
         200},
        {"a chunk size that is none", says(head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"), 200},
        {"a trailer that never ends",
         endless(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-Y: z\r\n"),
         200},
        {"fewer bytes than announced", says(head + "Content-Length: 10\r\n\r\nshort"), 200},
        {"a chunked body that stops in the middle",
         says(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
         200},
        {"a negative length", says(head + "Content-Length: -1\r\n\r\n"), 200},
        {"a length that overflows", says(head + "Content-Length: 99999999999999999999999\r\n\r\n"), 200},
        {"two lengths", says(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk"), 200},
        {"no HTTP at all", says("220 mail.example ESMTP\r\n"), 0},
        {"TLS", says(std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11)), 0},
        {"zeros", says(std::string(5'000, '\0')), 0},
        {"half a start line", says("HTTP/1.1 20"), 0},
        {"interim answers that never end", endless("", "HTTP/1.1 100 Continue\r\n\r\n"), 100},
    };
    for (const auto& each : rows) {
        INFO(each.name);
        http_test test;
        test.play({each.step});
        const auto begin = std::chrono::steady_clock::now();
        const auto got = test.ask();
        CHECK(got.progress == http_progress::sent);
        CHECK(got.error);
        CHECK(got.error != loa::errc::deadline_exceeded);
        CHECK(got.answer.body.size() <= 1 << 20);
        CHECK(std::chrono::steady_clock::now() - begin < 3s);
        if (got.answer.status != 0)
            CHECK(got.answer.status == each.status);
    }
}

TEST_CASE_METHOD(http_test, "a socket on this machine is asked like a host elsewhere", "[http_client]")
{
    namespace asio = boost::asio;
    const loa::testing::temp_folder folder;
    loa::http_client_params params;
    params.unix_socket = (folder / "one.sock").string();
    client = loa::make_http_client(context, params);
    const auto nobody = ask();
    CHECK(nobody.progress == http_progress::not_connected);
    CHECK(nobody.error == boost::system::errc::no_such_file_or_directory);

    asio::io_context other;
    asio::local::stream_protocol::acceptor door{other, params.unix_socket};
    std::string heard;
    std::thread host{[&] {
        auto line = door.accept();
        for (int i = 0; i != 2; ++i) {
            heard.clear();
            asio::read_until(line, asio::dynamic_buffer(heard), "\r\n\r\n");
            asio::write(line, asio::buffer(good));
        }
    }};
    for (int i = 0; i != 2; ++i) {
        const auto got = ask();
        CHECK(got.progress == http_progress::answered);
        CHECK(got.answer.body == "ok");
    }
    host.join();
    CHECK(heard == question);
}
