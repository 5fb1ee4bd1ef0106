#pragma once
/// \file
/// Which links may go out, and how they are written. Stricter than RFC 3986 and than browsers wherever the
/// two differ: what one of them might read as another host is refused.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The link as a valid URI (spaces and letters outside ASCII percent-encoded, white space around it and line
/// breaks in it gone), or nothing if link_allowed says no.
std::optional<std::string> allowed_link(std::string_view url, const std::vector<std::string>& allowed_hosts);

/// The same for what is fetched rather than followed (images, attachments): http and https only.
std::optional<std::string> allowed_resource(
    std::string_view url, const std::vector<std::string>& allowed_hosts
);

/// "<what> leads to "<url>": ..." for people, with the URL shortened. For problems with the code
/// "host_not_allowed".
std::string refused_link_text(
    std::string_view what, std::string_view url, const std::vector<std::string>& allowed_hosts
);

}  // namespace loa
