#pragma once
/// \file
/// The API: finds out who asks, whether he may, and runs the route's handler.

#include "gateway/api/api_params.hpp"
#include "gateway/api/router.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace loa {

/// What handlers share. All of it is thread-safe and outlives the API.
struct api_parts {
    api_params how;
    logger& log;
    std::function<std::unique_ptr<desk>()> open_desk;  ///< called once for each thread
    std::function<void()>
        wake;  ///< something was changed that the gateway should look at soon: planner, dispatchers, finisher
};

/// Lives on the API's loop; handlers run on a pool of its own.
class api final : public http_handler {
public:
    api(boost::asio::io_context& loop, api_parts parts);
    ~api() override;
    api(const api&) = delete;
    api& operator=(const api&) = delete;

    task<http_reply> answer(http_request what) override;

    const router& routes() const noexcept;

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
