#pragma once
/// \file
/// The port to the organisation graph and the people who can be reached. It holds no pupil data.

#include "gateway/core/audience.hpp"
#include "gateway/core/error.hpp"
#include "gateway/core/number_set.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// What a channel's destinations are. Stored with each broadcast: never renumber.
enum class contact : std::uint8_t {
    account = 0,  ///< a person's eNetViet account: "0901234567"
    mailbox = 1,  ///< a person's mailbox: "an@hcm.edu.vn"
    unit = 2,     ///< a unit and a role, an eNetViet audience: "cum-05|cluster|teacher" (reference, kind, role)
};

std::string_view to_string(contact what) noexcept;

/// A person's destination number is dense from 1, given at import in organisation order, and never reused. The number of a
/// (unit, role) is unit number * 4 + role.
struct audience_members {
    number_set numbers;          ///< everybody in the audience, once
    number_set without_address;  ///< of those, who has no such contact
    number_set covered;          ///< of those, whose address is that of a smaller number in `numbers`
};

/// Addresses and names of a batch, in one piece of memory.
class address_page {
public:
    void reserve(std::size_t count, std::size_t text_bytes);
    void add(std::uint32_t no, std::string_view address, std::string_view name);
    std::size_t size() const noexcept { return entries_.size(); }
    std::uint32_t no(std::size_t i) const noexcept { return entries_[i].no; }
    std::string_view address(std::size_t i) const noexcept;  ///< empty: none (any more)
    std::string_view name(std::size_t i) const noexcept;

private:
    struct entry {
        std::uint32_t no, start, address_end, name_end;
    };
    std::string text_;
    std::vector<entry> entries_;
};

/// Not thread-safe: call from the sending loop only. The work itself is done elsewhere. Errors: errc::ledger_unavailable.
class directory {
public:
    virtual ~directory() = default;

    /// What is wrong with the audience: units nobody knows. Empty: nothing. Field paths start with "audience".
    virtual task<result<problems>> check(audience who) = 0;

    /// Evaluates the audience on the organisation graph as it stands at `when`.
    virtual task<result<audience_members>> members(audience who, contact by, wall_time when) = 0;

    /// The numbers of people by their references; unknown ones are left out.
    virtual task<result<number_set>> people(std::vector<std::string> references) = 0;

    /// Addresses and names in the order of `numbers`, one each; ones that are gone have an empty address.
    virtual task<result<address_page>> addresses(contact by, std::vector<std::uint32_t> numbers) = 0;
};

}  // namespace loa
