#include "gateway/core/time.hpp"

#include "tests/support/catch.hpp"

using namespace loa;

TEST_CASE("times are read with their offset and written in UTC", "[time]")
{
    const auto when = parse_rfc3339("2026-11-20T08:30:00+07:00");
    REQUIRE(when);
    CHECK(format_rfc3339(*when) == "2026-11-20T01:30:00Z");
    CHECK(format_rfc3339(*parse_rfc3339("2024-02-29t23:59:59.120z")) == "2024-02-29T23:59:59.120Z");
    CHECK(format_rfc3339(*parse_rfc3339("2026-01-01T00:00:00-05:30")) == "2026-01-01T05:30:00Z");
}

TEST_CASE("what is not a time is refused", "[time]")
{
    for (const auto* text : {
             "", "2026-11-20", "2026-11-20T08:30:00", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-20T24:00:00Z",
             "2026-11-20T08:30:00+7:00", "2026-11-20T08:30:00.Z", "2026-11-20T08:30:00Z ", "2O26-11-20T08:30:00Z", "2026-11-20T08:30:00+0700",
             "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z"  // not writable in UTC
         })
        CHECK_FALSE(parse_rfc3339(text));
}
