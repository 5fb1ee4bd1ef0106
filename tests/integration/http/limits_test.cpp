// Slow clients, floods, and the end.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/sanitized.hpp"

#include <malloc.h>

#include <fstream>
#include <future>
#include <optional>
#include <string>
#include <vector>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

std::size_t resident_bytes()
{
    std::ifstream in{"/proc/self/statm"};
    std::size_t all = 0, resident = 0;
    in >> all >> resident;
    return resident * 4'096;
}

/// Says a byte every 50 ms until the other side has had enough; how long that took.
std::chrono::milliseconds dribble(raw_client& client, char what)
{
    const auto start = std::chrono::steady_clock::now();
    while (!client.has_ended && std::chrono::steady_clock::now() < start + 5s) {
        if (!client.say(std::string(1, what)))
            break;
        const auto heard = client.until("}", 50ms);
        if (contains(heard, "HTTP/1.1 408"))
            break;
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

}  // namespace

TEST_CASE("a head that dribbles is given up, and others are served meanwhile", "[http]")
{
    http_stage stage;
    raw_client slow{stage.port()};
    slow.say("GET / HTTP/1.1\r\nX-Slow: ");
    auto took = std::async(std::launch::async, [&] { return dribble(slow, 'a'); });
    CHECK(status_in(get(stage.port(), "/")) == "200");
    CHECK(took.get() < 2s);
}

TEST_CASE("a body that dribbles is given up", "[http]")
{
    http_stage stage;
    raw_client slow{stage.port()};
    slow.say("POST / HTTP/1.1\r\nHost: loa\r\nContent-Length: 1000\r\n\r\n");
    CHECK(dribble(slow, 'a') < 2s);
    CHECK(stage.handler.asked == 0);
}

TEST_CASE("who says nothing is hung up on, at once or between two requests", "[http]")
{
    http_stage stage;
    raw_client mute{stage.port()}, idle{stage.port()};
    idle.say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
    CHECK(contains(idle.until("body="), "200 OK"));
    CHECK(mute.rest(3s).empty());
    CHECK(mute.has_ended);
    CHECK(idle.rest(3s).empty());
    CHECK(idle.has_ended);
}

TEST_CASE("who does not read a large reply is dropped", "[http]")
{
    auto params = quick_params();
    params.idle_limit = 60s;
    http_stage stage{params};
    raw_client deaf{stage.port(), 4'096};
    deaf.say("GET /text?bytes=8000000 HTTP/1.1\r\nHost: loa\r\n\r\n");
    std::this_thread::sleep_for(2500ms);
    const auto got = deaf.rest();
    CHECK(deaf.has_ended);
    CHECK(got.size() < 8'000'000);
}

TEST_CASE("the connections of one address are counted", "[http]")
{
    auto params = quick_params();
    params.connections_per_peer = 3;
    http_stage stage{params};
    std::vector<raw_client> some;
    for (int i = 0; i != 3; ++i) {
        some.emplace_back(stage.port());
        some.back().say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
        some.back().until("body=");
    }
    raw_client more{stage.port()};
    CHECK(status_in(more.rest()) == "503");
    some.clear();
    std::this_thread::sleep_for(100ms);
    CHECK(status_in(get(stage.port(), "/")) == "200");
}

TEST_CASE("more connections than there is room for wait, and get their turn", "[http]")
{
    auto params = quick_params();
    params.connections = 2;
    http_stage stage{params};
    std::optional<raw_client> one, two;
    one.emplace(stage.port());
    two.emplace(stage.port());
    for (auto* each : {&*one, &*two}) {
        each->say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
        each->until("body=");
    }
    raw_client waiting{stage.port()};
    waiting.say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
    CHECK(waiting.until("body=", 200ms).empty());
    one.reset();
    CHECK(contains(waiting.until("body=", 2s), "200 OK"));
}

TEST_CASE("bodies that are begun and never ended do not fill the memory", "[http]")
{
    auto params = quick_params();
    params.memory_bytes = 4 << 20;
    params.connections_per_peer = 1'000;
    params.body_limit = 10s;
    http_stage stage{params};
    const std::string most(1 << 20, 'a');
    std::vector<raw_client> many;
    std::size_t refused = 0;
    for (int i = 0; i != 20; ++i) {
        auto& one = many.emplace_back(stage.port());
        if (!one.say("POST / HTTP/1.1\r\nHost: loa\r\nContent-Length: 2000000\r\n\r\n" + most) ||
            contains(one.until("}", 50ms), "overloaded"))
            ++refused;
    }
    CHECK(refused >= 15);
    CHECK(status_in(get(stage.port(), "/")) == "200");
    many.clear();
    std::this_thread::sleep_for(200ms);
    raw_client later{stage.port()};
    later.say(
        "POST /text HTTP/1.1\r\nHost: loa\r\nContent-Length: 1048576\r\nConnection: close\r\n\r\n" + most
    );
    CHECK(status_in(later.rest()) == "200");
}

TEST_CASE("a flood of two thousand connections costs little memory, and nobody else his turn", "[http]")
{
    auto params = quick_params();
    params.header_limit = 10s;
    params.connections = 1'024;
    params.connections_per_peer = 1'000;
    http_stage stage{params};
    get(stage.port(), "/");
    ::malloc_trim(0);
    const auto before = resident_bytes();
    std::vector<raw_client> flood;
    for (int i = 0; i != 2'000; ++i) {
        flood.emplace_back(stage.port());
        flood.back().say("GET / HTTP/1.1\r\nX-Flood: ");
    }
    std::this_thread::sleep_for(300ms);
    const auto grown = resident_bytes() - before;
    INFO(grown);
    if (!is_sanitized)
        CHECK(grown < 40 << 20);
    flood.clear();
    std::this_thread::sleep_for(300ms);
    CHECK(status_in(get(stage.port(), "/")) == "200");
}

TEST_CASE("stopping finishes the requests under way and takes no new ones", "[http]")
{
    http_stage stage;
    const auto port = stage.port();
    raw_client idle{port}, busy{port}, begun{port};
    idle.say("GET / HTTP/1.1\r\nHost: loa\r\n\r\n");
    idle.until("body=");
    busy.say("GET /wait?ms=500 HTTP/1.1\r\nHost: loa\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    const auto start = std::chrono::steady_clock::now();
    stage.stop();
    CHECK(std::chrono::steady_clock::now() - start < 4s);
    CHECK_FALSE(stage.ended_by);
    const auto reply = busy.rest();
    CHECK(contains(reply, "waited"));
    CHECK(contains(reply, "Connection: close"));
    CHECK(idle.rest().empty());
    CHECK(idle.has_ended);
    CHECK_THROWS(raw_client{port});
}

TEST_CASE("a request that takes too long does not hold up the end", "[http]")
{
    http_stage stage;
    raw_client busy{stage.port()};
    busy.say("GET /wait?ms=60000 HTTP/1.1\r\nHost: loa\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    const auto start = std::chrono::steady_clock::now();
    stage.stop();
    CHECK(std::chrono::steady_clock::now() - start < 3s);
    CHECK_FALSE(stage.ended_by);
}
