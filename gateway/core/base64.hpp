#pragma once
/// \file
/// base64 with padding (RFC 4648 section 4).

#include <cstdint>
#include <span>
#include <string>

namespace loa {

std::string to_base64(std::span<const std::uint8_t> raw);

}  // namespace loa
