#pragma once
/// \file
/// What users may be called.

#include "gateway/core/error.hpp"
#include "gateway/core/user_desk.hpp"

#include <string_view>

namespace loa {

/// 2 to 64 lower case letters, digits, dots, hyphens and underscores, with a letter first.
bool is_user_name(std::string_view text) noexcept;

/// Says all that is wrong; the password is somebody else's business.
problems check_user(const user& who);

}  // namespace loa
