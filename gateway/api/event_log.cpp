#include "gateway/api/event_log.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace loa {
namespace {

// https://html.spec.whatwg.org/multipage/server-sent-events.html; JSON has no line ends.
void append_event(std::string& out, std::uint64_t id, std::string_view type, std::string_view data)
{
    out.append("id: ").append(std::to_string(id));
    out.append("\nevent: ").append(type);
    out.append("\ndata: ").append(data).append("\n\n");
}

}  // namespace

void event_log::update(
    const std::vector<event_topic>& now,
    const std::function<std::optional<event_topic>(const event_topic&)>& gone
)
{
    for (const auto& topic : now) {
        auto& here = present_[topic.key];
        if (here.topic == topic)
            continue;
        // It is back: what was said of its end is not the latest any more.
        std::erase_if(gone_, [&](const entry& each) { return each.topic.key == topic.key; });
        here = {++last_, topic};
    }
    for (auto at = present_.begin(); at != present_.end();) {
        const auto found = std::ranges::lower_bound(now, at->first, {}, &event_topic::key);
        if (found != now.end() && found->key == at->first) {
            ++at;
            continue;
        }
        if (auto last_words = gone(at->second.topic))
            gone_.push_back({++last_, *std::move(last_words)});
        at = present_.erase(at);
    }
    while (gone_.size() > most_gone) {
        forgotten_ = gone_.front().id;
        gone_.pop_front();
    }
}

std::string event_log::since(std::uint64_t after) const
{
    std::vector<const entry*> those;
    for (const auto& [key, each] : present_)
        if (each.id > after)
            those.push_back(&each);
    for (const auto& each : gone_)
        if (each.id > after)
            those.push_back(&each);
    std::ranges::sort(those, {}, [](const entry* each) { return each->id; });
    std::string out;
    for (const auto* each : those) append_event(out, each->id, each->topic.type, each->topic.data);
    return out;
}

std::string event_log::snapshot() const
{
    std::string data{"{"};
    for (const std::string_view type : {"broadcast", "channel", "alert"}) {
        data.append(data.size() == 1 ? "\"" : ",\"").append(type).append("s\":[");
        bool first = true;
        for (const auto& [key, each] : present_) {
            if (each.topic.type != type)
                continue;
            data.append(std::exchange(first, false) ? "" : ",").append(each.topic.data);
        }
        data += ']';
    }
    data += '}';
    std::string out;
    append_event(out, last_, "reset", data);
    return out;
}

}  // namespace loa
