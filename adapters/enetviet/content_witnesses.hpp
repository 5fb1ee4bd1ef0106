#pragma once
/// \file
/// Whether the content is to blame for a refusal, or a destination.

#include "gateway/core/outcome.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace loa {

/// Tells refused content from a destination for whose sake its request is refused: the content is to blame
/// once two different destinations were refused alone, with the same code, and nobody was accepted. What one
/// destination says never stops a broadcast to millions.
class content_witnesses {
public:
    enum class finding : std::uint8_t { destination, content };

    void hear(std::span<const outcome> outcomes)
    {
        taken_ = taken_ || std::any_of(outcomes.begin(), outcomes.end(), [](const outcome& each) {
                     return each.what == outcome_class::accepted || each.what == outcome_class::duplicate;
                 });
    }

    /// Of a request for `who` alone.
    finding refused(std::uint32_t who, std::string_view code)
    {
        const bool second = first_ && first_->first != who && first_->second == code;
        if (!second)
            first_.emplace(who, code);
        return second && !taken_ ? finding::content : finding::destination;
    }

    /// Whether one more witness can settle it.
    bool wanted() const noexcept { return first_ && !taken_; }

private:
    bool taken_ = false;  ///< the content was accepted for somebody, so it is not to blame
    std::optional<std::pair<std::uint32_t, std::string>> first_;
};

}  // namespace loa
