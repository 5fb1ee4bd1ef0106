#include "gateway/core/desk.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"

#include <atomic>
#include <thread>

using namespace loa;
using namespace loa::testing;

TEST_CASE_METHOD(ledger_stage, "what is done together is written together or not at all", "[desk]")
{
    const auto a = sending("a", 1), b = sending("b", 1);
    const auto all = open_desk(params());
    CHECK_THROWS(all->together([&] {
        CHECK(all->ledger().cancel(a, "an"));
        CHECK(all->ledger().pause(b, "an"));
        throw std::runtime_error{"no"};
    }));
    CHECK(desk()->status(a)->state == broadcast_state::sending);
    CHECK(desk()->status(b)->state == broadcast_state::sending);
    all->together([&] {
        CHECK(all->ledger().cancel(a, "an"));
        try {
            all->ledger().approve(b, "", {}, 0s);
        } catch (const desk_refusal&) {  // undone alone
        }
        CHECK(all->ledger().pause(b, "an"));
        CHECK(all->ledger().status(b)->state == broadcast_state::paused);
    });
    CHECK(desk()->status(a)->state == broadcast_state::cancelled);
    CHECK(desk()->status(b)->state == broadcast_state::paused);
}

TEST_CASE_METHOD(ledger_stage, "within a transaction a retry leaves alone what is being sent", "[desk]")
{
    const auto id = sending("a", 2);
    const auto both = claimed(2);
    recorded(ended(both[0], delivery_state::dead));
    auto going_on = ended(both[1], delivery_state::dead);
    going_on.marks[0] = {delivery_state::queued, 0};
    going_on.release_for.reset();
    recorded(going_on);
    const auto all = open_desk(params());
    all->together([&] { CHECK(all->ledger().retry(id, "") == 10); });
    all->together([&] {
        try {
            all->ledger().retry(id, "");
            FAIL("retried");
        } catch (const desk_refusal& why) {
            CHECK(why.code() == "being_sent");
        }
    });
}

TEST_CASE_METHOD(ledger_stage, "a desk gets its turn beside a gateway that writes without a pause", "[desk]")
{
    const auto id = sending("a", 1);
    const auto batch = claimed(1).at(0);
    std::atomic<bool> over = false;
    std::thread people{[&] {
        const auto all = open_desk(params());
        for (int i = 0; i != 20; ++i)
            all->together([&] { all->ledger().pause("enetviet", "an") || all->ledger().resume("enetviet"); });
        over = true;
    }};
    auto record = ended(batch, delivery_state::in_flight);
    record.release_for.reset();
    const auto started = std::chrono::steady_clock::now();
    while (!over && std::chrono::steady_clock::now() - started < 20s) recorded(record);
    const auto took = std::chrono::steady_clock::now() - started;
    people.join();
    CHECK(took < 3s);
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::in_flight] == 10);
}
