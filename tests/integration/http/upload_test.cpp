// Bodies that are too large for memory: passed on piece by piece.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <fmt/format.h>

#include <string>
#include <thread>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

std::string head(std::size_t length, const std::string& query = {}, const std::string& more = {})
{
    return fmt::format(
        "POST /upload{} HTTP/1.1\r\nHost: loa\r\nContent-Length: {}\r\n{}\r\n", query, length, more
    );
}

bool gone(const http_stage& stage)
{
    for (int i = 0; i != 100 && stage.handler.sources != 0; ++i) std::this_thread::sleep_for(20ms);
    return stage.handler.sources == 0;
}

}  // namespace

TEST_CASE(
    "an upload far beyond the limit of bodies comes whole, in small pieces, and the connection goes on",
    "[http]"
)
{
    http_stage stage;
    raw_client client{stage.port()};
    const std::string megabyte(1 << 20, 'a');
    client.say(head(40 << 20));
    for (int i = 0; i != 40; ++i) REQUIRE(client.say(megabyte));
    CHECK(contains(client.until("aaaa"), "took 41943040 bytes: a"));
    CHECK(stage.handler.largest_piece < 300 * 1024);
    client.until("a\r\n", 100ms);
    client.say("GET /nothing HTTP/1.1\r\nHost: loa\r\n\r\n");
    CHECK(contains(client.until("\r\n\r\n"), " 204 "));
    CHECK(gone(stage));
}

TEST_CASE("an upload in chunks of any size comes whole", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("POST /upload HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: chunked\r\n\r\n");
    std::size_t all = 0;
    for (std::size_t size = 1; size < 400'000; size = size * 3 + 1) {
        client.say(fmt::format("{:x}\r\n{}\r\n", size, std::string(size, 'b')));
        all += size;
    }
    client.say("0\r\n\r\n");
    CHECK(contains(client.until("bbbb"), fmt::format("took {} bytes: b", all)));
}

TEST_CASE("an upload with nothing in it is an upload", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(head(0));
    CHECK(contains(client.until("bytes: "), "took 0 bytes"));
}

TEST_CASE("who may not upload is told before the body is read, and nothing of it is taken", "[http]")
{
    http_stage stage;
    raw_client polite{stage.port()};
    polite.say(head(10 << 20, "?refuse=1", "Expect: 100-continue\r\n"));
    const auto answer = polite.rest();
    CHECK(status_in(answer) == "409");
    CHECK_FALSE(contains(answer, "100 Continue"));
    CHECK(contains(answer, "Connection: close"));

    raw_client rash{stage.port()};
    rash.say(head(10 << 20, "?refuse=1") + std::string(1 << 20, 'x'));
    CHECK(status_in(rash.until("not now")) == "409");

    raw_client unlucky{stage.port()};
    unlucky.say(head(10, "?throw=1") + "0123456789");
    CHECK(status_in(unlucky.rest()) == "500");
    CHECK(stage.handler.asked == 0);
}

TEST_CASE("who may is told to go on", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(head(3, {}, "Expect: 100-continue\r\n"));
    CHECK(contains(client.until("\r\n\r\n"), "100 Continue"));
    client.say("abc");
    CHECK(contains(client.until("abc"), "took 3 bytes: abc"));
}

TEST_CASE("an upload that is too long is refused, told in advance or not", "[http]")
{
    http_stage stage;
    raw_client honest{stage.port()};
    honest.say(head(stage_handler::most_upload + 1));
    CHECK(status_in(honest.rest()) == "413");

    raw_client sly{stage.port()};
    sly.say("POST /upload HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: chunked\r\n\r\n");
    const auto chunk = fmt::format("{:x}\r\n{}\r\n", 1 << 20, std::string(1 << 20, 'x'));
    for (int i = 0; i != 65; ++i)
        if (!sly.say(chunk))
            break;
    CHECK(status_in(sly.until("\r\n\r\n")) == "413");
    CHECK(gone(stage));
    CHECK(stage.handler.asked == 0);
}

TEST_CASE("a sink that is full ends the upload, and the handler says why", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(head(20 << 20, "?most=1000000"));
    const std::string megabyte(1 << 20, 'c');
    for (int i = 0; i != 3; ++i) client.say(megabyte);
    const auto answer = client.until("cccc");
    CHECK(contains(answer, "took 1"));
    CHECK(contains(answer, "Connection: close"));
    CHECK(gone(stage));
}

TEST_CASE(
    "an upload that is cut off or not well framed is never answered as one, and leaves nothing", "[http]"
)
{
    http_stage stage;
    {
        raw_client cut{stage.port()};
        cut.say(head(10 << 20) + std::string(2 << 20, 'x'));
    }
    {
        raw_client half{stage.port()};
        half.say(head(1'000) + "abc");
        half.end_of_speech();
        half.rest(500ms);
    }
    raw_client odd{stage.port()};
    odd.say("POST /upload HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX");
    CHECK(status_in(odd.rest()) == "400");
    CHECK(gone(stage));
    CHECK(stage.handler.asked == 0);
}

TEST_CASE(
    "an upload may take long as long as it goes on; one that stands still, or all but, is given up", "[http]"
)
{
    http_stage stage;  // a second for each 64 KB
    raw_client steady{stage.port()};
    steady.say(head(40 * 64 * 1024));
    for (int i = 0; i != 40; ++i) {
        REQUIRE(steady.say(std::string(64 * 1024, 'd')));
        std::this_thread::sleep_for(60ms);
    }
    CHECK(contains(steady.until("dddd"), "took 2621440 bytes"));

    const auto start = std::chrono::steady_clock::now();
    raw_client dribbling{stage.port()};
    dribbling.say(head(1'000'000));
    std::string heard;
    while (heard.empty() && std::chrono::steady_clock::now() < start + 5s) {
        if (!dribbling.say(std::string(100, 'e')))
            break;
        heard = dribbling.until("}", 50ms);
    }
    CHECK(status_in(heard) == "408");
    CHECK(std::chrono::steady_clock::now() - start < 3s);
    CHECK(gone(stage));
}
