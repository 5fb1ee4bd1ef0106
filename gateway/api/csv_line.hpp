#pragma once
/// \file
/// CSV that is safe to open in a spreadsheet.

#include <initializer_list>
#include <string>
#include <string_view>

namespace loa {

/// One line of RFC 4180 with its end. What a spreadsheet would take for a formula (a leading = + - @, tab or
/// carriage return) gets an apostrophe before it.
std::string csv_line(std::initializer_list<std::string_view> fields);

/// The line of names, with which a file begins: after a byte order mark, without which Excel takes Vietnamese
/// for something else.
std::string csv_head(std::initializer_list<std::string_view> names);

}  // namespace loa
