#pragma once
/// \file
/// What people ask of the directory, and the list of who must not be sent to.

#include "gateway/core/directory.hpp"
#include "gateway/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loa {

struct unit_entry {
    std::string reference, name, kind;  ///< "cum-05", "Cụm chuyên môn số 5", "cluster"
    std::vector<school_level> levels;
    std::uint64_t children = 0;
    std::array<std::uint64_t, 3> people{};  ///< by role, here and below
};

/// How many of an audience are at a unit and below it.
struct unit_share {
    std::string unit, name, kind;
    std::uint64_t reachable = 0;
};

/// How many an audience is, for one kind of destination.
struct audience_count {
    loa::contact contact = loa::contact::account;
    std::uint64_t destinations = 0, without_address = 0, covered = 0, reachable = 0;
    std::vector<unit_share> by_unit;  ///< the included units themselves and those right below them; somebody who is at
                                      ///< two of them counts at both
};

struct found_person {
    std::uint32_t no = 0;
    std::string reference, name;                       ///< name masked unless the caller may see it
    std::string account, mailbox;                      ///< masked
    std::vector<std::pair<std::string, role>> places;  ///< unit reference and role
};

struct suppression_entry {
    std::int64_t id = 0;
    loa::contact contact = loa::contact::mailbox;
    std::string address, cause;
    wall_time since{};
};

/// Synchronous, on the connection of its desk. Throws desk_refusal.
class directory_desk {
public:
    virtual ~directory_desk() = default;

    /// The units right below `parent`; empty: the roots.
    virtual std::vector<unit_entry> units_below(const std::string& parent) = 0;
    virtual std::optional<unit_entry> unit(const std::string& reference) = 0;
    /// By part of the name or the start of the reference, without regard to case and diacritics.
    virtual std::vector<unit_entry> search_units(const std::string& text, std::size_t most) = 0;

    virtual problems check(const audience& who) = 0;
    /// In under half a second for 2.6 million. As the planner would find it now.
    virtual audience_count count(const audience& who, contact by) = 0;
    /// Somebody from the middle of the audience for a preview, and the one with the longest name; nobody if nobody can be
    /// reached.
    virtual std::vector<found_person> samples(const audience& who, contact by) = 0;
    /// By reference, mailbox or account, whole.
    virtual std::vector<found_person> search_people(const std::string& text, std::size_t most) = 0;
    virtual std::optional<found_person> person(std::uint32_t no) = 0;
    /// The person's address, unmasked: for suppressing it and for test sends. Empty: none.
    virtual std::string address(std::uint32_t no, contact by) = 0;

    /// Newest first. \param text  part of the address; empty: all. \param before  id: where the list goes on
    virtual std::vector<suppression_entry> suppressions(
        const std::string& text, std::optional<std::int64_t> before, std::size_t most
    ) = 0;
    virtual std::optional<suppression_entry> suppression(std::int64_t id) = 0;
    virtual std::optional<suppression_entry> suppression(contact by, const std::string& address) = 0;
    /// Returns false if it was there already.
    virtual bool suppress(contact by, const std::string& address, const std::string& cause) = 0;
    virtual bool lift(contact by, const std::string& address) = 0;
};

}  // namespace loa
