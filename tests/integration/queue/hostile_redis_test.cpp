#include "tests/integration/queue/fake_redis.hpp"
#include "tests/support/peak_memory.hpp"

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

const std::string one_entry =
    "*1\r\n*2\r\n+s\r\n*1\r\n*2\r\n$3\r\n1-1\r\n*2\r\n$8\r\nbulletin\r\n$2\r\n{}\r\n";

/// Whether a line of the log gives a reason that contains the text.
bool reason_was(const recorded_log& log, std::string_view text)
{
    for (const auto& line : log.lines())
        for (const auto& field : line.fields)
            if (const auto* said = std::get_if<std::string>(&field.value);
                said && said->find(text) != std::string::npos)
                return true;
    return false;
}

}  // namespace

TEST_CASE_METHOD(
    fake_redis,
    "a Redis that talks without end is cut off with a reason, and read once it talks sense",
    "[inbox][hostile]"
)
{
    const auto [name, answer] = GENERATE(table<const char*, std::string>(
        {{"a line", std::string(4096, 'a') + "..."},
         {"a status", "+" + std::string(4096, 'a') + "..."},
         {"a number", "1..."},
         {"an array of arrays", "*1\r\n..."},
         {"an array of strings", "*60000\r\n$4096\r\n" + std::string(4096, 'a') + "\r\n..."},
         {"elements of a huge array", "*2000000000\r\n..."},
         {"a string of half a gigabyte", "$536870912\r\n" + std::string(65'536, 'a') + "..."},
         {"right answers that nobody asked for", one_entry + "..."}}
    ));
    INFO(name);
    by_name = {
        {"XGROUP", "-BUSYGROUP x\r\n"}, {"XREADGROUP", answer}, {"XAUTOCLAIM", answer}, {"XPENDING", answer}};
    const auto inbox = inbox_of(params());
    const peak_growth memory;
    const bool sense = std::string_view{name}.starts_with("right");
    if (!sense) {
        CHECK(nothing_comes(*inbox, 600ms));
        CHECK(log.said(log_level::error, "reading bulletins from Redis fails"));
        CHECK(log.lines().size() <= 4);
    }
    CHECK(memory.megabytes() < 96);  // the limit of a reply is 16 MiB, and a string is copied once
    by_name["XREADGROUP"] = one_entry;
    by_name["XAUTOCLAIM"] = "*3\r\n$3\r\n0-0\r\n*0\r\n*0\r\n";
    by_name["XPENDING"] = "*0\r\n";
    const auto got = take(*inbox);
    REQUIRE(got.size() == 1);
    CHECK(got[0].payload == "{}");
}

TEST_CASE_METHOD(
    fake_redis,
    "an acknowledgement that Redis answers wrongly is said again until it is answered right",
    "[inbox][hostile]"
)
{
    const auto [command, answer] = GENERATE(table<std::string, std::string>(
        {{"EXEC", ":1\r\n"},
         {"EXEC", "+OK\r\n"},
         {"EXEC", "*0\r\n"},
         {"EXEC", "*-1\r\n"},
         {"EXEC", "*1\r\n:1\r\n"},
         {"EXEC", "*3\r\n:1\r\n:1\r\n:1\r\n"},
         {"EXEC", "*2\r\n:1\r\n-WRONGTYPE x\r\n"},
         {"EXEC", "-\r\n"},
         {"EXEC", "*2\r\n-\r\n:1\r\n"},
         {"EXEC", "HTTP/1.1 400 Bad Request\r\n"},
         {"EXEC", "*1\r\n..."},
         {"EXEC", "!"},
         {"MULTI", "-ERR MULTI calls can not be nested\r\n"},
         {"XACK", "-NOGROUP x\r\n"},
         {"XDEL", "-\r\n"}}
    ));
    INFO(command << " " << answer);
    by_name = {{command, answer}};
    by_name.try_emplace("EXEC", "*2\r\n:1\r\n:1\r\n");
    const auto inbox = inbox_of(params());
    CHECK(acknowledge(*inbox, {"1-1"}).has_error());
    CHECK(log.said(log_level::error, "acknowledging bulletins in Redis fails"));
    by_name = {{"EXEC", "*2\r\n:1\r\n:1\r\n"}};
    CHECK(acknowledge(*inbox, {}).has_value());
    CHECK(log.said(log_level::info, "acknowledging bulletins in Redis works again"));
}

TEST_CASE_METHOD(
    fake_redis, "a refused entry whose move Redis answers wrongly is not taken for moved", "[inbox][hostile]"
)
{
    const auto [command, answer] = GENERATE(table<std::string, std::string>(
        {{"TYPE", ":7\r\n"},
         {"TYPE", "*0\r\n"},
         {"TYPE", "+list\r\n"},
         {"TYPE", "-\r\n"},
         {"TYPE", "$-1\r\n"},
         {"XADD", "-OOM x\r\n"},
         {"EXEC", "*2\r\n$3\r\n1-1\r\n:1\r\n"},
         {"EXEC", "*3\r\n-\r\n:1\r\n:1\r\n"},
         {"EXEC", "$4\r\nnone\r\n"}}
    ));
    INFO(command << " " << answer);
    const std::map<std::string, std::string, std::less<>> right{
        {"TYPE", "+none\r\n"}, {"EXEC", "*3\r\n$3\r\n1-1\r\n:1\r\n:1\r\n"}};
    by_name = right;
    by_name[command] = answer;
    const auto inbox = inbox_of(params());
    const inbox_entry entry{"1-1", "{broken"};
    CHECK(run(context, inbox->reject(entry, {})).has_error());
    CHECK(log.said(log_level::error, "acknowledging bulletins in Redis fails"));
    by_name = right;
    CHECK(run(context, inbox->reject(entry, {})).has_value());
}

TEST_CASE_METHOD(
    loop,
    "a key of another type where the stream should be is said, and no obstacle once it is gone",
    "[inbox][hostile]"
)
{
    redis_server redis;
    const auto command = GENERATE(
        std::vector<std::string>{"SET", "loa:bulletins", "x"},
        std::vector<std::string>{"RPUSH", "loa:bulletins", "x"},
        std::vector<std::string>{"SADD", "loa:bulletins", "x"},
        std::vector<std::string>{"ZADD", "loa:bulletins", "1", "x"},
        std::vector<std::string>{"HSET", "loa:bulletins", "bulletin", "{}"}
    );
    const bool meanwhile = GENERATE(false, true);  // or from the start
    const auto inbox = inbox_of(quick(redis.unix_url()));
    if (meanwhile) {
        CHECK(nothing_comes(*inbox, 200ms));
        redis.run({"DEL", "loa:bulletins"});
    }
    redis.run(command);
    CHECK(nothing_comes(*inbox, 400ms));
    CHECK(log.said(log_level::error, "reading bulletins from Redis fails"));
    CHECK(reason_was(log, "is not a stream"));
    redis.run({"DEL", "loa:bulletins"});
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "{}"});
    const auto got = take(*inbox);
    REQUIRE(got.size() == 1);
    CHECK(got[0].payload == "{}");
}

