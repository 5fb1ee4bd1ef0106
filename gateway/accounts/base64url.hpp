#pragma once
/// \file
/// base64url without padding (RFC 4648 section 5).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loa {

std::string to_base64url(std::span<const std::uint8_t> raw);

/// The bytes. Nothing for other characters, padding, and bits left over: each value has one form only.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace loa
