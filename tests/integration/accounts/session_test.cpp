#include "tests/integration/accounts/office.hpp"
#include "tests/support/complaint.hpp"

#include <unistd.h>

using namespace loa;
using namespace loa::testing;
namespace json = boost::json;

TEST_CASE_METHOD(office, "who signs in is known until signing out", "[accounts]")
{
    employ("lan", {user_role::editor});
    const auto came = try_sign_in("lan", good_password);
    REQUIRE(came.status() == 201);
    const auto cookie = came.header("Set-Cookie");
    CHECK(cookie.starts_with("loa_session="));
    CHECK(contains(cookie, "HttpOnly"));
    CHECK(contains(cookie, "SameSite=Strict"));
    CHECK(contains(cookie, "Path=/"));
    CHECK_FALSE(contains(cookie, "Secure"));

    const auto lan = visitor_of(came);
    const auto shown = call("GET", "/api/session", lan);
    CHECK(shown.status() == 200);
    CHECK(shown.text("/name") == "lan");
    CHECK(shown.text("/csrf") == lan.csrf);
    CHECK(shown.text("/roles/0") == "editor");

    CHECK(call("DELETE", "/api/session", lan).status() == 204);
    const auto after = call("GET", "/api/session", lan);
    CHECK(after.status() == 401);
    CHECK(after.code() == "session_over");
}

TEST_CASE_METHOD(office, "over TLS the cookie is sent over TLS only, and to this host only", "[accounts]")
{
    employ("lan", {user_role::editor});
    auto what = request("POST", "/api/session");
    what.is_secure = true;
    what.headers.emplace_back("content-type", "application/json");
    what.body = json::serialize(json::object{{"name", "lan"}, {"password", good_password}});
    const auto came = send(what);
    REQUIRE(came.status() == 201);
    const auto cookie = came.header("Set-Cookie");
    CHECK(cookie.starts_with("__Host-loa_session="));
    CHECK(contains(cookie, "Secure"));

    auto again = request("GET", "/api/session", visitor_of(came));
    again.is_secure = true;
    CHECK(send(again).status() == 200);
    // What a neighbour under the same domain could have set is not looked at.
    auto planted = request("GET", "/api/session");
    planted.is_secure = true;
    planted.headers.emplace_back("cookie", visitor_of(came).cookie.substr(7));
    CHECK(send(planted).status() == 401);
}

TEST_CASE_METHOD(
    office,
    "a session that somebody else planted in the browser is not the one after signing in",
    "[accounts]"
)
{
    employ("lan", {user_role::editor});
    employ("mallory", {user_role::editor});
    const auto planted = sign_in("mallory");
    visitor browser;
    browser.cookie = planted.cookie;
    const auto lan = visitor_of(try_sign_in("lan", good_password, browser));
    CHECK(lan.cookie != planted.cookie);
    CHECK(call("GET", "/api/session", lan).text("/name") == "lan");
    CHECK(call("GET", "/api/session", planted).status() == 401);
}

TEST_CASE_METHOD(
    office, "a session ends when nobody used it, and after a day's work whatever happens", "[accounts]"
)
{
    employ("lan", {user_role::editor});
    const auto idle = sign_in("lan");
    now += 59min;
    CHECK(call("GET", "/api/session", idle).status() == 200);
    now += 59min;
    CHECK(call("GET", "/api/session", idle).status() == 200);
    now += 61min;
    CHECK(call("GET", "/api/session", idle).status() == 401);

    const auto busy = sign_in("lan");
    for (int i = 0; i != 23; ++i) {
        now += 30min;
        CHECK(call("GET", "/api/session", busy).status() == 200);
    }
    now += 31min;
    CHECK(call("GET", "/api/session", busy).status() == 401);
}

TEST_CASE_METHOD(office, "that a session is used is written down at most once a minute", "[accounts]")
{
    employ("lan", {user_role::editor});
    const auto lan = sign_in("lan");
    const auto before = call("GET", "/api/session", lan).text("/expires");
    now += 30s;
    CHECK(call("GET", "/api/session", lan).text("/expires") == before);
    now += 31s;
    CHECK(call("GET", "/api/session", lan).text("/expires") > before);
}

