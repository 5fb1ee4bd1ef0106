#include "gateway/api/event_hub.hpp"

#include "gateway/api/event_log.hpp"
#include "gateway/core/with_deadline.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace loa {
namespace {

/// Higher than any id of a gateway that ran before, as long as there are fewer than a million events a
/// second.
std::uint64_t first_id()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(now).count()) * 1'000;
}

}  // namespace

class event_hub::body : public std::enable_shared_from_this<event_hub::body> {
public:
    class listener;

    body(
        boost::asio::io_context& loop,
        std::function<std::unique_ptr<desk>()> open_desk,
        std::function<void(watched&)> board,
        logger& log,
        event_hub_params params
    )
        : loop_{loop}, open_desk_{std::move(open_desk)}, board_{std::move(board)}, log_{log}, params_{params}
    {
    }

    void start()
    {
        thread_ = std::thread{[this] { watch(); }};
    }

    void stop()
    {
        {
            const std::lock_guard hold{guard_};
            stopping_ = true;
        }
        wanted_.notify_all();
        thread_.join();
        desk_.reset();
        wake_listeners();
    }

    std::shared_ptr<listener> add(std::optional<std::uint64_t> last_id);
    void remove(const listener* who) noexcept;

    /// What the listener has not seen yet; nothing: the stream is over.
    std::optional<std::string> news(std::optional<std::uint64_t>& seen, std::uint64_t look) const
    {
        const std::lock_guard hold{guard_};
        if (stopping_)
            return std::nullopt;
        if (looks_ended_ < look)
            return std::string{};  // what is known is from before it came
        auto out = seen && event_log_.can_resume(*seen) ? event_log_.since(*seen) : event_log_.snapshot();
        seen = event_log_.last_id();
        return out;
    }

    const event_hub_params& params() const noexcept { return params_; }
    boost::asio::io_context& loop() noexcept { return loop_; }

private:
    void watch()
    {
        std::unique_lock hold{guard_};
        while (!stopping_) {
            wanted_.wait(hold, [this] { return stopping_ || !listeners_.empty(); });
            if (stopping_)
                return;
            const auto next = std::chrono::steady_clock::now() + params_.every;
            ++looks_begun_;
            hold.unlock();
            const auto now = look();
            hold.lock();
            const auto before = event_log_.last_id();
            event_log_.update(now, [&](const event_topic& topic) { return last_words_[topic.key]; });
            const bool is_news = event_log_.last_id() != before || look_wanted_ > looks_ended_;
            looks_ended_ = looks_begun_;
            hold.unlock();
            if (is_news)
                wake_listeners();
            hold.lock();
            wanted_.wait_until(hold, next, [this] { return stopping_ || look_wanted_ > looks_ended_; });
        }
    }

    std::vector<event_topic> look()
    {
        watched what;
        what.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        board_(what);
        try {
            if (!desk_)
                desk_ = open_desk_();
            what.paused = desk_->ledger().paused_channels();
            what.live = desk_->ledger().live();
            trouble_ = false;
        } catch (const std::exception& e) {
            desk_.reset();
            if (!std::exchange(trouble_, true))
                log_.error("events cannot be told: the ledger cannot be read", {{"reason", e.what()}});
        }
        auto out = topics_of(what);
        if (!what.live)  // nobody knows that a broadcast is over: what was last known stands
            std::ranges::copy_if(last_look_, std::back_inserter(out), &event_topic::from_ledger);
        std::ranges::sort(out, {}, &event_topic::key);
        // Here and not when they are needed: then everybody waits.
        last_words_.clear();
        for (const auto& each : last_look_)
            if (!std::ranges::binary_search(out, each.key, {}, &event_topic::key))
                last_words_[each.key] = last_words(each);
        last_look_ = out;
        return out;
    }

    std::optional<event_topic> last_words(const event_topic& topic)
    {
        if (topic.type == "alert")
            return cleared(topic);
        if (topic.type != "broadcast" || !desk_)
            return std::nullopt;
        const std::string_view number =
            std::string_view{topic.key}.substr(std::string_view{"broadcast "}.size());
        broadcast_id id = 0;
        std::from_chars(number.data(), number.data() + number.size(), id);
        try {
            if (const auto status = desk_->ledger().status(id))
                return broadcast_topic(*status);
        } catch (const std::exception&) {
            desk_.reset();  // the next look says what is the matter
        }
        return std::nullopt;
    }

