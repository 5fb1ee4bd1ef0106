#include "gateway/http/http_connection.hpp"

#include "gateway/http/gzip.hpp"
#include "gateway/http/reply_bytes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace loa {
namespace {

constexpr auto leave_limit = 2s;
/// What the other side must take within write_limit.
constexpr std::size_t slice_bytes = 64 * 1024;
/// What it may say while it is sent a stream, of which nobody wants to hear anything.
constexpr std::size_t most_chatter = 64 * 1024;

time_point after(std::chrono::seconds limit)
{
    return std::chrono::steady_clock::now() + limit;
}

bool is_safe_id(std::string_view text) noexcept
{
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
               c == '_' || c == '.';
    });
}

bool is_event_stream(const http_reply& reply) noexcept
{
    return std::any_of(reply.headers.begin(), reply.headers.end(), [](const auto& field) {
        return field.second.starts_with("text/event-stream");
    });
}

}  // namespace

/// One request and its reply.
struct http_connection::exchange {
    std::string id, method, accept_encoding, accept_language;
    bool is_1_1 = true, is_chunked = false, keeps_alive = false;
    time_point started = std::chrono::steady_clock::now();
    std::size_t bytes = 0;  ///< written
};

void memory_share::resize(std::size_t bytes) noexcept
{
    of_.memory += bytes - mine_;
    mine_ = bytes;
}

bool memory_share::is_too_much() const noexcept
{
    return mine_ > slice_bytes && of_.memory > of_.params.memory_bytes;
}

task<> http_connection::serve()
{
    start(doing::reading, after(with_.params.header_limit));
    const auto error = co_await line_->shake_hands();
    if (error) {
        with_.log.debug("no TLS with a client", {{"peer", from_.name}, {"reason", error.message()}});
        co_return;
    }
    // Whoever connects has something to say: the long wait is for the next request.
    start(doing::waiting, after(with_.params.header_limit));
    while (true) {
        request_reader request{with_.params.header_bytes, with_.params.body_bytes};
        const bool has_come = co_await read(request);
        if (!has_come)
            co_return;
        const auto next = co_await answer(request);
        if (next == after_reply::drop)
            co_return;
        if (next == after_reply::leave)
            break;
        start(doing::waiting, after(with_.params.idle_limit));
    }
    start(doing::leaving, after(leave_limit));
    co_await line_->leave();
}

/// True: there is a request, or a reason to refuse it.
task<bool> http_connection::read(request_reader& request)
{
    bool told_to_go_on = false;
    while (true) {
        const bool had_head = request.has_head();
        const bool had_begun = request.has_begun();
        begin_ += request.take(unread());
        memory_.resize(request.head().request.body.size());
        if (memory_.is_too_much())
            request.give_up(http_refusal::overloaded);
        if (request.is_done() || request.refused())
            co_return true;
        if (!had_head && request.has_head())
            start(doing::reading, after(with_.params.body_limit));
        else if (!had_begun && request.has_begun())
            start(doing::reading, after(with_.params.header_limit));
        else if (with_.is_stopping && !request.has_begun())
            co_return false;
        if (request.has_head() && request.head().expects_go_ahead && !told_to_go_on) {
            told_to_go_on = true;
            const auto error = co_await line_->write("HTTP/1.1 100 Continue\r\n\r\n");
            if (error)
                co_return false;
        }
        const bool has_more = co_await fill();
        if (!has_more) {
            if (!is_late_ || !request.has_begun())
                co_return false;
            request.give_up(http_refusal::too_slow);
            co_return true;
        }
    }
}

task<bool> http_connection::fill()
{
    const auto [error, count] = co_await line_->read(asio::buffer(buffer_));
    begin_ = 0;
    end_ = error ? 0 : count;
    co_return !error && !is_late_;
}

task<http_connection::after_reply> http_connection::answer(request_reader& request)
{
    auto about = begin(request);
    http_reply reply;
    if (const auto& why = request.refused()) {
        reply = refuse(*why, about.accept_language, about.id);
    }
    else {
        auto what = request.take_request();
        what.peer = from_.name;
        what.is_local = from_.is_local;
        what.is_secure = from_.is_secure;
        what.id = about.id;
        start(doing::answering, time_point::max());
        reply = co_await ask_handler(std::move(what), about);
    }
    const bool is_sent = co_await send(std::move(reply), about);
    if (!is_sent)
        co_return after_reply::drop;
    co_return about.keeps_alive ? after_reply::go_on : after_reply::leave;
}

http_connection::exchange http_connection::begin(request_reader& request)
{
    const auto& head = request.head();
    exchange out;
    const auto given = head.request.header("x-request-id");
    out.id =
        is_safe_id(given) ? std::string{given} : fmt::format("{}{:x}", with_.id_prefix, ++with_.requests);
    out.method = head.request.method;
    out.accept_encoding = head.request.header("accept-encoding");
    out.accept_language = head.request.header("accept-language");
    out.is_1_1 = head.is_1_1;
    out.keeps_alive = head.keeps_alive && !request.refused();
    return out;
}

task<http_reply> http_connection::ask_handler(http_request what, const exchange& about)
{
    std::string wrong;
    try {
        co_return co_await with_.to.answer(std::move(what));
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted)
            throw;
        wrong = error.what();
    } catch (const std::exception& error) {
        wrong = error.what();
    }
    with_.log.error(
        "a request could not be answered",
        {{"request", about.id}, {"method", about.method}, {"reason", wrong}}
    );
    co_return refuse(http_refusal::failed, about.accept_language, about.id);
}

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
        start(before == doing::streaming_events ? before : doing::writing, after(with_.params.write_limit));
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

void http_connection::start(doing what, time_point deadline) noexcept
{
    doing_ = what;
    deadline_ = deadline;
    is_late_ = false;
}

void http_connection::look(time_point now) noexcept
{
    if (now < deadline_)
        return;
    is_late_ = true;
    line_->cancel();
}

void http_connection::wind_up() noexcept
{
    if (doing_ == doing::waiting || doing_ == doing::streaming_events)
        line_->cancel();
}

}  // namespace loa
