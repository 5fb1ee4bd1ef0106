#include "gateway/ledger/purge.hpp"

#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/import_folder.hpp"
#include "tests/integration/accounts/office.hpp"
#include "tests/integration/ledger/ledger_stage.hpp"
#include "tests/support/complaint.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

struct cellar : office {
    cellar()
    {
        for (int i = 1; i <= 6; ++i) {
            add("user.change", "user " + std::to_string(i));
            desk->users().note_sign_in({now, "lan", "10.0.0.1", false, "wrong_password"});
            now += std::chrono::hours{24 * 150};
        }
    }

    void add(std::string_view action, std::string_view subject)
    {
        actor who;
        who.name = "lan";
        desk->audit().add(who, action, subject, {}, {});
    }

    purge_report run_purge(purge_mode how = purge_mode::take_away)
    {
        actor by;
        by.name = "cli:root";
        by.peer = "cli";
        return purge(params(), {}, how, by);
    }
};

}  // namespace

TEST_CASE_METHOD(cellar, "a purge says what it would take away, and takes nothing", "[purge]")
{
    const auto said = run_purge(purge_mode::only_say);
    CHECK(said.audit_entries == 2);  // of 900, 750, 600, 450, 300 and 150 days
    CHECK(said.sign_ins == 5);
    CHECK(desk->audit().entries({}, 100).size() == 6);
    CHECK(desk->users().sign_ins(100, {}).size() == 6);
}

TEST_CASE_METHOD(
    cellar,
    "a purge takes away what is old enough, says so in the log, and the rest can still be verified",
    "[purge]"
)
{
    const auto done = run_purge();
    CHECK(done.audit_entries == 2);
    CHECK(done.sign_ins == 5);
    const auto left = desk->audit().entries({}, 100);
    REQUIRE(left.size() == 5);
    CHECK(left.front().action == "ledger.purge");
    CHECK(left.front().who == "cli:root");
    CHECK(left.front().after.find("\"audit_entries\":2") != std::string::npos);
    CHECK(left.back().seq == 3);
    const auto check = desk->audit().verify();
    CHECK_FALSE(check.broken_at);
    CHECK(check.first_seq == 3);
    CHECK(check.last_seq == 7);

    const auto again = run_purge();
    CHECK(again.is_empty());
    CHECK(desk->audit().entries({}, 100).size() == 5);  // nothing done, nothing to say
}

TEST_CASE_METHOD(cellar, "a purge that takes all entries leaves a chain that goes on", "[purge]")
{
    now += std::chrono::hours{24 * 2000};
    CHECK(run_purge().audit_entries == 6);
    add("user.change", "user 7");
    const auto check = desk->audit().verify();
    CHECK_FALSE(check.broken_at);
    CHECK(check.first_seq == 7);
    CHECK(check.last_seq == 8);
}

TEST_CASE_METHOD(cellar, "a damaged log is evidence: the purge leaves it alone", "[purge]")
{
    {
        database by_hand{folder / "ledger.db", ledger_schema(), store_access::existing};
        by_hand.execute("DROP TRIGGER audit_unchanged; UPDATE audit SET who = 'minh' WHERE seq = 1");
    }
    const auto done = run_purge();
    CHECK(done.audit_entries == 0);
    CHECK(done.audit.broken_at == 1);
    CHECK(done.sign_ins == 5);
    CHECK(desk->audit().entries({}, 100).size() == 7);
}

TEST_CASE_METHOD(cellar, "sessions that are over and replies of yesterday go", "[purge]")
{
    employ("lan", {user_role::editor});
    sign_in("lan");
    desk->users().keep_reply("lan", "key", {});
    CHECK(run_purge().sessions == 0);
    now += 25h;
    const auto later = run_purge();
    CHECK(later.sessions == 1);
    CHECK(later.replies == 1);
    CHECK_FALSE(desk->users().find_reply("lan", "key"));
}

TEST_CASE_METHOD(
    cellar, "rows that an import rejected go after a month, though nobody imports anything", "[purge]"
)
{
    run_purge();
    const import_folder imports{params().folder / imports_folder};
    directory_import one;
    one.state = import_state::done;
    for (const int days : {31, 29}) {
        ++one.id;
        one.started = now - std::chrono::hours{24 * days};
        imports.write(one);
        reject_writer rejects{imports.rejects(one.id)};
        rejects.add({3, "email", "not_a_mailbox", {}, {}, "an,An,teacher,th-a,0900000001,an@"});
        rejects.close();
    }
    CHECK(run_purge(purge_mode::only_say).rejects == 1);
    CHECK(std::filesystem::exists(imports.rejects(1)));
    CHECK(run_purge().rejects == 1);
    CHECK_FALSE(std::filesystem::exists(imports.rejects(1)));
    CHECK(std::filesystem::exists(imports.rejects(2)));
    CHECK(imports.read(1).has_value());
    CHECK(desk->audit().entries({}, 1).front().after.find("\"rejects\":1") != std::string::npos);
    CHECK(run_purge().is_empty());
}

TEST_CASE("who was reached is forgotten after a year; how many were reached is not", "[purge]")
{
    ledger_stage stage;
    const auto id = stage.sending("notice", 2);
    for (const auto& batch : stage.claimed(2)) stage.recorded(ended(batch, delivery_state::accepted));
    REQUIRE(stage.finished() == std::vector{id});
    actor by;
    by.name = "cli:root";
    stage.now += std::chrono::hours{24 * 365};
    CHECK(purge(stage.params(), {}, purge_mode::take_away, by).broadcasts == 0);
    stage.now += std::chrono::hours{24 * 2};
    const auto done = purge(stage.params(), {}, purge_mode::take_away, by);
    CHECK(done.broadcasts == 1);
    CHECK(done.batches == 2);
    const auto desk = open_desk(stage.params());
    const auto status = desk->ledger().status(id).value();
    CHECK(status.channels.at(0).counts[delivery_state::accepted] == 20);
    CHECK(complaint([&] { desk->ledger().delivery(id, 3); }).find("were purged") != std::string::npos);
}
