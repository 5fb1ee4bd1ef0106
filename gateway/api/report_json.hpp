#pragma once
/// \file
/// The report as JSON and as CSV: what the API answers and what `loa report` writes.

#include "gateway/core/report.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace loa {

boost::json::object to_json(const report& what);

/// A line for each broadcast on each channel, under the names that the JSON has.
std::string to_csv(const report& what);

}  // namespace loa
