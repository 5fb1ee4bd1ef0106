#include "gateway/core/desk.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <random>
#include <thread>

using namespace loa;
using namespace loa::testing;

namespace {

/// The counters of each lane, and the same counted.
void check_all(const sqlite_params& params)
{
    database where{params.folder / "ledger.db", ledger_schema(), store_access::existing};
    std::vector<std::int64_t> lanes;
    {
        statement rows{
            where,
            "SELECT id FROM lane WHERE broadcast IN (SELECT id FROM broadcast WHERE planned_at IS NOT NULL)"};
        while (rows.step()) lanes.push_back(rows.integer(0));
    }
    REQUIRE_FALSE(lanes.empty());
    for (const auto lane : lanes) {
        CAPTURE(lane);
        const auto scanned = encode_totals(scan_lane(where, lane));
        statement row{where, "SELECT live, totals FROM lane WHERE id = ?1", lane};
        REQUIRE(row.step());
        CHECK(bytes(row.blob(0).begin(), row.blob(0).end()) == scanned);
        if (!row.is_null(1))
            CHECK(bytes(row.blob(1).begin(), row.blob(1).end()) == scanned);
    }
}

class counting_meter final : public meter {
public:
    void moved(
        std::string_view, const std::array<std::int64_t, delivery_state_count>& change
    ) noexcept override
    {
        for (std::size_t i = 0; i != change.size(); ++i) states[i] += change[i];
    }
    void retried(std::string_view, std::uint64_t) noexcept override {}
    void committed(std::chrono::duration<double>, std::size_t) noexcept override { ++commits; }
    void commit_failed() noexcept override { ++failed; }
    void taken_in(std::chrono::duration<double>, std::string_view) noexcept override {}
    void refused() noexcept override {}
    void first_sent(std::string_view, std::chrono::duration<double>) noexcept override { ++first; }
    void finished(std::string_view, std::chrono::duration<double>) noexcept override { ++over; }

    void receipts(std::string_view, std::uint64_t) noexcept override {}
    void unsubscribed(bool) noexcept override {}

    std::array<std::int64_t, delivery_state_count> states{};
    int commits = 0, failed = 0, first = 0, over = 0;
};

}  // namespace

TEST_CASE_METHOD(
    ledger_stage, "what an older program was sending has its counters from the start on", "[counters]"
)
{
    sending("b", 4);
    kill();
    {
        database older{params().folder / "ledger.db", ledger_schema(), store_access::existing};
        statement{older, "UPDATE lane SET live = NULL"}.run();
    }
    open();
    await(store->recover());
    check_all(params());
}

TEST_CASE_METHOD(ledger_stage, "a change of one statement waits for its turn like any other", "[counters]")
{
    const auto id = sending("b", 1);
    database busy{params().folder / "ledger.db", ledger_schema(), store_access::existing};
    busy.execute("BEGIN IMMEDIATE");
    std::thread other{[&] { desk()->pause(id, "an"); }};
    // Whoever writes without a pause sees by this lock that somebody waits.
    const int turn = ::open((params().folder / "ledger.db-turn").c_str(), O_RDWR | O_CLOEXEC);
    bool is_asked_for = false;
    for (int i = 0; i != 400 && !is_asked_for; ++i) {
        is_asked_for = ::flock(turn, LOCK_EX | LOCK_NB) != 0;
        ::flock(turn, LOCK_UN);
        std::this_thread::sleep_for(5ms);
    }
    busy.execute("ROLLBACK");
    other.join();
    ::close(turn);
    CHECK(turn >= 0);
    CHECK(is_asked_for);
    CHECK(desk()->status(id)->state == broadcast_state::paused);
}

