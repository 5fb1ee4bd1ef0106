#include "tests/integration/accounts/office.hpp"
#include "tests/support/complaint.hpp"

#include <sqlite3.h>

using namespace loa;
using namespace loa::testing;

namespace {

struct archive : office {
    archive()
    {
        for (int i = 1; i <= 10; ++i) {
            now += 1min;
            add("broadcast.pause", "broadcast " + std::to_string(i));
        }
    }

    void add(
        std::string_view action, std::string_view subject, std::string_view after = "{\"state\":\"paused\"}"
    )
    {
        actor who;
        who.name = "lan";
        who.peer = "10.0.0.1";
        desk->audit().add(who, action, subject, "{\"state\":\"sending\"}", after);
    }

    /// As somebody does who has the file. Returns what SQLite says.
    std::string by_hand(const std::string& sql)
    {
        sqlite3* file = nullptr;
        sqlite3_open((folder / "ledger.db").c_str(), &file);
        char* wrong = nullptr;
        sqlite3_exec(file, sql.c_str(), nullptr, nullptr, &wrong);
        std::string out = wrong ? wrong : "";
        sqlite3_free(wrong);
        sqlite3_close(file);
        return out;
    }

    /// As somebody does who knows how it is protected.
    void by_skilled_hand(const std::string& sql)
    {
        CHECK(by_hand(
                  "DROP TRIGGER audit_in_order; DROP TRIGGER audit_unchanged; DROP TRIGGER audit_kept;" + sql
        )
                  .empty());
    }

    std::int64_t broken_at() { return desk->audit().verify().broken_at.value_or(0); }
};

}  // namespace

TEST_CASE_METHOD(archive, "an untouched log is found untouched", "[audit]")
{
    const auto found = desk->audit().verify();
    CHECK_FALSE(found.broken_at);
    CHECK(found.entries == 10);
    CHECK(found.first_seq == 1);
    CHECK(found.last_seq == 10);
    CHECK(found.last_hash == desk->audit().entries({}, 1).at(0).hash);
}

TEST_CASE("a log without entries is untouched", "[audit]")
{
    office empty;
    const auto found = empty.desk->audit().verify();
    CHECK_FALSE(found.broken_at);
    CHECK(found.entries == 0);
}

TEST_CASE_METHOD(archive, "the store itself refuses to change, remove or put in entries", "[audit]")
{
    CHECK(contains(by_hand("UPDATE audit SET who = 'minh' WHERE seq = 3"), "never changed"));
    CHECK(contains(by_hand("DELETE FROM audit WHERE seq = 10"), "loa purge only"));
    CHECK(contains(
        by_hand("INSERT OR REPLACE INTO audit SELECT 3, at, 'minh', peer, action, subject, before, after, "
                "hash FROM audit WHERE seq = 3"),
        "only appended"
    ));
    CHECK(broken_at() == 0);
}

