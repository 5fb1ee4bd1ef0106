#pragma once
/// \file
/// An audience alone, as it stands in a bulletin.

#include "gateway/core/bulletin.hpp"

#include <boost/json/object.hpp>

namespace loa {

/// Reads "audience" of the object; the default of a bulletin if there is none. Problems as parse_bulletin has
/// them.
boost::system::result<audience, problems> parse_audience(
    const boost::json::object& from, const bulletin_limits& limits
);

}  // namespace loa
