#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

const actor lan{1, "lan.nguyen", {user_role::editor}, "10.0.0.1"};
const actor minh{2, "minh.tran", {user_role::approver}, "10.0.0.2"};

submission draft_of(const std::string& id, std::optional<wall_time> start_at = {})
{
    submission out;
    out.what = notice(id);
    out.what.source = "editor";
    out.channels = {"email", "enetviet"};
    out.start_at = start_at;
    out.by = lan;
    return out;
}

template <class F>
std::string refused(F what)
{
    try {
        what();
    } catch (const desk_refusal& why) {
        return why.code();
    }
    return "done";
}

}  // namespace

TEST_CASE_METHOD(
    ledger_stage, "what an editor submits starts when somebody else approves exactly that", "[approval]"
)
{
    const auto id = desk()->submit(draft_of("a")).broadcast;
    auto status = *desk()->status(id);
    CHECK(status.state == broadcast_state::held);
    CHECK(status.needs == held_for::approval);
    CHECK(status.submitted_by == "lan.nguyen");
    CHECK(status.hash.size() == 64);
    CHECK(status.channels.size() == 2);

    CHECK(refused([&] { desk()->approve(id, status.hash, lan, 60s); }) == "own_submission");
    CHECK(refused([&] { desk()->approve(id, std::string(64, '0'), minh, 60s); }) == "changed");
    CHECK(refused([&] { desk()->approve(id + 1, status.hash, minh, 60s); }) == "not_found");
    desk()->approve(id, status.hash, minh, 60s);
    CHECK(refused([&] { desk()->approve(id, status.hash, minh, 60s); }) == "not_held");

    status = *desk()->status(id);
    CHECK(status.state == broadcast_state::waiting);
    CHECK(status.needs == held_for::nothing);
    CHECK(status.approved_by == "minh.tran");
    CHECK(status.start_at == now + 60s);
    now += 59s;
    CHECK(await(store->waiting()).empty());
    now += 1s;
    const auto due = await(store->waiting());
    REQUIRE(due.size() == 1);
    CHECK(due[0].channels == std::vector<std::string>{"email", "enetviet"});
}

TEST_CASE_METHOD(
    ledger_stage,
    "a schedule is kept, and what was approved late is sent for as long as anything else",
    "[approval]"
)
{
    const auto start = now + 10 * 24h;
    const auto id = desk()->submit(draft_of("a", start)).broadcast;
    now += 9 * 24h;
    desk()->approve(id, desk()->status(id)->hash, minh, 60s);
    CHECK(desk()->status(id)->start_at == start);
    now = start - 1s;
    CHECK(await(store->waiting()).empty());
    now = start;
    REQUIRE(await(store->waiting()).size() == 1);
    await(store->store_plan(plan_of(id, 1), 24h));
    const auto batch = claimed(1);
    REQUIRE(batch.size() == 1);
    CHECK(batch[0].fate == batch_fate::send);
}

TEST_CASE_METHOD(ledger_stage, "another schedule voids the approval", "[approval]")
{
    const auto id = desk()->submit(draft_of("a")).broadcast;
    const auto seen = desk()->status(id)->hash;
    desk()->approve(id, seen, minh, 60s);
    desk()->reschedule(id, now + 1h, lan);
    const auto status = *desk()->status(id);
    CHECK(status.state == broadcast_state::held);
    CHECK(status.needs == held_for::approval);
    CHECK(status.approved_by.empty());
    CHECK(status.hash != seen);
    CHECK(contains(status.reason, "rescheduled by lan.nguyen"));
    CHECK(refused([&] { desk()->approve(id, seen, minh, 60s); }) == "changed");
    desk()->approve(id, status.hash, minh, 60s);
    CHECK(desk()->status(id)->start_at == now + 1h);
}

TEST_CASE_METHOD(
    ledger_stage, "what somebody changed in the ledger after the approval is held again", "[approval]"
)
{
    const auto change = GENERATE(
        "UPDATE content SET json = replace(json, 'ngày mai', 'hôm nay')",
        "DELETE FROM lane WHERE channel = 'email'",
        "UPDATE broadcast SET schedule = 1"
    );
    CAPTURE(change);
    const auto id = desk()->submit(draft_of("a")).broadcast;
    const auto seen = desk()->status(id)->hash;
    desk()->approve(id, seen, minh, 0s);
    database{params().folder / "ledger.db", ledger_schema(), store_access::existing}.execute(change);

    CHECK(await(store->waiting()).empty());
    const auto status = *desk()->status(id);
    CHECK(status.state == broadcast_state::held);
    CHECK(contains(status.reason, "not what was approved"));
    CHECK(status.hash != seen);
    CHECK(log.said(log_level::error, "not what was approved"));
}

TEST_CASE_METHOD(
    ledger_stage, "until it starts a broadcast can be given back, and its next version be sent", "[approval]"
)
{
    const auto id = desk()->submit(draft_of("a")).broadcast;
    desk()->approve(id, desk()->status(id)->hash, minh, 60s);
    desk()->give_back(id, minh, "sai ngày");
    const auto status = *desk()->status(id);
    CHECK(status.state == broadcast_state::cancelled);
    CHECK(status.reason == "given back by minh.tran: sai ngày");
    now += 2h;
    CHECK(await(store->waiting()).empty());
    CHECK(refused([&] { desk()->give_back(id, minh, ""); }) == "over");

    auto next = draft_of("a");
    next.what.version = 2;
    const auto second = desk()->submit(next);
    CHECK(second.verdict == intake_verdict::stored);
    desk()->approve(second.broadcast, desk()->status(second.broadcast)->hash, minh, 0s);
    await(store->store_plan(plan_of(second.broadcast, 1), 24h));
    CHECK(refused([&] { desk()->give_back(second.broadcast, minh, ""); }) == "started");
    CHECK(refused([&] { desk()->reschedule(second.broadcast, now + 1h, minh); }) == "started");
}

TEST_CASE_METHOD(
    ledger_stage,
    "a bulletin of the portal that needs approval waits for a person, who may also release it",
    "[approval]"
)
{
    const auto id = await(store->take_in(notice("a"), {"email"}, "parents get it")).broadcast;
    CHECK(await(store->waiting()).empty());
    CHECK(desk()->status(id)->reason == "parents get it");
    SECTION("approved")
    {
        desk()->approve(id, desk()->status(id)->hash, minh, 0s);
        CHECK(desk()->status(id)->approved_by == "minh.tran");
    }
    SECTION("released")
    {
        CHECK(desk()->release(id, "cli:root"));
        CHECK(desk()->status(id)->approved_by == "cli:root");
    }
    CHECK(await(store->waiting()).size() == 1);
}

TEST_CASE_METHOD(
    ledger_stage,
    "a correction that needs approval says both, and is not sent by the first version's approval",
    "[approval]"
)
{
    const auto first = sending("a", 1);
    const auto second = await(store->take_in(notice("a", 2), {"email"}, "parents get it"));
    CHECK(second.verdict == intake_verdict::held);
    const auto status = *desk()->status(second.broadcast);
    CHECK(status.needs == held_for::approval);
    CHECK(status.reason == "corrects version 1, which is being sent; parents get it");
    CHECK(status.hash != desk()->status(first)->hash);
}
