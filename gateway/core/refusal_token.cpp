#include "gateway/core/refusal_token.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t said_bytes = 1 + 8 + 4, proof_bytes = 16, all_bytes = said_bytes + proof_bytes;
constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

using token_bytes = std::array<std::uint8_t, all_bytes>;

void put(std::uint8_t* at, std::uint64_t number, std::size_t bytes) noexcept
{
    for (std::size_t i = 0; i != bytes; ++i)
        at[i] = static_cast<std::uint8_t>(number >> (8 * (bytes - 1 - i)));
}

std::uint64_t get(const std::uint8_t* at, std::size_t bytes) noexcept
{
    std::uint64_t out = 0;
    for (std::size_t i = 0; i != bytes; ++i) out = out << 8 | at[i];
    return out;
}

std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> proof(
    const token_bytes& of, const std::array<std::uint8_t, 32>& key
) noexcept
{
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> out{};
    crypto_auth_hmacsha256(out.data(), of.data(), said_bytes, key.data());
    return out;
}

}  // namespace

refusal_tokens::refusal_tokens(std::span<const std::uint8_t> ledger_secret)
{
    static_assert(crypto_auth_hmacsha256_KEYBYTES == 32);
    static_assert(sodium_base64_ENCODED_LEN(all_bytes, alphabet) == length + 1);
    if (sodium_init() < 0)
        throw std::runtime_error{"libsodium cannot be used"};
    if (ledger_secret.size() != key_.size())
        throw std::invalid_argument{"refusal_tokens: the ledger's secret has 32 bytes"};
    constexpr std::string_view purpose = "loa refusal token";
    crypto_auth_hmacsha256(
        key_.data(),
        reinterpret_cast<const unsigned char*>(purpose.data()),
        purpose.size(),
        ledger_secret.data()
    );
}

refusal_tokens::text refusal_tokens::make(const refusal& of) const noexcept
{
    token_bytes all{version};
    put(all.data() + 1, static_cast<std::uint64_t>(of.broadcast), 8);
    put(all.data() + 9, of.no, 4);
    const auto mac = proof(all, key_);
    std::copy_n(mac.begin(), proof_bytes, all.begin() + said_bytes);

    std::array<char, length + 1> with_end{};
    sodium_bin2base64(with_end.data(), with_end.size(), all.data(), all.size(), alphabet);
    text out{};
    std::copy_n(with_end.begin(), length, out.begin());
    return out;
}

std::optional<refusal> refusal_tokens::read(std::string_view token) const noexcept
{
    token_bytes all{};
    std::size_t size = 0;
    if (token.size() != length ||
        sodium_base642bin(
            all.data(), all.size(), token.data(), token.size(), nullptr, &size, nullptr, alphabet
        ) != 0 ||
        size != all.size())
        return std::nullopt;
    const auto mac = proof(all, key_);
    if (sodium_memcmp(mac.data(), all.data() + said_bytes, proof_bytes) != 0 || all[0] != version)
        return std::nullopt;
    return refusal{
        static_cast<broadcast_id>(get(all.data() + 1, 8)),
        static_cast<std::uint32_t>(get(all.data() + 9, 4))};
}

}  // namespace loa
