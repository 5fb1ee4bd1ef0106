#include "config/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/config/settings_file.hpp"

using namespace loa;
using namespace std::chrono_literals;
using loa::testing::settings_file;

namespace {

const std::string start =
    "[email]\nhost = \"127.0.0.1\"\ntls = \"none\"\nhelo_name = \"loa.test\"\n[api]\npublic_url = "
    "\"https://loa.test\"\n";
const std::string good =
    "[api.oidc]\nissuer = \"https://sso.test/realms/so\"\nclient_id = \"loa\"\nclient_secret_file = "
    "\"client\"\n";

}  // namespace

TEST_CASE("the provider that an administrator names is the one that is asked", "[config]")
{
    const settings_file file;
    file.write("client", "s3cret\n");
    const auto loaded = file.load(
        start + good + "name_claim = \"email\"\nscopes = [\"openid\", \"email\"]\ntimeout = \"3s\"\n"
    );
    REQUIRE(loaded.has_value());
    REQUIRE(loaded->oidc.has_value());
    CHECK(loaded->oidc->issuer == "https://sso.test/realms/so");
    CHECK(loaded->oidc->client_id == "loa");
    CHECK(loaded->oidc->client_secret == "s3cret");
    CHECK(loaded->oidc->name_claim == "email");
    CHECK(loaded->oidc->scopes == std::vector<std::string>{"openid", "email"});
    CHECK(loaded->oidc->limit == 3s);
    CHECK_FALSE(file.load(start + "[api.oidc]\nclient_secret_file = \"nowhere\"\n")->oidc.has_value());
}

TEST_CASE("what is missing or wrong for signing in by a provider is told with its line", "[config]")
{
    const settings_file file;
    file.write("client", "s3cret\n");
    const auto about = [&](const std::string& toml, const std::string& line, const std::string& expected) {
        const auto told = file.problems(toml);
        INFO(told);
        CHECK(told.starts_with("loa.toml:" + line));
        CHECK(told.find(expected) != std::string::npos);
        CHECK(told.find('\n') == std::string::npos);
    };
    CHECK(file.problems(start + good).empty());
    about(
        start + "[api.oidc]\nissuer = \"http://127.0.0.1\"\n",
        "8:",
        "\"https://HOST\", as the provider calls itself"
    );
    about(
        start + "[api.oidc]\nissuer = \"https://sso.test\"\nclient_secret_file = \"client\"\n",
        "8:",
        "client_id, by which"
    );
    about(
        start + "[api.oidc]\nissuer = \"https://sso.test\"\nclient_id = \"loa\"\n",
        "8:",
        "client_secret_file or client_secret_credential"
    );
    about(
        start +
            "[api.oidc]\nissuer = \"https://sso.test\"\nclient_id = \"loa\"\nclient_secret_file = "
            "\"nowhere\"\n",
        "10:",
        "no such file"
    );
    about(start + good + "scopes = [\"profile\"]\n", "11:", "\"openid\" among the scopes");
    about(start + "threads = 2\n" + good, "9:", "threads in [api] at least 3");
    about(start.substr(0, start.find("public_url")) + good, "7:", "public_url in [api]");
}
