#pragma once
/// \file
/// Which elements of a bulletin's HTML go out. Within the folder.

#include <string_view>

struct GumboInternalNode;

namespace loa {

/// What becomes of an element.
enum class fate {
    unwrap,  // its content stays
    drop,    // with its content
    flow,    // kept; nothing else on its lines
    cell,    // the same, and kept even when empty
    phrase,  // kept; part of a line
    line_break,
    rule,
    image,
    link,
};
struct treatment {
    loa::fate fate = fate::unwrap;
    std::string_view name;  // in the output
};

/// For an element or template node.
treatment treatment_of(const GumboInternalNode& element);

}  // namespace loa