TEST_CASE_METHOD(office, "another site's page changes nothing in the name of who is signed in", "[accounts]")
{
    employ("root", {user_role::administrator});
    const auto root = sign_in("root");
    const auto body = json::object{
        {"name", "x"}, {"roles", json::array{"administrator"}}, {"expires", "2026-12-01T00:00:00Z"}};

    auto bare = root;
    bare.csrf.clear();
    CHECK(call("POST", "/api/keys", bare, body).code() == "csrf_token");
    auto wrong = root;
    wrong.csrf = std::string(43, 'A');
    CHECK(call("POST", "/api/keys", wrong, body).code() == "csrf_token");

    const auto from = [&](const char* header, const char* value) {
        auto what = request("POST", "/api/session", {});
        what.headers.emplace_back(header, value);
        what.headers.emplace_back("content-type", "application/json");
        what.body = json::serialize(json::object{{"name", "root"}, {"password", good_password}});
        return send(what);
    };
    CHECK(from("sec-fetch-site", "cross-site").code() == "cross_site");
    CHECK(from("sec-fetch-site", "same-site").code() == "cross_site");
    CHECK(from("origin", "https://evil.test").code() == "cross_site");
    CHECK(from("origin", "null").code() == "cross_site");
    CHECK(from("origin", "http://loa.test").status() == 201);
    CHECK(from("sec-fetch-site", "same-origin").status() == 201);
}

TEST_CASE_METHOD(office, "a wrong name and a wrong password look alike, but the log knows", "[accounts]")
{
    employ("lan", {user_role::editor});
    employ("gone", {user_role::editor});
    auto gone = desk->users().find("gone").value();
    gone.is_active = false;
    desk->users().change(gone);

    const auto wrong = try_sign_in("lan", "con voi ăn mía mãi");
    const auto nobody = try_sign_in("nobody", good_password);
    const auto left = try_sign_in("gone", good_password);
    CHECK(wrong.status() == 401);
    CHECK(wrong.reply.body == nobody.reply.body);
    CHECK(wrong.reply.body == left.reply.body);
    CHECK(try_sign_in("My Secret Password", "x").status() == 401);

    const auto log_of = desk->users().sign_ins(10, {});
    REQUIRE(log_of.size() == 4);
    CHECK(log_of[0].name == "?");  // perhaps a password in the wrong field
    CHECK(log_of[1].why == "inactive");
    CHECK(log_of[2].why == "no_such_user");
    CHECK(log_of[3].why == "wrong_password");
    CHECK(log_of[3].peer == "10.0.0.1");
}

TEST_CASE_METHOD(
    office, "guessing is slowed down, for the name and for the guesser, and never for good", "[accounts]"
)
{
    employ("lan", {user_role::editor});
    employ("minh", {user_role::editor});
    visitor guesser;
    guesser.peer = "10.6.6.6";
    for (int i = 0; i != 5; ++i) CHECK(try_sign_in("lan", "not her password", guesser).status() == 401);

    // Even the right password is not looked at while the name is locked, wherever it comes from.
    const auto locked = try_sign_in("lan", good_password);
    CHECK(locked.status() == 429);
    CHECK(locked.code() == "sign_in_locked");
    CHECK(locked.header("Retry-After") == "1");
    // Nor does the guesser get on with another name; others do.
    CHECK(try_sign_in("minh", good_password, guesser).status() == 429);
    CHECK(try_sign_in("minh", good_password).status() == 201);

    now += 1s;
    CHECK(try_sign_in("lan", "not her password", guesser).status() == 401);
    CHECK(try_sign_in("lan", good_password).header("Retry-After") == "2");
    for (int i = 0; i != 20; ++i) {
        now += 15min;
        CHECK(try_sign_in("lan", "not her password", guesser).status() == 401);
    }
    CHECK(try_sign_in("lan", good_password).header("Retry-After") == "900");
    now += 15min;
    CHECK(try_sign_in("lan", good_password).status() == 201);
    // And all is forgiven.
    CHECK(try_sign_in("lan", "mistyped it once more").status() == 401);
    CHECK(try_sign_in("lan", good_password).status() == 201);
}

