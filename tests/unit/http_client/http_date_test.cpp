#include "adapters/http_client/http_date.hpp"

#include "tests/support/catch.hpp"

#include <array>

using namespace std::chrono_literals;

TEST_CASE("the three forms of an HTTP date are one and the same moment", "[http_date]")
{
    const loa::wall_time moment{std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + 8h + 49min + 37s};
    CHECK(loa::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == moment);
    CHECK(loa::parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == moment);
    CHECK(loa::parse_http_date("Sun Nov  6 08:49:37 1994") == moment);
    CHECK(loa::format_http_date(moment) == "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("what is no HTTP date is none", "[http_date]")
{
    const std::array<const char*, 11> wrong{
        "",
        "now",
        "120",
        "Sun, 31 Feb 2026 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 +0700",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Xyz 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT GMT",
        "Sun, -6 Nov 99999 08:49:37 GMT",
        "Sun, 257 Nov 1994 08:49:37 GMT"};
    for (const auto* each : wrong) {
        INFO(each);
        CHECK_FALSE(loa::parse_http_date(each));
    }
}
