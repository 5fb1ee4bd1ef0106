#include "gateway/core/batch_life.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

namespace {

using ds = delivery_state;

claimed_batch batch_of(std::vector<delivery_mark> marks)
{
    claimed_batch out;
    out.ref = {7, "email", 3};
    out.epoch = 5;
    for (std::uint32_t i = 0; i != marks.size(); ++i)
        out.members.push_back(100 + i);
    out.marks = std::move(marks);
    return out;
}

batch_rules rules(unsigned attempts = 3)
{
    batch_rules out;
    out.retry = {10s, 60s, attempts};
    return out;
}

outcome ended(outcome_class what, std::string cause = "")
{
    outcome out;
    out.what = what;
    out.cause = std::move(cause);
    return out;
}

std::vector<ds> states(const batch_record& record)
{
    std::vector<ds> out;
    for (const auto mark : record.marks)
        out.push_back(mark.state());
    return out;
}

}  // namespace

TEST_CASE("deliveries are marked in flight when they are taken, and only those", "[batch]")
{
    batch_life life{batch_of({{ds::queued, 0}, {ds::no_address, 0}, {ds::retrying, 1}, {ds::queued, 0}}), rules()};
    CHECK(life.take(2) == positions{0, 2});
    CHECK(states(life.record()) == std::vector{ds::in_flight, ds::no_address, ds::in_flight, ds::queued});
    CHECK(life.record().epoch == 5);
    CHECK_FALSE(life.record().release_for.has_value());
    CHECK(life.take(2) == positions{3});
    CHECK(life.take(2).empty());
}

TEST_CASE("only what was deferred is tried again, after the delay of the policy", "[batch]")
{
    batch_life life{batch_of({{ds::queued, 0}, {ds::queued, 0}, {ds::queued, 0}}), rules()};
    const auto taken = life.take(10);
    life.report(taken, std::vector{ended(outcome_class::accepted), ended(outcome_class::transient, "HTTP 503"), ended(outcome_class::rejected, "404")});
    const auto record = life.release(0.0);
    CHECK(states(record) == std::vector{ds::accepted, ds::retrying, ds::rejected});
    CHECK(record.marks[1].attempts() == 1);
    CHECK(record.release_for == 5s);
    CHECK(record.rounds == 1);
    CHECK(record.causes == causes{{1, "HTTP 503"}, {2, "404"}});
    CHECK(life.to_send() == positions{1});
}

TEST_CASE("attempts used up make a delivery dead", "[batch]")
{
    batch_life life{batch_of({{ds::retrying, 2}}), rules(3)};
    life.report(life.take(1), std::vector{ended(outcome_class::transient, "451")});
    CHECK(states(life.record()) == std::vector{ds::dead});
    CHECK(life.all_final());
    CHECK(life.release(0.5).release_for == 0ms);
}

TEST_CASE("what is nobody's fault burns no attempt", "[batch]")
{
    for (const auto what : {outcome_class::throttled, outcome_class::unauthorized, outcome_class::unavailable}) {
        batch_life life{batch_of({{ds::queued, 0}, {ds::retrying, 2}}), rules(3)};
        const auto taken = life.take(2);
        life.report(taken, std::vector{ended(what), ended(what)});
        CHECK(life.record().marks == std::vector<delivery_mark>{{ds::queued, 0}, {ds::retrying, 2}});
        CHECK(life.take(2).empty());  // not again before it is claimed again
        CHECK(life.release(0.5).release_for == 0ms);  // the gate of the channel says when
    }
}

TEST_CASE("a result that is unknown is looked up before anything is sent again", "[batch]")
{
    auto with_look_up = rules();
    with_look_up.has_look_up = true;
    batch_life life{batch_of({{ds::unknown, 1}, {ds::unknown, 0}, {ds::unknown, 1}, {ds::accepted, 1}}), with_look_up};
    CHECK(life.to_send().empty());
    const auto asked = life.to_look_up();
    REQUIRE(asked == positions{0, 1, 2});
    life.report_presence(asked, std::vector{presence::present, presence::absent, presence::cannot_tell});
    CHECK(states(life.record()) == std::vector{ds::accepted, ds::retrying, ds::unknown, ds::accepted});
    CHECK(life.to_send() == positions{1});
    CHECK(life.release(0.0).release_for == 5s);
}

TEST_CASE("what did not arrive costs an attempt if the attempt ended, and none if the gateway did", "[batch]")
{
    auto with_look_up = rules(2);
    with_look_up.has_look_up = true;
    auto batch = batch_of({{ds::unknown, 2}, {ds::unknown, 1}, {ds::unknown, 2}});
    batch.causes = {{std::uint16_t{0}, "no answer in time"}, {std::uint16_t{2}, "did not arrive"}};
    batch_life life{std::move(batch), with_look_up};
    life.report_presence(life.to_look_up(), std::vector(3, presence::absent));
    CHECK(life.record().marks == std::vector<delivery_mark>{{ds::dead, 2}, {ds::queued, 0}, {ds::retrying, 1}});
}

TEST_CASE("a fresh unknown result rests before it is looked up", "[batch]")
{
    auto with_look_up = rules();
    with_look_up.has_look_up = true;
    batch_life life{batch_of({{ds::queued, 0}}), with_look_up};
    life.report(life.take(1), std::vector{ended(outcome_class::unknown, "no answer")});
    CHECK(life.release(0.0).release_for == 2s);
}

TEST_CASE("without a look-up an unknown result is sent again or parked, as configured", "[batch]")
{
    batch_life again{batch_of({{ds::unknown, 1}, {ds::unknown, 3}}), rules(3)};
    CHECK(again.to_look_up().empty());
    CHECK(again.to_send() == positions{0});
    CHECK(states(again.record()) == std::vector{ds::retrying, ds::dead});

    auto park = rules();
    park.on_unknown = on_unknown::park;
    batch_life parked{batch_of({{ds::unknown, 1}}), park};
    CHECK(parked.to_send().empty());
    CHECK(states(parked.record()) == std::vector{ds::unknown});
    CHECK(parked.release(0.0).release_for > 30min);
}

TEST_CASE("cancelling ends what is open and says what may have arrived", "[batch]")
{
    auto park = rules();
    park.on_unknown = on_unknown::park;
    batch_life life{batch_of({{ds::queued, 0}, {ds::unknown, 1}, {ds::accepted, 1}}), park};
    life.end_open(ds::cancelled, "broadcast cancelled");
    CHECK(states(life.record()) == std::vector{ds::cancelled, ds::cancelled, ds::accepted});
    CHECK(life.record().causes[0].second == "broadcast cancelled");
    CHECK(life.record().causes[1].second.find("may have arrived") != std::string::npos);

    batch_life again{batch_of({{ds::queued, 0}, {ds::unknown, 1}}), rules()};  // would have been sent again
    again.end_open(ds::expired, "too late to be sent");
    CHECK(again.record().causes[0].second == "too late to be sent");
    CHECK(again.record().causes[1].second.find("may have arrived") != std::string::npos);
}

TEST_CASE("what was taken and not sent waits as before", "[batch]")
{
    batch_life life{batch_of({{ds::queued, 0}, {ds::retrying, 1}}), rules()};
    life.put_back(life.take(2));
    CHECK(life.record().marks == std::vector<delivery_mark>{{ds::queued, 0}, {ds::retrying, 1}});
}
