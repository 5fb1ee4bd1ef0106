#pragma once
/// \file
/// One request on its way through the API.

#include "gateway/core/actor.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace loa {

struct api_parts;

enum class language : std::uint8_t { vietnamese, english };

/// What a handler gets. Handlers run on a thread of the API's pool, so they may wait for the disk; the desk
/// is that thread's alone.
struct api_call {
    const http_request& request;
    std::vector<std::string> path;  ///< what stood for the {names} of the route, in order
    actor who;  ///< has one of the route's roles; of an open route perhaps nobody (empty name)
    desk& at;
    api_parts& with;
    language speaks = language::vietnamese;

    std::int64_t number(std::size_t at_path
    ) const;                           ///< path value as an id; throws api_problem 404 if it is none
    boost::json::object json() const;  ///< body; throws api_problem 400/415/422 if it is not one JSON object
};

}  // namespace loa
