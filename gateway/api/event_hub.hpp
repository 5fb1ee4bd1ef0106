#pragma once
/// \file
/// Tells everybody who watches what changes, while somebody does.

#include "gateway/api/event_state.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace loa {

struct event_hub_params {
    std::chrono::milliseconds every{
        250};  ///< looked for changes, so at most one event of a broadcast in this time
    std::chrono::seconds heartbeat{15};  ///< a comment, so that nothing between takes the connection for dead
    std::chrono::minutes longest{
        15};  ///< then the stream ends and the browser comes again: is it still allowed to?
    std::size_t listeners = 128;
};

/// One look for all listeners, on a thread and a desk of its own; none while nobody listens. The look costs
/// the same whatever the ledger holds.
class event_hub {
public:
    /// \param loop  on which the sources are read; must outlive the hub
    /// \param board  fills in how channels and inbox are doing
    event_hub(
        boost::asio::io_context& loop,
        std::function<std::unique_ptr<desk>()> open_desk,
        std::function<void(watched&)> board,
        logger& log,
        event_hub_params params = {}
    );
    /// Ends all streams.
    ~event_hub();
    event_hub(const event_hub&) = delete;
    event_hub& operator=(const event_hub&) = delete;

    /// A stream of events after the id, or, if that cannot be resumed, one that starts with everything
    /// ("reset"). Nothing: there are too many listeners. Thread-safe.
    std::shared_ptr<body_source> listen(std::optional<std::uint64_t> last_id);

private:
    class body;
    std::shared_ptr<body> body_;
};

}  // namespace loa
