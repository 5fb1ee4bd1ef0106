#pragma once
/// \file
/// The threads on which the API's handlers run.

#include "gateway/api/thread_desk.hpp"
#include "gateway/core/task.hpp"
#include "gateway/http/http_message.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace loa {

/// So many threads, each with a desk of its own, and a queue with an end: who comes when it is full is told
/// so at once, instead of waiting for an answer that nobody will read any more.
class handler_pool {
public:
    /// Answers one request; never throws.
    using work = std::function<http_reply(http_request&, thread_desk&)>;

    /// \param loop  where run() is awaited; outlives the pool
    handler_pool(
        boost::asio::io_context& loop,
        std::size_t threads,
        std::size_t waiting,
        std::function<std::unique_ptr<desk>()> open_desk,
        work what
    );
    /// Finishes what is running, drops what is waiting.
    ~handler_pool();
    handler_pool(const handler_pool&) = delete;
    handler_pool& operator=(const handler_pool&) = delete;

    /// Takes the request. Nothing: too many are waiting, and it was left alone. On the loop.
    task<std::optional<http_reply>> run(http_request& what);

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
