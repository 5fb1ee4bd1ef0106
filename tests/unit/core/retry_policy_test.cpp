#include "gateway/core/retry_policy.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

TEST_CASE("waits double, stay within half and the whole of themselves, and never exceed the longest", "[retry]")
{
    const retry_policy policy{10s, 60s, 8};
    CHECK(policy.delay(1, std::nullopt, 0.0) == 5s);
    CHECK(policy.delay(1, std::nullopt, 0.5) == 7500ms);
    CHECK(policy.delay(2, std::nullopt, 0.0) == 10s);
    CHECK(policy.delay(4'000'000'000u, std::nullopt, 0.999) < 60s);
    CHECK(policy.delay(4'000'000'000u, std::nullopt, 0.0) == 30s);
}

TEST_CASE("what the remote side asks for is the least we wait", "[retry]")
{
    const retry_policy policy{10s, 60s, 8};
    CHECK(policy.delay(1, 90s, 0.0) == 90s);
    CHECK(policy.delay(1, 1s, 0.0) == 5s);
}