TEST_CASE_METHOD(office, "who hammers at a locked door does not fill the log", "[accounts]")
{
    employ("lan", {user_role::editor});
    for (int i = 0; i != 5; ++i) try_sign_in("lan", "not her password");
    for (int i = 0; i != 20; ++i) CHECK(try_sign_in("lan", "not her password").status() == 429);
    CHECK(desk->users().sign_ins(100, {}).size() == 6);
    // Nor does he with a new name each time.
    for (int i = 0; i != 20; ++i)
        CHECK(
            try_sign_in(std::string{"somebody-"}.append(std::to_string(i)), "not her password").status() ==
            429
        );
    CHECK(desk->users().sign_ins(100, {}).size() == 6);
    now += 61s;
    for (int i = 0; i != 3; ++i) try_sign_in("lan", "not her password");
    CHECK(desk->users().sign_ins(100, {}).size() == 8);
}

TEST_CASE_METHOD(office, "a stranger behind the proxy does not lock out all others behind it", "[accounts]")
{
    employ("lan", {user_role::editor});
    visitor behind_proxy;
    behind_proxy.peer = "127.0.0.1";
    for (int i = 0; i != 10; ++i)
        CHECK(
            try_sign_in(std::string{"somebody-"}.append(std::to_string(i)), "a guess", behind_proxy)
                .status() == 401
        );
    CHECK(try_sign_in("lan", good_password, behind_proxy).status() == 201);
}

TEST_CASE_METHOD(office, "who is signed in can read while nothing can be written", "[accounts]")
{
    employ("lan", {user_role::editor});
    const auto lan = sign_in("lan");
    now += 2min;
    database full{folder / "ledger.db", ledger_schema(), store_access::existing};
    full.execute("CREATE TRIGGER no_room BEFORE UPDATE ON session BEGIN SELECT RAISE(ABORT, 'no room'); END");
    CHECK(call("GET", "/api/broadcasts", lan).status() == 200);
}

TEST_CASE_METHOD(
    office, "a one-time password is good for choosing another one, and for nothing else", "[accounts]"
)
{
    const auto id = employ("lan", {user_role::editor, user_role::administrator});
    desk->users().set_password(id, hash_password(good_password), true);
    const auto lan = sign_in("lan");
    CHECK(call("GET", "/api/session", lan).body.at("must_change_password").as_bool());
    CHECK(call("GET", "/api/users", lan).code() == "password_must_change");

    const auto change = [&](const char* current, const char* fresh) {
        return call("PUT", "/api/session/password", lan, json::object{{"current", current}, {"new", fresh}});
    };
    CHECK(change(good_password, good_password).first_error() == "password_same");
    CHECK(change(good_password, "quá ngắn").first_error() == "password_short");
    CHECK(change(good_password, "password123456").first_error() == "password_common");
    CHECK(change("not my password", "ngựa vằn đọc báo").first_error() == "password_wrong");
    const auto other_browser = sign_in("lan");
    const auto changed = change(good_password, "ngựa vằn đọc báo");
    REQUIRE(changed.status() == 200);
    const auto next = visitor_of(changed);
    CHECK(next.cookie != lan.cookie);
    CHECK(call("GET", "/api/users", next).status() == 200);
    CHECK(call("GET", "/api/session", lan).status() == 401);
    CHECK(call("GET", "/api/session", other_browser).status() == 401);
    CHECK(try_sign_in("lan", good_password).status() == 401);
    CHECK(try_sign_in("lan", "ngựa vằn đọc báo").status() == 201);
}

TEST_CASE_METHOD(
    office,
    "root on the unix socket administers without a key, but not for a browser or through a proxy",
    "[accounts]"
)
{
    visitor local;
    local.peer = "unix:0";
    auto what = request("GET", "/api/users", local);
    what.is_local = what.is_secure = true;
    CHECK(send(what).status() == 200);

    auto stranger = what;
    stranger.peer = "unix:" + std::to_string(::geteuid() + 4711);
    CHECK(send(stranger).status() == 401);
    auto claimed = what;
    claimed.is_local = false;
    CHECK(send(claimed).status() == 401);
    for (const auto* header : {"x-forwarded-for", "forwarded", "via", "origin", "sec-fetch-site"}) {
        auto passed_on = what;
        passed_on.headers.emplace_back(header, "203.0.113.7");
        CHECK(send(passed_on).status() == 401);
    }
}
