#pragma once
/// \file
/// Addresses of the Department's portal.

#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// "category-article", e.g. "41848-90747", from any of the four forms an article's address has:
/// `.../ct/<category>/<article>`, `.../ctfull/...`, `.../ctmb/...` and the older `...-c<category>-<article>.aspx`.
/// Nothing for anything else, lists (`/c/<category>`) included. The slug before it is cut at 78 characters by the portal and is not
/// unique: it is never looked at.
std::optional<std::string> portal_article_id(std::string_view url);

}  // namespace loa
