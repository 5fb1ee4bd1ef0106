#pragma once
/// \file
/// Whether a bulletin can go out on its channels: the same reasons for what the portal publishes and for what
/// an editor writes.

#include "gateway/core/channel.hpp"
#include "gateway/core/logger.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace loa {

/// The source of bulletins written in Loa itself; no publisher may be called so.
inline constexpr std::string_view editor_source = "editor";

/// Those of `all` that the bulletin is for: the ones it names, or all of them. Adds a problem for each that
/// it names and nobody has.
std::vector<channel*> channels_of(const bulletin& what, std::span<channel* const> all, problems& wrong);

/// What stands in the way on any of its channels, each thing once.
problems check_channels(const bulletin& what, std::span<channel* const> all, logger& log);

/// Else whoever may publish could replace what an editor submitted, as its next version.
void check_publisher(const bulletin& what, problems& wrong);

/// channel::render, but a bulletin that breaks a channel is a problem of the bulletin: it must not break the
/// gateway, again and again.
boost::system::result<std::unique_ptr<rendition>, problems> render_safely(
    channel& to, const bulletin& what, broadcast_id broadcast, logger& log
);

}  // namespace loa
