#include "tests/integration/ledger/ledger_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

class canary_stage : public ledger_stage {
public:
    /// The first batch is the canary of the others.
    canary_stage()
    {
        id = taken_in(notice("a"));
        auto plan = plan_of(id, 4, 100);
        plan.channels[0].canary = canary_rule{200, 50, 10min};
        for (std::size_t i = 1; i != plan.channels[0].batches.size(); ++i)
            plan.channels[0].batches[i].waits_for_canary = true;
        await(store->store_plan(plan, 24h));
    }

    /// So many of the first batch's hundred, the others accepted.
    void first_with(delivery_state state, unsigned count)
    {
        const auto batches = claimed(9);
        REQUIRE(batches.size() == 1);
        auto out = ended(batches[0], delivery_state::accepted);
        std::fill_n(out.marks.begin(), count, delivery_mark{state, 1});
        if (!is_final(state))
            out.release_for = 1h;
        recorded(out);
        finished();
    }

    broadcast_id id = 0;
};

}  // namespace

TEST_CASE_METHOD(canary_stage, "all others follow when the first have gone well", "[canary]")
{
    finished();
    first_with(delivery_state::rejected, 2);
    const auto rest = claimed(9);
    CHECK(rest.size() == 3);
    for (const auto& batch : rest) {
        CHECK(batch.urgency == urgency::normal);
        recorded(ended(batch, delivery_state::accepted));
    }
    CHECK(finished() == std::vector{id});
}

TEST_CASE_METHOD(
    canary_stage,
    "when the first go badly the broadcast is paused, until a person lets the rest go",
    "[canary]"
)
{
    first_with(delivery_state::rejected, 3);
    CHECK(claimed(9).empty());
    auto status = *desk()->status(id);
    CHECK(status.state == broadcast_state::paused);
    CHECK(status.reason == "paused by its canary: 3 of the first 100 on email failed");
    CHECK(log.said(log_level::warn, "canary of a broadcast went badly"));
    finished();
    CHECK(claimed(9).empty());

    SECTION("resumed")
    {
        CHECK(desk()->resume(id));
        CHECK(claimed(9).size() == 3);
    }
    SECTION("cancelled")
    {
        CHECK(desk()->cancel(id, "an"));
        const auto rest = claimed(9);
        CHECK(rest.size() == 3);
        for (const auto& batch : rest) {
            CHECK(batch.fate == batch_fate::cancel);
            recorded(ended(batch, delivery_state::cancelled));
        }
        CHECK(finished() == std::vector{id});
        CHECK(desk()->status(id)->channels[0].counts[delivery_state::cancelled] == 300);
    }
}

TEST_CASE_METHOD(canary_stage, "what is being retried is waited for, but not for ever", "[canary]")
{
    first_with(delivery_state::retrying, 10);
    CHECK(claimed(9).empty());
    CHECK(desk()->status(id)->state == broadcast_state::sending);
    now += 10min;
    finished();
    CHECK(desk()->status(id)->state == broadcast_state::paused);
}

TEST_CASE_METHOD(
    canary_stage, "a person's pause is no verdict: the canary goes on when it is resumed", "[canary]"
)
{
    CHECK(desk()->pause(id, "an"));
    finished();
    CHECK(desk()->resume(id));
    CHECK(claimed(9).size() == 1);
}

TEST_CASE_METHOD(
    canary_stage,
    "what waits for a canary expires with its broadcast, and ends with a refused content",
    "[canary]"
)
{
    SECTION("expired")
    {
        now += 8 * 24h;
        finished();
        const auto rest = claimed(9);
        CHECK(rest.size() == 4);
        for (const auto& batch : rest) {
            CHECK(batch.fate == batch_fate::expire);
            recorded(ended(batch, delivery_state::expired));
        }
    }
    SECTION("returned")
    {
        await(store->return_to_editor(id, "email", "forbidden word"));
        CHECK(desk()->status(id)->channels[0].counts[delivery_state::cancelled] == 400);
    }
    CHECK(finished() == std::vector{id});
}

TEST_CASE_METHOD(canary_stage, "waiting batches are no forgotten ones", "[canary]")
{
    now += 3h;
    CHECK(await(store->sweep(26h)) == 0);
    CHECK(claimed(9).size() == 1);
}
