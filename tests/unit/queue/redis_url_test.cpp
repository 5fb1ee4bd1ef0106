#include "queue/redis_url.hpp"

#include "queue/redis_error.hpp"
#include "tests/support/catch.hpp"

#include <string>

using loa::parse_redis_url;
using loa::redis_address;
using way = loa::redis_address::way;

TEST_CASE("the address of a Redis is read from its URL", "[redis_url]")
{
    struct row {
        std::string url;
        redis_address expected;
        std::string text;
    };
    const auto each = GENERATE(
        row{"redis://127.0.0.1:6380/3", {way::tcp, "127.0.0.1", 6380, "", 3}, "127.0.0.1:6380"},
        row{"redis://redis.hcm.edu.vn", {way::tcp, "redis.hcm.edu.vn", 6379, "", 0}, "redis.hcm.edu.vn:6379"},
        row{"redis://redis/", {way::tcp, "redis", 6379, "", 0}, "redis:6379"},
        row{"REDISS://redis.hcm.edu.vn:6390/1",
            {way::tls, "redis.hcm.edu.vn", 6390, "", 1},
            "redis.hcm.edu.vn:6390"},
        row{"redis://[::1]:6379/0", {way::tcp, "::1", 6379, "", 0}, "[::1]:6379"},
        row{"unix:///run/redis/redis.sock",
            {way::unix_socket, "", 6379, "/run/redis/redis.sock", 0},
            "/run/redis/redis.sock"},
        row{"unix:///run/a%20b.sock?db=2", {way::unix_socket, "", 6379, "/run/a b.sock", 2}, "/run/a b.sock"}
    );
    INFO(each.url);
    const auto parsed = parse_redis_url(each.url);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == each.expected);
    CHECK(to_string(*parsed) == each.text);
}

TEST_CASE("a URL that leads to no Redis is refused with what is wrong", "[redis_url]")
{
    struct row {
        std::string url, code;
    };
    const auto each = GENERATE_COPY(
        row{"", "not_a_url"},
        row{"127.0.0.1:6379", "not_a_url"},
        row{"redis://[::1", "not_a_url"},
        row{"redis://a b/", "not_a_url"},
        row{"http://127.0.0.1", "unknown_scheme"},
        row{"redis:///0", "no_host"},
        row{"redis:6379", "no_host"},
        row{"redis://:secret@host", "has_password"},
        row{"redis://loa@host", "has_password"},
        row{"redis://host:0", "bad_port"},
        row{"redis://host:70000", "bad_port"},
        row{"redis://host/x", "bad_database"},
        row{"redis://host/1/2", "bad_database"},
        row{"redis://host/-1", "bad_database"},
        row{"redis://host/99999999999", "bad_database"},
        row{"redis://host?db=1", "unknown_parameter"},
        row{"redis://host#1", "has_fragment"},
        row{"unix://run/redis.sock", "no_path"},
        row{"unix:redis.sock", "no_path"},
        row{"unix:///", "no_path"},
        row{"unix:///a%00b", "no_path"},
        row{"unix:///" + std::string(200, 'a'), "path_too_long"},
        row{"unix:///redis.sock?db=", "bad_database"},
        row{"unix:///redis.sock?base=1", "unknown_parameter"}
    );
    INFO(each.url);
    const auto parsed = parse_redis_url(each.url);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().front().code == each.code);
    CHECK(parsed.error().front().text.find("secret") == std::string::npos);
}

TEST_CASE("what Redis refuses with is said so that people know what to do", "[redis_error]")
{
    CHECK(
        loa::explain("WRONGPASS invalid username-password pair") ==
        "Redis refuses the user name or the password; check redis.username and redis.password_file "
        "(WRONGPASS "
        "invalid username-password pair)"
    );
    CHECK(loa::explain("OOM command not allowed").find("out of memory") != std::string::npos);
    CHECK(loa::explain("ERR what\r\n\x1b[31m") == "Redis refuses: ERR what   [31m");
    CHECK(loa::explain(std::string(100'000, 'x')).size() < 300);
    CHECK(loa::wants_new_connection("READONLY You can't write against a read only replica."));
    CHECK(!loa::wants_new_connection("OOM command not allowed"));
}
