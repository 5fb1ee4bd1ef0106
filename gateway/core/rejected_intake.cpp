#include "gateway/core/rejected_intake.hpp"

#include <charconv>

namespace loa {

bool is_entry_id(std::string_view text) noexcept
{
    std::uint64_t part = 0;
    const auto* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, part);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-')
        return false;
    const auto second = std::from_chars(first.ptr + 1, end, part);
    return second.ec == std::errc{} && second.ptr == end;
}

}  // namespace loa
