#pragma once
/// \file
/// What a link to refuse further mail carries: whose it is, and a proof that we made it.

#include "gateway/core/broadcast.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace loa {

/// Whose refusal, and which message led to it.
struct refusal {
    broadcast_id broadcast = 0;
    std::uint32_t no = 0;  ///< the person's number in the directory

    friend bool operator==(const refusal&, const refusal&) = default;
};

/// Makes and reads tokens: base64url(version, broadcast, number, first 128 bits of HMAC-SHA-256 over them).
/// The key is derived from the ledger's secret, so that a token tells nothing of idempotency keys, nor they
/// of tokens.
///
/// Immutable, so thread-safe. Neither make nor read allocates.
class refusal_tokens {
public:
    static constexpr std::size_t length = 39;
    using text = std::array<char, length>;

    explicit refusal_tokens(std::span<const std::uint8_t> ledger_secret);

    text make(const refusal& of) const noexcept;
    /// Nothing for whatever we did not make. The proof is compared in constant time.
    std::optional<refusal> read(std::string_view token) const noexcept;

private:
    std::array<std::uint8_t, 32> key_{};
};

}  // namespace loa
