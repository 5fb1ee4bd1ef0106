// The small words of the settings file: durations, names, hosts.

#include "config/duration_text.hpp"
#include "config/nearest_name.hpp"
#include "config/text_rules.hpp"
#include "tests/support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace loa;
using namespace std::chrono_literals;

TEST_CASE("a duration is a whole number and a unit, and nothing else", "[config]")
{
    CHECK(parse_duration("500ms") == 500ms);
    CHECK(parse_duration("30s") == 30s);
    CHECK(parse_duration("5min") == 5min);
    CHECK(parse_duration("2h") == 2h);
    CHECK(parse_duration("7d") == 168h);
    CHECK(parse_duration("0s") == 0ms);
    CHECK(parse_duration("3650d") == 24h * 3650);
    for (const auto* wrong :
         {"",
          "s",
          "30",
          "30 s",
          " 30s",
          "30s ",
          "-1s",
          "-0s",
          "+1s",
          "1.5s",
          "1s1ms",
          "1m",
          "1S",
          "3651d",
          "0x1s",
          "9223372036854775807ms",
          "9223372036854775807d",
          "99999999999999999999s"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_duration(wrong));
    }
}

TEST_CASE("a duration is written in its greatest whole unit", "[config]")
{
    CHECK(format_duration(1500ms) == "1500ms");
    CHECK(format_duration(90s) == "90s");
    CHECK(format_duration(3600s) == "1h");
    CHECK(format_duration(168h) == "7d");
    CHECK(format_duration(0ms) == "0s");
    for (const auto each : {1ms, 999ms, 1000ms, 60'000ms, 61'000ms, 86'400'000ms})
        CHECK(parse_duration(format_duration(each)) == each);
}

TEST_CASE("a mistyped name finds the one that was meant", "[config]")
{
    const std::vector<std::string> names{"host", "port", "password_file", "reply_timeout", "tls"};
    CHECK(nearest_name("prot", names) == "port");
    CHECK(nearest_name("hots", names) == "host");
    CHECK(nearest_name("password-file", names) == "password_file");
    CHECK(nearest_name("reply_time", names) == "reply_timeout");
    CHECK(nearest_name("reply_timeuot", names) == "reply_timeout");
    CHECK(nearest_name("TLS", names) == "");
    CHECK(nearest_name("", names) == "");
    CHECK(nearest_name("colour", names) == "");
    CHECK(nearest_name(std::string(10'000, 'x'), names) == "");
}

TEST_CASE("hosts, mailboxes and addresses are told from what only looks like them", "[config]")
{
    CHECK(is_host("smtp.hcm.edu.vn"));
    CHECK(is_host("localhost"));
    CHECK(is_host("10.0.0.1"));
    CHECK(is_host("2001:db8::1"));
    for (const auto* wrong : {"", ".", "a..b", "a.", "-a.vn", "a b", "a:25", "[::1]", "ở.vn", "a_b.vn"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_host(wrong));
    }
    CHECK(is_loopback("127.8.0.1"));
    CHECK(is_loopback("localhost"));
    CHECK(is_loopback("::1"));
    CHECK_FALSE(is_loopback("127.hcm.edu.vn"));
    CHECK_FALSE(is_loopback("128.0.0.1"));

    CHECK(is_mailbox("bantin+x@hcm.edu.vn"));
    for (const auto* wrong :
         {"",
          "a",
          "@b.vn",
          "a@",
          "a@@b.vn",
          "a b@c.vn",
          ".a@b.vn",
          "a.@b.vn",
          "a..b@c.vn",
          "<a@b.vn>",
          "a@b.vn\n"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_mailbox(wrong));
    }

    for (const auto* right :
         {"redis://127.0.0.1:6379/0",
          "redis://redis",
          "rediss://redis.hcm.edu.vn:6380",
          "redis://[::1]:6379/15",
          "unix:///run/redis/redis.sock"}) {
        CAPTURE(right);
        CHECK(is_redis_url(right));
    }
    for (const auto* wrong :
         {"",
          "redis",
          "redis://",
          "redis://:6379",
          "redis://h:0",
          "redis://h:70000",
          "redis://h/x",
          "redis://h/1/2",
          "redis://h?db=1",
          "redis://u@h",
          "http://h",
          "unix://relative",
          "unix:///",
          "redis://h h"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_redis_url(wrong));
    }

    for (const auto* right :
         {"https://api.enetviet.com", "http://127.0.0.1:8080/api/v1", "https://[::1]:8443"}) {
        CAPTURE(right);
        CHECK(is_http_url(right));
    }
    for (const auto* wrong :
         {"",
          "api.enetviet.com",
          "ftp://h",
          "https://",
          "https://u:p@h",
          "https://h?x",
          "https://h#x",
          "https://h:99999"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_http_url(wrong));
    }

    CHECK(is_path("/ThongBao/GuiThongBao"));
    for (const auto* wrong : {"", "ThongBao", "/a b", "/a?b", "/a\r\nHost: x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(is_path(wrong));
    }
    CHECK(is_header_name("X-Api-Token"));
    CHECK_FALSE(is_header_name("X Token"));
    CHECK_FALSE(is_header_name("X:"));
}
