#include "adapters/oidc/id_token.hpp"

#include "gateway/accounts/base64url.hpp"
#include "gateway/accounts/token.hpp"
#include "gateway/core/json_reader.hpp"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace json = boost::json;

namespace loa {
namespace {

using fault = id_token_fault;

std::optional<json::object> read_part(std::string_view text)
{
    const auto raw = from_base64url(text);
    if (!raw)
        return std::nullopt;
    auto parsed = parse_json(*raw, longest_id_token);
    if (!parsed || !parsed->is_object())
        return std::nullopt;
    return std::move(parsed->get_object());
}

/// Nothing if it is there and no text, or not there.
std::optional<std::string_view> text_of(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    if (found == nullptr || !found->is_string())
        return std::nullopt;
    return std::string_view{found->get_string()};
}

/// Seconds since 1970, perhaps with a fraction.
std::optional<wall_time> time_of(const json::object& in, std::string_view name)
{
    constexpr double latest = 1e11;  // the year 5138
    const auto* found = in.if_contains(name);
    if (found == nullptr || !found->is_number())
        return std::nullopt;
    boost::system::error_code error;
    const auto seconds = found->to_number<double>(error);
    if (error || !(seconds >= 0 && seconds <= latest))
        return std::nullopt;
    return wall_time{std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1'000)}};
}

/// The two numbers of an ES256 signature in the form that OpenSSL reads. Empty: they are none.
std::string der_of(const std::string& raw)
{
    constexpr std::size_t half = 32;
    if (raw.size() != 2 * half)
        return {};
    const auto* const bytes = reinterpret_cast<const unsigned char*>(raw.data());
    const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> both{ECDSA_SIG_new(), ECDSA_SIG_free};
    BIGNUM* const r = BN_bin2bn(bytes, half, nullptr);
    BIGNUM* const s = BN_bin2bn(bytes + half, half, nullptr);
    if (!both || r == nullptr || s == nullptr || ECDSA_SIG_set0(both.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char* out = nullptr;
    const auto size = i2d_ECDSA_SIG(both.get(), &out);
    if (size <= 0)
        return {};
    std::string text{reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
    OPENSSL_free(out);
    return text;
}

bool is_signed(std::string_view what, std::string_view signature, EVP_PKEY* by)
{
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    const auto* const bytes = reinterpret_cast<const unsigned char*>(what.data());
    const bool is_right = context &&
                          EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, by) == 1 &&
                          EVP_DigestVerify(
                              context.get(),
                              reinterpret_cast<const unsigned char*>(signature.data()),
                              signature.size(),
                              bytes,
                              what.size()
                          ) == 1;
    ERR_clear_error();  // of this thread, whose next TLS operation would take it for its own
    return is_right;
}

/// For us, and for others as well only if it was made for us.
bool is_for(const json::object& claims, const std::string& client)
{
    const auto* audience = claims.if_contains("aud");
    const auto* party = claims.if_contains("azp");
    if (audience == nullptr || (party != nullptr && text_of(claims, "azp") != client))
        return false;
    if (audience->is_string())
        return audience->get_string() == client;
    if (!audience->is_array())
        return false;
    const auto& all = audience->get_array();
    const auto is_us = [&](const json::value& each) {
        return each.is_string() && each.get_string() == client;
    };
    return std::ranges::any_of(all, is_us) && (all.size() == 1 || party != nullptr);
}

std::optional<fault> fault_of(const json::object& claims, const id_token_terms& terms)
{
    const auto subject = text_of(claims, "sub");
    const auto expires = time_of(claims, "exp"), made = time_of(claims, "iat"), from = time_of(claims, "nbf");
    if (text_of(claims, "iss") != terms.issuer)
        return fault::wrong_issuer;
    if (!is_for(claims, terms.client_id))
        return fault::wrong_audience;
    if (!subject || subject->empty() || subject->size() > 255 || !expires || !made ||
        (claims.contains("nbf") && !from))
        return fault::malformed;
    if (terms.now >= *expires + clock_leeway)
        return fault::expired;
    if (*made > terms.now + clock_leeway || (from && *from > terms.now + clock_leeway))
        return fault::not_yet;
    const auto nonce = text_of(claims, "nonce");
    if (!nonce || !same_secret(*nonce, terms.nonce))
        return fault::wrong_nonce;
    return std::nullopt;
}

}  // namespace

std::string_view to_string(id_token_fault what) noexcept
{
    switch (what) {
        case fault::malformed: return "malformed";
        case fault::unknown_algorithm: return "unknown_algorithm";
        case fault::unknown_key: return "unknown_key";
        case fault::wrong_signature: return "wrong_signature";
        case fault::wrong_issuer: return "wrong_issuer";
        case fault::wrong_audience: return "wrong_audience";
        case fault::expired: return "expired";
        case fault::not_yet: return "not_yet";
        case fault::wrong_nonce: return "wrong_nonce";
    }
    return "unknown";
}

boost::system::result<json::object, id_token_fault> verify_id_token(
    std::string_view token, const json_web_keys& keys, const id_token_terms& terms
)
{
    const auto first = token.find('.'), last = token.rfind('.');
    if (token.size() > longest_id_token || first == std::string_view::npos || first == last)
        return fault::malformed;
    const auto header = read_part(token.substr(0, first));
    auto signature = from_base64url(token.substr(last + 1));
    if (!header || !signature)
        return fault::malformed;

    const auto algorithm = text_of(*header, "alg");
    if ((algorithm != "RS256" && algorithm != "ES256") || header->contains("crit"))
        return fault::unknown_algorithm;
    const auto by = algorithm == "RS256" ? token_algorithm::rs256 : token_algorithm::es256;
    if (header->contains("kid") && !text_of(*header, "kid"))
        return fault::malformed;
    auto* const key = keys.find(by, text_of(*header, "kid"));
    if (key == nullptr)
        return fault::unknown_key;
    if (by == token_algorithm::es256)
        signature = der_of(*signature);
    if (signature->empty() || !is_signed(token.substr(0, last), *signature, key))
        return fault::wrong_signature;

    auto claims = read_part(token.substr(first + 1, last - first - 1));
    if (!claims)
        return fault::malformed;
    if (const auto wrong = fault_of(*claims, terms))
        return *wrong;
    return std::move(*claims);
}

}  // namespace loa
