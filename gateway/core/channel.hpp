#pragma once
/// \file
/// The port every delivery adapter implements.

#include "gateway/core/bulletin.hpp"
#include "gateway/core/broadcast.hpp"
#include "gateway/core/idempotency_key.hpp"
#include "gateway/core/outcome.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// One destination as an adapter sees it. Views live as long as the call they are passed to.
struct destination {
    std::uint32_t no = 0;
    std::string_view address;  ///< in the form of its `contact`, never empty
    std::string_view name;  ///< of the person or unit; may be empty
    idempotency_key key;    ///< the same for every attempt at this delivery
};

/// What one destination gets, read out of the very bytes that are sent.
struct message_preview {
    std::string title;    ///< email: the subject; eNetViet: the title as cut
    std::string summary;  ///< eNetViet only
    std::string text;     ///< email only
    std::string html;
    std::string sender;  ///< email only: "Name <address>"
    std::string source;  ///< what goes over the wire: the whole MIME message, the JSON of the request
};

/// What a look-up says of a delivery whose result is unknown.
enum class presence : std::uint8_t { present, absent, cannot_tell };

/// One broadcast, rendered once for one channel and ready to be sent to any number of destinations.
/// The channel that made it must outlive it. Not thread-safe: call from the sending loop only. Several `deliver` and `look_up`
/// calls may be under way at once.
class rendition {
public:
    virtual ~rendition() = default;

    /// Attempts up to max_batch() destinations. Returns one outcome per destination, in the order given; whatever the remote
    /// side does (refuse, stall, hang up, talk nonsense) comes back as an outcome. Running past `deadline` is `unknown` for
    /// those whose bytes left, else `transient`. Never retries, sleeps, records, or logs outcomes.
    /// `to` must outlive the call.
    ///
    /// Throws boost::system::system_error(operation_aborted) when cancelled, and nothing else.
    virtual task<std::vector<outcome>> deliver(std::span<const destination> to, time_point deadline) = 0;

    /// Asks whether earlier attempts arrived, one answer per destination in the order given. A channel without a look-up
    /// answers cannot_tell. Fails as deliver does: every trouble is cannot_tell.
    virtual task<std::vector<presence>> look_up(std::span<const destination> of, time_point deadline) = 0;

    /// What `deliver` would send to this destination, spliced the same way. Pure: no I/O; may be called from any thread, but not
    /// while the rendition delivers. Throws nothing but bad_alloc.
    virtual message_preview preview(const destination& to) const = 0;
};

/// A way to reach people.
class channel {
public:
    virtual ~channel() = default;

    /// Name used in bulletins, logs and metrics, e.g. "email". Never changes, lives as long as the channel.
    virtual std::string_view name() const noexcept = 0;

    /// Most destinations that `deliver` takes at once, at least 1.
    virtual std::size_t max_batch() const noexcept = 0;

    /// Whether `look_up` can ever say present or absent.
    virtual bool has_look_up() const noexcept = 0;

    /// What its destinations are.
    virtual loa::contact contact() const noexcept = 0;

    /// Renders the bulletin, or says why it cannot go out on this channel (a link outside the allow-list, a title of nothing,
    /// ...). Pure: no I/O. Also called by intake, only to learn the problems.
    virtual boost::system::result<std::unique_ptr<rendition>, problems> render(
        const bulletin& what, broadcast_id broadcast
    ) = 0;
};

}  // namespace loa
