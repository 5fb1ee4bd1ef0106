#include "gateway/core/approval.hpp"

#include <algorithm>

namespace loa {
namespace {

bool reaches_parents(const audience& who)
{
    return std::ranges::any_of(who.include, [](const audience_term& term) {
        return std::ranges::find(term.roles, role::parent) != term.roles.end();
    });
}

}  // namespace

std::string why_approval(
    const bulletin& what, const approval_params& rules, const quiet_hours& quiet, wall_time now
)
{
    std::string out;
    const auto add = [&](std::string_view why) { out.append(out.empty() ? "" : "; ").append(why); };
    const bool parents = reaches_parents(what.audience);
    if (parents && rules.parents == start_rule::approve)
        add("parents get it: a second person must approve it");
    if (!parents && rules.staff == start_rule::approve)
        add("staff get it: a second person must approve it");
    if (what.urgency == urgency::urgent && rules.urgent_in_quiet_hours == start_rule::approve &&
        quiet.is_quiet(now))
        add("urgent, in quiet hours: somebody must allow it to wake people");
    return out;
}

sha256_digest approval_hash(
    std::string_view json, std::span<const std::string> channels, std::optional<wall_time> schedule
)
{
    sha256 hash;
    // Each part with its length before it, so that nothing can move from one into the next.
    const auto add = [&](std::string_view part) {
        hash.add(std::to_string(part.size()).append(":"));
        hash.add(part);
    };
    add(json);
    add(std::to_string(channels.size()));
    for (const auto& channel : channels) add(channel);
    add(schedule ? std::to_string(schedule->time_since_epoch().count()) : std::string{});
    return hash.finish();
}

}  // namespace loa
