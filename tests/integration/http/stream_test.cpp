// Replies of which nobody knows the end.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

bool becomes(const std::atomic<int>& what, int value, std::chrono::milliseconds limit = 3s)
{
    const auto end = std::chrono::steady_clock::now() + limit;
    while (what != value && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(10ms);
    return what == value;
}

}  // namespace

TEST_CASE("each event arrives when it happens, in a chunk of its own", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /events?bytes=3&ms=50&most=3 HTTP/1.1\r\nHost: loa\r\nAccept-Encoding: gzip\r\n\r\n");
    const auto head = client.until("\r\n\r\n");
    CHECK(contains(head, "Transfer-Encoding: chunked\r\n"));
    CHECK_FALSE(contains(head, "Content-Encoding"));
    CHECK(client.until("\n\n\r\n") == "b\r\ndata: xxx\n\n\r\n");
    CHECK(client.rest() == "b\r\ndata: xxx\n\n\r\nb\r\ndata: xxx\n\n\r\n0\r\n\r\n");
    CHECK(client.has_ended);
}

TEST_CASE("events go on for longer than an idle connection may", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /events?ms=1500 HTTP/1.1\r\nHost: loa\r\n\r\n");
    client.until("\r\n\r\n");
    CHECK(contains(client.until("\n\n", 2s), "data: "));
    CHECK(contains(client.until("\n\n", 2s), "data: "));
    CHECK_FALSE(client.has_ended);
}

TEST_CASE("a stream to HTTP/1.0 ends with the connection", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /events?bytes=1&most=2 HTTP/1.0\r\n\r\n");
    const auto reply = client.rest();
    CHECK(contains(reply, "\r\n\r\ndata: x\n\ndata: x\n\n"));
    CHECK_FALSE(contains(reply, "chunked"));
}

TEST_CASE("the source of a stream ends when its reader hangs up", "[http]")
{
    http_stage stage;
    {
        raw_client client{stage.port()};
        client.say("GET /events?ms=60000 HTTP/1.1\r\nHost: loa\r\n\r\n");
        client.until("\r\n\r\n");
        CHECK(becomes(stage.handler.sources, 1));
    }
    CHECK(becomes(stage.handler.sources, 0));
}

TEST_CASE("a reader of a stream that does not read is dropped, not remembered", "[http]")
{
    http_stage stage;
    raw_client deaf{stage.port(), 4'096};
    deaf.say("GET /events?bytes=60000&ms=0 HTTP/1.1\r\nHost: loa\r\n\r\n");
    CHECK(becomes(stage.handler.sources, 1));
    CHECK(becomes(stage.handler.sources, 0, 5s));
    CHECK(deaf.rest().size() < 4'000'000);  // what the kernel took
}

TEST_CASE("a reader of a stream who talks without end is dropped", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /events?ms=60000 HTTP/1.1\r\nHost: loa\r\n\r\n");
    client.until("\r\n\r\n");
    client.say(std::string(200'000, 'a'));
    CHECK(becomes(stage.handler.sources, 0));
}

TEST_CASE("stopping ends event streams at once", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /events?ms=60000 HTTP/1.1\r\nHost: loa\r\n\r\n");
    client.until("\r\n\r\n");
    const auto start = std::chrono::steady_clock::now();
    stage.stop();
    CHECK(std::chrono::steady_clock::now() - start < 500ms);
    CHECK(stage.handler.sources == 0);
}
