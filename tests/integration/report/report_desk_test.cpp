#include "gateway/core/directory_desk.hpp"
#include "gateway/core/report.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/purge.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "gateway/ledger/sqlite_directory.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"

#include <fmt/format.h>

using namespace loa;
using namespace loa::testing;

namespace {

class reporting : public ledger_stage {
public:
    /// Of the days around now.
    report_material material()
    {
        return open_desk(params())->reports().material(now - 24h * 1'000, now + 24h);
    }
    reported_channel email_of(broadcast_id id)
    {
        for (const auto& each : material().broadcasts)
            if (each.id == id)
                return each.channels.at(0);
        throw std::runtime_error{"the broadcast is not in the report"};
    }
    database by_hand() { return {params().folder / "ledger.db", ledger_schema(), store_access::existing}; }
    void accept(const std::vector<claimed_batch>& batches)
    {
        for (const auto& each : batches) recorded(ended(each, delivery_state::accepted));
    }
};

}  // namespace

TEST_CASE_METHOD(
    reporting, "the moment at which 95 % were reached is that of the commit, and stays", "[report]"
)
{
    const auto id = sending("a", 20);
    const auto start = now;
    now += 10s;
    accept(claimed(18));
    CHECK_FALSE(email_of(id).reached_95_at);  // 90 %
    now += 10s;
    accept(claimed(1));
    CHECK(email_of(id).reached_95_at == start + 20s);
    kill();
    CHECK(email_of(id).reached_95_at == start + 20s);
    open();
    now += 10s;
    accept(claimed(1));
    finished();
    CHECK(email_of(id).reached_95_at == start + 20s);
}

TEST_CASE_METHOD(reporting, "what was missed and sent again counts when it arrives", "[report]")
{
    const auto id = sending("a", 2);
    const auto batches = claimed(2);
    accept({batches[0]});
    recorded(ended(batches[1], delivery_state::dead));
    REQUIRE(finished() == std::vector{id});
    CHECK_FALSE(email_of(id).reached_95_at);
    now += 24h;
    desk()->retry(id, "");
    accept(claimed(1));
    CHECK(email_of(id).reached_95_at == now);
}

TEST_CASE_METHOD(
    reporting, "a broadcast of before the moment was kept has none, however it goes on", "[report]"
)
{
    kill();
    std::filesystem::remove_all(params().folder);
    {
        auto as_it_was = ledger_schema();
        as_it_was.migrations = as_it_was.migrations.first(2);
        database older{params().folder / "ledger.db", as_it_was, store_access::create};
        older.execute(
            "INSERT INTO suppression (contact, address, cause, since)"
            " VALUES (1, 'an@hcm.edu.vn', 'unsubscribed', 1796000000000);"
            "INSERT INTO broadcast (source, bulletin, version, title, department, urgency, state, reason, "
            "published_at,"
            " not_after, taken_in, planned_at) VALUES ('portal', 'a', 1, 'Thông báo', 'Văn phòng Sở', 1, 2, "
            "'',"
            " 1796000000000, 1797000000000, 1796000000000, 1796000000000);"
            "INSERT INTO content (broadcast, json) VALUES (1, '{}');"
            "INSERT INTO lane (broadcast, channel, state, reason, contact, destinations, sha256)"
            " VALUES (1, 'email', 0, '', 1, 10, x'')"
        );
        const auto batch = queued_batch(1, 10);
        statement{older, "INSERT INTO batch_members (lane, seq, members) VALUES (1, 0, ?1)", batch.members}
            .run();
        statement{
            older,
            "INSERT INTO batch (lane, seq, channel, urgency, size, open, rounds, due, owner, lease, "
            "lease_until, epoch, marks, causes)"
            " VALUES (1, 0, 'email', 1, 10, 10, 0, 0, '', 0, 0, 0, ?1, x'')",
            batch.marks}
            .run();
    }
    open();
    await(store->recover());
    accept(claimed(1));
    REQUIRE(finished() == std::vector<broadcast_id>{1});
    const auto found = material();
    REQUIRE(found.broadcasts.size() == 1);
    CHECK(found.broadcasts[0].channels.at(0).counts[delivery_state::accepted] == 10);
    CHECK_FALSE(found.broadcasts[0].channels.at(0).reached_95_at);
    REQUIRE(found.refusals.size() == 1);
    CHECK(found.refusals[0].origin == suppression_origin::unsubscribed);
    CHECK(found.refusals[0].added == 1);
    const auto next = sending("b", 1);
    accept(claimed(1));
    CHECK(email_of(next).reached_95_at == now);
}

TEST_CASE_METHOD(
    reporting, "a ledger of before is brought up to date, though one content in it is damaged", "[report]"
)
{
    kill();
    std::filesystem::remove_all(params().folder);
    {
        auto as_it_was = ledger_schema();
        as_it_was.migrations = as_it_was.migrations.first(2);
        database older{params().folder / "ledger.db", as_it_was, store_access::create};
        for (const char* bulletin : {"a", "b"})
            statement{
                older,
                "INSERT INTO broadcast (source, bulletin, version, title, department, urgency, state, "
                "reason, published_at, not_after, taken_in)"
                " VALUES ('portal', ?1, 1, 'Thông báo', 'Văn phòng Sở', 1, 4, '', 0, 0, 0)",
                std::string{bulletin}}
                .run();
        older.execute(
            "INSERT INTO content (broadcast, json) VALUES (1, '{\"category\":\"cchc\"}'), (2, '{\"categ')"
        );
    }
    open();
    CHECK(desk()->status(1)->category == "cchc");
    CHECK(desk()->status(2)->category.empty());
}

TEST_CASE_METHOD(
    reporting,
    "a period has what was taken in within it, and what was never begun is only counted",
    "[report]"
)
{
    const auto first = sending("a", 1);
    now += 24h;
    const auto second = sending("b", 1);
    taken_in(notice("c"));
    now += 24h;
    const auto third = sending("d", 1);
    const auto of = [&](wall_time from, wall_time until) {
        return open_desk(params())->reports().material(from, until);
    };
    const auto middle = of(now - 24h, now);
    REQUIRE(middle.broadcasts.size() == 1);
    CHECK(middle.broadcasts[0].id == second);
    CHECK(middle.broadcasts[0].title == "Thông báo nghỉ học");
    CHECK(middle.not_sent == 1);
    const auto all = of(now - 48h, now + 1ms);
    REQUIRE(all.broadcasts.size() == 3);
    CHECK(all.broadcasts.front().id == third);
    CHECK(all.broadcasts.back().id == first);
    CHECK(of(now + 1ms, now + 24h).broadcasts.empty());
}

TEST_CASE_METHOD(
    reporting,
    "a server that words each refusal anew does not fill the memory of who asks for a report",
    "[report]"
)
{
    const auto id = sending("a", 20);
    int different = 0;
    for (const auto& batch : claimed(20)) {
        auto refused = ended(batch, delivery_state::rejected);
        for (std::uint16_t i = 0; i != 10; ++i)
            refused.causes.emplace_back(
                i, i == 0 ? "552 5.2.2 mailbox full" : fmt::format("451 4.3.0 {}", ++different)
            );
        recorded(refused);
    }
    const auto causes = email_of(id).causes;
    REQUIRE(causes.size() == most_causes_told);
    CHECK(causes.front() == std::pair{std::string{"552 5.2.2 mailbox full"}, std::uint64_t{20}});
    CHECK(causes.back() == std::pair{std::string{other_causes}, std::uint64_t{180 - 48}});
}

TEST_CASE_METHOD(reporting, "a report is the same after the purge, causes included", "[report]")
{
    const auto id = sending("a", 3);
    const auto batches = claimed(3);
    accept({batches[0], batches[1]});
    auto refused = ended(batches[2], delivery_state::rejected);
    for (std::uint16_t i = 0; i != 10; ++i)
        refused.causes.emplace_back(i, i < 7 ? "550 5.1.1 no such user" : "552 5.2.2 mailbox full");
    recorded(refused);
    REQUIRE(finished() == std::vector{id});
    now += 24h * 400;
    const auto before = make_report(material());
    actor by;
    by.name = "cli:root";
    REQUIRE(purge(params(), {}, purge_mode::take_away, by).batches == 3);
    const auto after = make_report(material());
    CHECK(after.totals.reach == before.totals.reach);
    CHECK(after.totals.reach.reached == 20);
    CHECK(after.channels.at(0).missed_by_cause == before.channels.at(0).missed_by_cause);
    REQUIRE(after.channels.at(0).missed_by_cause.size() == 2);
    CHECK(
        after.channels.at(0).missed_by_cause[0] ==
        std::pair{std::string{"550 5.1.1 no such user"}, std::uint64_t{7}}
    );
}

TEST_CASE_METHOD(reporting, "a cause that nothing ended with goes with the details", "[report]")
{
    const auto id = sending("a", 1);
    auto again = ended(claimed(1).at(0), delivery_state::retrying);
    again.causes.emplace_back(0, "451 4.3.0 try later");
    recorded(again);
    accept(claimed(1));
    REQUIRE(finished() == std::vector{id});
    now += 24h * 400;
    actor by;
    by.name = "cli:root";
    purge(params(), {}, purge_mode::take_away, by);
    auto store_now = by_hand();
    statement row{store_now, "SELECT count(*) FROM cause"};
    REQUIRE(row.step());
    CHECK(row.integer(0) == 0);
}

TEST_CASE_METHOD(
    reporting, "a damaged broadcast is left out and told, and the others are reported", "[report]"
)
{
    const auto good = sending("a", 1);
    sending("b", 1);
    {
        auto where = by_hand();
        where.execute(
            "UPDATE lane SET live = x'', totals = NULL WHERE broadcast = 2;"
            "UPDATE batch SET marks = x'ff' WHERE lane = (SELECT id FROM lane WHERE broadcast = 2)"
        );
    }
    const auto found = material();
    REQUIRE(found.broadcasts.size() == 1);
    CHECK(found.broadcasts[0].id == good);
    CHECK(found.not_counted == 1);
}

TEST_CASE_METHOD(
    reporting, "refusals are counted by who brought them about, also when they are lifted again", "[report]"
)
{
    sending("a", 1);
    auto refused = ended(claimed(1).at(0), delivery_state::rejected);
    refused.suppress = {
        {"an@hcm.edu.vn", "550 5.1.1 no such user"}, {"binh@hcm.edu.vn", "550 5.1.1 no such user"}};
    recorded(refused);
    recorded(refused);  // fenced, or said again: counts once
    now += 1h;
    const auto people = make_sqlite_directory(loop, params(), log);  // the desk wants one
    const auto at = open_desk(params());
    CHECK(at->directory().suppress(contact::mailbox, "chi@hcm.edu.vn", "unsubscribed"));
    CHECK(at->directory().suppress(contact::mailbox, "dung@hcm.edu.vn", "asked by letter"));
    CHECK_FALSE(at->directory().suppress(contact::mailbox, "an@hcm.edu.vn", "asked by letter"));
    now += 1h;
    CHECK(at->directory().lift(contact::mailbox, "chi@hcm.edu.vn"));
    CHECK_FALSE(at->directory().lift(contact::mailbox, "chi@hcm.edu.vn"));
    const auto all = make_report(material());
    CHECK(all.refusals_added == 4);
    CHECK(all.refusals_lifted == 1);
    for (const auto& each : all.of.refusals) {
        CAPTURE(to_string(each.origin));
        CHECK(
            each.added == (each.origin == suppression_origin::unusable ? 2
                           : each.origin == suppression_origin::other  ? 0
                                                                       : 1)
        );
        CHECK(each.lifted == (each.origin == suppression_origin::unsubscribed ? 1 : 0));
    }
}

TEST_CASE_METHOD(
    reporting, "a year of five thousand broadcasts is reported in well under a second", "[report]"
)
{
    sending("a", 1);
    auto refused = ended(claimed(1).at(0), delivery_state::rejected);
    for (std::uint16_t i = 0; i != 10; ++i)
        refused.causes.emplace_back(i, fmt::format("550 5.1.1 no such user ({})", i));
    recorded(refused);
    finished();
    by_hand().execute(
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
        " INSERT INTO broadcast (id, source, bulletin, version, title, department, urgency, state, reason, "
        "published_at, not_after,"
        " taken_in, planned_at, first_sent_at, finished_at)"
        " SELECT i, source, 'b' || i, 1, title || i, department, urgency, state, reason, published_at, "
        "not_after, taken_in - i * 5000000,"
        " planned_at, first_sent_at, finished_at FROM broadcast, n WHERE id = 1;"
        "INSERT INTO lane (broadcast, channel, state, reason, contact, destinations, sha256, totals, live)"
        " SELECT r.id, c.column1, l.state, '', l.contact, l.destinations, l.sha256, l.totals, l.live"
        " FROM broadcast r, lane l, (VALUES ('email'), ('enetviet')) c WHERE r.id > 1 AND l.broadcast = 1;"
        "INSERT INTO cause (broadcast, id, words) SELECT r.id, c.id, c.words FROM broadcast r, cause c WHERE "
        "r.id > 1 AND c.broadcast = 1"
    );
    const auto begin = std::chrono::steady_clock::now();
    const auto what = make_report(material());
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    CHECK(what.totals.broadcasts == 5'000);
    CHECK(what.totals.reach.missed == 99'990);
    WARN(fmt::format("5,000 broadcasts on two channels: {:.0f} ms", took.count()));
    CHECK(took < 1s);
}