TEST_CASE_METHOD(archive, "whatever is done to an entry by hand is found, and where", "[audit]")
{
    SECTION("another name")
    {
        by_skilled_hand("UPDATE audit SET who = 'minh' WHERE seq = 4");
        CHECK(broken_at() == 4);
    }
    SECTION("another time")
    {
        by_skilled_hand("UPDATE audit SET at = at + 1 WHERE seq = 1");
        CHECK(broken_at() == 1);
    }
    SECTION("text moved from one field to the next")
    {
        by_skilled_hand("UPDATE audit SET action = 'broadcast.pauseb', subject = 'roadcast 7' WHERE seq = 7");
        CHECK(broken_at() == 7);
    }
    SECTION("one taken away")
    {
        by_skilled_hand("DELETE FROM audit WHERE seq = 5");
        CHECK(broken_at() == 5);
    }
    SECTION("one taken away and the others moved up")
    {
        by_skilled_hand(
            "DELETE FROM audit WHERE seq = 5; UPDATE audit SET seq = seq - 1 WHERE seq > 5;"
            "UPDATE audit_chain SET seq = 9 WHERE place = 'end'"
        );
        CHECK(broken_at() == 5);
    }
    SECTION("two swapped")
    {
        by_skilled_hand(
            "UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit "
            "SET seq = 3 WHERE seq = -1"
        );
        CHECK(broken_at() == 2);
    }
    SECTION("the newest cut off")
    {
        by_skilled_hand("DELETE FROM audit WHERE seq > 8");
        CHECK(broken_at() == 9);
    }
    SECTION("all cut off")
    {
        by_skilled_hand("DELETE FROM audit");
        CHECK(broken_at() == 1);
    }
    SECTION("one put behind the end")
    {
        by_skilled_hand(
            "INSERT INTO audit SELECT 11, at, 'minh', peer, action, subject, before, after, hash FROM audit "
            "WHERE seq = 10"
        );
        CHECK(broken_at() == 11);
    }
    SECTION("the oldest taken away as if purged")
    {
        by_skilled_hand(
            "DELETE FROM audit WHERE seq <= 3; UPDATE audit_chain SET seq = 3 WHERE place = 'start'"
        );
        CHECK(broken_at() == 4);
    }
}

TEST_CASE_METHOD(archive, "what is rolled back leaves no entry and no gap", "[audit]")
{
    CHECK_THROWS(desk->together([&] {
        add("user.add", "user x");
        throw std::runtime_error{"no"};
    }));
    add("user.add", "user y");
    const auto found = desk->audit().verify();
    CHECK_FALSE(found.broken_at);
    CHECK(found.last_seq == 11);
    CHECK(desk->audit().entries({}, 1).at(0).subject == "user y");
}

TEST_CASE_METHOD(archive, "auditors find entries by who, what and when, page by page", "[audit]")
{
    employ("auditor", {user_role::auditor});
    const auto me = sign_in("auditor");
    add("user.add", "user x");
    const auto items = [&](const std::string& query) {
        return call("GET", "/api/audit?" + query, me).body.at("items").as_array().size();
    };
    CHECK(items("action=user.") == 1);
    CHECK(items("subject=broadcast 1") == 2);
    CHECK(items("who=minh") == 0);
    CHECK(items("from=" + format_rfc3339(now)) == 2);
    CHECK(call("GET", "/api/audit?from=yesterday", me).status() == 400);
    CHECK(call("GET", "/api/audit?wo=lan", me).status() == 400);

    auto page = call("GET", "/api/audit?limit=4", me);
    CHECK(page.number("/items/0/seq") == 11);
    CHECK(page.text("/items/1/after/state") == "paused");
    std::size_t seen = page.body.at("items").as_array().size();
    while (!page.text("/next").empty()) {
        page = call("GET", "/api/audit?cursor=" + page.text("/next"), me);
        seen += page.body.at("items").as_array().size();
    }
    CHECK(seen == 11);
    CHECK(call("GET", "/api/audit/check", me).body.at("intact").as_bool());
    by_skilled_hand("UPDATE audit SET who = 'minh' WHERE seq = 4");
    CHECK(call("GET", "/api/audit/check", me).number("/broken_at") == 4);
}

TEST_CASE_METHOD(archive, "the log as CSV is whole, and safe to open in a spreadsheet", "[audit]")
{
    employ("auditor", {user_role::auditor});
    add("user.add", "=HYPERLINK(\"http://evil.test\")");
    for (int i = 0; i != 1'200; ++i) add("channel.pause", "channel email");
    const auto answered = call("GET", "/api/audit.csv", sign_in("auditor"));
    REQUIRE(answered.reply.source);
    CHECK(answered.header("Content-Type") == "text/csv; charset=utf-8");
    std::string csv;
    for (;;) {
        const auto piece = run(loop, answered.reply.source->next());
        if (piece.empty())
            break;
        CHECK(piece.size() < 200'000);
        csv += piece;
    }
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 10 + 1 + 1'200);
    CHECK(contains(csv, "'=HYPERLINK"));
}
