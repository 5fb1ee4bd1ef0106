#pragma once
/// \file
/// The threads on which the API's handlers run.

#include "gateway/api/system_facts.hpp"
#include "gateway/api/thread_desk.hpp"
#include "gateway/core/task.hpp"

#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace loa {

/// So many threads, each with a desk of its own, and a queue with an end: who comes when it is full is told
/// so at once, instead of waiting for an answer that nobody will read any more.
class handler_pool {
public:
    using work = std::function<void(thread_desk&)>;

    /// \param loop  where run() is awaited; outlives the pool
    handler_pool(
        boost::asio::io_context& loop,
        std::size_t threads,
        std::size_t waiting,
        std::function<std::unique_ptr<desk>()> open_desk
    );
    /// Finishes what is running, drops what is waiting.
    ~handler_pool();
    handler_pool(const handler_pool&) = delete;
    handler_pool& operator=(const handler_pool&) = delete;

    /// Until the work, which never throws, is done or too many are waiting for a thread: false, and it was
    /// not begun. When cancelled, throws operation_aborted at once; the work may then run all the same, so it
    /// owns what it uses. Call on the loop.
    task<bool> run(work what);

    /// From any thread.
    thread_load load() const;

private:
    class body;
    std::unique_ptr<body> body_;
};

}  // namespace loa