TEST_CASE_METHOD(
    loop, "entries of any shape come out as they are, and the good one behind them too", "[inbox][hostile]"
)
{
    redis_server redis;
    std::vector<std::string> wide{"XADD", "loa:bulletins", "*"};
    for (int i = 0; i != 2'000; ++i) wide.insert(wide.end(), {"field" + std::to_string(i), "x"});
    redis.run(wide);
    redis.run({"XADD", "loa:bulletins", "*", "", ""});
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "1", "bulletin", "2"});
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", std::string("\0\xff\r\n*1\r\n", 8)});
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", std::string(10 << 20, '[')});
    redis.run({"XADD", "loa:bulletins", "*", "bulletin", "{}"});
    const auto inbox = inbox_of(quick(redis.unix_url()));
    const auto got = take(*inbox, 6);
    CHECK(got[0].payload.empty());
    CHECK(got[1].payload.empty());
    CHECK(got[2].payload == "1");
    CHECK(got[3].payload == std::string("\0\xff\r\n*1\r\n", 8));
    CHECK(got[4].payload.size() == 10 << 20);
    CHECK(got[5].payload == "{}");
    for (const auto& each : got)
        CHECK(run(context, inbox->reject(each, {{"", "not_json", "is not JSON"}})).has_value());
    CHECK(redis.run({"XLEN", "loa:bulletins"}) == "0");
    CHECK(redis.run({"XLEN", "loa:bulletins:rejected"}) == "6");
}
