#pragma once
/// \file
/// The API: finds out who asks, whether he may, and runs the route's handler.

#include "gateway/api/api_params.hpp"
#include "gateway/api/router.hpp"
#include "gateway/api/shown_settings.hpp"
#include "gateway/api/system_facts.hpp"
#include "gateway/core/bulletin.hpp"
#include "gateway/core/channel_board.hpp"
#include "gateway/core/fresh_refusals.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/meter.hpp"
#include "gateway/core/receipt_message.hpp"
#include "gateway/core/refusal_token.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loa {

class directory_imports;
class oidc_provider;
class own_channels;
class rejected_intake;

/// What handlers share. All of it is thread-safe and outlives the API.
struct api_parts {
    api_params how;
    logger& log;
    std::function<std::unique_ptr<desk>()> open_desk;  ///< called once for each thread
    std::function<void()>
        wake;  ///< something was changed that the gateway should look at soon: planner, dispatchers, finisher
    const channel_board& board;         ///< how the channels and the inbox are doing right now
    std::function<bool()> is_alive;     ///< the sending loop goes round
    std::vector<std::string> channels;  ///< those in use, by name
    /// A body whose pieces are made one by one on the threads; an empty piece is the end. Set by the API.
    std::function<std::shared_ptr<body_source>(std::function<std::string(desk&)>)> in_pieces = {};
    std::function<std::string(desk&)> metrics = {};  ///< the text of /metrics
    meter& counts = no_meter();
    const refusal_tokens* tokens = nullptr;  ///< of the links in mail; missing: there are none
    fresh_refusals* refusals = nullptr;      ///< told of each refusal once it is committed
    receipt_reader receipts = {};            ///< of the eNetViet partner; missing: none are taken
    bulletin_limits bulletins = {};          ///< as intake has them
    own_channels* own = nullptr;    ///< for checks, previews and test sends; never missing in a gateway
    oidc_provider* oidc = nullptr;  ///< missing: nobody signs in by one
    std::string time_zone = "Asia/Ho_Chi_Minh";  ///< whose days a report is of
    rejected_intake* rejected = nullptr;  ///< never missing in a gateway
    directory_imports* imports = nullptr;  ///< never missing in a gateway
    shown_settings shown = {};
    system_facts system = {};
};

/// Lives on the API's loop; handlers run on a pool of its own.
class api final : public http_handler {
public:
    api(boost::asio::io_context& loop, api_parts parts);
    ~api() override;
    api(const api&) = delete;
    api& operator=(const api&) = delete;

    std::uint64_t most_in_pieces(const http_request& head) const override;
    task<body_place> open_body(http_request head) override;
    task<http_reply> answer(http_request what) override;

    const router& routes() const noexcept;

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
