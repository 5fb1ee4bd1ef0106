#pragma once
/// \file
/// Who a bulletin is for: an expression over units, roles and school levels.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// What somebody is at a unit. Values are stored: never renumber.
enum class role : std::uint8_t { staff = 0, teacher = 1, parent = 2 };

/// School levels: nursery (mn), primary (th), lower secondary (thcs), upper secondary (thpt), continuing education (gdtx).
/// A school may have several. Values are stored: never renumber.
enum class school_level : std::uint8_t { mn = 0, th = 1, thcs = 2, thpt = 3, gdtx = 4 };

std::string_view to_string(role what) noexcept;
std::string_view to_string(school_level what) noexcept;
std::optional<role> parse_role(std::string_view text) noexcept;
std::optional<school_level> parse_school_level(std::string_view text) noexcept;

/// Everybody with one of `roles` at `unit` or at any unit below it today, restricted to schools of one of `levels`.
struct audience_term {
    std::string unit;                  ///< the unit's external reference, e.g. "cum-05"
    std::vector<role> roles;           ///< include: never empty after parsing (staff by default); exclude: empty means all
    std::vector<school_level> levels;  ///< empty: all, units without a level included

    friend bool operator==(const audience_term&, const audience_term&) = default;
};

/// Union of `include` minus union of `exclude`. A person who is in it twice is in it once.
struct audience {
    std::vector<audience_term> include;
    std::vector<audience_term> exclude;

    friend bool operator==(const audience&, const audience&) = default;
};

/// Staff of the unit: what a bulletin gets that names no audience. Never parents.
audience staff_of(std::string unit);

}  // namespace loa
