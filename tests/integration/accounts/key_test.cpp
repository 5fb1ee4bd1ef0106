#include "tests/integration/accounts/office.hpp"
#include "tests/support/complaint.hpp"

using namespace loa;
using namespace loa::testing;
namespace json = boost::json;

namespace {

struct key_office : office {
    key_office()
    {
        employ("root", {user_role::administrator});
        lan_id = employ("lan", {user_role::editor, user_role::auditor});
        root = sign_in("root");
        lan = sign_in("lan");
    }

    answer make(
        const visitor& by,
        const char* name,
        json::array roles,
        std::chrono::seconds life = std::chrono::hours{24 * 30}
    )
    {
        return call(
            "POST",
            "/api/keys",
            by,
            json::object{{"name", name}, {"roles", std::move(roles)}, {"expires", format_rfc3339(now + life)}}
        );
    }

    static visitor with_key(const answer& made)
    {
        visitor out;
        out.key = made.text("/key");
        return out;
    }

    std::int64_t lan_id = 0;
    visitor root, lan;
};

}  // namespace

TEST_CASE_METHOD(key_office, "a program works with a key until it expires or is revoked", "[accounts]")
{
    const auto made = make(lan, "reports", {"auditor"});
    REQUIRE(made.status() == 201);
    CHECK(made.text("/key").starts_with("loa_" + made.text("/prefix") + "_"));
    const auto program = with_key(made);
    CHECK(call("GET", "/api/audit", program).status() == 200);
    CHECK(call("GET", "/api/session", program).text("/name") == "key:reports");

    now += std::chrono::hours{24 * 30};
    CHECK(call("GET", "/api/audit", program).code() == "key_expired");
    now -= 1s;
    CHECK(call("GET", "/api/audit", program).status() == 200);
    const auto path = "/api/keys/" + std::to_string(made.number("/id"));
    lan = sign_in("lan");
    CHECK(call("DELETE", path, lan).status() == 204);
    CHECK(call("GET", "/api/audit", program).code() == "key_revoked");

    visitor stranger;
    stranger.key = "loa_aaaaaaaa_" + std::string(43, 'A');
    CHECK(call("GET", "/api/audit", stranger).code() == "key_unknown");
}

TEST_CASE_METHOD(key_office, "a key is shown once and stored nowhere", "[accounts]")
{
    auto what = request("POST", "/api/keys", lan);
    what.headers.emplace_back("content-type", "application/json");
    what.headers.emplace_back("idempotency-key", "\"one\"");
    what.body = json::serialize(json::object{
        {"name", "reports"}, {"roles", json::array{"auditor"}}, {"expires", format_rfc3339(now + 24h)}});
    const auto made = send(what);
    REQUIRE(made.status() == 201);
    CHECK(send(what).code() == "name_taken");
    CHECK_FALSE(contains(call("GET", "/api/keys", lan).reply.body, made.text("/key")));
    CHECK_FALSE(contains(desk->audit().entries({}, 1).at(0).after, made.text("/key")));
    CHECK_FALSE(desk->users().find_reply("lan", "one"));
}

TEST_CASE_METHOD(key_office, "a key may never do more than who made it, also later", "[accounts]")
{
    CHECK(make(lan, "all", {"auditor", "administrator"}).first_error() == "not_your_role");
    CHECK(make(lan, "late", {"auditor"}, std::chrono::hours{24 * 400}).first_error() == "out_of_range");
    CHECK(make(lan, "past", {"auditor"}, -1s).first_error() == "out_of_range");
    CHECK(make(lan, "none", {}).first_error() == "missing");

    const auto program = with_key(make(lan, "reports", {"auditor"}));
    const auto path = "/api/users/" + std::to_string(lan_id);
    CHECK(call("PATCH", path, root, json::object{{"roles", json::array{"editor"}}}, "\"1\"").status() == 200);
    CHECK(call("GET", "/api/audit", program).code() == "not_allowed");
    CHECK(call("PATCH", path, root, json::object{{"active", false}}, "\"2\"").status() == 200);
    CHECK(call("GET", "/api/audit", program).code() == "key_revoked");
}

TEST_CASE_METHOD(key_office, "a key makes no other keys and changes no password", "[accounts]")
{
    auto program = with_key(make(root, "robot", {"administrator"}));
    CHECK(make(program, "child", {"administrator"}).code() == "needs_session");
    CHECK(
        call(
            "PUT",
            "/api/session/password",
            program,
            json::object{{"current", good_password}, {"new", "ngựa vằn đọc báo"}}
        ).code() == "needs_session"
    );
}

TEST_CASE_METHOD(key_office, "everybody sees their own keys, administrators all of them", "[accounts]")
{
    make(lan, "reports", {"auditor"});
    const auto of_root = make(root, "robot", {"administrator"});
    CHECK(call("GET", "/api/keys", lan).body.at("items").as_array().size() == 1);
    CHECK(call("GET", "/api/keys", root).body.at("items").as_array().size() == 2);
    CHECK(call("DELETE", "/api/keys/" + std::to_string(of_root.number("/id")), lan).status() == 404);
}

TEST_CASE_METHOD(key_office, "that a key is used is seen, to the minute", "[accounts]")
{
    const auto program = with_key(make(lan, "reports", {"auditor"}));
    call("GET", "/api/audit", program);
    const auto first = desk->users().keys().at(0).last_used;
    CHECK(first == now);
    now += 30s;
    call("GET", "/api/audit", program);
    CHECK(desk->users().keys().at(0).last_used == first);
    now += 30s;
    call("GET", "/api/audit", program);
    CHECK(desk->users().keys().at(0).last_used == now);
}
