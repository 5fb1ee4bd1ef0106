#include "gateway/core/idempotency_key.hpp"

#include <openssl/evp.h>

#include <charconv>
#include <stdexcept>

namespace loa {
namespace {

using digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

digest make_digest()
{
    return {EVP_MD_CTX_new(), &EVP_MD_CTX_free};
}

void check(int ok)
{
    if (ok != 1)
        throw std::runtime_error{"OpenSSL: SHA-256 is not available"};
}

}  // namespace

/// HMAC (RFC 2104) by hand over EVP, because copying a hash state is some twenty times cheaper than setting up EVP_MAC for each key.
struct key_maker::hash_states {
    digest inner = make_digest();  ///< after (key xor ipad) and the prefix
    digest outer = make_digest();  ///< after (key xor opad)
    digest work = make_digest();
};

key_maker::key_maker(std::span<const std::uint8_t> secret, std::int64_t broadcast, std::string_view channel)
    : states_{std::make_unique<hash_states>()}
{
    constexpr std::size_t block = 64;
    if (secret.size() > block)
        throw std::invalid_argument{"key_maker: the secret is longer than a block of SHA-256"};

    std::array<std::uint8_t, block> pad{};
    const auto start = [&](EVP_MD_CTX* state, std::uint8_t with) {
        for (std::size_t i = 0; i != block; ++i)
            pad[i] = static_cast<std::uint8_t>((i < secret.size() ? secret[i] : 0) ^ with);
        check(EVP_DigestInit_ex(state, EVP_sha256(), nullptr));
        check(EVP_DigestUpdate(state, pad.data(), pad.size()));
    };
    start(states_->inner.get(), 0x36);
    start(states_->outer.get(), 0x5c);

    const auto prefix = std::to_string(broadcast) + '|' + std::string{channel} + '|';
    check(EVP_DigestUpdate(states_->inner.get(), prefix.data(), prefix.size()));
}

key_maker::~key_maker() = default;
key_maker::key_maker(key_maker&&) noexcept = default;
key_maker& key_maker::operator=(key_maker&&) noexcept = default;

idempotency_key key_maker::operator()(std::uint32_t no)
{
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), no).ptr;
    std::array<std::uint8_t, 32> hash{};

    auto* work = states_->work.get();
    check(EVP_MD_CTX_copy_ex(work, states_->inner.get()));
    check(EVP_DigestUpdate(work, digits.data(), static_cast<std::size_t>(end - digits.data())));
    check(EVP_DigestFinal_ex(work, hash.data(), nullptr));
    check(EVP_MD_CTX_copy_ex(work, states_->outer.get()));
    check(EVP_DigestUpdate(work, hash.data(), hash.size()));
    check(EVP_DigestFinal_ex(work, hash.data(), nullptr));

    constexpr std::string_view hex = "0123456789abcdef";
    std::array<char, 32> out{};
    for (std::size_t i = 0; i != 16; ++i) {
        out[2 * i] = hex[hash[i] >> 4];
        out[2 * i + 1] = hex[hash[i] & 0x0f];
    }
    return idempotency_key{out};
}

}  // namespace loa
