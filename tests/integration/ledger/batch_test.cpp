#include "tests/integration/ledger/ledger_stage.hpp"

using namespace loa;
using namespace loa::testing;

TEST_CASE_METHOD(ledger_stage, "an urgent notice overtakes what is being sent", "[ledger]")
{
    sending("slow", 3, urgency::bulk);
    REQUIRE(claimed(1).size() == 1);
    now += 1s;
    sending("now", 2, urgency::urgent);

    const auto next = claimed(3);
    REQUIRE(next.size() == 3);
    CHECK(next[0].urgency == urgency::urgent);
    CHECK(next[1].urgency == urgency::urgent);
    CHECK(next[2].urgency == urgency::bulk);
    CHECK(next[2].ref.seq == 1);
}

TEST_CASE_METHOD(ledger_stage, "a batch is claimed by one worker until its lease is over", "[ledger]")
{
    sending("a", 1);
    const auto mine = claimed(5, 60s);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].members.front() == 1);
    CHECK(mine[0].members.size() == 10);
    CHECK(mine[0].fate == batch_fate::send);
    CHECK(mine[0].send_until == now + 7 * 24h);
    CHECK(claimed(5).empty());
    CHECK_FALSE(await(store->next_due("email", sendable::all)));

    now += 59s;
    CHECK(claimed_by_another(5).empty());
    now += 1s;
    CHECK(claimed(5).empty());  // whoever holds it here is still at work, however late
    const auto again = claimed_by_another(5);
    REQUIRE(again.size() == 1);
    CHECK(again[0].epoch > mine[0].epoch);

    SECTION("and the worker that slept past it changes nothing")
    {
        CHECK(recorded(ended(mine[0], delivery_state::accepted)) == standing::lost);
        CHECK(desk()->status(mine[0].ref.broadcast)->channels[0].counts[delivery_state::queued] == 10);
        open("loa-2");
        CHECK(recorded(ended(again[0], delivery_state::accepted)) == standing::go_on);
        CHECK(desk()->status(mine[0].ref.broadcast)->channels[0].counts[delivery_state::accepted] == 10);
    }
}

TEST_CASE_METHOD(ledger_stage, "a record without release renews the lease", "[ledger]")
{
    sending("a", 1);
    const auto mine = claimed(1, 60s);
    auto going_on = ended(mine[0], delivery_state::in_flight);
    going_on.release_for.reset();
    now += 50s;
    CHECK(recorded(going_on) == standing::go_on);
    now += 50s;
    CHECK(claimed_by_another(1).empty());
    CHECK(recorded(going_on) == standing::go_on);
}

TEST_CASE_METHOD(ledger_stage, "a batch that is put off comes when it is due, with its causes", "[ledger]")
{
    const auto id = sending("a", 1);
    auto later = ended(claimed(1)[0], delivery_state::accepted);
    later.marks[3] = {delivery_state::retrying, 1};
    later.marks[7] = {delivery_state::rejected, 1};
    later.causes = {{3, "HTTP 503"}, {7, "no such account"}};
    later.rounds = 1;
    later.release_for = 30s;
    CHECK(recorded(later) == standing::go_on);

    CHECK(await(store->next_due("email", sendable::all)) == 30s);
    CHECK(claimed(1).empty());
    now += 30s;
    CHECK(await(store->next_due("email", sendable::all)) == 0s);
    const auto back = claimed(1);
    REQUIRE(back.size() == 1);
    CHECK(back[0].marks == later.marks);
    CHECK(back[0].causes == later.causes);
    CHECK(back[0].rounds == 1);

    const auto status = desk()->status(id);
    CHECK(status->first_sent_at == now - 30s);
    CHECK(status->causes.size() == 2);
}

TEST_CASE_METHOD(
    ledger_stage, "what a killed gateway had in flight becomes unknown, and nothing else does", "[ledger]"
)
{
    const auto id = sending("a", 3);
    const auto held = claimed(2);
    REQUIRE(held.size() == 2);
    auto before_bytes_leave = ended(held[0], delivery_state::queued, 0);
    before_bytes_leave.marks[2] = {delivery_state::in_flight, 1};
    before_bytes_leave.marks[5] = {delivery_state::in_flight, 2};
    before_bytes_leave.marks[6] = {delivery_state::accepted, 1};
    before_bytes_leave.release_for.reset();
    recorded(before_bytes_leave);

    kill();
    open();
    CHECK(await(store->recover()) == 2);

    const auto counts = desk()->status(id)->channels[0].counts;
    CHECK(counts[delivery_state::unknown] == 2);
    CHECK(counts[delivery_state::accepted] == 1);
    CHECK(counts[delivery_state::queued] == 27);
    CHECK(counts[delivery_state::in_flight] == 0);

    // All three can be claimed at once, and the killed one's leases are worth nothing.
    const auto again = claimed(5);
    REQUIRE(again.size() == 3);
    CHECK(recorded(before_bytes_leave) == standing::lost);
    const auto& same = again[0].ref == held[0].ref ? again[0] : again[2];
    CHECK(same.marks[5] == delivery_mark{delivery_state::unknown, 3});  // the attempt was made
    CHECK(await(store->recover()) == 0);
}

