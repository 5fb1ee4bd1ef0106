#include "queue/redis_inbox.hpp"

#include "gateway/core/retry_policy.hpp"
#include "gateway/core/with_deadline.hpp"
#include "queue/in_hand.hpp"
#include "queue/outage.hpp"
#include "queue/redis_connection.hpp"
#include "queue/redis_error.hpp"
#include "queue/stream_commands.hpp"
#include "queue/stream_writer.hpp"

#include <boost/system/errc.hpp>

#include <algorithm>
#include <random>
#include <utility>

namespace loa {
namespace {

using std::chrono::milliseconds;
using entries = std::vector<inbox_entry>;

constexpr std::size_t entries_a_read = 100;
constexpr milliseconds at_once{0};

time_point now()
{
    return std::chrono::steady_clock::now();
}

class redis_inbox final : public inbox {
public:
    redis_inbox(const executor& on, redis_params params, logger& log, std::function<void(bool)> told)
        : executor_{on},
          params_{std::move(params)},
          log_{log},
          reader_{on, params_, "read"},
          reading_{log, "reading bulletins from Redis"},
          writer_{on, params_, log, in_hand_},
          told_{std::move(told)}
    {
    }

    task<entries> take() override
    {
        for (;;) {
            auto got = co_await advance();
            if (got && !got->empty())
                co_return std::move(*got);
            if (!got)
                co_await back_off();
        }
    }

    task<result<>> acknowledge(std::vector<std::string> ids) override
    {
        writer_.owe(ids);
        co_return co_await writer_.settle();
    }

    task<result<>> reject(inbox_entry entry, problems reasons) override
    {
        // Unless it succeeds the entry must come again, and then be judged again: nothing of it is kept here.
        struct guard {
            redis_inbox& inbox;
            const std::string& id;
            bool done = false;
            ~guard() { inbox.close_case(id, done); }
        } fate{*this, entry.id};
        auto moved = co_await writer_.reject(entry, reasons);
        fate.done = moved.has_value();
        co_return moved;
    }

private:
    /// One step: a connection, a page of what is pending, of what others left, or of what is new. Nothing: go
    /// on.
    task<result<entries>> advance()
    {
        if (!reader_.is_open()) {
            auto opened = co_await reader_.open(now() + params_.reply_limit);
            if (!opened)
                co_return lost(opened.error());
            if (auto grouped = co_await make_group(); !grouped)
                co_return grouped.error();
            // Redis may not know yet that our former connection is gone, and give an entry to the read that
            // still waits there.
            rescan_at_ = now() + params_.block + params_.reply_limit;
        }
        if (auto settled = co_await writer_.settle(); !settled)
            co_return settled.error();
        if (unaccounted_ || now() >= rescan_at_)
            start_over();
        if (oversized_)
            co_return co_await name_oversized();
        if (resuming_)
            co_return co_await resume();
        if (now() >= claim_at_)
            co_return co_await claim();
        co_return co_await wait_for_new();
    }

    void start_over()
    {
        if (now() >= rescan_at_)
            rescan_at_ = time_point::max();
        resuming_ = true;
        unaccounted_ = false;
        if (!oversized_)
            pending_after_ = "0-0";
    }

    /// Entries we were given earlier and neither handed out nor acknowledged: before a crash, or in a reply
    /// that was lost.
    task<result<entries>> resume()
    {
        auto answer = co_await listen(read_pending(params_, count_, pending_after_), at_once);
        if (!answer)
            co_return answer.error();
        auto read = parse_read(std::move(*answer));
        if (!read)
            co_return malformed();
        accounted();
        writer_.owe(read->gone);
        if (read->last.empty()) {
            resuming_ = false;
            count_ = entries_a_read;
        }
        else
            pending_after_ = read->last;
        co_return in_hand_.fresh(std::move(read->entries));
    }

    task<result<entries>> claim()
    {
        auto answer = co_await listen(claim_idle(params_, count_, claim_cursor_), at_once);
        if (!answer)
            co_return answer.error();
        auto claimed = parse_claim(std::move(*answer));
        if (!claimed)
            co_return malformed();
        accounted();
        claim_cursor_ = claimed->cursor;
        if (claim_cursor_ == "0-0")
            claim_at_ = now() + std::max(params_.claim_idle / 2, milliseconds{100});
        writer_.owe(claimed->read.gone);
        co_return in_hand_.fresh(std::move(claimed->read.entries));
    }

    task<result<entries>> wait_for_new()
    {
        const auto next = std::chrono::ceil<milliseconds>(std::min(claim_at_, rescan_at_) - now());
        const auto block = std::clamp(next, milliseconds{1}, std::max(params_.block, milliseconds{1}));
        auto answer = co_await listen(read_new(params_, count_, block), block);
        if (!answer)
            co_return answer.error();
        auto read = parse_read(std::move(*answer));
        if (!read)
            co_return malformed();
        accounted();
        co_return in_hand_.fresh(std::move(read->entries));
    }

