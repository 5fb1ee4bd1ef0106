// A ledger in which a hand, or a disk, has changed something: what is open is found and sent, and the rest goes on.

#include "tests/integration/ledger/ledger_stage.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"

#include <algorithm>

using namespace loa;
using namespace loa::testing;

namespace {

constexpr auto longest_delay = 26h;

class damaged_stage : public ledger_stage {
public:
    void damage(const std::string& sql)
    {
        database{params().folder / "ledger.db", ledger_schema(), store_access::existing}.execute(sql.c_str());
    }
    std::uint64_t swept() { return await(store->sweep(longest_delay)); }
    std::size_t times_said(std::string_view text) const
    {
        const auto lines = log.lines();
        return static_cast<std::size_t>(std::ranges::count_if(lines, [&](const auto& line) {
            return line.message.find(text) != std::string::npos;
        }));
    }
    /// Sends what is there to its end.
    void carry_out(std::size_t batches)
    {
        const auto held = claimed(10);
        REQUIRE(held.size() == batches);
        for (const auto& batch : held) recorded(ended(batch, delivery_state::accepted));
    }
};

}  // namespace

TEST_CASE_METHOD(damaged_stage, "a batch that nobody holds and that is never due is sent", "[ledger][damage]")
{
    const auto id = sending("a", 3);
    const auto held = claimed(1);
    damage("UPDATE batch SET due = due + 1000000000000 WHERE seq = 1");
    CHECK(claimed(10).size() == 1);
    CHECK(swept() == 1);
    const auto found = claimed(10);
    REQUIRE(found.size() == 1);
    CHECK(found[0].ref.seq == 1);
    CHECK(swept() == 0);
    CHECK(recorded(ended(held[0], delivery_state::accepted)) == standing::go_on);  // what is held is left alone
    CHECK(desk()->status(id)->state == broadcast_state::sending);
}

TEST_CASE_METHOD(damaged_stage, "a batch held by nobody who exists, for ever, is sent", "[ledger][damage]")
{
    const auto id = sending("a", 1);
    damage("UPDATE batch SET owner = 'ghost', lease = 60000, epoch = 4, lease_until = lease_until + 4000000000000");
    CHECK(claimed(10).empty());
    CHECK(swept() == 1);
    carry_out(1);
    CHECK(finished() == std::vector{id});
}

TEST_CASE_METHOD(damaged_stage, "a broadcast that counts as finished and has open batches goes on", "[ledger][damage]")
{
    const auto id = sending("a", 3);
    recorded(ended(claimed(1)[0], delivery_state::accepted));
    SECTION("in its own row") { damage("UPDATE broadcast SET state = 3, finished_at = 1"); }
    SECTION("in its state only") { damage("UPDATE broadcast SET state = 3"); }
    SECTION("in the row of its channel") { damage("UPDATE lane SET state = 1"); }
    SECTION("everywhere, with totals that somebody made up")
    {
        damage("UPDATE broadcast SET state = 3, finished_at = 1");
        damage("UPDATE lane SET state = 1, totals = x'0000000000000000000000000000000000'");
    }
    CHECK(claimed(10).empty());
    CHECK(swept() == 2);
    CHECK(desk()->status(id)->state == broadcast_state::sending);
    CHECK_FALSE(desk()->status(id)->finished_at);
    carry_out(2);
    CHECK(finished() == std::vector{id});
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::accepted] == 30);
    CHECK(swept() == 0);
}

TEST_CASE_METHOD(
    damaged_stage, "counters that lie neither finish a broadcast nor keep it from being sent", "[ledger][damage]"
)
{
    const auto id = sending("a", 2);
    damage("UPDATE batch SET open = 0");
    damage("UPDATE broadcast SET state = 3, finished_at = 1");
    swept();
    CHECK(finished().empty());
    CHECK(log.said(log_level::warn, "was wrong"));
    carry_out(2);
    CHECK(finished() == std::vector{id});
}

