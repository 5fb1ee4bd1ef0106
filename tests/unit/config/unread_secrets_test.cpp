#include "config/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/settings_file.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

const std::string with_secrets = R"([redis]
username = "loa"
password_file = "redis-password"
[email]
username = "loa"
password_file = "nowhere"
[enetviet]
token_credential = "token"
)";

}  // namespace

TEST_CASE("whoever only looks at the stores needs none of the secrets, and mistakes are told all the same", "[config]")
{
    const settings_file file;
    const auto path = file.write("loa.toml", with_secrets);
    const auto found = load_settings(path, "", secret_files::none);
    INFO((found ? std::string{} : to_string(found.error())));
    REQUIRE(found.has_value());
    CHECK(found->email->password == unread_secret);
    CHECK(found->redis.password == unread_secret);
    CHECK_FALSE(load_settings(path, "", secret_files::all).has_value());

    const auto wrong = file.write("wrong.toml", "[enetviet]\nbase_url = \"https://partner.test\"\n[email]\nport = 0\nusername = \"loa\"\n");
    const auto told = load_settings(wrong, "", secret_files::none);
    REQUIRE_FALSE(told.has_value());
    CHECK(to_string(told.error()).find("no token is given") != std::string::npos);
    CHECK(to_string(told.error()).find("email.port") != std::string::npos);
    CHECK(to_string(told.error()).find("password_file or password_credential with a username") != std::string::npos);
}

TEST_CASE("whoever publishes needs the password of Redis and no other", "[config]")
{
    const settings_file file;
    const auto path = file.write("loa.toml", with_secrets);
    CHECK_FALSE(load_settings(path, "", secret_files::of_redis).has_value());
    file.write("redis-password", "secret-of-redis\n");
    const auto found = load_settings(path, "", secret_files::of_redis);
    REQUIRE(found.has_value());
    CHECK(found->redis.password == "secret-of-redis");
    CHECK(found->email->password == unread_secret);
}
