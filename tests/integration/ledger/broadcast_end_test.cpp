#include "tests/integration/ledger/ledger_stage.hpp"

#include "gateway/ledger/database.hpp"
#include "gateway/ledger/ledger_schema.hpp"

#include <map>
#include <thread>

using namespace loa;
using namespace loa::testing;

TEST_CASE_METHOD(
    ledger_stage, "a broadcast is finished when nothing of it is open, and not before", "[ledger]"
)
{
    const auto id = sending("a", 2);
    const auto both = claimed(2);
    recorded(ended(both[0], delivery_state::accepted));
    CHECK(finished().empty());
    auto mixed = ended(both[1], delivery_state::accepted, 2);
    mixed.marks[0] = {delivery_state::dead, 8};
    mixed.causes = {{0, "HTTP 503"}};
    recorded(mixed);
    CHECK(finished() == std::vector{id});
    CHECK(finished().empty());

    const auto status = desk()->status(id);
    CHECK(status->state == broadcast_state::finished);
    CHECK(status->finished_at == now);
    CHECK(status->channels[0].state == channel_state::finished);
    CHECK(status->channels[0].counts[delivery_state::accepted] == 19);
    CHECK(status->channels[0].counts.retried == 9);
    CHECK(status->causes == std::vector{std::pair{std::string{"HTTP 503"}, std::uint64_t{1}}});
}

TEST_CASE_METHOD(
    ledger_stage, "a wrong count does not finish a broadcast that has something open", "[ledger]"
)
{
    const auto id = sending("a", 2);
    database beside{params().folder / "ledger.db", ledger_schema(), store_access::existing};
    beside.execute("UPDATE batch SET open = 0");
    CHECK(finished().empty());
    CHECK(log.said(log_level::warn, "was wrong"));
    const auto held = claimed(5);
    CHECK(held.size() == 2);
    CHECK(desk()->status(id)->state == broadcast_state::sending);

    // The other way round: counted as open, and nothing is.
    for (const auto& batch : held) recorded(ended(batch, delivery_state::accepted));
    beside.execute("UPDATE batch SET open = 3");
    CHECK(finished().empty());
    CHECK(claimed(5).empty());
    CHECK(finished() == std::vector{id});
}

TEST_CASE_METHOD(ledger_stage, "a batch whose bytes are damaged does not stop the others", "[ledger]")
{
    const auto id = sending("a", 3);
    database beside{params().folder / "ledger.db", ledger_schema(), store_access::existing};
    beside.execute("UPDATE batch SET marks = x'7f00' WHERE seq = 1");
    const auto rest = claimed(5);
    REQUIRE(rest.size() == 2);
    CHECK(rest[1].ref.seq == 2);
    CHECK(log.said(log_level::error, "is damaged and is passed over"));
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::queued] == 30);  // as the last commit left it
    CHECK(contains(complaint([&] { desk()->missed(id, "email", [](const auto&) {}); }), "damaged"));
}

TEST_CASE_METHOD(
    ledger_stage, "a cancelled broadcast hands out what is open once more, to be cancelled", "[ledger]"
)
{
    const auto id = sending("a", 3);
    const auto held = claimed(2);
    auto later = ended(held[1], delivery_state::retrying);
    later.release_for = 1h;
    recorded(later);

    CHECK(desk()->cancel(id, "an"));
    CHECK_FALSE(desk()->cancel(id, "an"));
    CHECK(recorded(ended(held[0], delivery_state::accepted)) == standing::cancelled);

    const auto rest = claimed(5);
    REQUIRE(rest.size() == 2);
    for (const auto& batch : rest) {
        CHECK(batch.fate == batch_fate::cancel);
        recorded(ended(batch, delivery_state::cancelled));
    }
    CHECK(finished() == std::vector{id});
    const auto status = desk()->status(id);
    CHECK(status->state == broadcast_state::cancelled);
    CHECK(status->reason == "cancelled by an");
    CHECK(status->channels[0].counts[delivery_state::cancelled] == 20);
    CHECK(contains(complaint([&] { desk()->retry(id, ""); }), "was cancelled"));
}

TEST_CASE_METHOD(ledger_stage, "a broadcast cancelled before it is planned sends nothing", "[ledger]")
{
    const auto id = taken_in(notice("a"));
    CHECK(desk()->cancel(id, "an"));
    await(store->store_plan(plan_of(id, 2), 24h));
    CHECK(claimed(5).empty());
    CHECK(await(store->waiting()).empty());
    CHECK(finished().empty());
    CHECK(desk()->status(id)->finished_at == now);
}