    /// The entry after pending_after_ does not fit into memory we are willing to spend.
    task<result<entries>> name_oversized()
    {
        auto answer = co_await listen(list_pending(params_, pending_after_), at_once);
        if (!answer)
            co_return answer.error();
        auto ids = parse_pending(*answer);
        if (!ids)
            co_return malformed();
        accounted();
        oversized_ = false;
        entries out;
        for (auto& id : *ids) {
            pending_after_ = id;
            log_.warn("an entry of the bulletin stream is too large to be read", {{"entry", id}});
            out.push_back({std::move(id), "(not read: the entry is larger than 16 MiB)"});
        }
        co_return in_hand_.fresh(std::move(out));
    }

    /// Asks on the reading connection. Until accounted() the entries of the reply count as given to us but
    /// not received.
    task<result<reply>> listen(request what, milliseconds block)
    {
        unaccounted_ = true;
        if (block == at_once)
            in_hand_.begin_read();
        auto answer = co_await reader_.ask(std::move(what), now() + block + params_.reply_limit);
        if (!answer && answer.error() == boost::system::errc::message_size) {
            // Read one by one what is pending; if that fails, too, hand out the culprit by name alone.
            oversized_ = count_ == 1 && resuming_;
            count_ = 1;
        }
        if (!answer)
            co_return lost(answer.error());
        auto& only = answer->front();
        if (!only.is(reply::kind::error))
            co_return std::move(only);
        if (error_word(only.text) == "NOGROUP") {  // Redis was flushed
            if (auto grouped = co_await make_group(); !grouped)
                co_return grouped.error();
            co_return errc::redis_reply;
        }
        trouble(explain(only.text));
        if (wants_new_connection(only.text))
            reader_.close();
        co_return errc::redis_reply;
    }

    /// Redis may be new, flushed, or another one.
    task<result<>> make_group()
    {
        auto answer = co_await reader_.ask(create_group(params_), now() + params_.reply_limit);
        if (!answer)
            co_return lost(answer.error());
        const auto& said = answer->front();
        if (!said.is(reply::kind::error)) {
            if (!said.is(reply::kind::status))
                co_return malformed();
            log_.info(
                "the consumer group was made, from the start of the stream",
                {{"stream", params_.stream}, {"group", params_.group}}
            );
            claim_cursor_ = "0-0";
        }
        // Without the right to make groups it is there already, or reading will say that it is not.
        else if (error_word(said.text) != "BUSYGROUP" && error_word(said.text) != "NOPERM") {
            trouble(explain(said.text));
            co_return errc::redis_reply;
        }
        co_return result<>{};
    }

    void accounted()
    {
        unaccounted_ = false;
        failures_ = 0;
        reading_.is_over();
        if (told_)
            told_(true);
    }

    void trouble(const std::string& reason)
    {
        reading_.goes_on(reason);
        if (told_)
            told_(false);
    }

    boost::system::error_code lost(boost::system::error_code error)
    {
        trouble(reader_.trouble());
        return error;
    }

    boost::system::error_code malformed()
    {
        reader_.close();
        trouble("Redis answers in a form that we do not know");
        return errc::redis_reply;
    }

    void close_case(const std::string& id, bool moved)
    {
        if (moved) {
            rejects_failed_ = 0;
            in_hand_.let_go(id);
            return;
        }
        in_hand_.give_back(id);
        rescan_at_ = std::min(rescan_at_, now() + delay(++rejects_failed_));
    }

    milliseconds delay(std::uint32_t failures)
    {
        const retry_policy policy{
            .first_delay = params_.reconnect_first, .longest_delay = params_.reconnect_most};
        return policy.delay(failures, std::nullopt, std::uniform_real_distribution{0.0, 1.0}(random_));
    }

    task<> back_off()
    {
        timer pause{executor_, now() + delay(++failures_)};
        co_await pause.async_wait(use_task);
    }

    executor executor_;
    redis_params params_;
    logger& log_;
    in_hand in_hand_;
    redis_connection reader_;
    outage reading_;
    stream_writer writer_;
    std::function<void(bool)> told_;
    std::minstd_rand random_{std::random_device{}()};
    std::uint32_t failures_ = 0, rejects_failed_ = 0;

    bool unaccounted_ = true;  ///< Redis may have given us entries that we do not have
    bool resuming_ = false;
    std::string pending_after_ = "0-0";
    std::size_t count_ = entries_a_read;
    bool oversized_ = false;
    std::string claim_cursor_ = "0-0";
    time_point claim_at_ = time_point::min();
    time_point rescan_at_ = time_point::max();
};

}  // namespace

std::unique_ptr<inbox> make_redis_inbox(
    boost::asio::io_context& context, redis_params params, logger& log, std::function<void(bool)> told
)
{
    return std::make_unique<redis_inbox>(context.get_executor(), std::move(params), log, std::move(told));
}

}  // namespace loa
