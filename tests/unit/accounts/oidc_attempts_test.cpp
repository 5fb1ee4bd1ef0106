#include "gateway/accounts/oidc_attempts.hpp"

#include "gateway/accounts/base64url.hpp"
#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

namespace {

constexpr wall_time noon{1'795'000'000'000ms};

}  // namespace

TEST_CASE("whoever went away to sign in comes back once", "[oidc]")
{
    oidc_attempts all;
    const auto mine = all.start(noon);
    const auto back = all.take(mine.cookie, mine.state, noon + 1min);
    REQUIRE(back.has_value());
    CHECK(back->nonce == mine.nonce);
    CHECK(back->verifier == mine.verifier);
    CHECK(back->verifier.size() >= 43);
    CHECK_FALSE(all.take(mine.cookie, mine.state, noon + 1min).has_value());
    all.give_back(*back);
    CHECK(all.take(mine.cookie, mine.state, noon + 1min).has_value());
}

TEST_CASE("another browser, another gateway or another day does not end a sign-in", "[oidc]")
{
    oidc_attempts all, others;
    const auto mine = all.start(noon), yours = all.start(noon);
    CHECK_FALSE(all.take(yours.cookie, mine.state, noon).has_value());
    CHECK_FALSE(all.take("", mine.state, noon).has_value());
    CHECK_FALSE(all.take(mine.cookie, "", noon).has_value());
    CHECK_FALSE(others.take(mine.cookie, mine.state, noon).has_value());
    CHECK_FALSE(all.take(mine.cookie, mine.state, noon + 10min).has_value());
    CHECK_FALSE(all.take(mine.cookie, mine.state, noon - 1ms).has_value());
    // The time in the cookie is part of what the state proves.
    const auto later = mine.cookie.substr(0, mine.cookie.find('.') + 1) +
                       std::to_string((noon + 5min).time_since_epoch().count());
    CHECK_FALSE(all.take(later, mine.state, noon + 12min).has_value());
    CHECK(all.take(mine.cookie, mine.state, noon + 9min).has_value());
}

TEST_CASE("base64url has one form for each value", "[oidc]")
{
    CHECK(from_base64url("-_8") == "\xfb\xff");
    CHECK(from_base64url("") == "");
    for (const char* each : {"-_8=", "-_9", "A", "+/8", "a b", "a\n"})
        CHECK_FALSE(from_base64url(each).has_value());
    for (std::size_t size = 0; size != 40; ++size) {
        const std::string raw(size, '\xa7');
        CHECK(
            from_base64url(to_base64url({reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size()})) ==
            raw
        );
    }
}
