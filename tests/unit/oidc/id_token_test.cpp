#include "adapters/oidc/id_token.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/oidc/token_maker.hpp"

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;
namespace json = boost::json;
using fault = id_token_fault;

namespace {

/// Keys take a moment to make: once for all tests.
const signing_key& rsa()
{
    static const auto key = signing_key::rsa();
    return key;
}
const signing_key& ec()
{
    static const auto key = signing_key::ec();
    return key;
}
const signing_key& stranger()
{
    static const auto key = signing_key::rsa();
    return key;
}

const json::object rs256{{"alg", "RS256"}, {"kid", "r"}, {"typ", "JWT"}};
const json::object es256{{"alg", "ES256"}, {"kid", "e"}};
constexpr std::int64_t noon = 1'795'000'000;

json::object claims()
{
    return {
        {"iss", "https://sso.test"},
        {"sub", "17"},
        {"aud", "loa"},
        {"exp", noon + 300},
        {"iat", noon - 1},
        {"nonce", "n-1"},
        {"preferred_username", "lan"}};
}

json::object but(std::string_view name, json::value value)
{
    auto out = claims();
    out[name] = std::move(value);
    return out;
}

json::object without(std::string_view name)
{
    auto out = claims();
    out.erase(name);
    return out;
}

json_web_keys keys()
{
    return json_web_keys::read(key_set({rsa().public_part("r"), ec().public_part("e")})).value();
}

boost::system::result<json::object, fault> verify(const std::string& token, std::chrono::seconds later = 0s)
{
    return verify_id_token(
        token, keys(), {"https://sso.test", "loa", "n-1", wall_time{std::chrono::seconds{noon} + later}}
    );
}

fault wrong_with(const std::string& token, std::chrono::seconds later = 0s)
{
    const auto done = verify(token, later);
    REQUIRE_FALSE(done.has_value());
    return done.error();
}

fault wrong_with(const json::object& what)
{
    return wrong_with(token_of(rs256, what, rsa()));
}

}  // namespace

TEST_CASE("a good token says who somebody is, whether signed by RSA or by an elliptic curve", "[oidc]")
{
    for (const auto& token : {token_of(rs256, claims(), rsa()), token_of(es256, claims(), ec())}) {
        const auto done = verify(token);
        REQUIRE(done.has_value());
        CHECK(done->at("preferred_username").as_string() == "lan");
    }
}

TEST_CASE("what somebody else signed, or changed afterwards, is refused", "[oidc]")
{
    CHECK(wrong_with(token_of(rs256, claims(), stranger())) == fault::wrong_signature);
    const auto good = token_of(rs256, claims(), rsa());
    const auto signature = good.substr(good.rfind('.'));
    CHECK(
        wrong_with(signed_part(rs256, but("preferred_username", "minh")) + signature) ==
        fault::wrong_signature
    );
    CHECK(wrong_with(signed_part(rs256, claims()) + '.') == fault::wrong_signature);
    const auto curve = token_of(es256, claims(), ec());
    CHECK(
        wrong_with(curve.substr(0, curve.rfind('.') + 1) + base64url(std::string(64, '\0'))) ==
        fault::wrong_signature
    );
    CHECK(wrong_with(curve.substr(0, curve.rfind('.') + 1) + base64url("short")) == fault::wrong_signature);
}

TEST_CASE("a token without a signature, or signed with what everybody knows, is refused", "[oidc]")
{
    CHECK(wrong_with(signed_part({{"alg", "none"}}, claims()) + '.') == fault::unknown_algorithm);
    CHECK(wrong_with(token_of({{"alg", "none"}, {"kid", "r"}}, claims(), rsa())) == fault::unknown_algorithm);
    // The public key as the secret of an HMAC: what a library falls for that lets the token choose.
    const auto secret = json::serialize(rsa().public_part("r"));
    const auto what = signed_part({{"alg", "HS256"}, {"kid", "r"}}, claims());
    CHECK(wrong_with(what + '.' + base64url(hmac(secret, what))) == fault::unknown_algorithm);
    CHECK(
        wrong_with(token_of({{"alg", "RS256"}, {"kid", "r"}, {"crit", json::array{"exp"}}}, claims(), rsa())
        ) == fault::unknown_algorithm
    );
    // An algorithm that is not the key's own.
    CHECK(wrong_with(token_of({{"alg", "ES256"}, {"kid", "r"}}, claims(), rsa())) == fault::unknown_key);
}

TEST_CASE("a token for somebody else, or of somebody else, is refused", "[oidc]")
{
    CHECK(wrong_with(but("aud", "mail")) == fault::wrong_audience);
    CHECK(wrong_with(without("aud")) == fault::wrong_audience);
    CHECK(wrong_with(but("aud", json::array{"mail", "loa"})) == fault::wrong_audience);  // made for whom?
    CHECK(wrong_with(but("azp", "mail")) == fault::wrong_audience);
    auto for_us = but("aud", json::array{"mail", "loa"});
    for_us["azp"] = "loa";
    CHECK(verify(token_of(rs256, for_us, rsa())).has_value());
    CHECK(verify(token_of(rs256, but("aud", json::array{"loa"}), rsa())).has_value());
    CHECK(wrong_with(but("iss", "https://sso.test/")) == fault::wrong_issuer);
    CHECK(wrong_with(without("iss")) == fault::wrong_issuer);
}

