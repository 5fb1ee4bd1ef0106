#pragma once
/// \file
/// What happened to a broadcast, in words.

#include "gateway/api/call.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/outcome_desk.hpp"

#include <string>
#include <vector>

namespace loa {

struct history_item {
    wall_time at{};
    std::string who;     ///< empty: the gateway by itself
    std::string action;  ///< a word of the API's document
    std::string text;    ///< for people
};

/// Oldest first. Says nothing of where anybody called from.
std::vector<history_item> history_of(const broadcast_status& of, const broadcast_past& past, language speaks);

}  // namespace loa
