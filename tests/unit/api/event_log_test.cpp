#include "gateway/api/event_log.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace loa;

namespace {

event_topic topic(const std::string& key, const std::string& data, const std::string& type = "broadcast")
{
    return {key, type, data, true};
}

std::optional<event_topic> silent(const event_topic&)
{
    return std::nullopt;
}

std::size_t count(const std::string& text, const std::string& what)
{
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++out;
    return out;
}

}  // namespace

TEST_CASE("who watches is told what changed and nothing else", "[events]")
{
    event_log log{1'000};
    log.update({topic("broadcast 1", "{\"a\":1}"), topic("broadcast 2", "{\"b\":1}")}, silent);
    const auto seen = log.last_id();
    log.update({topic("broadcast 1", "{\"a\":1}"), topic("broadcast 2", "{\"b\":1}")}, silent);
    CHECK(log.last_id() == seen);
    CHECK(log.since(seen).empty());

    log.update({topic("broadcast 1", "{\"a\":2}"), topic("broadcast 2", "{\"b\":1}")}, silent);
    CHECK(log.since(seen) == "id: " + std::to_string(seen + 1) + "\nevent: broadcast\ndata: {\"a\":2}\n\n");
}

TEST_CASE("who is slow gets the latest state of a broadcast, not a backlog", "[events]")
{
    event_log log{0};
    log.update({topic("broadcast 1", "0")}, silent);
    const auto seen = log.last_id();
    for (int i = 1; i != 1'000; ++i) log.update({topic("broadcast 1", std::to_string(i))}, silent);
    const auto news = log.since(seen);
    CHECK(count(news, "event:") == 1);
    CHECK(count(news, "data: 999\n") == 1);
}

TEST_CASE(
    "who comes back with the last id it saw gets what it missed, the end of a broadcast included", "[events]"
)
{
    event_log log{0};
    log.update({topic("broadcast 1", "\"sending\""), topic("broadcast 2", "\"sending\"")}, silent);
    const auto seen = log.last_id();
    log.update({topic("broadcast 2", "\"sending\"")}, [](const event_topic& gone) {
        return std::optional{topic(gone.key, "\"finished\"")};
    });
    CHECK(log.can_resume(seen));
    CHECK(count(log.since(seen), "data: \"finished\"") == 1);
    CHECK(count(log.since(seen), "event:") == 1);
    CHECK(log.since(log.last_id()).empty());
}

TEST_CASE("an id of another gateway, or one that is too old, cannot be resumed", "[events]")
{
    event_log log{5'000};
    log.update({topic("broadcast 1", "1")}, silent);
    CHECK_FALSE(log.can_resume(4'999));
    CHECK_FALSE(log.can_resume(log.last_id() + 1));
    const auto seen = log.last_id();
    const auto end = [](const event_topic& gone) { return std::optional{gone}; };
    for (int i = 2; i != 1'500; ++i)
        log.update({topic(std::string{"broadcast "}.append(std::to_string(i)), "1")}, end);
    CHECK_FALSE(log.can_resume(seen));
    CHECK(log.can_resume(log.last_id()));
}

TEST_CASE("the first event holds everything that is true now, by kind", "[events]")
{
    event_log log{0};
    log.update(
        {topic("alert a", "{\"x\":1}", "alert"),
         topic("broadcast 1", "{\"y\":2}"),
         topic("channel email", "{\"z\":3}", "channel")},
        silent
    );
    CHECK(
        log.snapshot() ==
        "id: 3\nevent: reset\ndata: "
        "{\"broadcasts\":[{\"y\":2}],\"channels\":[{\"z\":3}],\"alerts\":[{\"x\":1}]}\n\n"
    );
}

TEST_CASE("what has come back is not told to be over", "[events]")
{
    event_log log{0};
    const auto over = [](const event_topic& gone) {
        return std::optional{topic(gone.key, "\"over\"", "alert")};
    };
    log.update({topic("alert redis", "\"raised\"", "alert")}, over);
    log.update({}, over);
    log.update({topic("alert redis", "\"raised\"", "alert")}, over);
    CHECK(count(log.since(0), "over") == 0);
    CHECK(count(log.since(0), "raised") == 1);
}
