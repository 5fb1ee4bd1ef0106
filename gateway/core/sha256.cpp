#include "gateway/core/sha256.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace loa {

struct sha256::state {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

sha256::sha256() : state_{std::make_unique<state>()}
{
    if (EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) != 1)
        throw std::runtime_error{"OpenSSL: SHA-256 is not available"};
}

sha256::~sha256() = default;

void sha256::add(std::span<const std::uint8_t> some)
{
    EVP_DigestUpdate(state_->context.get(), some.data(), some.size());
}

void sha256::add(std::string_view some)
{
    EVP_DigestUpdate(state_->context.get(), some.data(), some.size());
}

sha256_digest sha256::finish()
{
    sha256_digest out{};
    EVP_DigestFinal_ex(state_->context.get(), out.data(), nullptr);
    return out;
}

std::string to_hex(std::span<const std::uint8_t> raw)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(raw.size() * 2);
    for (const auto byte : raw) {
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
    return out;
}

}  // namespace loa
