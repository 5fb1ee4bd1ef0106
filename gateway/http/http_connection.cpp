#include "gateway/http/http_connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace loa {
namespace {

constexpr auto leave_limit = 2s;

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

}  // namespace

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