TEST_CASE_METHOD(damaged_stage, "what is over stays over, however often it is swept", "[ledger][damage]")
{
    const auto sent = sending("a", 1);
    carry_out(1);
    CHECK(finished() == std::vector{sent});
    const auto stopped = sending("b", 1);
    CHECK(desk()->cancel(stopped, "an"));
    recorded(ended(claimed(1)[0], delivery_state::cancelled));
    CHECK(finished() == std::vector{stopped});
    const auto never = taken_in(notice("c"));
    CHECK(desk()->cancel(never, "an"));
    taken_in(notice("d"));
    const auto second = taken_in(notice("d", 2));
    const auto returned = sending("e", 1);
    await(store->return_to_editor(returned, "email", "forbidden word"));
    CHECK(finished() == std::vector{returned});

    now += 24h;
    CHECK(swept() == 0);
    CHECK(finished().empty());
    CHECK(claimed(10).empty());
    CHECK(desk()->status(sent)->state == broadcast_state::finished);
    CHECK(desk()->status(stopped)->state == broadcast_state::cancelled);
    CHECK(desk()->status(never)->state == broadcast_state::cancelled);
    CHECK(desk()->status(second)->state == broadcast_state::waiting);
    CHECK(desk()->status(returned)->channels[0].state == channel_state::returned);
}

TEST_CASE_METHOD(
    damaged_stage, "a cancelled broadcast that counts as finished too early is cancelled to its end", "[ledger][damage]"
)
{
    const auto id = sending("a", 2);
    CHECK(desk()->cancel(id, "an"));
    damage("UPDATE broadcast SET finished_at = 1");
    damage("UPDATE lane SET state = 1");
    CHECK(claimed(10).empty());
    CHECK(swept() == 2);
    for (const auto& batch : claimed(10)) {
        CHECK(batch.fate == batch_fate::cancel);
        recorded(ended(batch, delivery_state::cancelled));
    }
    CHECK(finished() == std::vector{id});
    CHECK(desk()->status(id)->state == broadcast_state::cancelled);
}

TEST_CASE_METHOD(
    damaged_stage, "a damaged batch keeps its own broadcast open, no other, and is said once", "[ledger][damage]"
)
{
    sending("a", 2);
    const auto other = sending("b", 1);
    carry_out(3);
    damage("UPDATE batch SET marks = x'7f00' WHERE lane = 1 AND seq = 0");
    CHECK(finished() == std::vector{other});
    CHECK(finished().empty());
    CHECK(finished().empty());
    CHECK(times_said("the states of batch 1/0") == 1);
    CHECK(swept() == 0);
}

TEST_CASE_METHOD(
    damaged_stage, "a damaged batch that was held at a kill does not keep the others from being freed", "[ledger][damage]"
)
{
    sending("a", 3);
    for (const auto& batch : claimed(3)) {
        auto step = ended(batch, delivery_state::in_flight);
        step.release_for.reset();
        recorded(step);
    }
    kill();
    damage("UPDATE batch SET marks = x'7f00' WHERE seq = 0");
    open();
    CHECK(await(store->recover()) == 20);
    CHECK(claimed(10).size() == 2);
    CHECK(log.said(log_level::error, "is damaged and is passed over"));
    CHECK(claimed(10).empty());
    CHECK(times_said("passed over") == 1);
}

TEST_CASE_METHOD(
    damaged_stage, "a damaged batch of a channel that was returned does not keep the others open", "[ledger][damage]"
)
{
    const auto id = sending("a", 3);
    damage("UPDATE batch SET marks = x'7f00' WHERE seq = 1");
    await(store->return_to_editor(id, "email", "forbidden word"));
    CHECK(await(store->open_batches()) == std::vector{std::pair{std::string{"email"}, std::uint64_t{1}}});
    finished();
    finished();
    CHECK(times_said("the states of batch 1/1") == 1);
}

TEST_CASE_METHOD(damaged_stage, "a damaged batch does not stop the planning of what comes next", "[ledger][damage]")
{
    sending("a", 2);
    damage("UPDATE batch SET marks = x'7f00' WHERE seq = 0");
    const auto reached = await(store->reached_since("email", now - 1h, 1));
    CHECK(reached.size() == 10);
    CHECK(reached.contains(11));
}
