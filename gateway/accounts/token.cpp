#include "gateway/accounts/token.hpp"

#include "gateway/accounts/base64url.hpp"
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
    return to_base64url(random_bytes<32>());
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
