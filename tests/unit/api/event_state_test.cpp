#include "gateway/api/event_state.hpp"

#include "tests/support/catch.hpp"

#include <algorithm>
#include <string>

using namespace loa;
using namespace std::chrono_literals;

namespace {

const wall_time noon{std::chrono::hours{24 * 20'000 + 12}};

broadcast_status sending(broadcast_id id)
{
    broadcast_status out;
    out.id = id;
    out.title = "Kế hoạch";
    out.state = broadcast_state::sending;
    channel_status email;
    email.channel = "email";
    email.counts[delivery_state::accepted] = 300;
    email.counts[delivery_state::queued] = 700;
    out.channels.push_back(email);
    return out;
}

watched all_well()
{
    watched out;
    out.now = noon;
    out.live.emplace();
    out.inbox = {true, noon - 1h};
    channel_health email;
    email.channel = "email";
    out.channels.push_back(email);
    return out;
}

std::vector<std::string> alerts(const watched& what)
{
    std::vector<std::string> out;
    for (const auto& each : topics_of(what))
        if (each.type == "alert")
            out.push_back(each.key);
    return out;
}

}  // namespace

TEST_CASE("nobody is called when all is well, however much is queued", "[events]")
{
    auto what = all_well();
    what.live->push_back(sending(17));
    CHECK(alerts(what).empty());
    const auto topics = topics_of(what);
    REQUIRE(topics.size() == 2);
    CHECK(topics[0].key == "broadcast 17");
    CHECK(
        topics[0].data.find(R"("total":1000,"open":700,"counts":{"queued":700,"accepted":300})") !=
        std::string::npos
    );
}

TEST_CASE("people are called when somebody must decide", "[events]")
{
    auto what = all_well();
    auto approval = sending(1), correction = sending(2), paused = sending(3), returned = sending(4);
    approval.state = correction.state = broadcast_state::held;
    approval.needs = held_for::approval;
    correction.needs = held_for::correction;
    paused.state = broadcast_state::paused;
    returned.channels.front().state = channel_state::returned;
    *what.live = {approval, correction, paused, returned};
    CHECK(
        alerts(what) ==
        std::vector<std::string>{
            "alert broadcast_paused 3",
            "alert content_refused 4 email",
            "alert held_correction 2",
            "alert needs_approval 1"}
    );
}

TEST_CASE("a channel that pauses for a moment calls nobody, one that stays closed does", "[events]")
{
    auto what = all_well();
    auto& email = what.channels.front();
    email.gate = gate_state::closed;
    email.closed_since = noon - 20s;
    CHECK(alerts(what).empty());
    email.closed_since = noon - 5min;
    email.stalled_since = noon - 5min;
    CHECK(alerts(what) == std::vector<std::string>{"alert channel_closed email", "alert no_progress email"});
    what.paused.push_back({"email", "lan", noon - 10min});
    CHECK(alerts(what) == std::vector<std::string>{"alert channel_closed email"});
}

TEST_CASE("people are called when Redis or the ledger cannot be used", "[events]")
{
    auto what = all_well();
    what.inbox = {false, noon - 1min};
    what.live.reset();
    CHECK(alerts(what) == std::vector<std::string>{"alert ledger ledger", "alert redis redis"});
}

TEST_CASE("an alert that is over says so", "[events]")
{
    auto what = all_well();
    what.inbox = {false, noon - 1min};
    for (const auto& each : topics_of(what))
        if (each.type == "alert") {
            CHECK(each.data.find("\"raised\":true") != std::string::npos);
            CHECK(cleared(each).data.find("\"raised\":false") != std::string::npos);
        }
}

TEST_CASE("what stays as it is, is the same event, whatever the time", "[events]")
{
    auto what = all_well();
    what.live->push_back(sending(17));
    what.channels.front().gate = gate_state::closed;
    what.channels.front().closed_since = noon - 5min;
    const auto before = topics_of(what);
    what.now += 1h;
    CHECK(topics_of(what) == before);
}
