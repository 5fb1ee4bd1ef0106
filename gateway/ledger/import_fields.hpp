#pragma once
/// \file
/// What a field of an import may hold. Each check says what is wrong, or nothing if all is well, and writes
/// the value as it is stored.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// What is wrong with a row. All of it literals.
struct complaint {
    std::string_view field;  ///< column
    std::string_view code;   ///< stable word
    std::string_view text;   ///< a few words, English

    bool empty() const noexcept { return code.empty(); }  ///< all is well
};

/// 1 to 64 bytes without spaces and control characters; a unit's also without | ; @, which separate.
complaint check_unit_ref(std::string_view text);
complaint check_person_ref(std::string_view text);

/// 1 to 200 bytes; stored in NFC, with single spaces.
complaint check_name(std::string_view text, std::string& name);

/// Up to 64 bytes; empty: none.
complaint check_account(std::string_view text, std::string& account);

/// One "@", up to 254 bytes, no spaces, control characters, brackets or quotes; the domain is stored in lower
/// case. Empty: none.
complaint check_email(std::string_view text, std::string& email);

/// "th;thcs" as bits; empty: none.
complaint check_levels(std::string_view text, std::uint32_t& levels);

struct parent_field {
    std::string ref;
    std::int64_t valid_from = 0;  ///< milliseconds since 1970
    std::int64_t valid_to = 0;    ///< not included
    friend bool operator==(const parent_field&, const parent_field&) = default;
};
/// "cum-05;phuong-1@2026-01-01..2026-12-31", at most 20.
complaint check_parents(std::string_view text, std::vector<parent_field>& parents);

}  // namespace loa
