#pragma once
/// \file
/// The organisation and who is where, in memory: what makes an audience countable while somebody looks on.
/// About 10 bytes a person and 100 a unit.

#include "gateway/core/audience.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/database.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loa {

/// Says that the directory is another one from now on. Part of the import's transaction.
void note_import(database& where, wall_time now, std::string_view kind);

/// As the directory stood after one import; never changes, so that threads share it.
class directory_census {
public:
    explicit directory_census(database& where);

    struct unit {
        std::uint32_t no = 0, position = 0;
        std::uint32_t levels = 0;  ///< its own
        std::string_view ref, name, folded, kind;
    };
    std::span<const unit> units() const noexcept { return units_; }  ///< in organisation order
    const unit* find(std::string_view ref) const noexcept;
    const unit* find(std::uint32_t no) const noexcept;
    /// Units below no unit at that time, in organisation order.
    std::vector<std::uint32_t> roots(wall_time when) const;
    /// Units right below, in organisation order.
    std::vector<std::uint32_t> below(std::uint32_t no, wall_time when) const;
    /// Units right above.
    std::vector<std::uint32_t> above(std::uint32_t no, wall_time when) const;
    /// The unit and all below it.
    std::vector<std::uint32_t> tree(std::uint32_t no, wall_time when) const;
    /// As units_of(database&, ...): the units that an audience's term means.
    number_set units_of(const audience_term& term, wall_time when) const;

    /// Numbers of the people with the role at the unit itself, ascending.
    std::span<const std::uint32_t> people_at(std::uint32_t no, role what) const noexcept;
    const number_set& reached_by(contact by) const noexcept
    {
        return by == contact::account ? with_account_ : with_mailbox_;
    }
    /// Of everybody whose address somebody else has too, ascending: number, and the smallest number with the
    /// address.
    std::span<const std::pair<std::uint32_t, std::uint32_t>> shared(contact by) const noexcept
    {
        return shared_[by == contact::account ? 0 : 1];
    }
    std::uint32_t last_person() const noexcept { return last_person_; }
    std::int64_t generation() const noexcept { return generation_; }

private:
    struct edge {
        std::uint32_t parent = 0, child = 0;
        std::int64_t from = 0, to = 0;
    };
    struct places {
        std::vector<std::uint32_t> start, people;  ///< by unit number; one more start than units
    };

    void read_units(database& where);
    void read_edges(database& where);
    void read_people(database& where);
    std::string_view keep(std::string_view text);
    std::span<const edge> edges_below(std::uint32_t no) const noexcept;
    std::uint32_t levels_from_above(std::uint32_t no, wall_time when) const;

    std::int64_t generation_ = 0;
    std::vector<std::unique_ptr<char[]>> pages_;  ///< texts of the units
    char* page_next_ = nullptr;
    std::size_t page_left_ = 0;
    std::vector<unit> units_;
    std::unordered_map<std::string_view, std::uint32_t> by_ref_;  ///< index in units_
    std::vector<std::uint32_t> by_no_;                            ///< index in units_, or none
    std::vector<edge> edges_;                                     ///< by parent
    std::vector<std::pair<std::uint32_t, std::uint32_t>> above_;  ///< child, index in edges_
    std::array<places, 3> places_;                                ///< by role
    number_set with_account_, with_mailbox_;
    std::array<std::vector<std::pair<std::uint32_t, std::uint32_t>>, 2> shared_;
    std::uint32_t last_person_ = 0;
};

/// The present one: read when an import made another, and then shared by everybody in this process who asks
/// for the same folder.
std::shared_ptr<const directory_census> present_census(database& where, const std::filesystem::path& folder);

}  // namespace loa
