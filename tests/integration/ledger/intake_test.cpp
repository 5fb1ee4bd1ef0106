#include "tests/integration/ledger/ledger_stage.hpp"

#include <sys/stat.h>

using namespace loa;
using namespace loa::testing;

TEST_CASE_METHOD(ledger_stage, "a bulletin that comes twice is one broadcast", "[ledger]")
{
    const auto first = await(store->take_in(notice("a"), {"email", "enetviet"}));
    CHECK(first.verdict == intake_verdict::stored);
    const auto again = await(store->take_in(notice("a"), {"email", "enetviet"}));
    CHECK(again.verdict == intake_verdict::already_known);
    CHECK(again.broadcast == first.broadcast);

    const auto waiting = await(store->waiting());
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].id == first.broadcast);
    CHECK(waiting[0].channels == std::vector<std::string>{"email", "enetviet"});
    CHECK(waiting[0].what.title == "Thông báo nghỉ học");
    CHECK(await(store->content(first.broadcast)).summary == "Các trường nghỉ ngày mai.");
    CHECK(run(loop, store->content(99)).error() == errc::not_found);
}

TEST_CASE_METHOD(
    ledger_stage, "a new version replaces one that waits, and an old one changes nothing", "[ledger]"
)
{
    const auto first = taken_in(notice("a", 2));
    const auto second = await(store->take_in(notice("a", 3), {"email"}));
    CHECK(second.verdict == intake_verdict::replaced);
    const auto old = await(store->take_in(notice("a", 1), {"email"}));
    CHECK(old.verdict == intake_verdict::already_known);
    CHECK(old.broadcast == second.broadcast);

    CHECK(await(store->waiting()).size() == 1);
    const auto status = desk()->status(first);
    REQUIRE(status);
    CHECK(status->state == broadcast_state::replaced);
    CHECK(status->reason == "version 3 came before anything was sent");
    CHECK(status->finished_at == now);
}

TEST_CASE_METHOD(
    ledger_stage, "a correction of what is being sent waits until a person releases it", "[ledger]"
)
{
    sending("a", 1);
    const auto correction = await(store->take_in(notice("a", 2), {"email"}));
    CHECK(correction.verdict == intake_verdict::held);
    CHECK(await(store->waiting()).empty());
    CHECK(desk()->status(correction.broadcast)->reason == "corrects version 1, which is being sent");

    // A still newer version takes the place of the one that is held, and is held itself.
    const auto newer = await(store->take_in(notice("a", 3), {"email"}));
    CHECK(newer.verdict == intake_verdict::held);
    CHECK(desk()->status(correction.broadcast)->state == broadcast_state::replaced);

    CHECK(desk()->release(newer.broadcast, "an"));
    CHECK_FALSE(desk()->release(newer.broadcast, "an"));
    REQUIRE(await(store->waiting()).size() == 1);
}

TEST_CASE_METHOD(ledger_stage, "the most urgent broadcast is planned first", "[ledger]")
{
    taken_in(notice("bulk", 1, urgency::bulk));
    taken_in(notice("normal"));
    now += 1s;
    taken_in(notice("urgent", 1, urgency::urgent));

    const auto waiting = await(store->waiting());
    REQUIRE(waiting.size() == 3);
    CHECK(waiting[0].what.id == "urgent");
    CHECK(waiting[1].what.id == "normal");
    CHECK(waiting[2].what.id == "bulk");
}

TEST_CASE_METHOD(ledger_stage, "a plan is stored once", "[ledger]")
{
    const auto id = sending("a", 2);
    await(store->store_plan(plan_of(id, 5), 24h));
    CHECK(claimed(10).size() == 2);
    CHECK(desk()->status(id)->planned_at == now);
}

TEST_CASE_METHOD(ledger_stage, "the secret is made once, and nobody else can read the files", "[ledger]")
{
    const auto secret = store->secret();
    CHECK(secret.size() == 32);
    kill();
    open();
    CHECK(store->secret() == secret);

    struct stat about {};
    REQUIRE(::stat((folder / "state/ledger.db").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    REQUIRE(::stat((folder / "state").c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0700);
}