TEST_CASE("a token is good for as long as it says, and a minute for clocks that differ", "[oidc]")
{
    const auto token = token_of(rs256, claims(), rsa());
    CHECK(verify(token, 359s).has_value());
    CHECK(wrong_with(token, 360s) == fault::expired);
    CHECK(verify(token, -61s).has_value());
    CHECK(wrong_with(token, -62s) == fault::not_yet);
    CHECK(wrong_with(but("nbf", noon + 61)) == fault::not_yet);
    CHECK(wrong_with(without("exp")) == fault::malformed);
    CHECK(wrong_with(without("iat")) == fault::malformed);
    CHECK(wrong_with(but("exp", "tomorrow")) == fault::malformed);
    CHECK(wrong_with(but("exp", 1e300)) == fault::malformed);
    CHECK(wrong_with(without("sub")) == fault::malformed);
}

TEST_CASE("a token of another sign-in is refused", "[oidc]")
{
    CHECK(wrong_with(but("nonce", "n-2")) == fault::wrong_nonce);
    CHECK(wrong_with(without("nonce")) == fault::wrong_nonce);
}

TEST_CASE("a key that the provider had not yet is found after its keys were read again", "[oidc]")
{
    const auto token = token_of({{"alg", "RS256"}, {"kid", "next"}}, claims(), stranger());
    CHECK(wrong_with(token) == fault::unknown_key);
    const auto next =
        json_web_keys::read(key_set({rsa().public_part("r"), stranger().public_part("next")})).value();
    CHECK(verify_id_token(
              token, next, {"https://sso.test", "loa", "n-1", wall_time{std::chrono::seconds{noon}}}
    ).has_value());
}

TEST_CASE("a token that names no key is good only if there is no choice", "[oidc]")
{
    const auto token = token_of({{"alg", "RS256"}}, claims(), rsa());
    CHECK(verify(token).has_value());
    const auto two =
        json_web_keys::read(key_set({rsa().public_part("a"), stranger().public_part("b")})).value();
    const auto done = verify_id_token(
        token, two, {"https://sso.test", "loa", "n-1", wall_time{std::chrono::seconds{noon}}}
    );
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error() == fault::unknown_key);
}

TEST_CASE("what is no token is refused, whatever it is", "[oidc]")
{
    const auto good = token_of(rs256, claims(), rsa());
    for (const auto& each :
         {std::string{},
          std::string{"."},
          std::string{".."},
          std::string{"a.b"},
          std::string{"a.b.c.d"},
          good + '=',
          '!' + good,
          good + std::string(20'000, 'A'),
          base64url("[]") + ".e30.AAAA",
          base64url(R"({"alg":"RS256","alg":"none"})") + ".e30.AAAA",
          base64url(std::string(5'000, '[')) + ".e30.AAAA"})
        CHECK(wrong_with(each) == fault::malformed);
    const auto what = base64url(json::serialize(rs256)) + '.' + base64url("no JSON");
    CHECK(wrong_with(what + '.' + base64url(rsa().sign(what))) == fault::malformed);
}

TEST_CASE("keys that are weak, broken or for something else are not used", "[oidc]")
{
    const auto has_key = [](const json::object& key) {
        return json_web_keys::read(key_set({key})).value().find(token_algorithm::rs256, {}) != nullptr ||
               json_web_keys::read(key_set({key})).value().find(token_algorithm::es256, {}) != nullptr;
    };
    const auto changed = [](json::object key, std::string_view name, json::value value) {
        key[name] = std::move(value);
        return key;
    };
    CHECK(has_key(rsa().public_part("r")));
    CHECK(has_key(ec().public_part("e")));
    CHECK_FALSE(has_key(signing_key::rsa(1024).public_part("r")));
    CHECK_FALSE(has_key(changed(rsa().public_part("r"), "use", "enc")));
    CHECK_FALSE(has_key(changed(rsa().public_part("r"), "alg", "RS512")));
    CHECK_FALSE(has_key(changed(rsa().public_part("r"), "e", "AQ")));
    CHECK_FALSE(has_key(changed(rsa().public_part("r"), "n", "not base64!")));
    CHECK_FALSE(has_key(changed(ec().public_part("e"), "x", json::string{base64url(std::string(32, '\1'))}))
    );  // not on the curve
    CHECK_FALSE(has_key(changed(ec().public_part("e"), "crv", "P-384")));
    CHECK_FALSE(has_key({{"kty", "oct"}, {"k", "AAAA"}, {"alg", "HS256"}}));
    CHECK_FALSE(json_web_keys::read("[]").has_value());
    CHECK_FALSE(json_web_keys::read(R"({"keys": {}})").has_value());
}
