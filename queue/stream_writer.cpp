#include "queue/stream_writer.hpp"

#include "queue/redis_error.hpp"
#include "queue/stream_commands.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace loa {
namespace {

constexpr std::size_t ids_a_transaction = 1'000;

}  // namespace

stream_writer::stream_writer(const executor& on, const redis_params& params, logger& log, in_hand& entries)
    : executor_{on},
      params_{params},
      entries_{entries},
      connection_{on, params, "write"},
      writing_{log, "acknowledging bulletins in Redis"}
{
}

task<result<>> stream_writer::settle()
{
    while (!owed_.empty()) {
        struct debt {
            stream_writer& owner;
            std::vector<std::string> ids;
            ~debt() { owner.owe(ids); }
        } taken{*this, {}};
        const auto count = static_cast<std::ptrdiff_t>(std::min(owed_.size(), ids_a_transaction));
        taken.ids.assign(owed_.end() - count, owed_.end());
        owed_.erase(owed_.end() - count, owed_.end());

        auto answer = co_await say(acknowledge(params_, taken.ids), repeat::yes);
        if (!answer)
            co_return answer.error();
        if (const auto wrong = transaction_error(*answer); !wrong.empty())
            co_return refused(wrong);
        writing_.is_over();
        for (const auto& id : taken.ids) entries_.let_go(id);
        taken.ids.clear();
    }
    co_return result<>{};
}

task<result<>> stream_writer::reject(const inbox_entry& entry, const problems& reasons)
{
    // Redis does not roll back: were the other stream's key of another type, the entry would be deleted
    // without having been moved.
    request look;
    look.add("TYPE", params_.rejected_stream);
    auto type = co_await say(std::move(look), repeat::yes);
    if (!type)
        co_return type.error();
    const auto& kind = type->front();
    if (kind.is(reply::kind::error))
        co_return refused(kind.text);
    if (kind.text != "stream" && kind.text != "none")
        co_return refused("WRONGTYPE " + params_.rejected_stream + " is a " + kind.text);

    const auto at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto answer = co_await say(loa::reject(params_, entry, reasons, at), repeat::no);
    if (!answer)
        co_return answer.error();
    if (const auto wrong = transaction_error(*answer); !wrong.empty())
        co_return refused(wrong);
    writing_.is_over();
    co_return result<>{};
}

/// The connection is made when needed. If it broke unnoticed while it was idle there is a second try.
task<result<std::vector<reply>>> stream_writer::say(request what, repeat harmless)
{
    const auto deadline = std::chrono::steady_clock::now() + params_.reply_limit;
    for (bool first = true;; first = false) {
        const bool idle = connection_.is_open();
        if (auto opened = co_await open(deadline); !opened) {
            writing_.goes_on(connection_.trouble());
            co_return opened.error();
        }
        auto answer = co_await connection_.ask(what, deadline);
        if (answer)
            co_return std::move(*answer);
        if (!first || !idle || harmless == repeat::no || answer.error() == errc::deadline_exceeded) {
            writing_.goes_on(connection_.trouble());
            co_return answer.error();
        }
    }
}

task<result<>> stream_writer::open(time_point deadline)
{
    turn alone{opening_, executor_};
    co_await alone.come();
    if (connection_.is_open())
        co_return result<>{};
    co_return co_await connection_.open(deadline);
}

boost::system::error_code stream_writer::refused(const std::string& error)
{
    writing_.goes_on(explain(error));
    if (wants_new_connection(error))
        connection_.close();
    return errc::redis_reply;
}

}  // namespace loa
