#include "queue/stream_commands.hpp"

#include "tests/support/catch.hpp"

#include <string>

using loa::reply;

namespace {

reply read(std::string_view bytes)
{
    loa::reply_reader reader;
    reader.feed(bytes);
    auto next = reader.next();
    REQUIRE(next.has_value());
    REQUIRE(next->has_value());
    return std::move(**next);
}

}  // namespace

TEST_CASE("a bulletin is found in its field, in the only field, or not at all", "[stream]")
{
    const auto got =
        loa::parse_read(read("*1\r\n*2\r\n+s\r\n*5\r\n"
                             "*2\r\n$3\r\n1-1\r\n*4\r\n$1\r\na\r\n$1\r\nb\r\n$8\r\nbulletin\r\n$2\r\n{}\r\n"
                             "*2\r\n$3\r\n1-2\r\n*2\r\n$4\r\njson\r\n$3\r\n{1}\r\n"
                             "*2\r\n$3\r\n1-3\r\n*4\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n$1\r\nd\r\n"
                             "*2\r\n$3\r\n1-4\r\n*0\r\n"
                             "*2\r\n$3\r\n1-5\r\n*-1\r\n"));
    REQUIRE(got.has_value());
    REQUIRE(got->entries.size() == 4);
    CHECK(got->entries[0].payload == "{}");
    CHECK(got->entries[1].payload == "{1}");
    CHECK(got->entries[2].payload.empty());
    CHECK(got->entries[3].payload.empty());
    CHECK(got->gone == std::vector<std::string>{"1-5"});
    CHECK(got->last == "1-5");
}

TEST_CASE("what others left behind is understood from Redis 6.2 and from Redis 7", "[stream]")
{
    const auto old = loa::parse_claim(
        read("*2\r\n$3\r\n5-0\r\n*2\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n*-1\r\n")
    );
    REQUIRE(old.has_value());
    CHECK(old->cursor == "5-0");
    CHECK(old->read.entries.size() == 1);
    const auto now = loa::parse_claim(
        read("*3\r\n$3\r\n0-0\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n*1\r\n$3\r\n1-2\r\n")
    );
    REQUIRE(now.has_value());
    CHECK(now->cursor == "0-0");
    CHECK(now->read.entries.size() == 1);
}

TEST_CASE("an answer of the wrong shape is an error and nothing worse", "[stream]")
{
    const std::string shape = GENERATE(
        as<std::string>{},
        "+OK\r\n",
        ":1\r\n",
        "*0\r\n",
        "*1\r\n+s\r\n",
        "*1\r\n*1\r\n+s\r\n",
        "*1\r\n*2\r\n+s\r\n+x\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n:1\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n*1\r\n$3\r\n1-1\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n*2\r\n:1\r\n*0\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n*2\r\n$3\r\n1-1\r\n:3\r\n",
        "*1\r\n*2\r\n+s\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$1\r\na\r\n:1\r\n",
        "*2\r\n*0\r\n*0\r\n"
    );
    INFO(shape);
    CHECK(loa::parse_read(read(shape)).error() == loa::errc::redis_reply);
    CHECK(loa::parse_claim(read(shape)).error() == loa::errc::redis_reply);
}

TEST_CASE("a transaction counts only if all of it was carried out", "[stream]")
{
    const auto replies = [](std::string_view last) {
        return std::vector{read("+OK\r\n"), read("+QUEUED\r\n"), read("+QUEUED\r\n"), read(last)};
    };
    CHECK(loa::transaction_error(replies("*2\r\n:1\r\n:1\r\n")).empty());
    CHECK(loa::transaction_error(replies("*2\r\n-WRONGTYPE x\r\n:1\r\n")) == "WRONGTYPE x");
    CHECK(loa::transaction_error(replies("-EXECABORT x\r\n")) == "EXECABORT x");
    CHECK(!loa::transaction_error(replies("*-1\r\n")).empty());
    CHECK(!loa::transaction_error(replies("+OK\r\n")).empty());
    CHECK(!loa::transaction_error(replies("*0\r\n")).empty());
    CHECK(!loa::transaction_error(replies("*1\r\n:1\r\n")).empty());
    CHECK(!loa::transaction_error(replies("-\r\n")).empty());  // an error, even if it says nothing
    CHECK(!loa::transaction_error(replies("*2\r\n-\r\n:1\r\n")).empty());
    CHECK(!loa::transaction_error({}).empty());
}

TEST_CASE("a rejected entry is moved with its reasons in one transaction", "[stream]")
{
    const loa::inbox_entry entry{"1-1", "{\"a\":1}"};
    const loa::problems reasons{{"title", "missing", "the title is missing"}};
    const auto what = loa::reject({}, entry, reasons, loa::wall_time{});
    CHECK(what.size() == 5);
    CHECK(
        what.bytes().find(R"([{"field":"title","code":"missing","text":"the title is missing"}])") !=
        std::string::npos
    );
    CHECK(what.bytes().find("1970-01-01T00:00:00Z") != std::string::npos);
    CHECK(what.bytes().starts_with("*1\r\n$5\r\nMULTI\r\n"));
    CHECK(what.bytes().ends_with("*1\r\n$4\r\nEXEC\r\n"));
}