TEST_CASE_METHOD(
    ledger_stage, "a lease that ran out while in flight leaves unknown for the next worker", "[ledger]"
)
{
    sending("a", 1);
    auto going_on = ended(claimed(1, 60s)[0], delivery_state::in_flight);
    going_on.release_for.reset();
    recorded(going_on);
    kill();
    open("loa-2");
    CHECK(await(store->recover()) == 0);
    CHECK(claimed(1).empty());
    now += 60s;
    const auto taken = claimed(1);
    REQUIRE(taken.size() == 1);
    CHECK(taken[0].marks == std::vector(10, delivery_mark{delivery_state::unknown, 2}));
    CHECK(desk()->status(taken[0].ref.broadcast)->channels[0].counts[delivery_state::unknown] == 10);
}

TEST_CASE_METHOD(ledger_stage, "a retry is never put off past the time the bulletin expires", "[ledger]")
{
    auto soon_over = notice("a");
    soon_over.expires_at = now + 10min;
    await(store->store_plan(plan_of(taken_in(soon_over), 1), 24h));
    auto later = ended(claimed(1)[0], delivery_state::retrying);
    later.release_for = 1h;
    recorded(later);

    CHECK(await(store->next_due("email", sendable::all)) == 10min);
    now += 10min;
    const auto last = claimed(1);
    REQUIRE(last.size() == 1);
    CHECK(last[0].fate == batch_fate::expire);
    CHECK(last[0].send_until == now);
}

TEST_CASE_METHOD(ledger_stage, "a paused channel hands out nothing until it is resumed", "[ledger]")
{
    sending("a", 1);
    CHECK(desk()->pause("email", "an"));
    CHECK_FALSE(desk()->pause("email", "binh"));
    CHECK(claimed(1).empty());
    CHECK_FALSE(await(store->next_due("email", sendable::all)));
    CHECK(desk()->resume("email"));
    CHECK_FALSE(desk()->resume("email"));
    CHECK(claimed(1).size() == 1);
}

TEST_CASE_METHOD(
    ledger_stage, "what was paused and is resumed does not go behind a broadcast that came later", "[ledger]"
)
{
    const auto earlier = sending("a", 1);
    now += 1min;
    const auto later = sending("b", 2);
    const auto under_way = claimed(1);
    REQUIRE(under_way.at(0).ref.broadcast == earlier);
    now += 1min;
    auto going_on = ended(under_way[0], delivery_state::in_flight);
    going_on.release_for.reset();
    recorded(going_on);
    REQUIRE(desk()->pause(earlier, "an"));
    CHECK(recorded(ended(under_way[0], delivery_state::queued, 0)) == standing::paused);
    CHECK(claimed(1).at(0).ref.broadcast == later);
    REQUIRE(desk()->resume(earlier));
    CHECK(claimed(1).at(0).ref.broadcast == earlier);

    // Put back for another reason: others have their turn first.
    now += 1min;
    const auto again = sending("c", 2);
    const auto one = claimed(1);
    REQUIRE(one.at(0).ref.broadcast == later);
    now += 1min;
    recorded(ended(one[0], delivery_state::queued, 0));
    CHECK(claimed(1).at(0).ref.broadcast == again);
}

TEST_CASE_METHOD(ledger_stage, "an address that refused for good is remembered", "[ledger]")
{
    sending("a", 1);
    auto refused = ended(claimed(1)[0], delivery_state::rejected);
    refused.suppress = {{"an@hcm.edu.vn", "5.1.1"}};
    recorded(refused);
    const auto answer = await(store->suppressed(contact::mailbox, {"binh@hcm.edu.vn", "an@hcm.edu.vn"}));
    CHECK(answer == std::vector<bool>{false, true});
    CHECK(await(store->suppressed(contact::account, {"an@hcm.edu.vn"})) == std::vector<bool>{false});
}

TEST_CASE_METHOD(
    ledger_stage,
    "a remote side with a new answer every time does not fill the ledger with causes",
    "[ledger]"
)
{
    const auto id = taken_in(notice("a"));
    await(store->store_plan(plan_of(id, 2, 1'000), 24h));
    auto both = claimed(2);
    REQUIRE(both.size() == 2);
    for (const auto& batch : both) {
        auto odd = ended(batch, delivery_state::dead);
        for (std::uint16_t i = 0; i != 1'000; ++i)
            odd.causes.emplace_back(
                i, "error " + std::to_string(batch.ref.seq * 1'000 + i) + std::string(400, 'x')
            );
        recorded(odd);
    }
    const auto causes = desk()->status(id)->causes;
    REQUIRE(causes.size() == 1'001);
    CHECK(causes[0].first == "another cause (too many different ones)");
    CHECK(causes[0].second == 1'000);
    CHECK(causes[1].first.size() == 300);
}

TEST_CASE_METHOD(ledger_stage, "a clock that is put back holds nothing up", "[ledger]")
{
    sending("a", 3);
    const auto mine = claimed(1, 60s);
    const auto later = claimed(1, 60s);
    auto again = ended(later[0], delivery_state::retrying);
    again.release_for = 10s;
    recorded(again);
    now += 5s;
    CHECK(claimed_by_another(0).empty());  // the time is remembered

    now -= 1h;
    SECTION("while the gateway runs") {}
    SECTION("while it is down")
    {
        kill();
        open();
    }
    SECTION("and a second gateway does not do it twice")
    {
        CHECK(claimed_by_another(0).empty());
        CHECK(log.said(log_level::warn, "the clock was put back"));
    }
    REQUIRE(claimed(5).size() == 1);  // the third batch, which was due before
    now += 4s;
    CHECK(claimed(5).empty());
    now += 2s;
    CHECK(claimed(5).size() == 1);  // the retry is due when it would have been
    now += 50s;
    CHECK(claimed_by_another(5).size() == 1);  // and the lease ends when it would have ended
}
