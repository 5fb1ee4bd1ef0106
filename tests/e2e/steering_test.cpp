// What an operator does to a broadcast that is under way, measured at the partner.

#include "tests/e2e/house.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

const std::string only_by_app = R"("version": 1, "channels": ["enetviet"], "audience": {"include": [{"unit": "cum-05", "roles": ["teacher", "parent"]}]},)";

/// One request of five accounts at a time, each of which takes a while: 52 accounts take four seconds.
constexpr auto call_takes = 400ms;
house slow_house()
{
    house_settings more;
    more.enetviet = "connections = 1";
    return house{{"--latency", std::to_string(call_takes.count())}, more};
}

int arrived(const house& h)
{
    return h.tally().at("distinct").to_number<int>();
}

void wait_for(const house& h, int accounts)
{
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (arrived(h) < accounts) {
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(5ms);
    }
}

/// What started within a second after the command has arrived; from then on nothing does.
int stands_still(const house& h)
{
    std::this_thread::sleep_for(1s + call_takes);
    const auto count = arrived(h);
    CHECK(count < 52);
    std::this_thread::sleep_for(3 * call_takes);
    CHECK(arrived(h) == count);
    return count;
}

}  // namespace

TEST_CASE("a second after a pause nothing starts any more, and resuming repeats nothing", "[e2e]")
{
    if (!house_can_stand())
        return;
    auto h = slow_house();
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    const auto number = std::to_string(id);
    wait_for(h, 10);

    REQUIRE(h.loa({"pause", number}).exit_code == 0);
    const auto paused_at = stands_still(h);
    CHECK(h.ask({"status", number}).at("state").as_string() == "paused");
    REQUIRE(h.loa({"resume", number}).exit_code == 0);
    wait_for(h, paused_at + 5);

    REQUIRE(h.loa({"pause", "enetviet"}).exit_code == 0);
    const auto stopped_at = stands_still(h);
    CHECK(stopped_at > paused_at);
    const auto channel = h.ask({"status", number}).at("channels").as_array().at(0);
    CHECK_FALSE(channel.at("paused_by").as_string().empty());
    CHECK(h.loa({"status", number}).out.find("channel enetviet by") != std::string::npos);
    CHECK(h.loa({"broadcasts"}).out.find("Channel enetviet is paused by") != std::string::npos);
    REQUIRE(h.loa({"resume", "enetviet"}).exit_code == 0);
    CHECK(h.ask({"status", number}).at("channels").as_array().at(0).at("paused_by").is_null());

    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "enetviet", "accepted") == 52);
    CHECK(arrived(h) == 52);
    CHECK(h.tally().at("doubled").to_number<int>() == 0);
    CHECK(h.tally().at("repeated").to_number<int>() == 0);
}

TEST_CASE("a second after a cancellation nothing starts any more, and what is not sent says cancelled", "[e2e]")
{
    if (!house_can_stand())
        return;
    auto h = slow_house();
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    wait_for(h, 10);
    REQUIRE(h.loa({"cancel", std::to_string(id)}).exit_code == 0);
    const auto sent = stands_still(h);
    const auto status = h.status_when(id, {"cancelled"});
    CHECK(count(status, "enetviet", "accepted") == sent);
    CHECK(count(status, "enetviet", "cancelled") == 52 - sent);
    CHECK_FALSE(status.at("finished_at").is_null());
}

TEST_CASE("a correction that comes while the first version is being sent is held, and shown as something to decide", "[e2e]")
{
    if (!house_can_stand())
        return;
    auto h = slow_house();
    h.import_directory();
    h.start_gateway();
    const auto first = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    wait_for(h, 5);
    auto second_version = only_by_app;
    second_version.replace(second_version.find(": 1"), 3, ": 2");
    const auto second = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", second_version));
    const auto held = h.status_when(second, {"held"});
    CHECK(held.at("reason").as_string() == "corrects version 1, which is being sent");
    CHECK(h.ask({"status", std::to_string(first)}).at("state").as_string() == "sending");
    const auto hint = "loa release " + std::to_string(second);
    CHECK(h.loa({"status", std::to_string(second)}).out.find(hint) != std::string::npos);
    CHECK(h.loa({"broadcasts"}).out.find(hint) != std::string::npos);
    h.status_when(first, {"finished"});
    CHECK(arrived(h) == 52);
    CHECK(h.ask({"status", std::to_string(second)}).at("state").as_string() == "held");
}

