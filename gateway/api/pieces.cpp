#include "gateway/api/pieces.hpp"

#include "gateway/core/with_deadline.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace loa {
namespace {

class pieces final : public body_source {
public:
    pieces(handler_pool& on, logger& log, std::function<std::string(desk&)> next)
        : on_{on}, state_{std::make_shared<state>(log, std::move(next))}
    {
    }

    task<std::string> next() override
    {
        timer pause{co_await boost::asio::this_coro::executor};
        for (;;) {
            handler_pool::work work = [one = state_](thread_desk& at) { one->make(at); };
            const bool is_done = co_await on_.run(std::move(work));
            if (is_done)
                break;
            pause.expires_after(std::chrono::milliseconds{100});
            co_await pause.async_wait(use_task);
        }
        if (state_->failed)
            throw std::runtime_error{"the rest of a reply could not be read"};
        co_return std::exchange(state_->piece, {});
    }

private:
    struct state {
        state(logger& to, std::function<std::string(desk&)> of) : log{to}, next{std::move(of)} {}
        void make(thread_desk& at)
        {
            try {
                piece = next(at);
            } catch (const std::exception& e) {
                at.forget();
                failed = true;
                log.error("a reply breaks off", {{"reason", e.what()}});
            }
        }

        logger& log;
        std::function<std::string(desk&)> next;
        std::string piece;
        bool failed = false;
    };

    handler_pool& on_;
    const std::shared_ptr<state> state_;
};

}  // namespace

std::shared_ptr<body_source> make_pieces(
    handler_pool& on, logger& log, std::function<std::string(desk&)> next
)
{
    return std::make_shared<pieces>(on, log, std::move(next));
}

}  // namespace loa
