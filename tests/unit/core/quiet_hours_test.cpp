#include "gateway/core/quiet_hours.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

namespace {

wall_time at(const std::string& text)
{
    return *parse_rfc3339(text);
}

}  // namespace

TEST_CASE("the night is quiet in the city's own time", "[quiet]")
{
    const quiet_hours quiet{{}};
    CHECK_FALSE(quiet.is_quiet(at("2026-11-24T21:59:59+07:00")));
    CHECK(quiet.is_quiet(at("2026-11-24T22:00:00+07:00")));
    CHECK(quiet.is_quiet(at("2026-11-24T17:30:00Z")));
    CHECK(quiet.is_quiet(at("2026-11-25T06:59:59+07:00")));
    CHECK_FALSE(quiet.is_quiet(at("2026-11-25T07:00:00+07:00")));
}

TEST_CASE("quiet hours may lie within a day, or be switched off", "[quiet]")
{
    const quiet_hours noon{{true, 12h, 13h, "Asia/Ho_Chi_Minh"}};
    CHECK(noon.is_quiet(at("2026-11-24T12:30:00+07:00")));
    CHECK_FALSE(noon.is_quiet(at("2026-11-24T23:30:00+07:00")));
    const quiet_hours never{{false, 22h, 7h, "Asia/Ho_Chi_Minh"}};
    CHECK_FALSE(never.is_quiet(at("2026-11-24T23:30:00+07:00")));
}

TEST_CASE("a time zone that nobody knows is refused", "[quiet]")
{
    CHECK(is_time_zone("Asia/Ho_Chi_Minh"));
    CHECK_FALSE(is_time_zone("Asia/Saigon_New"));
    CHECK_THROWS_AS((quiet_hours{{true, 22h, 7h, "Mars/North"}}), std::invalid_argument);
}