    void wake_listeners();

    boost::asio::io_context& loop_;
    const std::function<std::unique_ptr<desk>()> open_desk_;
    const std::function<void(watched&)> board_;
    logger& log_;
    const event_hub_params params_;

    mutable std::mutex guard_;
    std::condition_variable wanted_;
    event_log event_log_{first_id()};
    std::vector<const listener*> listeners_;
    std::uint64_t looks_begun_ = 0, looks_ended_ = 0, look_wanted_ = 0;
    bool stopping_ = false;

    std::vector<std::weak_ptr<listener>> asleep_;  ///< to be woken; on the loop only

    // The thread's own.
    std::unique_ptr<desk> desk_;
    std::vector<event_topic> last_look_;
    std::map<std::string, std::optional<event_topic>> last_words_;  ///< on what the look before this one knew
    bool trouble_ = false;
    std::thread thread_;
};

/// Read on the loop. Keeps no events: it knows up to which it has told, and tells what is the latest when it
/// is asked.
class event_hub::body::listener final : public body_source, public std::enable_shared_from_this<listener> {
public:
    listener(std::shared_ptr<body> of, std::optional<std::uint64_t> last_id, std::uint64_t look)
        : of_{std::move(of)},
          alarm_{of_->loop().get_executor()},
          ends_{std::chrono::steady_clock::now() + of_->params().longest},
          seen_{last_id},
          look_{look}
    {
    }
    ~listener() override { of_->remove(this); }

    task<std::string> next() override
    {
        auto quiet_until = std::chrono::steady_clock::now() + of_->params().heartbeat;
        if (!std::exchange(greeted_, true))
            co_return std::string{"retry: 2000\n\n"};
        for (;;) {
            auto news = of_->news(seen_, look_);
            const auto now = std::chrono::steady_clock::now();
            if (!news || now >= ends_)
                co_return std::string{};
            if (!news->empty())
                co_return *std::move(news);
            if (now >= quiet_until)
                co_return std::string{": still here\n\n"};
            if (!std::exchange(is_listed_, true))
                of_->asleep_.push_back(weak_from_this());
            alarm_.expires_at(std::min(quiet_until, ends_));
            co_await alarm_.async_wait(as_result);
            const auto state = co_await boost::asio::this_coro::cancellation_state;
            if (state.cancelled() != boost::asio::cancellation_type::none)
                throw boost::system::system_error{boost::asio::error::operation_aborted};
        }
    }

    void wake()
    {
        is_listed_ = false;
        alarm_.cancel();
    }

private:
    const std::shared_ptr<body> of_;
    timer alarm_;
    const time_point ends_;
    std::optional<std::uint64_t> seen_;
    const std::uint64_t look_;
    bool greeted_ = false, is_listed_ = false;
};

std::shared_ptr<event_hub::body::listener> event_hub::body::add(std::optional<std::uint64_t> last_id)
{
    std::uint64_t look = 0;
    {
        const std::lock_guard hold{guard_};
        if (listeners_.size() >= params_.listeners || stopping_)
            return nullptr;
        look = looks_begun_ + 1;
    }
    auto out = std::make_shared<listener>(shared_from_this(), last_id, look);
    {
        const std::lock_guard hold{guard_};
        listeners_.push_back(out.get());
        look_wanted_ = std::max(look_wanted_, look);
    }
    wanted_.notify_all();
    return out;
}

void event_hub::body::remove(const listener* who) noexcept
{
    const std::lock_guard hold{guard_};
    std::erase(listeners_, who);
}

void event_hub::body::wake_listeners()
{
    boost::asio::post(loop_, [self = shared_from_this()] {
        for (const auto& each : std::exchange(self->asleep_, {}))
            if (const auto there = each.lock())
                there->wake();
    });
}

event_hub::event_hub(
    boost::asio::io_context& loop,
    std::function<std::unique_ptr<desk>()> open_desk,
    std::function<void(watched&)> board,
    logger& log,
    event_hub_params params
)
    : body_{std::make_shared<body>(loop, std::move(open_desk), std::move(board), log, params)}
{
    body_->start();
}

event_hub::~event_hub()
{
    body_->stop();
}

std::shared_ptr<body_source> event_hub::listen(std::optional<std::uint64_t> last_id)
{
    return body_->add(last_id);
}

}  // namespace loa
