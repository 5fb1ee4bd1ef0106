#pragma once
/// \file
/// What of the settings people may see: rules for bulletins and for those who handle them.

#include "gateway/core/broadcast.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loa {

struct shown_setting {
    std::string key;    ///< "approval.parents"
    std::string value;  ///< as TOML: a text in quotes, a number, true or false, a list of texts
    std::optional<std::uint32_t> line;  ///< nothing: the default
};

struct shown_channel {
    std::string channel;
    loa::contact contact = loa::contact::account;
    /// What is longer is cut; nothing: no limit of the channel's own.
    std::optional<std::size_t> title_limit, summary_limit, body_bytes;
    std::string title_mark;  ///< before the title of a bulletin with a content area
    std::vector<std::string> allowed_hosts;
};

struct shown_settings {
    std::string file;
    std::vector<shown_setting> items;
    std::vector<shown_channel> channels;
    std::string root_unit;
};

}  // namespace loa
