#include "gateway/core/bulletin_check.hpp"

#include <algorithm>
#include <exception>
#include <string>

namespace loa {

std::vector<channel*> channels_of(const bulletin& what, std::span<channel* const> all, problems& wrong)
{
    if (what.channels.empty())
        return {all.begin(), all.end()};
    std::vector<channel*> out;
    for (std::size_t i = 0; i != what.channels.size(); ++i) {
        const auto at = std::ranges::find(all, what.channels[i], [](const channel* c) { return c->name(); });
        if (at != all.end()) {
            out.push_back(*at);
            continue;
        }
        std::string known;
        for (const auto* each : all) known.append(known.empty() ? "" : ", ").append(each->name());
        wrong.push_back(
            {"channels[" + std::to_string(i) + ']',
             "unknown_channel",
             "must be one of the channels of this gateway: " + known}
        );
    }
    return out;
}

problems check_channels(const bulletin& what, std::span<channel* const> all, logger& log)
{
    problems wrong;
    for (auto* each : channels_of(what, all, wrong)) {
        const auto rendered = render_safely(*each, what, 0, log);
        if (rendered)
            continue;
        for (const auto& problem : rendered.error())
            if (std::ranges::find(wrong, problem) == wrong.end())
                wrong.push_back(problem);
    }
    return wrong;
}

void check_publisher(const bulletin& what, problems& wrong)
{
    if (what.source == editor_source)
        wrong.push_back(
            {"source",
             "reserved",
             "must not be \"editor\": that is where bulletins written in Loa come from"}
        );
}

boost::system::result<std::unique_ptr<rendition>, problems> render_safely(
    channel& to, const bulletin& what, broadcast_id broadcast, logger& log
)
{
    try {
        return to.render(what, broadcast);
    } catch (const std::exception& e) {
        log.error(
            "a bulletin cannot be rendered",
            {{"bulletin", what.source + '/' + what.id}, {"channel", to.name()}, {"reason", e.what()}}
        );
        problems wrong;
        wrong.push_back({"", "not_renderable", "cannot be rendered for " + std::string{to.name()}});
        return wrong;
    }
}

}  // namespace loa
