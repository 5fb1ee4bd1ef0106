#pragma once
/// \file
/// By whom an address came on the list of who must not be sent to. The cause with it may be anybody's words;
/// this is what can be counted.

#include <array>
#include <cstdint>
#include <string_view>

namespace loa {

/// Values are stored: never renumber.
enum class suppression_origin : std::uint8_t {
    other = 0,         ///< before this was kept
    unsubscribed = 1,  ///< by the person, with the link in mail
    unusable = 2,      ///< the mail server or the partner said that there is no such address any more
    by_hand = 3,       ///< an administrator
};
inline constexpr std::array suppression_origins{
    suppression_origin::unsubscribed,
    suppression_origin::unusable,
    suppression_origin::by_hand,
    suppression_origin::other};

/// The cause of what the link in mail did; nothing else is taken back by it.
inline constexpr std::string_view unsubscribed_cause = "unsubscribed";

constexpr std::string_view to_string(suppression_origin what) noexcept
{
    switch (what) {
        case suppression_origin::unsubscribed: return "unsubscribed";
        case suppression_origin::unusable: return "unusable";
        case suppression_origin::by_hand: return "by_hand";
        case suppression_origin::other: break;
    }
    return "other";
}

}  // namespace loa
