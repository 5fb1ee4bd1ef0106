#include "gateway/core/report.hpp"

#include "gateway/core/local_calendar.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace loa;
using namespace std::chrono_literals;

namespace {

constexpr wall_time morning{1'796'000'000'000ms};

reported_channel on(
    std::string channel, std::initializer_list<std::pair<delivery_state, std::uint64_t>> counts
)
{
    reported_channel out;
    out.channel = std::move(channel);
    for (const auto& [state, count] : counts) out.counts[state] = count;
    return out;
}

reported_broadcast sent(
    std::string bulletin, std::vector<reported_channel> channels, std::optional<int> area = 2
)
{
    reported_broadcast out;
    out.source = "portal";
    out.bulletin = std::move(bulletin);
    out.department = "Văn phòng Sở";
    out.content_area = area;
    out.taken_in = morning;
    out.first_sent_at = morning + 10s;
    out.channels = std::move(channels);
    return out;
}

reported_channel far_after(std::chrono::seconds time, std::string channel = "email")
{
    auto out = on(std::move(channel), {{delivery_state::accepted, 100}});
    out.reached_95_at = morning + 10s + time;
    return out;
}

report of(std::vector<reported_broadcast> broadcasts)
{
    report_material out;
    out.broadcasts = std::move(broadcasts);
    return make_report(std::move(out));
}

}  // namespace

TEST_CASE("who cannot or must not be sent to makes coverage neither better nor worse", "[report]")
{
    using enum delivery_state;
    const auto reach = reach_of(on("email",
                                   {{accepted, 900},
                                    {delivered, 50},
                                    {queued, 5},
                                    {in_flight, 1},
                                    {retrying, 2},
                                    {unknown, 2},
                                    {rejected, 10},
                                    {bounced, 10},
                                    {expired, 5},
                                    {cancelled, 5},
                                    {dead, 10},
                                    {suppressed, 300},
                                    {no_address, 4'000},
                                    {covered, 200}}
    ).counts);
    CHECK(reach.destinations() == 1'000);
    CHECK(reach.reached == 950);
    CHECK(reach.waiting == 10);
    CHECK(reach.missed == 40);
    CHECK(reach.audience() == 5'500);
    CHECK(reach.coverage() == 0.95);
    CHECK(reach.is_95_percent());
}

TEST_CASE("one who was missed of 2.6 million is not 100 %", "[report]")
{
    const auto almost =
        reach_of(on("email", {{delivery_state::accepted, 2'599'999}, {delivery_state::dead, 1}}).counts);
    CHECK(almost.coverage() == 0.9999);
    CHECK_FALSE(loa::reach{}.coverage());
    CHECK_FALSE(loa::reach{}.is_95_percent());
    CHECK_FALSE(reach_of(on("email", {{delivery_state::accepted, 949}, {delivery_state::queued, 51}}).counts)
                    .is_95_percent());
}

TEST_CASE("versions of a bulletin are one bulletin and several broadcasts", "[report]")
{
    const auto email = on("email", {{delivery_state::accepted, 10}});
    const auto what = of({sent("a", {email}), sent("a", {email}), sent("b", {email}, std::nullopt)});
    CHECK(what.totals.bulletins == 2);
    CHECK(what.totals.broadcasts == 3);
    CHECK(what.totals.reach.reached == 30);
    REQUIRE(what.by_content_area.size() == 7);  // all six, and what has none
    CHECK(what.by_content_area[0].second.broadcasts == 0);
    CHECK(what.by_content_area[1].second.bulletins == 1);
    CHECK(what.by_content_area[1].second.broadcasts == 2);
    CHECK_FALSE(what.by_content_area[6].first);
    CHECK(what.by_content_area[6].second.broadcasts == 1);
    CHECK(of({}).by_content_area.size() == 6);
}

TEST_CASE("a broadcast is as far as the slowest of its channels", "[report]")
{
    const auto nobody = on("enetviet", {{delivery_state::no_address, 7}});
    CHECK(reach_of(sent("a", {far_after(60s), far_after(90s, "enetviet")})).seconds_to_95 == 90);
    CHECK(reach_of(sent("a", {far_after(60s), nobody})).seconds_to_95 == 60);
    CHECK_FALSE(reach_of(sent("a", {far_after(60s), on("enetviet", {{delivery_state::queued, 7}})})
    ).seconds_to_95);
    CHECK_FALSE(reach_of(sent("a", {nobody})).seconds_to_95);
}

TEST_CASE("how long it usually takes is the median of those that got there", "[report]")
{
    const auto slow = on("email", {{delivery_state::queued, 5}});
    const auto odd =
        of({sent("a", {far_after(10s)}),
            sent("b", {far_after(20s)}),
            sent("c", {far_after(3h)}),
            sent("d", {slow})});
    CHECK(odd.totals.seconds_to_95 == 20);
    CHECK(odd.channels.at(0).seconds_to_95 == 20);
    CHECK(of({sent("a", {far_after(10s)}), sent("b", {far_after(20s)})}).totals.seconds_to_95 == 15);
    CHECK_FALSE(of({sent("a", {slow})}).totals.seconds_to_95);
}

TEST_CASE(
    "causes of all broadcasts are added up, the most frequent first, and too many become one line", "[report]"
)
{
    std::vector<reported_broadcast> all;
    for (int i = 0; i != 80; ++i) {
        auto email = on("email", {{delivery_state::rejected, 3}, {delivery_state::dead, 1}});
        email.causes = {{"550 5.1.1 no such user", 3}, {fmt::format("451 4.3.0 {}", i), 1}};
        all.push_back(sent(fmt::format("b{}", i), {email}));
    }
    const auto what = of(all);
    const auto& email = what.channels.at(0);
    REQUIRE(email.missed_by_state.size() == 2);
    CHECK(email.missed_by_state[0] == std::pair{delivery_state::rejected, std::uint64_t{240}});
    CHECK(email.reach.missed == 320);
    REQUIRE(email.missed_by_cause.size() == most_causes_told);
    CHECK(
        email.missed_by_cause.front() == std::pair{std::string{"550 5.1.1 no such user"}, std::uint64_t{240}}
    );
    CHECK(email.missed_by_cause.back() == std::pair{std::string{other_causes}, std::uint64_t{32}});
}

TEST_CASE("what was one line already goes on counting in the last one, however large it is", "[report]")
{
    std::vector<reported_broadcast> all;
    for (int i = 0; i != 3; ++i) {
        auto email = on("email", {{delivery_state::rejected, 110}});
        for (int j = 0; j != 30; ++j)
            email.causes.emplace_back(fmt::format("451 4.3.0 {}", i * 30 + j), 2);
        email.causes.emplace_back(other_causes, 50);
        all.push_back(sent(fmt::format("b{}", i), {email}));
    }
    const auto what = of(all);
    const auto& causes = what.channels.at(0).missed_by_cause;
    REQUIRE(causes.size() == most_causes_told);
    CHECK(causes.back() == std::pair{std::string{other_causes}, std::uint64_t{150 + 41 * 2}});
    CHECK(causes.front().second == 2);
}

TEST_CASE("a report is of one day to 366", "[report]")
{
    const auto is_valid = [&](const char* from, const char* to) {
        return report_period{*parse_day(from), *parse_day(to), "Asia/Ho_Chi_Minh"}.is_valid();
    };
    CHECK(is_valid("2026-11-30", "2026-11-30"));
    CHECK(is_valid("2028-01-01", "2028-12-31"));
    CHECK_FALSE(is_valid("2028-01-01", "2029-01-01"));
    CHECK_FALSE(is_valid("2026-11-30", "2026-11-29"));
}
