#pragma once
/// \file
/// What the unsubscribe page looks like. It works without JavaScript and shows nothing of the person.

#include "gateway/api/call.hpp"

#include <string>
#include <string_view>

namespace loa {

enum class unsubscribe_view : std::uint8_t {
    question,  ///< with the button; nothing has happened yet
    done,      ///< no more mail; with a button to take it back
    undone,    ///< mail comes again
    kept,      ///< mail does not come again: somebody else put the address on the list
    unknown,   ///< the link is not one of ours, or not whole
};

/// \param token  as it was read: of characters that mean nothing in HTML
std::string unsubscribe_page(unsubscribe_view what, std::string_view token, language speaks);

}  // namespace loa
