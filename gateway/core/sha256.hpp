#pragma once
/// \file
/// SHA-256, by OpenSSL.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loa {

using sha256_digest = std::array<std::uint8_t, 32>;

/// Throws std::runtime_error if OpenSSL has no SHA-256, which is a broken machine.
class sha256 {
public:
    sha256();
    ~sha256();
    sha256(const sha256&) = delete;
    sha256& operator=(const sha256&) = delete;

    void add(std::span<const std::uint8_t> some);
    void add(std::string_view some);
    /// Call once.
    sha256_digest finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// "0a1b..."
std::string to_hex(std::span<const std::uint8_t> raw);

}  // namespace loa
