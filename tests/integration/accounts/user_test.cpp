#include "gateway/core/desk_refusal.hpp"
#include "tests/integration/accounts/office.hpp"
#include "tests/support/complaint.hpp"

using namespace loa;
using namespace loa::testing;
namespace json = boost::json;

namespace {

json::object new_user(const char* name, json::array roles)
{
    return {
        {"name", name},
        {"full_name", "Nguyễn Thị Lan"},
        {"mailbox", "lan@hcm.edu.vn"},
        {"roles", std::move(roles)},
        {"password", good_password}};
}

}  // namespace

TEST_CASE_METHOD(
    office, "an administrator makes a user, who can work after choosing a password", "[accounts]"
)
{
    employ("root", {user_role::administrator});
    const auto root = sign_in("root");
    const auto made = call("POST", "/api/users", root, new_user("lan", {"editor"}));
    REQUIRE(made.status() == 201);
    CHECK(made.header("ETag") == "\"1\"");
    CHECK(made.text("/full_name") == "Nguyễn Thị Lan");
    CHECK(made.body.at("must_change_password").as_bool());
    CHECK_FALSE(contains(made.reply.body, "argon2"));
    CHECK(call("POST", "/api/users", root, new_user("lan", {"editor"})).code() == "name_taken");
    CHECK(call("POST", "/api/users", root, new_user("Lan!", {"editor"})).first_error() == "not_a_user_name");
    CHECK(call("POST", "/api/users", root, new_user("binh", {"boss"})).first_error() == "unknown_word");
    CHECK(call("POST", "/api/users", root, new_user("binh", {})).first_error() == "missing");

    const auto entry = desk->audit().entries({}, 1).at(0);
    CHECK(entry.action == "user.add");
    CHECK(entry.who == "root");
    CHECK(entry.subject == "user lan");
    CHECK_FALSE(contains(entry.after, "lan@hcm.edu.vn"));
    CHECK_FALSE(contains(entry.after, good_password));
}

TEST_CASE_METHOD(
    office,
    "a write under the same Idempotency-Key is carried out once in a day, and anew on the next",
    "[accounts]"
)
{
    employ("root", {user_role::administrator});
    const auto add = [&] {
        auto what = request("POST", "/api/users", sign_in("root"));
        what.headers.emplace_back("content-type", "application/json");
        what.headers.emplace_back("idempotency-key", "\"add-lan\"");
        what.body = json::serialize(new_user("lan", {"editor"}));
        return send(std::move(what));
    };
    CHECK(add().status() == 201);
    now += 23h;
    CHECK(add().status() == 201);
    CHECK(desk->users().users().size() == 2);
    now += 2h;  // no purge was here
    CHECK(add().code() == "name_taken");
}

TEST_CASE_METHOD(office, "two administrators do not overwrite each other", "[accounts]")
{
    employ("root", {user_role::administrator});
    const auto id = std::to_string(employ("lan", {user_role::editor}));
    const auto root = sign_in("root");
    const auto path = "/api/users/" + id;
    const auto tag = call("GET", path, root).header("ETag");
    CHECK(call("PATCH", path, root, json::object{{"full_name", "A"}}).status() == 428);
    CHECK(call("PATCH", path, root, json::object{{"full_name", "A"}}, tag).status() == 200);
    CHECK(call("PATCH", path, root, json::object{{"full_name", "B"}}, tag).status() == 412);
    CHECK(call("GET", path, root).text("/full_name") == "A");
}

TEST_CASE_METHOD(office, "who loses a role or the account is out at once", "[accounts]")
{
    employ("root", {user_role::administrator});
    const auto id = employ("lan", {user_role::editor, user_role::auditor});
    const auto path = "/api/users/" + std::to_string(id);
    const auto root = sign_in("root"), lan = sign_in("lan");
    CHECK(call("GET", "/api/audit", lan).status() == 200);
    CHECK(call("PATCH", path, root, json::object{{"roles", json::array{"editor"}}}, "\"1\"").status() == 200);
    CHECK(call("GET", "/api/session", lan).status() == 401);
    const auto again = sign_in("lan");
    CHECK(call("GET", "/api/audit", again).code() == "not_allowed");
    CHECK(call("PATCH", path, root, json::object{{"active", false}}, "\"2\"").status() == 200);
    CHECK(call("GET", "/api/session", again).status() == 401);
    CHECK(try_sign_in("lan", good_password).status() == 401);
}

TEST_CASE_METHOD(office, "the last administrator stays", "[accounts]")
{
    const auto id = employ("root", {user_role::administrator});
    const auto path = "/api/users/" + std::to_string(id);
    const auto root = sign_in("root");
    CHECK(call("PATCH", path, root, json::object{{"active", false}}, "\"1\"").code() == "last_administrator");
    CHECK(
        call("PATCH", path, root, json::object{{"roles", json::array{"editor"}}}, "\"1\"").code() ==
        "last_administrator"
    );
    CHECK(call("GET", path, root).body.at("active").as_bool());
    employ("second", {user_role::administrator});
    CHECK(call("PATCH", path, root, json::object{{"active", false}}, "\"1\"").status() == 200);
}

TEST_CASE_METHOD(office, "an administrator gives a one-time password, which ends all sessions", "[accounts]")
{
    employ("root", {user_role::administrator});
    const auto id = employ("lan", {user_role::editor});
    const auto root = sign_in("root"), lan = sign_in("lan");
    const auto path = "/api/users/" + std::to_string(id) + "/password";
    CHECK(
        call("POST", path, root, json::object{{"password", "lan lan lan lan"}}).first_error() ==
        "password_common"
    );
    CHECK(call("POST", path, root, json::object{{"password", "tê giác ngủ trưa"}}).status() == 200);
    CHECK(call("GET", "/api/session", lan).status() == 401);
    CHECK(try_sign_in("lan", "tê giác ngủ trưa").body.at("must_change_password").as_bool());
}

TEST_CASE_METHOD(office, "only administrators see users, and nobody without signing in", "[accounts]")
{
    employ("root", {user_role::administrator});
    employ("lan", {user_role::editor, user_role::approver, user_role::operations, user_role::auditor});
    const auto lan = sign_in("lan");
    CHECK(call("GET", "/api/users", lan).status() == 403);
    CHECK(call("GET", "/api/users", {}).status() == 401);
    CHECK(call("GET", "/api/users", {}).header("WWW-Authenticate") == "Bearer realm=\"loa\"");
    CHECK(call("GET", "/api/sign-ins", lan).body.at("items").as_array().size() == 1);
}

TEST_CASE_METHOD(office, "the sign-in log pages without losing or repeating an entry", "[accounts]")
{
    employ("root", {user_role::administrator});
    for (int i = 0; i != 25; ++i) {
        now += i % 3 == 0 ? 1s : 0s;  // several in the same moment
        desk->users().note_sign_in({now, "user" + std::to_string(i), "10.0.0.2", false, "no_such_user"});
    }
    now += 1s;
    const auto root = sign_in("root");
    std::size_t seen = 0;
    std::string path = "/api/sign-ins?limit=4";
    auto page = call("GET", path, root);
    seen += page.body.at("items").as_array().size();
    while (!page.text("/next").empty()) {
        page = call("GET", "/api/sign-ins?cursor=" + page.text("/next"), root);
        seen += page.body.at("items").as_array().size();
    }
    CHECK(seen == 26);
}
