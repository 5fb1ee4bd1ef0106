#pragma once
/// \file
/// What of a bulletin's HTML goes out. Parsed by an HTML5 parser, kept by an allow-list; nothing is repaired
/// by regular expressions.

#include "gateway/core/error.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Whether the URL is http(s) and leads to one of the hosts or below it ("hcm.edu.vn" allows "tt.hcm.edu.vn",
/// not "xhcm.edu.vn" nor "hcm.edu.vn.evil.example"). Also allowed: mailto: and tel: with an address under
/// such a host, or any number.
bool link_allowed(std::string_view url, const std::vector<std::string>& allowed_hosts);

/// The HTML with only allowed elements and attributes (headings, paragraphs, lists, tables, emphasis, links,
/// images, quotes, figures), in NFC, well-formed, without scripts, styles, event handlers, comments or
/// tracking pixels. Elements that are not allowed are unwrapped, or dropped with their content where the
/// content is no text (script, style, template ...).
///
/// A link or image that leads outside the allow-list is a problem: the bulletin must not go out (code
/// "host_not_allowed"; `field` is the name given, text names the URL). So is HTML nested deeper than 200
/// (code "too_deep").
boost::system::result<std::string, problems> sanitise(
    std::string_view html, const std::vector<std::string>& allowed_hosts, std::string_view field = "body_html"
);

/// Sanitised HTML as text that reads well without it: paragraphs apart, "- " and "1. " lists, tables as
/// "header: cell" or aligned rows, links as "text (URL)", images as "[Hình: alt]", quotes with "> ". Lines
/// are at most `width` graphemes where words allow;
/// "\n" ends lines.
std::string to_text(std::string_view sanitised_html, std::size_t width = 72);

/// `<`, `>`, `&`, `"` and `'` as character references.
std::string escape_html(std::string_view text);

}  // namespace loa