TEST_CASE_METHOD(ledger_stage, "the counters are what a scan would count, whatever happened", "[counters]")
{
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::minstd_rand dice{seed};
    const auto below = [&](std::size_t n) { return static_cast<unsigned>(dice() % n); };
    std::vector<broadcast_id> all;
    for (int i = 0; i != 3; ++i) all.push_back(sending("b" + std::to_string(i), 4));
    const std::array states{
        delivery_state::queued,
        delivery_state::in_flight,
        delivery_state::retrying,
        delivery_state::unknown,
        delivery_state::accepted,
        delivery_state::accepted,
        delivery_state::rejected,
        delivery_state::dead};
    for (int step = 0; step != 150; ++step) {
        const auto id = all[below(3)];
        switch (below(12)) {
            case 0:
                kill();
                open();
                await(store->recover());
                break;
            case 1:
                try {
                    const auto all_of_it = open_desk(params());
                    all_of_it->together([&] { all_of_it->ledger().retry(id, ""); }
                    );                                 // does not wait for leases
                } catch (const std::runtime_error&) {  // cancelled, or being sent
                }
                break;
            case 2: now += 61s; break;
            case 3:
                if (below(8) == 0)
                    desk()->cancel(id, "an");
                break;
            case 4:
                if (below(8) == 0)
                    await(store->return_to_editor(id, "email", "forbidden word"));
                break;
            case 5: finished(); break;
            case 6: await(store->sweep(1h)); break;
            default:
                for (const auto& batch : claimed(2)) {
                    auto out = ended(batch, delivery_state::queued);
                    for (std::uint16_t i = 0; i != out.marks.size(); ++i) {
                        out.marks[i] = {states[below(states.size())], below(4)};
                        if (below(3) == 0)
                            out.causes.emplace_back(i, "cause " + std::to_string(below(5)));
                    }
                    if (below(3) == 0)
                        out.release_for.reset();
                    recorded(out);
                }
        }
        check_all(params());
    }
    CHECK_FALSE(log.said(log_level::warn, "counters"));
}

TEST_CASE_METHOD(
    ledger_stage,
    "counters that are wrong are put right by the scan that finishes the broadcast",
    "[counters]"
)
{
    const auto id = sending("a", 2);
    for (const auto& batch : claimed(2)) recorded(ended(batch, delivery_state::accepted));
    database{params().folder / "ledger.db", ledger_schema(), store_access::existing}.execute(
        "UPDATE lane SET live = x'0500000000000000000000000000' || x'00'"
    );
    CHECK(finished() == std::vector{id});
    CHECK(log.said(log_level::warn, "counters of a broadcast were wrong"));
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::accepted] == 20);
    check_all(params());
}

TEST_CASE_METHOD(
    ledger_stage, "a ledger without counters is counted when it is next written to", "[counters]"
)
{
    const auto id = sending("a", 3);
    database{params().folder / "ledger.db", ledger_schema(), store_access::existing}.execute(
        "UPDATE lane SET live = NULL"
    );
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::queued] == 30);
    recorded(ended(claimed(1)[0], delivery_state::accepted));
    check_all(params());
    REQUIRE(desk()->live().size() == 1);
    CHECK(desk()->live()[0].channels[0].counts[delivery_state::accepted] == 10);
}

TEST_CASE_METHOD(ledger_stage, "the meter is told what was committed, and nothing else", "[counters]")
{
    counting_meter counts;
    store.reset();
    store = make_sqlite_ledger(loop, params(), log, counts);
    const auto id = sending("a", 2);
    CHECK(counts.states[static_cast<std::size_t>(delivery_state::queued)] == 20);
    for (const auto& batch : claimed(2)) recorded(ended(batch, delivery_state::accepted));
    CHECK(counts.states[static_cast<std::size_t>(delivery_state::queued)] == 0);
    CHECK(counts.states[static_cast<std::size_t>(delivery_state::accepted)] == 20);
    CHECK(counts.first == 1);
    CHECK(finished() == std::vector{id});
    CHECK(counts.over == 1);
    CHECK(counts.commits > 0);
    CHECK(counts.failed == 0);
    store.reset();
}
