#pragma once
/// \file
/// What Redis refuses with, said for people.

#include <string>
#include <string_view>

namespace loa {

/// The first word of an error reply: "NOGROUP", "OOM", "ERR".
std::string_view error_word(std::string_view error) noexcept;

/// A sentence: what an error reply means and what to do. Holds no control characters and is of bounded
/// length.
std::string explain(std::string_view error);

/// Whether another connection may fare better: the server behind this one changed its role, or we are not
/// signed in.
bool wants_new_connection(std::string_view error) noexcept;

}  // namespace loa
