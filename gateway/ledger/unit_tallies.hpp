#pragma once
/// \file
/// What became of a broadcast's destinations on one channel, by unit.

#include "gateway/core/audience.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/outcome_desk.hpp"
#include "gateway/ledger/directory_census.hpp"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace loa {

/// At which units the audience's terms mean people, by role.
class meant_places {
public:
    meant_places(const directory_census& all, const audience& who, wall_time when);

    bool at(std::uint32_t unit, role what) const noexcept
    {
        return units_[static_cast<std::size_t>(what)].contains(unit);
    }

private:
    std::array<number_set, 3> units_;
};

/// What becomes of a delivery, as far as a unit is concerned.
enum class fortune : std::uint8_t { waiting, reached, missed, no_address };
fortune fortune_of(delivery_state what) noexcept;

/// By number of the destination: fortune + 1; 0: not a destination.
using fortunes = std::vector<std::uint8_t>;

/// Counted once, then asked for any part. About 20 bytes a unit.
class unit_tallies {
public:
    /// \param all  must not outlive the answers that are asked for with it
    unit_tallies(const directory_census& all, const audience& who, contact by, fortunes of, wall_time when);

    unit_outcomes answer(const directory_census& all, const unit_question& which) const;

private:
    using tally = std::array<std::uint32_t, 4>;  ///< by fortune

    void count_people(const directory_census& all, const audience& who, fortunes& of);
    void count_posts(const directory_census& all, const fortunes& of);
    /// Adds at the unit and at all above.
    void add(const directory_census& all, std::uint32_t unit, const tally& what);
    const std::vector<std::uint32_t>& line_of(const directory_census& all, std::uint32_t unit);

    std::vector<std::uint32_t> right_below(const directory_census& all, const std::string& parent) const;
    std::vector<std::uint32_t> laggards(const directory_census& all, const unit_question& which) const;
    unit_outcome outcome_at(const directory_census& all, std::uint32_t unit) const;
    bool is_there(std::uint32_t unit) const noexcept { return by_unit_.contains(unit); }

    wall_time when_{};
    std::unordered_map<std::uint32_t, tally> by_unit_;
    std::vector<std::uint32_t> tops_;  ///< the highest units of the audience, in organisation order
    std::uint64_t elsewhere_ = 0;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>>
        lines_;  ///< a unit and all above; empty when counted
};

}  // namespace loa
