#pragma once
/// \file
/// Who does something: for permission, for the audit log, and for the reasons that people read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// What a user of Loa may do. Values are stored: never renumber.
enum class user_role : std::uint8_t {
    editor = 0,         ///< writes and submits
    approver = 1,       ///< approves what others wrote
    operations = 2,     ///< "operator" (a keyword here): watches and steers delivery
    administrator = 3,  ///< users, keys, directory, refusals
    auditor = 4,        ///< reads everything, changes nothing
};
std::string_view to_string(user_role what) noexcept;
std::optional<user_role> parse_user_role(std::string_view text) noexcept;

/// Stored as its bits.
class user_roles {
public:
    constexpr user_roles() = default;
    constexpr user_roles(std::initializer_list<user_role> of) noexcept
    {
        for (const auto one : of) add(one);
    }
    static constexpr user_roles from_bits(std::uint8_t bits) noexcept
    {
        user_roles out;
        out.bits_ = bits & 0x1f;
        return out;
    }
    constexpr void add(user_role what) noexcept
    {
        bits_ = static_cast<std::uint8_t>(bits_ | 1U << static_cast<unsigned>(what));
    }
    constexpr bool has(user_role what) const noexcept
    {
        return (bits_ >> static_cast<unsigned>(what) & 1U) != 0;
    }
    constexpr bool has_any_of(user_roles others) const noexcept { return (bits_ & others.bits_) != 0; }
    constexpr bool empty() const noexcept { return bits_ == 0; }
    constexpr std::uint8_t bits() const noexcept { return bits_; }
    friend constexpr bool operator==(user_roles, user_roles) = default;

private:
    std::uint8_t bits_ = 0;
};

struct actor {
    std::int64_t user = 0;  ///< 0: nobody who has an account, such as root at the command line
    std::string name;       ///< "lan.nguyen", "key:portal", "cli:root"
    user_roles roles;
    std::string peer;  ///< from where: "10.1.2.3", "unix", "cli"
};

}  // namespace loa
