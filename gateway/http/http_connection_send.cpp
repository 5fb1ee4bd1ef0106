#include "gateway/http/gzip.hpp"
#include "gateway/http/http_connection.hpp"
#include "gateway/http/reply_bytes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace asio = boost::asio;

namespace loa {
namespace {

/// What the other side must take within write_limit.
constexpr std::size_t slice_bytes = 64 * 1024;
/// What it may say while it is sent a stream, of which nobody wants to hear anything.
constexpr std::size_t most_chatter = 64 * 1024;

bool is_event_stream(const http_reply& reply) noexcept
{
    return std::any_of(reply.headers.begin(), reply.headers.end(), [](const auto& field) {
        return field.second.starts_with("text/event-stream");
    });
}

}  // namespace

task<bool> http_connection::send(http_reply reply, exchange& about)
{
    memory_.resize(reply.body.size());
    if (memory_.is_too_much()) {
        reply = refuse(http_refusal::overloaded, about.accept_language, about.id);
        memory_.resize(reply.body.size());
    }
    const bool is_head = about.method == "HEAD";
    compress(reply, about.accept_encoding);
    const bool is_stream = reply.source && !is_head && !is_without_body(reply.status);
    about.is_chunked = reply.source && about.is_1_1;
    about.keeps_alive = about.keeps_alive && !is_stream && !with_.is_stopping;

    std::string bytes;
    const auto frame = [&] {
        reply_frame out;
        out.request_id = about.id;
        out.keeps_alive = about.keeps_alive;
        out.is_chunked = about.is_chunked;
        out.now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        return out;
    };
    try {
        bytes = head_bytes(reply, frame());
    } catch (const std::invalid_argument& error) {
        with_.log.error(
            "a request could not be answered",
            {{"request", about.id}, {"method", about.method}, {"reason", error.what()}}
        );
        reply = refuse(http_refusal::failed, about.accept_language, about.id);
        about.is_chunked = about.keeps_alive = false;
        bytes = head_bytes(reply, frame());
    }
    if (is_head || is_without_body(reply.status))
        reply.body.clear();

    const bool fits = bytes.size() + reply.body.size() <= slice_bytes;  // in one packet if it can be
    if (fits)
        bytes += reply.body;
    bool is_sent = co_await write(bytes, about);
    if (is_sent && !fits)
        is_sent = co_await write(reply.body, about);
    if (is_sent && is_stream && reply.source) {
        start(is_event_stream(reply) ? doing::streaming_events : doing::writing, time_point::max());
        is_sent = co_await stream(std::move(reply.source), about);
    }
    memory_.resize(0);
    log(about, reply);
    co_return is_sent;
}

/// In slices, each with its own limit: whoever takes nothing is dropped, however large the reply.
task<bool> http_connection::write(std::string_view bytes, exchange& about)
{
    const auto before = doing_;
    while (!bytes.empty()) {
        const auto slice = bytes.substr(0, slice_bytes);
        start(
            before == doing::streaming_events ? before : doing::writing,
            std::chrono::steady_clock::now() + with_.params.write_limit
        );
        const auto error = co_await line_->write(slice);
        if (error || is_late_)
            co_return false;
        about.bytes += slice.size();
        bytes.remove_prefix(slice.size());
    }
    deadline_ = time_point::max();
    co_return true;
}

/// Until the source ends or the other side does.
task<bool> http_connection::stream(std::shared_ptr<body_source> from, exchange& about)
{
    if (with_.is_stopping && doing_ == doing::streaming_events)
        co_return false;
    const auto here = co_await asio::this_coro::executor;
    auto pumping = pump(std::move(from), about);
    auto watching = watch();
    auto both = asio::experimental::make_parallel_group(
        asio::co_spawn(here, std::move(pumping), asio::deferred),
        asio::co_spawn(here, std::move(watching), asio::deferred)
    );
    auto [order, pump_error, watch_error] =
        co_await both.async_wait(asio::experimental::wait_for_one(), use_task);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        throw boost::system::system_error{asio::error::operation_aborted};
    if (!pump_error)
        co_return order[0] == 0;
    try {
        std::rethrow_exception(pump_error);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted)  // the other side has gone
            co_return false;
        with_.log.error("a reply broke off", {{"request", about.id}, {"reason", error.what()}});
    } catch (const std::exception& error) {
        with_.log.error("a reply broke off", {{"request", about.id}, {"reason", error.what()}});
    }
    co_return false;
}

task<> http_connection::pump(std::shared_ptr<body_source> from, exchange& about)
{
    while (true) {
        const auto piece = co_await from->next();
        if (piece.empty())
            break;
        const auto framed = about.is_chunked ? chunk_bytes(piece) : piece;
        const bool is_taken = co_await write(framed, about);
        if (!is_taken)
            throw boost::system::system_error{asio::error::operation_aborted};
    }
    if (about.is_chunked)
        co_await write(last_chunk, about);
}

/// Until the other side hangs up, or says too much.
task<> http_connection::watch()
{
    for (std::size_t heard = 0; heard < most_chatter;) {
        const auto [error, count] = co_await line_->read(asio::buffer(buffer_));
        if (error)
            co_return;
        heard += count;
    }
}

void http_connection::log(const exchange& about, const http_reply& reply) const
{
    if (!with_.log.wants(log_level::debug))
        return;
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - about.started
    );
    with_.log.debug(
        "request",
        {{"method", about.method},
         {"route", reply.route},
         {"status", reply.status},
         {"ms", took.count()},
         {"bytes", about.bytes},
         {"request", about.id},
         {"peer", from_.name}}
    );
}

}  // namespace loa
