#include "tests/integration/ledger/ledger_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

class expiry_stage : public ledger_stage {
public:
    bulletin soon_over(std::uint32_t version = 1)
    {
        auto out = notice("a", version);
        out.expires_at = now + 10min;
        return out;
    }
    broadcast_id planned()
    {
        const auto id = taken_in(soon_over());
        await(store->store_plan(plan_of(id, 2), 24h));
        return id;
    }
    /// Everything is handed out once more, to expire, whatever may be sent at this time.
    void must_expire(broadcast_id id, sendable what = sendable::all)
    {
        const auto held = await(store->claim("email", 10, 60s, what));
        REQUIRE(held.size() == 2);
        for (const auto& batch : held) {
            CHECK(batch.fate == batch_fate::expire);
            recorded(ended(batch, delivery_state::expired));
        }
        CHECK(finished() == std::vector{id});
        CHECK(desk()->status(id)->state == broadcast_state::finished);
    }
};

}  // namespace

TEST_CASE_METHOD(expiry_stage, "a bulletin expires in whatever state it is", "[ledger][expiry]")
{
    SECTION("waiting to be planned")
    {
        const auto id = taken_in(soon_over());
        now += 11min;
        await(store->store_plan(plan_of(id, 2), 24h));
        must_expire(id);
    }
    SECTION("held for a decision, and released too late")
    {
        sending("a", 1);
        recorded(ended(claimed(1)[0], delivery_state::accepted));
        finished();
        const auto id = taken_in(soon_over(2));
        CHECK(desk()->status(id)->state == broadcast_state::held);
        now += 11min;
        CHECK(claimed(10).empty());
        CHECK(desk()->release(id, "an"));
        await(store->store_plan(plan_of(id, 2), 24h));
        must_expire(id);
    }
    SECTION("queued")
    {
        const auto id = planned();
        now += 10min;
        must_expire(id);
    }
    SECTION("waiting for its next attempt")
    {
        const auto id = planned();
        for (const auto& batch : claimed(2)) {
            auto later = ended(batch, delivery_state::retrying);
            later.release_for = 1h;
            recorded(later);
        }
        now += 9min;
        CHECK(claimed(10).empty());
        now += 1min;
        must_expire(id);
    }
    SECTION("with results that nobody knows")
    {
        const auto id = planned();
        for (const auto& batch : claimed(2)) {
            auto step = ended(batch, delivery_state::in_flight, 0);
            step.release_for.reset();
            recorded(step);
        }
        now += 11min;
        kill();
        open();
        CHECK(await(store->recover()) == 20);
        must_expire(id);
    }
    SECTION("paused")
    {
        const auto id = planned();
        CHECK(desk()->pause(id, "an"));
        CHECK(claimed(10).empty());
        now += 10min;
        must_expire(id);
    }
    SECTION("on a paused channel")
    {
        const auto id = planned();
        CHECK(desk()->pause("email", "an"));
        CHECK_FALSE(await(store->next_due("email", sendable::all)));
        now += 10min;
        CHECK(await(store->next_due("email", sendable::all)) == 0ms);
        must_expire(id);
    }
    SECTION("in quiet hours")
    {
        const auto id = planned();
        CHECK(await(store->claim("email", 10, 60s, sendable::urgent)).empty());
        now += 10min;
        must_expire(id, sendable::urgent);
    }
}

TEST_CASE_METHOD(expiry_stage, "what is cancelled on a paused channel is over at once", "[ledger][expiry]")
{
    const auto id = planned();
    CHECK(desk()->pause("email", "an"));
    CHECK(desk()->cancel(id, "an"));
    const auto held = claimed(10);
    REQUIRE(held.size() == 2);
    CHECK(held[0].fate == batch_fate::cancel);
}

TEST_CASE_METHOD(
    expiry_stage, "that something urgent was sent in quiet hours is recorded, with the time, and kept", "[ledger]"
)
{
    const auto night = sending("night", 2, urgency::urgent);
    const auto day = sending("day", 1, urgency::urgent);
    const auto normal = sending("normal", 1);
    CHECK(await(store->claim("email", 1, 60s, sendable::overtaking)).size() == 1);  // by day, for want of room
    CHECK_FALSE(desk()->status(night)->quiet_override);
    now += 1min;
    const auto began = now;
    CHECK(await(store->claim("email", 1, 60s, sendable::urgent)).size() == 1);
    now += 1min;
    kill();
    open();
    CHECK(desk()->status(night)->quiet_override == began);
    CHECK_FALSE(desk()->status(day)->quiet_override);
    CHECK_FALSE(desk()->status(normal)->quiet_override);
    CHECK(desk()->broadcasts(5).size() == 3);
}
