#pragma once
/// \file
/// Finding people by what they have of their own.

#include "gateway/ledger/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace loa {

/// Numbers of those whose reference, account or mailbox the text is, whole; each once, at most so many.
std::vector<std::uint32_t> search_numbers(database& directory, const std::string& text, std::size_t most);

}  // namespace loa
