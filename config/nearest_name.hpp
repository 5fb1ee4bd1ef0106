#pragma once
/// \file
/// "Did you mean ...?"

#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The name that is fewest edits (a letter more, less or other, or two neighbours swapped) away, if that is
/// at most a third of its letters; else empty.
std::string nearest_name(std::string_view written, const std::vector<std::string>& names);

}  // namespace loa
