#pragma once
/// \file
/// Sets of destination numbers, and the form in which they and their states are stored.

#include "gateway/core/delivery_state.hpp"
#include "gateway/core/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace loa {

/// A set of numbers as a bitmap: an eighth of a byte for each number up to the greatest, whatever the audience.
class number_set {
public:
    void insert(std::uint32_t no);
    bool contains(std::uint32_t no) const noexcept;
    std::size_t size() const noexcept;
    bool empty() const noexcept { return size() == 0; }

    number_set& operator|=(const number_set& other);
    number_set& operator-=(const number_set& other);
    number_set& operator&=(const number_set& other);
    friend bool operator==(const number_set& a, const number_set& b) noexcept;

    /// Calls f(number) in ascending order.
    template <class F>
    void for_each(F f) const
    {
        for (std::size_t word = 0; word != words_.size(); ++word)
            for (auto left = words_[word]; left != 0; left &= left - 1)
                f(static_cast<std::uint32_t>(word * 64 + static_cast<unsigned>(__builtin_ctzll(left))));
    }

private:
    std::vector<std::uint64_t> words_;
};

using bytes = std::vector<std::uint8_t>;

/// Ascending, distinct numbers as alternating varints: how many are skipped, how many follow one another. A school's parents
/// are numbered in a row, so a thousand members are a few bytes; scattered ones cost two bytes each at most up to gaps of 127.
bytes encode_members(std::span<const std::uint32_t> ascending);
/// Nothing if the bytes are damaged.
std::optional<std::vector<std::uint32_t>> decode_members(std::span<const std::uint8_t> stored);

/// Marks as they stand (one byte each) or as runs of equal ones, whichever is shorter. A batch that went through whole is four
/// bytes.
bytes encode_marks(std::span<const delivery_mark> marks);
/// Nothing if the bytes are damaged or do not stand for exactly `count` marks with known states.
std::optional<std::vector<delivery_mark>> decode_marks(std::span<const std::uint8_t> stored, std::size_t count);

}  // namespace loa