TEST_CASE_METHOD(
    ledger_stage, "content that is refused goes back to the editor and stops on that channel only", "[ledger]"
)
{
    const auto id = taken_in(notice("a"), {"email", "enetviet"});
    auto plan = plan_of(id, 3);
    plan.channels.push_back(plan_of(id, 1, 10, "enetviet").channels[0]);
    await(store->store_plan(plan, 24h));

    const auto held = claimed(2);
    auto uncertain = ended(held[1], delivery_state::queued, 0);
    uncertain.marks[0] = {delivery_state::unknown, 1};
    uncertain.marks[1] = {delivery_state::accepted, 1};
    recorded(uncertain);
    await(store->return_to_editor(id, "email", "forbidden word"));
    CHECK(claimed(5).empty());

    auto refused = ended(held[0], delivery_state::queued, 0);
    refused.marks[0] = {delivery_state::rejected, 1};
    CHECK(recorded(refused) == standing::returned);

    CHECK(finished().empty());
    const auto other = await(store->claim("enetviet", 5, 60s, sendable::all));
    REQUIRE(other.size() == 1);
    CHECK(recorded(ended(other[0], delivery_state::accepted)) == standing::go_on);
    CHECK(finished() == std::vector{id});

    const auto email = desk()->status(id)->channels[0];
    CHECK(email.state == channel_state::returned);
    CHECK(email.reason == "forbidden word");
    CHECK(email.counts[delivery_state::cancelled] == 28);  // what may have arrived, too: it must not be sent again
    CHECK(email.counts[delivery_state::accepted] == 1);
    CHECK(email.counts[delivery_state::rejected] == 1);
}

TEST_CASE_METHOD(
    ledger_stage, "the desk names exactly who was missed and why, and sends again to exactly them", "[ledger]"
)
{
    const auto id = sending("a", 3);
    for (const auto& batch : claimed(3)) {
        auto out = ended(batch, delivery_state::accepted);
        if (batch.ref.seq == 1) {
            out.marks[2] = {delivery_state::dead, 8};
            out.marks[3] = {delivery_state::rejected, 1};
            out.marks[4] = {delivery_state::no_address, 0};
            out.marks[5] = {delivery_state::covered, 0};
            out.causes = {{2, "HTTP 503"}, {3, "no such account"}};
        }
        recorded(out);
    }
    REQUIRE(finished() == std::vector{id});

    std::map<std::uint32_t, delivery_detail> missed;
    desk()->missed(id, "email", [&](const delivery_detail& one) { missed.emplace(one.no, one); });
    REQUIRE(missed.size() == 3);
    CHECK(missed[13].mark == delivery_mark{delivery_state::dead, 8});
    CHECK(missed[13].cause == "HTTP 503");
    CHECK(missed[14].cause == "no such account");
    CHECK(missed[15].mark.state() == delivery_state::no_address);
    CHECK(missed[13].idempotency_key.size() == 32);

    const auto one = desk()->delivery(id, 14);
    REQUIRE(one.size() == 1);
    CHECK(one[0].batch == 1);
    CHECK(one[0].cause == "no such account");
    CHECK(one[0].idempotency_key == missed[14].idempotency_key);
    CHECK(desk()->delivery(id, 99).empty());

    now += 30 * 24h;
    CHECK(desk()->retry(id, "email") == 2);
    CHECK(desk()->retry(id, "") == 0);
    CHECK(finished().empty());
    const auto again = claimed(5);
    REQUIRE(again.size() == 1);
    CHECK(again[0].fate == batch_fate::send);  // a month later: a person wants it
    CHECK(again[0].causes.empty());
    for (std::size_t i = 0; i != 10; ++i) CHECK((again[0].marks[i] == delivery_mark{}) == (i == 2 || i == 3));
    auto out = ended(again[0], delivery_state::accepted);
    out.marks = again[0].marks;
    out.marks[2] = out.marks[3] = {delivery_state::accepted, 1};
    recorded(out);
    CHECK(finished() == std::vector{id});
    CHECK(desk()->status(id)->channels[0].counts[delivery_state::accepted] == 28);
    CHECK(desk()->status(id)->causes.empty());
}

TEST_CASE_METHOD(ledger_stage, "a retry loses no outcome of a batch that is being sent", "[ledger]")
{
    const auto id = sending("a", 2);
    const auto held = claimed(2);
    recorded(ended(held[0], delivery_state::dead));
    auto going_on = ended(held[1], delivery_state::in_flight);
    going_on.marks[0] = {delivery_state::rejected, 1};
    going_on.release_for.reset();
    recorded(going_on);

    std::string sentence;
    std::thread person{[&] {
        try {
            desk()->retry(id, "email");
        } catch (const std::exception& error) {
            sentence = error.what();
        }
    }};
    std::this_thread::sleep_for(300ms);
    auto outcome = ended(held[1], delivery_state::accepted);
    outcome.marks[0] = {delivery_state::rejected, 1};
    CHECK(recorded(outcome) == standing::go_on);
    person.join();
    CHECK(sentence.empty());

    const auto counts = desk()->status(id)->channels[0].counts;
    CHECK(counts[delivery_state::accepted] == 9);
    CHECK(counts[delivery_state::queued] == 11);
}

TEST_CASE_METHOD(ledger_stage, "the desk says what is not there", "[ledger]")
{
    const auto id = sending("a", 1);
    CHECK_FALSE(desk()->status(99));
    CHECK(contains(complaint([&] { desk()->cancel(99, "an"); }), "there is no broadcast 99"));
    CHECK(contains(complaint([&] { desk()->retry(id, "sms"); }), "does not go out on channel \"sms\""));
    CHECK(desk()->broadcasts(5).size() == 1);
    sqlite_params elsewhere;
    elsewhere.folder = folder / "empty";
    CHECK(contains(complaint([&] { make_ledger_desk(elsewhere); }), "there is no ledger"));
    CHECK_FALSE(std::filesystem::exists(elsewhere.folder));
}
