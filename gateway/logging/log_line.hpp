#pragma once
/// \file
/// A line as text. Whatever the message and the fields hold, a line stays one line of valid UTF-8, so that
/// nobody can forge another one.

#include "gateway/core/logger.hpp"

#include <span>
#include <string>
#include <string_view>

namespace loa {

/// `"level":"warn","message":"...","broadcast":1,...`: the members of an object, without its braces. Invalid
/// UTF-8 becomes U+FFFD. A field named as a member that is there already (time, level, message) gets a
/// trailing underscore.
std::string json_members(log_level level, std::string_view message, std::span<const log_field> fields);

/// `warn  message  broadcast=1 reason="two words"`. Control characters are escaped as in JSON.
std::string human_text(log_level level, std::string_view message, std::span<const log_field> fields);

}  // namespace loa
