#pragma once
/// \file
/// Which passwords are taken.

#include "gateway/core/error.hpp"

#include <cstddef>
#include <string_view>

namespace loa {

inline constexpr std::size_t least_password_characters = 12;
inline constexpr std::size_t most_password_bytes = 256;

/// Empty: it is taken. Long enough, not one of the commonest however they are decorated with digits and
/// signs, and without the user's own name. Nothing is asked of it otherwise: length is what counts.
problems check_password(std::string_view password, std::string_view user_name, std::string_view field);

}  // namespace loa
