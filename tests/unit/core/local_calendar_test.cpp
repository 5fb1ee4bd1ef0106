#include "gateway/core/local_calendar.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;
using std::chrono::year;

TEST_CASE("a day begins at the city's midnight", "[calendar]")
{
    const local_calendar city{"Asia/Ho_Chi_Minh"};
    CHECK(city.start(year{2026} / 11 / 1) == *parse_rfc3339("2026-11-01T00:00:00+07:00"));
    const auto evening = city.local(*parse_rfc3339("2026-11-30T16:59:59Z"));
    CHECK(std::chrono::floor<std::chrono::days>(evening) == std::chrono::local_days{year{2026} / 11 / 30});
    const auto night = city.local(*parse_rfc3339("2026-11-30T17:00:00Z"));
    CHECK(std::chrono::floor<std::chrono::days>(night) == std::chrono::local_days{year{2026} / 12 / 1});
}

TEST_CASE("the day on which clocks are put forward is an hour shorter", "[calendar]")
{
    const local_calendar berlin{"Europe/Berlin"};
    CHECK(berlin.start(year{2026} / 3 / 30) - berlin.start(year{2026} / 3 / 29) == 23h);
    CHECK(berlin.start(year{2026} / 10 / 26) - berlin.start(year{2026} / 10 / 25) == 25h);
}

TEST_CASE("only a day is read as a day", "[calendar]")
{
    CHECK(parse_day("2028-02-29") == year{2028} / 2 / 29);
    CHECK(format_day(*parse_day("2026-01-05")) == "2026-01-05");
    for (const auto* text :
         {"",
          "2026-02-29",
          "2026-13-01",
          "2026-00-10",
          "2026-1-1",
          "2026-11-3x",
          "+026-11-30",
          "20261130",
          "2026-11-30T00:00:00Z",
          "2026/11/30"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_day(text));
    }
}
