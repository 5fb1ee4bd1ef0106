#include "tests/integration/queue/fake_redis.hpp"
#include "queue/redis_connection.hpp"

#include <string>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

namespace asio = boost::asio;

task<result<std::string>> ask_one(redis_connection& connection, std::string argument, time_point deadline)
{
    request what;
    what.add("ECHO", argument);
    auto answer = co_await connection.ask(std::move(what), deadline);
    if (!answer)
        co_return answer.error();
    co_return answer->front().text;
}

}  // namespace

TEST_CASE_METHOD(
    fake_redis, "an answer that never comes costs the time limit and the connection", "[connection]"
)
{
    lines = {"+OK\r\n", ""};
    redis_connection connection{context.get_executor(), params(), "test"};
    REQUIRE(run(context, connection.open(in(1s))).has_value());
    const auto before = std::chrono::steady_clock::now();
    CHECK(run(context, ask_one(connection, "a", in(100ms))).error() == errc::deadline_exceeded);
    CHECK(std::chrono::steady_clock::now() - before < 1s);
    CHECK(!connection.is_open());
    CHECK(connection.trouble().find("does not answer within the time limit") != std::string::npos);
    CHECK(run(context, ask_one(connection, "a", in(100ms))).has_error());
}

TEST_CASE_METHOD(
    fake_redis, "commands in flight together get their own replies, and fail together", "[connection]"
)
{
    lines = {"+OK\r\n", "+1\r\n", "+2\r\n", "+3\r\n", "!"};
    redis_connection connection{context.get_executor(), params(), "test"};
    REQUIRE(run(context, connection.open(in(1s))).has_value());
    std::vector<std::string> got(5);
    int left = 5;
    for (std::size_t i = 0; i != got.size(); ++i)
        asio::co_spawn(
            context,
            ask_one(connection, "x", in(5s)),
            [&got, &left, i](std::exception_ptr, result<std::string> answer) {
                got[i] = answer ? *answer : "failed";
                --left;
            }
        );
    context.restart();
    while (left != 0 && context.run_one_for(5s) != 0) {
    }
    CHECK(got == std::vector<std::string>{"1", "2", "3", "failed", "failed"});
    CHECK(!connection.is_open());
    lines = {"+OK\r\n", "+again\r\n"};
    REQUIRE(run(context, connection.open(in(1s))).has_value());
    CHECK(*run(context, ask_one(connection, "a", in(1s))) == "again");
}

TEST_CASE_METHOD(
    fake_redis,
    "a caller that leaves early takes the connection with it, because the order is lost",
    "[connection]"
)
{
    lines = {"+OK\r\n", ""};
    redis_connection connection{context.get_executor(), params(), "test"};
    REQUIRE(run(context, connection.open(in(1s))).has_value());
    std::vector<boost::system::error_code> got;
    for (const auto limit : {50ms, 5'000ms})
        asio::co_spawn(
            context,
            ask_one(connection, "x", in(limit)),
            [&got](std::exception_ptr, result<std::string> answer) { got.push_back(answer.error()); }
        );
    context.restart();
    while (got.size() != 2 && context.run_one_for(2s) != 0) {
    }
    REQUIRE(got.size() == 2);
    CHECK(!connection.is_open());
}

TEST_CASE_METHOD(fake_redis, "whatever a broken server answers, the inbox waits and tells it once", "[inbox]")
{
    const auto answer = GENERATE(
        as<std::string>{},
        ":1\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
        "*0\r\n",
        "*2000000000\r\n",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "-LOADING Redis is loading the dataset in memory\r\n",
        "-NOGROUP x\r\n",
        "-READONLY x\r\n",
        "-ERR max number of clients reached\r\n",
        "",
        "!"
    );
    // At once, or only after the connection and the group are there.
    const bool at_once = GENERATE(true, false);
    lines = at_once ? std::vector{answer} : std::vector<std::string>{"+OK\r\n", "-BUSYGROUP x\r\n", answer};
    INFO(lines.back());
    const auto inbox = inbox_of(params());
    CHECK(nothing_comes(*inbox, 400ms));
    CHECK(log.said(log_level::error, "reading bulletins from Redis fails"));
    CHECK(log.lines().size() <= 3);
    CHECK(connections < 60);
}

TEST_CASE_METHOD(fake_redis, "a Redis that finishes loading is read as soon as it has", "[inbox]")
{
    lines = {
        "+OK\r\n",
        "-LOADING Redis is loading the dataset in memory\r\n",
        "-LOADING Redis is loading the dataset in memory\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$8\r\nbulletin\r\n$2\r\n{}\r\n"};
    const auto inbox = inbox_of(params());
    const auto got = take(*inbox);
    REQUIRE(got.size() == 1);
    CHECK(got[0].payload == "{}");
    CHECK(log.lines().front().fields.front().key == "reason");
}
