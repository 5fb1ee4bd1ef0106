#include "gateway/accounts/sign_in.hpp"
#include "tests/integration/accounts/office.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

struct vouched_office : office {
    std::string come(const std::string& name, bool is_mailbox = false)
    {
        const auto ended = sign_in_proven(*desk, {name, is_mailbox}, "10.0.0.1", "browser", {1h, 12h}, now);
        if (const auto* refused = std::get_if<proven_refusal>(&ended))
            return *refused == proven_refusal::inactive ? "inactive" : "no_such_user";
        return std::get<signed_in>(ended).who.name;
    }
    void has_mailbox(std::int64_t id, const std::string& mailbox, bool is_active = true)
    {
        auto who = desk->users().find(id).value();
        who.mailbox = mailbox;
        who.is_active = is_active;
        desk->users().change(who);
    }
    sign_in_record last() { return desk->users().sign_ins(1, {}).at(0); }
};

}  // namespace

TEST_CASE_METHOD(
    vouched_office,
    "for whom the provider vouches needs no password, and a name is taken to the letter",
    "[accounts]"
)
{
    employ("lan", {user_role::editor}, "");
    CHECK(come("lan") == "lan");
    CHECK(last().succeeded);
    now += 1s;
    CHECK(come("Lan") == "no_such_user");
    CHECK(last().name == "?");
    CHECK(last().why == "no_such_user");
    CHECK(try_sign_in("lan", "").status() == 422);
    CHECK(try_sign_in("lan", good_password).status() == 401);
}

TEST_CASE_METHOD(vouched_office, "by mailbox only who alone has it is signed in", "[accounts]")
{
    employ("root", {user_role::administrator});
    has_mailbox(employ("lan", {user_role::editor}), "Lan@hcm.edu.vn");
    const auto minh = employ("minh", {user_role::editor});
    CHECK(come("lan@HCM.edu.vn", true) == "lan");
    CHECK(come("", true) == "no_such_user");  // minh has none
    now += 1s;
    CHECK(come("binh@hcm.edu.vn", true) == "no_such_user");
    CHECK(last().name == "binh@hcm.edu.vn");
    has_mailbox(minh, "lan@hcm.edu.vn");
    CHECK(come("lan@hcm.edu.vn", true) == "no_such_user");
    has_mailbox(minh, "minh@hcm.edu.vn", false);
    CHECK(come("minh@hcm.edu.vn", true) == "inactive");
}

TEST_CASE_METHOD(vouched_office, "what a provider calls somebody locks nobody else out", "[accounts]")
{
    employ("lan", {user_role::editor});
    for (int i = 0; i != 10; ++i) {
        now += 1s;
        CHECK(come("peer:10.0.0.9") == "no_such_user");
        CHECK(come("lan", true) == "no_such_user");
    }
    visitor elsewhere;
    elsewhere.peer = "10.0.0.9";
    CHECK(try_sign_in("lan", good_password, elsewhere).status() == 201);
}
