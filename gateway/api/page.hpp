#pragma once
/// \file
/// Lists, page by page.

#include "gateway/api/call.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Which part of a list is asked for: ?limit= (1 to 200, 50 if it is missing) and ?cursor=.
struct page {
    std::size_t limit = 50;
    std::optional<std::string> after;  ///< what the cursor stands for, as it was given to next_page

    /// Of lists that go on at a number. Throws api_problem 400 if the cursor is of another kind.
    std::optional<std::int64_t> after_number() const;
};
/// Throws api_problem 400.
page requested_page(const api_call& of);

/// {"items": [...], "next": "..."}; no `next`: this was the last page. What a cursor stands for is nobody's
/// business: it may change. \param more  what else the page tells
http_reply page_reply(
    boost::json::array items, const std::optional<std::string>& next, boost::json::object more = {}
);

/// Throws api_problem 400 for a parameter that is none of these, so that a misspelt filter does not show
/// everything.
void allow_parameters(const api_call& of, std::initializer_list<std::string_view> names);

}  // namespace loa
