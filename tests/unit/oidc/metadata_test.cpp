#include "adapters/oidc/oidc_metadata.hpp"

#include "adapters/oidc/oidc_request.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

using namespace loa;
using loa::testing::contains;

namespace {

std::string document(
    const std::string& issuer,
    const std::string& token = "https://sso.test:8443/token",
    const std::string& more = {}
)
{
    return R"({"issuer": ")" + issuer +
           R"(", "authorization_endpoint": "https://sso.test/go?theme=so", "token_endpoint": ")" + token +
           R"(", "jwks_uri": "https://keys.sso.test/keys")" + more + "}";
}

std::optional<oidc_metadata> read(const std::string& text)
{
    std::string why;
    auto out = read_oidc_metadata(text, "https://sso.test", why);
    CHECK(out.has_value() == why.empty());
    return out;
}

}  // namespace

TEST_CASE("a provider must call itself what the settings call it", "[oidc]")
{
    CHECK(read(document("https://sso.test")).has_value());
    CHECK_FALSE(read(document("https://sso.test/")).has_value());
    CHECK_FALSE(read(document("https://evil.test")).has_value());
    CHECK_FALSE(read("[]").has_value());
    CHECK(
        discovery_url("https://sso.test/realms/so/") ==
        "https://sso.test/realms/so/.well-known/openid-configuration"
    );
}

TEST_CASE("a provider that would have secrets cross the network readable is not asked", "[oidc]")
{
    for (const char* each :
         {"http://sso.test/token", "https://user@sso.test/token", "https:///token", "ftp://sso.test/", ""})
        CHECK_FALSE(read(document("https://sso.test", each)).has_value());
    const auto good = read(document("https://sso.test"));
    CHECK(good->token.host == "sso.test");
    CHECK(good->token.port == 8443);
    CHECK(good->token.target == "/token");
    CHECK(good->keys.authority == "keys.sso.test");
}

TEST_CASE("the browser is sent to the provider with all that must come back", "[oidc]")
{
    oidc_params params;
    params.client_id = "loa & co";
    CHECK(
        sign_in_url(
            "https://sso.test/go?theme=so",
            params,
            {"https://loa.test/api/session/oidc/callback", "s", "n", "c"}
        ) ==
        "https://sso.test/go?theme=so&response_type=code&client_id=loa%20%26%20co"
        "&redirect_uri=https%3A%2F%2Floa.test%2Fapi%2Fsession%2Foidc%2Fcallback&scope=openid%20profile%"
        "20email"
        "&state=s&nonce=n&code_challenge=c&code_challenge_method=S256"
    );
}

TEST_CASE("the secret goes the way that the provider takes it", "[oidc]")
{
    oidc_params params;
    params.client_id = "loa";
    params.client_secret = "a:b";
    const oidc_provider::answer what{"https://loa.test/cb", "n", "code", "verifier", {}};
    const auto basic = token_request(*read(document("https://sso.test")), params, what);
    CHECK(contains(basic, "Authorization: Basic bG9hOmElM0Fi\r\n"));
    CHECK(contains(
        basic,
        "\r\n\r\ngrant_type=authorization_code&code=code&redirect_uri=https%3A%2F%2Floa.test%2Fcb&code_"
        "verifier=verifier"
    ));
    CHECK_FALSE(contains(basic, "client_secret"));
    const auto posted = token_request(
        *read(document(
            "https://sso.test",
            "https://sso.test/token",
            R"(, "token_endpoint_auth_methods_supported": ["client_secret_post"])"
        )),
        params,
        what
    );
    CHECK(contains(posted, "&client_id=loa&client_secret=a%3Ab"));
    CHECK_FALSE(contains(posted, "Authorization"));
}
