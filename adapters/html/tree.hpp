#pragma once
/// \file
/// A parsed piece of HTML. Within the folder: who includes this walks Gumbo's nodes.

#include <memory>
#include <memory_resource>
#include <optional>
#include <string_view>

struct GumboInternalNode;

namespace loa {

/// Deepest nesting of elements that is dealt with.
inline constexpr std::size_t deepest_html = 200;

class html_tree {
public:
    /// Parses a fragment as the content of <body>. `html` must outlive the tree. Nothing if the markup is
    /// nested so deeply or is so contrived that parsing it would take unreasonable time or memory (HTML5
    /// parsing is quadratic in the worst case).
    static std::optional<html_tree> parse(std::string_view html);

    /// The element whose children are the fragment.
    const GumboInternalNode& root() const noexcept { return *root_; }

private:
    html_tree() = default;

    std::unique_ptr<std::pmr::monotonic_buffer_resource> memory_;  // holds every node; freed whole
    const GumboInternalNode* root_ = nullptr;
};

}  // namespace loa