TEST_CASE("what a hand has spoilt in the ledger is found by the gateway, and everybody is reached once", "[e2e]")
{
    if (!house_can_stand())
        return;
    auto h = slow_house();
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    wait_for(h, 10);
    REQUIRE(h.stop_gateway().exit_code == 0);
    const auto damage = [&](const char* sql) {
        loa::database{h.folder() / "store" / "ledger.db", loa::ledger_schema(), loa::store_access::existing}.execute(sql);
    };
    SECTION("held by nobody, never due") { damage("UPDATE batch SET due = due + 1000000000000"); }
    SECTION("leased for ever to somebody who is not there")
    {
        damage("UPDATE batch SET owner = 'ghost', lease = 60000, lease_until = due + 1000000000000");
    }
    SECTION("marked as finished, with open batches") { damage("UPDATE broadcast SET state = 3, finished_at = 1"); }
    SECTION("marked as finished, with counters that lie as well")
    {
        damage("UPDATE broadcast SET state = 3, finished_at = 1");
        damage("UPDATE batch SET open = 0");
    }
    h.start_gateway();
    wait_for(h, 52);
    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "enetviet", "accepted") == 52);
    CHECK(h.tally().at("doubled").to_number<int>() == 0);
}

TEST_CASE("stopping takes no longer than the drain time, ends with 0, and what was in flight is looked up", "[e2e]")
{
    if (!house_can_stand())
        return;
    house_settings more;
    more.top = "drain_timeout = \"1s\"";
    house h{{"--latency", "3000"}, more};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    std::this_thread::sleep_for(500ms);
    const auto told = std::chrono::steady_clock::now();
    const auto stopped = h.stop_gateway();
    CHECK(std::chrono::steady_clock::now() - told < 2s);
    CHECK(stopped.exit_code == 0);
    CHECK(stopped.err.find("not all that was in flight ended in time") != std::string::npos);
    h.start_gateway();
    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "enetviet", "accepted") == 52);
    CHECK(h.tally().at("doubled").to_number<int>() == 0);
}

TEST_CASE("that something urgent crossed quiet hours is kept with the broadcast; what is not urgent waits", "[e2e]")
{
    if (!house_can_stand())
        return;
    const auto clock = [](std::chrono::hours from_now) {
        const auto then = std::chrono::floor<std::chrono::minutes>(std::chrono::system_clock::now()) + from_now;
        const auto minute = (then - std::chrono::floor<std::chrono::days>(then)).count();
        return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
    };
    house_settings more;
    more.quiet_hours = "time_zone = \"UTC\"\nfrom = \"" + clock(-2h) + "\"\nto = \"" + clock(2h) + "\"";
    house h{{}, more};
    h.import_directory();
    h.start_gateway();
    const auto waits = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    h.status_when(waits, {"sending"});

    const auto text = read_file(h.bulletin("03-index.json", "\"urgency\": \"normal\"", "\"urgency\": \"urgent\""));
    const auto file = (h.folder() / "urgent.json").string();
    std::ofstream{file} << text;
    const auto urgent = h.publish(file);
    h.status_when(urgent, {"finished"});
    h.stop_gateway();

    const auto number = std::to_string(urgent);
    CHECK(h.ask({"status", number}).at("quiet_override").is_string());
    CHECK(h.loa({"status", number}).out.find("sent in quiet hours since") != std::string::npos);
    CHECK(h.ask({"status", std::to_string(waits)}).at("quiet_override").is_null());
    CHECK(count(h.ask({"status", std::to_string(waits)}), "enetviet", "queued") == 52);
}

TEST_CASE("a channel that is taken out of the settings is named at the start while something waits on it", "[e2e]")
{
    if (!house_can_stand())
        return;
    auto h = slow_house();
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", only_by_app));
    wait_for(h, 5);
    h.stop_gateway();
    house_settings without;
    without.enetviet = "enabled = false";
    h.set(without);
    h.start_gateway();
    CHECK(h.gateway().err().find("not in the settings any more") != std::string::npos);
    h.stop_gateway();
    h.set({});
    h.start_gateway();
    CHECK(h.gateway().err().find("not in the settings any more") == std::string::npos);
    h.status_when(id, {"finished"});
    CHECK(arrived(h) == 52);
}

TEST_CASE("whoever may not read the secrets can still look and steer", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    const auto id = std::to_string(h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all)));
    std::filesystem::remove(h.folder() / "token");
    std::filesystem::remove(h.folder() / "password");
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"status", id}, {"broadcasts"}, {"missed", id, "--channel", "email"}, {"pause", "email"}, {"resume", "email"}, {"directory", "count"}}) {
        const auto done = h.loa(words);
        INFO(done.err);
        CHECK(done.exit_code == 0);
    }
    CHECK(h.loa({"config", "check"}).exit_code == 2);
    CHECK(h.loa({"config", "check"}).err.find("token_file") != std::string::npos);
    h.stop_gateway();
    const auto refused = h.loa({"serve"});
    CHECK(refused.exit_code == 2);
}
