#include "queue/redis_inbox.hpp"

#include "gateway/core/retry_policy.hpp"
#include "gateway/core/with_deadline.hpp"
#include "queue/outage.hpp"
#include "queue/redis_connection.hpp"
#include "queue/redis_error.hpp"
#include "queue/stream_commands.hpp"

#include <boost/system/errc.hpp>

#include <algorithm>
#include <random>
#include <unordered_set>
#include <utility>

namespace loa {
namespace {

using std::chrono::milliseconds;
using entries = std::vector<inbox_entry>;
using replies = std::vector<reply>;

constexpr std::size_t entries_a_read = 100;
constexpr std::size_t ids_a_transaction = 1'000;
constexpr milliseconds at_once{0};

time_point now()
{
    return std::chrono::steady_clock::now();
}

class redis_inbox final : public inbox {
public:
    redis_inbox(const executor& on, redis_params params, logger& log)
        : executor_{on},
          params_{std::move(params)},
          log_{log},
          reader_{on, params_, "read"},
          writer_{on, params_, "write"},
          reading_{log, "reading bulletins from Redis"},
          writing_{log, "acknowledging bulletins in Redis"}
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
        owed_.insert(owed_.end(), std::make_move_iterator(ids.begin()), std::make_move_iterator(ids.end()));
        co_return co_await settle();
    }

    task<result<>> reject(inbox_entry entry, problems reasons) override
    {
        // Unless it succeeds the entry must come again, and then be judged again: nothing of it is kept here.
        struct guard {
            redis_inbox& inbox;
            const std::string& id;
            bool done = false;
            ~guard() { done ? inbox.let_go(id) : inbox.give_again(id); }
        } fate{*this, entry.id};

        // Redis does not roll back: were the other stream's key of another type, the entry would be deleted
        // without having been moved.
        request look;
        look.add("TYPE", params_.rejected_stream);
        auto type = co_await say(std::move(look), repeat::yes);
        if (!type)
            co_return type.error();
        const auto& kind = type->front();
        if (kind.text != "stream" && kind.text != "none") {
            const auto wrong = kind.is(reply::kind::error)
                                   ? kind.text
                                   : "WRONGTYPE " + params_.rejected_stream + " is a " + kind.text;
            co_return refused(wrong);
        }
        const auto at = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        auto answer = co_await say(loa::reject(params_, entry, reasons, at), repeat::no);
        if (!answer)
            co_return answer.error();
        if (const auto wrong = transaction_error(*answer); !wrong.empty())
            co_return refused(wrong);
        writing_.is_over();
        rejects_failed_ = 0;
        fate.done = true;
        co_return result<>{};
    }

private:
    // -- reading --

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
        if (auto settled = co_await settle(); !settled)
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
        owed_.insert(owed_.end(), read->gone.begin(), read->gone.end());
        if (read->last.empty()) {
            resuming_ = false;
            count_ = entries_a_read;
        }
        else
            pending_after_ = read->last;
        co_return fresh(std::move(read->entries));
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
        owed_.insert(owed_.end(), claimed->read.gone.begin(), claimed->read.gone.end());
        co_return fresh(std::move(claimed->read.entries));
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
        co_return fresh(std::move(read->entries));
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
        co_return fresh(std::move(out));
    }

    /// Asks on the reading connection. Until accounted() the entries of the reply count as given to us but
    /// not received.
    task<result<reply>> listen(request what, milliseconds block)
    {
        unaccounted_ = true;
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
        reading_.goes_on(explain(only.text));
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
        else if (error_word(said.text) != "BUSYGROUP" && error_word(said.text) != "NOPERM") {  // without the
                                                                                               // right
                                                                                               // reading may
                                                                                               // work
            reading_.goes_on(explain(said.text));
            co_return errc::redis_reply;
        }
        co_return result<>{};
    }

    void accounted()
    {
        unaccounted_ = false;
        failures_ = 0;
        reading_.is_over();
    }

    boost::system::error_code lost(boost::system::error_code error)
    {
        reading_.goes_on(reader_.trouble());
        return error;
    }

    boost::system::error_code malformed()
    {
        reader_.close();
        reading_.goes_on("Redis answers in a form that we do not know");
        return errc::redis_reply;
    }

    /// Those that are not in somebody's hands already.
    entries fresh(entries read)
    {
        std::erase_if(read, [this](const inbox_entry& each) { return !handed_out_.insert(each.id).second; });
        return read;
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

    // -- writing --

    void let_go(const std::string& id) { handed_out_.erase(id); }

    void give_again(const std::string& id)
    {
        handed_out_.erase(id);
        rescan_at_ = std::min(rescan_at_, now() + delay(++rejects_failed_));
    }

    /// Acknowledges what is owed. What cannot be told to Redis now stays owed.
    task<result<>> settle()
    {
        while (!owed_.empty()) {
            struct debt {
                redis_inbox& inbox;
                std::vector<std::string> ids;
                ~debt() { inbox.owed_.insert(inbox.owed_.end(), ids.begin(), ids.end()); }
            } taken{*this, {}};
            const auto count = static_cast<std::ptrdiff_t>(std::min(owed_.size(), ids_a_transaction));
            taken.ids.assign(owed_.end() - count, owed_.end());
            owed_.erase(owed_.end() - count, owed_.end());

            auto answer = co_await say(loa::acknowledge(params_, taken.ids), repeat::yes);
            if (!answer)
                co_return answer.error();
            if (const auto wrong = transaction_error(*answer); !wrong.empty())
                co_return refused(wrong);
            writing_.is_over();
            for (const auto& id : taken.ids) let_go(id);
            taken.ids.clear();
        }
        co_return result<>{};
    }

    /// Whether commands may be sent once more when it is not known whether they were carried out.
    enum class repeat : bool { no, yes };

    /// Sends on the writing connection, which is made when needed. If it broke unnoticed while it was idle
    /// there is a second try.
    task<result<replies>> say(request what, repeat harmless)
    {
        const auto deadline = now() + params_.reply_limit;
        for (bool first = true;; first = false) {
            const bool idle = writer_.is_open();
            if (auto opened = co_await open_writer(deadline); !opened) {
                writing_.goes_on(writer_.trouble());
                co_return opened.error();
            }
            auto answer = co_await writer_.ask(what, deadline);
            if (answer)
                co_return std::move(*answer);
            if (!first || !idle || harmless == repeat::no || answer.error() == errc::deadline_exceeded) {
                writing_.goes_on(writer_.trouble());
                co_return answer.error();
            }
        }
    }

    task<result<>> open_writer(time_point deadline)
    {
        turn alone{opening_, executor_};
        co_await alone.come();
        if (writer_.is_open())
            co_return result<>{};
        co_return co_await writer_.open(deadline);
    }

    boost::system::error_code refused(const std::string& error)
    {
        writing_.goes_on(explain(error));
        if (wants_new_connection(error))
            writer_.close();
        return errc::redis_reply;
    }

    executor executor_;
    redis_params params_;
    logger& log_;
    redis_connection reader_, writer_;
    turn::queue opening_;
    outage reading_, writing_;
    std::minstd_rand random_{std::random_device{}()};
    std::uint32_t failures_ = 0, rejects_failed_ = 0;

    std::unordered_set<std::string> handed_out_;  ///< and neither acknowledged nor moved
    std::vector<std::string> owed_;               ///< to be acknowledged

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

std::unique_ptr<inbox> make_redis_inbox(boost::asio::io_context& context, redis_params params, logger& log)
{
    return std::make_unique<redis_inbox>(context.get_executor(), std::move(params), log);
}

}  // namespace loa
