#include "gateway/accounts/token.hpp"

#include "gateway/core/sha256.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace loa {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes()
{
    std::array<std::uint8_t, N> out{};
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        throw std::runtime_error{"the system gives no random bytes"};
    return out;
}

}  // namespace

std::string new_token()
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const auto raw = random_bytes<32>();
    std::string out;
    unsigned held = 0, bits = 0;
    for (const auto byte : raw) {
        held = held << 8 | byte;
        for (bits += 8; bits >= 6; bits -= 6) out += alphabet[held >> (bits - 6) & 0x3f];
    }
    out += alphabet[held << (6 - bits) & 0x3f];
    return out;
}

token_hash hash_of(std::string_view token)
{
    sha256 hash;
    hash.add(token);
    return hash.finish();
}

fresh_key new_key()
{
    constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";  // 32, none like another
    fresh_key out;
    for (const auto byte : random_bytes<8>()) out.prefix += letters[byte % letters.size()];
    out.text.append("loa_").append(out.prefix).append(1, '_').append(new_token());
    return out;
}

bool same_secret(std::string_view one, std::string_view other) noexcept
{
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace loa
