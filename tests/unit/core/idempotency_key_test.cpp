#include "gateway/core/idempotency_key.hpp"

#include "tests/support/catch.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

using namespace loa;

namespace {

/// The same by OpenSSL's own HMAC.
std::string reference(std::span<const std::uint8_t> secret, const std::string& text)
{
    std::array<unsigned char, 32> hash{};
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data(), nullptr);
    std::string out;
    for (std::size_t i = 0; i != 16; ++i) {
        out += "0123456789abcdef"[hash[i] >> 4];
        out += "0123456789abcdef"[hash[i] & 15];
    }
    return out;
}

}  // namespace

TEST_CASE("a key is HMAC-SHA256 of broadcast, channel and number", "[key]")
{
    std::vector<std::uint8_t> secret(32);
    for (std::size_t i = 0; i != secret.size(); ++i)
        secret[i] = static_cast<std::uint8_t>(7 * i + 1);
    key_maker make{secret, 42, "email"};
    for (const auto no : {0u, 1u, 4'294'967'295u})
        CHECK(make(no).view() == reference(secret, "42|email|" + std::to_string(no)));
    CHECK(key_maker{secret, 42, "enetviet"}(1) != make(1));
    CHECK(key_maker{secret, 43, "email"}(1) != make(1));
}
