#include "adapters/oidc/json_web_keys.hpp"

#include "gateway/accounts/base64url.hpp"
#include "gateway/core/json_reader.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t most_keys = 64;
constexpr std::size_t least_modulus = 256, most_modulus = 1'024, most_exponent = 8;  // bytes
constexpr std::size_t coordinate = 32;

struct releaser {
    void operator()(OSSL_PARAM_BLD* what) const noexcept { OSSL_PARAM_BLD_free(what); }
    void operator()(OSSL_PARAM* what) const noexcept { OSSL_PARAM_free(what); }
    void operator()(EVP_PKEY_CTX* what) const noexcept { EVP_PKEY_CTX_free(what); }
    void operator()(BIGNUM* what) const noexcept { BN_free(what); }
};
template <class T>
using held = std::unique_ptr<T, releaser>;

std::string_view text_of(const json::object& in, std::string_view name)
{
    const auto* found = in.if_contains(name);
    return found != nullptr && found->is_string() ? std::string_view{found->get_string()}
                                                  : std::string_view{};
}

std::shared_ptr<EVP_PKEY> key_of(const char* type, OSSL_PARAM_BLD* from)
{
    const held<OSSL_PARAM> params{OSSL_PARAM_BLD_to_param(from)};
    const held<EVP_PKEY_CTX> context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
    EVP_PKEY* out = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &out, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    return {out, EVP_PKEY_free};
}

held<BIGNUM> number_of(std::string_view bytes)
{
    return held<BIGNUM>{BN_bin2bn(
        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr
    )};
}

std::shared_ptr<EVP_PKEY> rsa_key(const json::object& from)
{
    const auto modulus = from_base64url(text_of(from, "n")), exponent = from_base64url(text_of(from, "e"));
    if (!modulus || !exponent || modulus->size() < least_modulus || modulus->size() > most_modulus ||
        modulus->front() == 0 || exponent->empty() || exponent->size() > most_exponent)
        return nullptr;
    const held<OSSL_PARAM_BLD> build{OSSL_PARAM_BLD_new()};
    const auto n = number_of(*modulus), e = number_of(*exponent);
    if (!build || !n || !e || !BN_is_odd(e.get()) || BN_is_one(e.get()) || BN_num_bits(n.get()) < 2'048 ||
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
        return nullptr;
    return key_of("RSA", build.get());
}

std::shared_ptr<EVP_PKEY> ec_key(const json::object& from)
{
    const auto x = from_base64url(text_of(from, "x")), y = from_base64url(text_of(from, "y"));
    if (text_of(from, "crv") != "P-256" || !x || !y || x->size() != coordinate || y->size() != coordinate)
        return nullptr;
    std::string point(1, '\x04');
    point.append(*x).append(*y);
    const held<OSSL_PARAM_BLD> build{OSSL_PARAM_BLD_new()};
    if (!build ||
        OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) !=
            1)
        return nullptr;
    return key_of("EC", build.get());
}

}  // namespace

std::optional<json_web_keys> json_web_keys::read(std::string_view text)
{
    const auto parsed = parse_json(text, most_bytes);
    const auto* top = parsed ? parsed->if_object() : nullptr;
    const auto* keys = top != nullptr ? top->if_contains("keys") : nullptr;
    if (keys == nullptr || !keys->is_array())
        return std::nullopt;
    json_web_keys out;
    for (const auto& each : keys->get_array()) {
        const auto* one = each.if_object();
        if (one == nullptr || out.all_.size() == most_keys)
            continue;
        const auto type = text_of(*one, "kty"), use = text_of(*one, "use"), alg = text_of(*one, "alg");
        entry next;
        if (type == "RSA" && (alg.empty() || alg == "RS256"))
            next.key = rsa_key(*one);
        else if (type == "EC" && (alg.empty() || alg == "ES256"))
            next.key = ec_key(*one);
        if (!next.key || (!use.empty() && use != "sig"))
            continue;
        next.by = type == "RSA" ? token_algorithm::rs256 : token_algorithm::es256;
        next.id = text_of(*one, "kid");
        out.all_.push_back(std::move(next));
    }
    return out;
}

EVP_PKEY* json_web_keys::find(token_algorithm by, std::optional<std::string_view> id) const noexcept
{
    const auto fits = [&](const entry& one) { return one.by == by && (!id || one.id == *id); };
    const auto found = std::ranges::find_if(all_, fits);
    if (found == all_.end() || (!id && std::ranges::count_if(all_, fits) != 1))
        return nullptr;
    return found->key.get();
}

}  // namespace loa
