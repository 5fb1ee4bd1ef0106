#pragma once
/// \file
/// A provider's keys and tokens, right and wrong ones.

#include "gateway/accounts/base64url.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace loa::testing {

inline std::string base64url(std::string_view text)
{
    return to_base64url({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

class signing_key {
public:
    static signing_key rsa(unsigned bits = 2048) { return signing_key{EVP_RSA_gen(bits), true}; }
    static signing_key ec(const char* curve = "P-256") { return signing_key{EVP_EC_gen(curve), false}; }

    boost::json::object public_part(const std::string& id) const
    {
        if (is_rsa_)
            return {
                {"kty", "RSA"},
                {"kid", id},
                {"use", "sig"},
                {"n", part(OSSL_PKEY_PARAM_RSA_N, 0)},
                {"e", part(OSSL_PKEY_PARAM_RSA_E, 0)}};
        return {
            {"kty", "EC"},
            {"kid", id},
            {"crv", "P-256"},
            {"x", part(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
            {"y", part(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    }

    std::string sign(const std::string& what) const
    {
        const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
        std::vector<unsigned char> out(1'024);
        std::size_t size = out.size();
        const auto* const bytes = reinterpret_cast<const unsigned char*>(what.data());
        if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), out.data(), &size, bytes, what.size()) != 1)
            throw std::runtime_error{"cannot sign"};
        if (is_rsa_)
            return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
        const unsigned char* at = out.data();
        const std::unique_ptr<ECDSA_SIG, void (*)(ECDSA_SIG*)> both{
            d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)), ECDSA_SIG_free};
        std::array<unsigned char, 64> raw{};
        BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), raw.data(), 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), raw.data() + 32, 32);
        return {raw.begin(), raw.end()};
    }

private:
    signing_key(EVP_PKEY* key, bool is_rsa) : key_{key, EVP_PKEY_free}, is_rsa_{is_rsa} {}

    std::string part(const char* name, int width) const
    {
        BIGNUM* number = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &number);
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(width != 0 ? width : BN_num_bytes(number)));
        BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size()));
        BN_free(number);
        return to_base64url(bytes);
    }

    std::shared_ptr<EVP_PKEY> key_;
    bool is_rsa_;
};

inline std::string key_set(std::vector<boost::json::object> keys)
{
    boost::json::array all;
    for (auto& each : keys) all.emplace_back(std::move(each));
    return boost::json::serialize(boost::json::object{{"keys", std::move(all)}});
}

/// What is signed of a token.
inline std::string signed_part(const boost::json::object& header, const boost::json::object& claims)
{
    return base64url(boost::json::serialize(header)) + '.' + base64url(boost::json::serialize(claims));
}

inline std::string token_of(
    const boost::json::object& header, const boost::json::object& claims, const signing_key& by
)
{
    const auto what = signed_part(header, claims);
    return what + '.' + base64url(by.sign(what));
}

inline std::string hmac(const std::string& secret, const std::string& what)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(
        EVP_sha256(),
        secret.data(),
        static_cast<int>(secret.size()),
        reinterpret_cast<const unsigned char*>(what.data()),
        what.size(),
        out.data(),
        &size
    );
    return {out.begin(), out.begin() + size};
}

}  // namespace loa::testing
