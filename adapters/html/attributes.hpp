#pragma once
/// \file
/// What an element's attributes say. Within the folder.

#include <optional>
#include <string_view>

struct GumboInternalNode;

namespace loa {

/// The value with its references resolved, or nothing if there is no such attribute. Lives as long as the
/// tree.
std::optional<std::string_view> attribute(const GumboInternalNode& element, const char* name);

/// A whole number within the limits ("12", " 12px "), else nothing.
std::optional<int> number_attribute(const GumboInternalNode& element, const char* name, int least, int most);

/// Not shown by a browser: hidden, display:none ...
bool is_hidden(const GumboInternalNode& element);

/// An image nobody sees: a pixel that reports who opened the message.
bool is_tracking_pixel(const GumboInternalNode& image);

}  // namespace loa
