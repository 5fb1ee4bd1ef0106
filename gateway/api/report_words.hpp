#pragma once
/// \file
/// The words of the report in Vietnamese: the same as in the console.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/suppression_origin.hpp"

#include <span>
#include <string>
#include <string_view>

namespace loa {

std::string vietnamese(broadcast_state what);
std::string vietnamese(delivery_state what);
std::string vietnamese(urgency what);
std::string vietnamese(suppression_origin what);
std::string vietnamese_channel(std::string_view channel);

/// What each figure counts, a paragraph each: docs/report.md says the same.
std::span<const std::string_view> how_it_is_counted() noexcept;

}  // namespace loa
