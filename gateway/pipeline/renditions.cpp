#include "gateway/pipeline/renditions.hpp"

#include <algorithm>
#include <utility>

namespace loa {

renditions::renditions(channel& of, ledger& from) : channel_{of}, ledger_{from}, secret_{from.secret()} {}

task<renditions::found> renditions::of(broadcast_id id)
{
    const auto here = [&] {
        return std::find_if(recent_.begin(), recent_.end(), [&](const auto& each) { return each.first == id && !each.second->is_returned; });
    };
    if (const auto at = here(); at != recent_.end()) {
        recent_.splice(recent_.begin(), recent_, at);
        co_return at->second;
    }

    const auto content = co_await ledger_.content(id);
    if (!content)
        co_return content.error();
    // Somebody else may have rendered it while we waited.
    if (const auto at = here(); at != recent_.end())
        co_return at->second;

    auto how = channel_.render(*content, id);
    if (!how) {
        refused no{how.error()};
        co_return no;
    }
    key_maker keys{secret_, id, channel_.name()};
    auto made = std::make_shared<rendered>(std::move(*how), std::move(keys));
    recent_.emplace_front(id, made);
    if (recent_.size() > kept)
        recent_.pop_back();
    co_return made;
}

}  // namespace loa
