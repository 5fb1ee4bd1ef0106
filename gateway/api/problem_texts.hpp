#pragma once
/// \file
/// What each problem code means, in both languages.

#include "gateway/api/call.hpp"

#include <string_view>

namespace loa {

/// One sentence for people; empty if the code is not in the table.
std::string_view text_of(std::string_view code, language speaks) noexcept;

/// One sentence for any problem with the status, for codes that are not in the table.
std::string_view text_of(unsigned status, language speaks) noexcept;

}  // namespace loa
