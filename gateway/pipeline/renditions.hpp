#pragma once
/// \file
/// The bulletins that one channel is sending, each rendered once.

#include "gateway/core/channel.hpp"
#include "gateway/core/ledger.hpp"

#include <boost/system/result.hpp>

#include <list>
#include <memory>
#include <string>
#include <variant>

namespace loa {

class renditions {
public:
    struct rendered {
        rendered(std::unique_ptr<rendition> h, key_maker k) : how{std::move(h)}, keys{std::move(k)} {}
        std::unique_ptr<rendition> how;
        key_maker keys;
        std::string refused;  ///< why the remote side refused the content: no batch sends it any more
        bool is_returned = false;  ///< to the editor, for that reason; who sends it all the same begins anew
    };
    /// What render() refused.
    struct refused {
        problems why;
    };
    /// Shared by the batches of a broadcast that are under way; the cache may forget it first.
    using found = std::variant<std::shared_ptr<rendered>, refused, boost::system::error_code>;

    renditions(channel& of, ledger& from);

    task<found> of(broadcast_id id);

private:
    static constexpr std::size_t kept = 8;

    channel& channel_;
    ledger& ledger_;
    std::vector<std::uint8_t> secret_;
    std::list<std::pair<broadcast_id, std::shared_ptr<rendered>>> recent_;  // the most recently used first
};

}  // namespace loa
