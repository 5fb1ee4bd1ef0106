#pragma once
/// \file
/// Unsigned numbers in groups of seven bits, the lowest first.

#include "gateway/core/number_set.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace loa {

inline void put_varint(bytes& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// Takes one off the front. Nothing if there is none that fits 64 bits.
inline std::optional<std::uint64_t> take_varint(std::span<const std::uint8_t>& left)
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        if (left.empty())
            return std::nullopt;
        const auto byte = left.front();
        left = left.subspan(1);
        value |= std::uint64_t{byte & 0x7fu} << shift;
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

}  // namespace loa
