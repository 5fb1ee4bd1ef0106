#pragma once
/// \file
/// What stands between the method and the version.

#include "gateway/http/http_message.hpp"
#include "gateway/http/http_refusal.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// Decodes an origin-form ("/a/b?x=1") into path and query, as http_message.hpp promises them. Strict: what
/// has two readings is refused. One slash at the end is taken away.
std::optional<http_refusal> read_target(std::string_view target, std::string& path, http_fields& query);

bool is_utf8(std::string_view text) noexcept;

}  // namespace loa
