#include "adapters/email/signing_pool.hpp"

#include "gateway/core/with_deadline.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace loa {
namespace {

constexpr unsigned most_threads = 16;

/// Shared by the loop and the threads: either may be done with it first.
struct call {
    call(const executor& on, std::vector<std::string> what)
        : messages{std::move(what)}, signatures(messages.size()), left{messages.size()}, ready{on}
    {
    }

    const std::vector<std::string> messages;
    std::vector<std::string> signatures;  ///< each written by one thread; read when all are there
    std::size_t next = 0;                 ///< to be signed; the pool's lock guards it
    std::atomic<std::size_t> left;
    std::atomic<bool> is_dropped = false, has_failed = false;
    timer ready;  ///< of the loop, and only there; so is the rest
    bool is_done = false;
};

class pooled_messages final : public messages_to_sign {
public:
    explicit pooled_messages(std::shared_ptr<call> what) : call_{std::move(what)} {}
    ~pooled_messages() override { call_->is_dropped = true; }
    pooled_messages(const pooled_messages&) = delete;
    pooled_messages& operator=(const pooled_messages&) = delete;

    task<std::string_view> wait(time_point deadline) override
    {
        if (!call_->is_done) {
            call_->ready.expires_at(deadline);
            co_await call_->ready.async_wait(as_result);
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error{boost::asio::error::operation_aborted};
        }
        if (!call_->is_done)
            co_return "not signed before the deadline";
        co_return call_->has_failed ? std::string_view{"OpenSSL could not sign"} : std::string_view{};
    }

    void append(std::string& out, std::size_t index) const override
    {
        out += call_->signatures[index];
        out += call_->messages[index];
    }

private:
    std::shared_ptr<call> call_;
};

}  // namespace

class signing_pool::body {
public:
    body(const executor& on, dkim_params params) : on_{on}, signer_{std::move(params)}
    {
        const auto cores = std::clamp(std::thread::hardware_concurrency(), 1U, most_threads);
        for (unsigned i = 0; i != cores; ++i) threads_.emplace_back([this] { serve(); });
    }

    ~body()
    {
        {
            const std::lock_guard hold{mutex_};
            is_over_ = true;
        }
        some_.notify_all();
        for (auto& each : threads_) each.join();
    }

    std::unique_ptr<messages_to_sign> sign(std::vector<std::string> messages)
    {
        const auto one = std::make_shared<call>(on_, std::move(messages));
        one->is_done = one->messages.empty();
        if (!one->is_done) {
            const std::lock_guard hold{mutex_};
            queue_.push_back(one);
        }
        some_.notify_all();
        return std::make_unique<pooled_messages>(one);
    }

    std::size_t added() const noexcept { return signer_.size(); }

private:
    void serve()
    {
        for (;;) {
            std::shared_ptr<call> one;
            std::size_t index = 0;
            {
                std::unique_lock hold{mutex_};
                some_.wait(hold, [this] { return is_over_ || !queue_.empty(); });
                if (is_over_)
                    return;
                one = queue_.front();
                index = one->next++;
                if (one->next == one->messages.size())
                    queue_.pop_front();
            }
            if (!one->is_dropped)
                sign_one(*one, index);
            if (--one->left == 0)
                boost::asio::post(on_, [one = std::move(one)] {
                    one->is_done = true;
                    one->ready.cancel();
                });
        }
    }

    void sign_one(call& of, std::size_t index) const noexcept
    {
        try {
            auto& out = of.signatures[index];
            out.reserve(signer_.size());
            signer_.append_signatures(
                out,
                of.messages[index],
                std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
            );
        } catch (const std::exception&) {
            of.has_failed = true;
        }
    }

    executor on_;
    const dkim_signer signer_;
    std::mutex mutex_;
    std::condition_variable some_;
    std::deque<std::shared_ptr<call>> queue_;
    bool is_over_ = false;
    std::vector<std::thread> threads_;
};

signing_pool::signing_pool(const executor& on, dkim_params params)
    : body_{std::make_unique<body>(on, std::move(params))}
{
}

signing_pool::~signing_pool() = default;

std::unique_ptr<messages_to_sign> signing_pool::sign(std::vector<std::string> messages)
{
    return body_->sign(std::move(messages));
}

std::size_t signing_pool::added() const noexcept
{
    return body_->added();
}

}  // namespace loa
