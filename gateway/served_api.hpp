#pragma once
/// \file
/// The API inside the running gateway: its loop, its thread and its server.

#include "config/settings.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/channel_board.hpp"
#include "gateway/core/fresh_refusals.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/refusal_token.hpp"
#include "gateway/metrics/prometheus_meter.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace loa {

/// What it needs of the gateway around it. All of it outlives the API; the functions are called on its threads.
struct api_surroundings {
    const channel_board& board;
    prometheus_meter& meter;
    fresh_refusals& refusals;
    const refusal_tokens& tokens;
    std::vector<std::uint8_t> secret;  ///< of the ledger
    /// The API's own instance of each channel, on its loop: for previews and test sends.
    std::function<std::vector<std::unique_ptr<channel>>(boost::asio::io_context&)> make_channels;
    std::function<void()> wake;
    std::function<bool()> is_alive;
    std::function<void(const char* why)> failed;  ///< its loop ended in a way that must not be
};

/// Apart from the sending loop, so that whoever asks cannot slow down what is sent.
class served_api {
public:
    /// Listens. Throws std::runtime_error with a sentence for people if it cannot. `how.http` must be there.
    served_api(const settings& how, logger& log, api_surroundings around);
    /// Joins its thread, within the server's stop_limit.
    ~served_api();
    served_api(const served_api&) = delete;
    served_api& operator=(const served_api&) = delete;

    void start();
    /// No new request is taken, event streams end, what is under way is answered. Returns at once.
    void stop();
    void reload_certificate();

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
