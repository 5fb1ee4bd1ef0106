#pragma once
/// \file
/// Users, roles and keys as JSON.

#include "gateway/api/call.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/user_desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace loa {

boost::json::array to_json(user_roles what);
boost::json::object to_json(const user& what);

/// The roles named under "roles"; problems go to the list.
user_roles read_roles(object_reader& from, problems& out);

/// A time in a query parameter. Throws api_problem 400 if it is none.
std::optional<wall_time> time_parameter(const api_call& of, std::string_view name);

/// A password in the body, in NFC, so that it does not matter on what it is typed.
std::string read_password(object_reader& from, std::string_view key);

}  // namespace loa
