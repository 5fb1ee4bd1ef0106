#pragma once
/// \file
/// One call of the API without an API.

#include "gateway/api/api.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/scripted_desk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace loa::testing {

struct caller {
    http_request request;
    std::vector<std::string> path;
    recorded_log log;
    channel_board board;
    scripted_store store;
    scripted_desk at{store};
    api_parts with{
        .how = {},
        .log = log,
        .open_desk = {},
        .wake = [] {},
        .board = board,
        .is_alive = [] { return true; },
        .channels = {}};

    api_call call() { return {request, path, {}, at, with, language::english}; }
};

inline std::string header_of(const http_reply& reply, std::string_view name)
{
    for (const auto& [key, value] : reply.headers)
        if (key == name)
            return value;
    return {};
}

}  // namespace loa::testing
