#pragma once
/// \file
/// Text in and out of JSON without the detour over values of their own.

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace loa {

/// Appends the text as a JSON string.
void add_json_text(std::string& out, std::string_view text);

/// The text of the member; empty if there is none or it is no text. Lives as long as `in`.
std::string_view json_text_at(const boost::json::object& in, std::string_view key);

}  // namespace loa
