#pragma once
/// \file
/// The keys that a provider signs with (JWKS, RFC 7517).

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// How a token may be signed. There is no "none" and nothing with a shared secret.
enum class token_algorithm : std::uint8_t { rs256, es256 };

class json_web_keys {
public:
    /// Nothing if it is no set of keys. Keys of other kinds, for other uses, or too weak (RSA below 2048
    /// bits) are left out.
    static std::optional<json_web_keys> read(std::string_view text);

    /// The key of the id; without an id the only one of the algorithm. Null if there is none.
    EVP_PKEY* find(token_algorithm by, std::optional<std::string_view> id) const noexcept;

    static constexpr std::size_t most_bytes = 256 * 1024;

private:
    struct entry {
        std::string id;  ///< may be empty: it has none
        token_algorithm by = token_algorithm::rs256;
        std::shared_ptr<EVP_PKEY> key;
    };
    std::vector<entry> all_;
};

}  // namespace loa
