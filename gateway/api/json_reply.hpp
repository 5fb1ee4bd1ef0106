#pragma once
/// \file
/// Replies as JSON.

#include "gateway/core/time.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace loa {

http_reply json_reply(const boost::json::value& what, unsigned status = 200);

/// RFC 3339, or null.
boost::json::value json_time(std::optional<wall_time> when);

}  // namespace loa
