#include "gateway/served_settings.hpp"

#include "config/load.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace loa {
namespace {

constexpr std::array shown_tables{"approval.", "canary.", "quiet_hours.", "retention."};
constexpr std::array shown_keys{
    "store.keep_sendable",
    "bulletins.max_bytes",
    "bulletins.root_unit",
    "api.session_idle",
    "api.session_limit",
    "api.recall_time",
    "email.allowed_hosts",
    "email.dispatch.attempts",
    "email.dispatch.quota",
    "email.dispatch.daily_cap",
    "enetviet.allowed_hosts",
    "enetviet.dispatch.attempts",
    "enetviet.dispatch.quota",
    "enetviet.dispatch.daily_cap",
};

bool is_shown(std::string_view key, const settings& in)
{
    if (key.starts_with("email.") && !in.email)
        return false;
    if (key.starts_with("enetviet.") && !in.enetviet)
        return false;
    return std::ranges::find(shown_keys, key) != shown_keys.end() ||
           std::ranges::any_of(shown_tables, [&](std::string_view each) { return key.starts_with(each); });
}

shown_channel channel_of(const enetviet_params& what)
{
    shown_channel out;
    out.channel = "enetviet";
    out.contact = what.addressing == enetviet_addressing::audience ? contact::unit : contact::account;
    out.title_limit = what.title_limit;
    out.title_mark = what.area_mark;
    out.summary_limit = what.summary_limit;
    out.body_bytes = what.body_limit;
    out.allowed_hosts = what.allowed_hosts;
    return out;
}

shown_channel channel_of(const email_params& what)
{
    shown_channel out;
    out.channel = "email";
    out.contact = contact::mailbox;
    out.allowed_hosts = what.allowed_hosts;
    return out;
}

}  // namespace

shown_settings shown_of(const settings& what)
{
    shown_settings out;
    out.file = what.file.string();
    out.root_unit = what.bulletins.root_unit;
    for (const auto& each : list_settings(what)) {
        auto key = each.table.empty() ? each.key : each.table + "." + each.key;
        if (!is_shown(key, what))
            continue;
        const auto line = what.lines.find(key);
        out.items.push_back(
            {std::move(key),
             each.value,
             line == what.lines.end() ? std::nullopt : std::optional{line->second}}
        );
    }
    if (what.enetviet)
        out.channels.push_back(channel_of(*what.enetviet));
    if (what.email)
        out.channels.push_back(channel_of(*what.email));
    return out;
}

}  // namespace loa
