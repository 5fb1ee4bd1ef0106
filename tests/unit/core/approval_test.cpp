#include "gateway/core/approval.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

namespace {

bulletin for_roles(std::vector<role> roles, urgency how = urgency::normal)
{
    bulletin out;
    out.urgency = how;
    out.audience.include = {{"sgddt-hcm", {role::staff}, {}}, {"cum-05", std::move(roles), {}}};
    return out;
}

const wall_time noon = *parse_rfc3339("2026-11-24T12:00:00+07:00"),
                night = *parse_rfc3339("2026-11-24T23:00:00+07:00");

}  // namespace

TEST_CASE(
    "staff get a bulletin of the portal at once, parents when a second person has approved it", "[approval]"
)
{
    const quiet_hours quiet{{}};
    CHECK(why_approval(for_roles({role::staff, role::teacher}), {}, quiet, noon).empty());
    CHECK_FALSE(why_approval(for_roles({role::teacher, role::parent}), {}, quiet, noon).empty());
    auto without = for_roles({role::teacher});
    without.audience.exclude = {{"cum-01", {role::parent}, {}}};
    CHECK(why_approval(without, {}, quiet, noon).empty());

    approval_params other;
    other.staff = start_rule::approve;
    other.parents = start_rule::automatic;
    CHECK_FALSE(why_approval(for_roles({role::staff}), other, quiet, noon).empty());
    CHECK(why_approval(for_roles({role::parent}), other, quiet, noon).empty());
}

TEST_CASE("what would wake people needs somebody who allows it", "[approval]")
{
    const quiet_hours quiet{{}};
    CHECK(why_approval(for_roles({role::staff}, urgency::urgent), {}, quiet, noon).empty());
    CHECK(why_approval(for_roles({role::staff}), {}, quiet, night).empty());  // waits for the morning
    CHECK(
        why_approval(for_roles({role::staff}, urgency::urgent), {}, quiet, night).find("wake") !=
        std::string::npos
    );
    const auto both = why_approval(for_roles({role::parent}, urgency::urgent), {}, quiet, night);
    CHECK(both.find("parents") != std::string::npos);
    CHECK(both.find("wake") != std::string::npos);
}

TEST_CASE("an approval is bound to everything that goes out, and when", "[approval]")
{
    const std::vector<std::string> both{"email", "enetviet"}, turned{"enetviet", "email"},
        joined{"emailenetviet"};
    const auto hash = approval_hash("{}", both, noon);
    CHECK(approval_hash("{}", both, noon) == hash);
    CHECK(approval_hash("{ }", both, noon) != hash);
    CHECK(approval_hash("{}", turned, noon) != hash);
    CHECK(approval_hash("{}", joined, noon) != hash);
    CHECK(approval_hash("{}", both, night) != hash);
    CHECK(approval_hash("{}", both, {}) != hash);
    CHECK(to_hex(sha256{}.finish()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
