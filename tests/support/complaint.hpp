#pragma once
/// \file
/// What an exception says.

#include <exception>
#include <string>
#include <string_view>

namespace loa::testing {

/// The text of the exception that `action` throws; empty if it throws none.
template <class F>
std::string complaint(F action)
{
    try {
        action();
    } catch (const std::exception& error) {
        return error.what();
    }
    return {};
}

inline bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

}  // namespace loa::testing
