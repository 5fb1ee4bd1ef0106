#include "gateway/http/http_connection.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace loa {
namespace {

constexpr auto leave_limit = 2s;
/// Of a body that comes in pieces: what is passed on at once ...
constexpr std::size_t piece_bytes = 256 * 1024;
/// ... and what must come within body_limit.
constexpr std::size_t least_bytes = 64 * 1024;

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
    const auto in_pieces = [this](const http_request& head) { return with_.to.most_in_pieces(head); };
    while (true) {
        request_reader request{with_.params.header_bytes, with_.params.body_bytes, in_pieces};
        exchange about;
        upload body;
        const bool has_come = co_await read(request, about, body);
        if (!has_come)
            co_return;
        const auto next = co_await answer(request, about, body);
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
task<bool> http_connection::read(request_reader& request, exchange& about, upload& body)
{
    bool told_to_go_on = false;
    while (true) {
        const bool had_head = request.has_head();
        const bool had_begun = request.has_begun();
        const auto count = request.take(unread());
        begin_ += count;
        memory_.resize(request.head().request.body.size());
        if (memory_.is_too_much())
            request.give_up(http_refusal::overloaded);
        if (request.refused())
            co_return true;
        if (request.comes_in_pieces()) {
            if (!had_head) {
                const bool is_open = co_await open_body(request, about, body);
                if (!is_open)
                    co_return true;
            }
            else
                body.since += count;
            const bool wants_more = co_await pass_on(request, body);
            if (!wants_more)
                co_return true;
        }
        if (request.is_done())
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
        if (!unread().empty())
            continue;
        const bool has_more = co_await fill();
        if (!has_more) {
            if (!is_late_ || !request.has_begun())
                co_return false;
            request.give_up(http_refusal::too_slow);
            co_return true;
        }
    }
}

/// False: it goes nowhere, and the refusal says why.
task<bool> http_connection::open_body(request_reader& request, exchange& about, upload& body)
{
    begin(request, about);
    auto head = request.head().request;
    address(head, about);
    start(doing::answering, time_point::max());
    std::string wrong;
    try {
        auto place = co_await with_.to.open_body(std::move(head));
        body.to = std::move(place.to);
        if (!body.to)
            body.refusal = std::move(place.refusal);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted)
            throw;
        wrong = error.what();
    } catch (const std::exception& error) {
        wrong = error.what();
    }
    if (!wrong.empty())
        body.refusal = broken(about, wrong);
    body.is_over = !body.to;
    co_return !body.is_over;
}

/// False: no more is wanted. Each piece has a limit of its own for coming, as those of a reply have for being
/// taken: how long all of them take is a matter of their number.
task<bool> http_connection::pass_on(request_reader& request, upload& body)
{
    const bool is_due = request.head().request.body.size() >= piece_bytes || request.is_done();
    if (is_due) {
        start(doing::answering, time_point::max());
        auto piece = request.take_piece();
        memory_.resize(0);
        if (!piece.empty())
            body.is_over = !co_await body.to->take(std::move(piece));
    }
    if (is_due || body.since >= least_bytes) {
        body.since = 0;
        start(doing::reading, after(with_.params.body_limit));
    }
    co_return !body.is_over;
}

task<bool> http_connection::fill()
{
    const auto [error, count] = co_await line_->read(asio::buffer(buffer_));
    begin_ = 0;
    end_ = error ? 0 : count;
    co_return !error && !is_late_;
}

task<http_connection::after_reply> http_connection::answer(
    request_reader& request, exchange& about, upload& body
)
{
    begin(request, about);
    about.keeps_alive = about.keeps_alive && !request.refused() && !body.is_over;
    http_reply reply;
    if (const auto& why = request.refused()) {
        body.to.reset();
        reply = refuse(*why, about.accept_language, about.id);
    }
    else if (body.refusal) {
        reply = std::move(*body.refusal);
    }
    else {
        auto what = request.take_request();
        what.sink = std::move(body.to);
        address(what, about);
        start(doing::answering, time_point::max());
        reply = co_await ask_handler(std::move(what), about);
    }
    const bool is_sent = co_await send(std::move(reply), about);
    if (!is_sent)
        co_return after_reply::drop;
    co_return about.keeps_alive ? after_reply::go_on : after_reply::leave;
}

void http_connection::begin(const request_reader& request, exchange& about)
{
    if (std::exchange(about.has_begun, true))
        return;
    const auto& head = request.head();
    const auto given = head.request.header("x-request-id");
    about.id =
        is_safe_id(given) ? std::string{given} : fmt::format("{}{:x}", with_.id_prefix, ++with_.requests);
    about.method = head.request.method;
    about.accept_encoding = head.request.header("accept-encoding");
    about.accept_language = head.request.header("accept-language");
    about.is_1_1 = head.is_1_1;
    about.keeps_alive = head.keeps_alive;
    about.started = std::chrono::steady_clock::now();
}

/// Who asks, as far as the line tells.
void http_connection::address(http_request& what, const exchange& about) const
{
    what.peer = from_.name;
    what.is_local = from_.is_local;
    what.is_secure = from_.is_secure;
    what.id = about.id;
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
    co_return broken(about, wrong);
}

http_reply http_connection::broken(const exchange& about, std::string_view why) const
{
    with_.log.error(
        "a request could not be answered", {{"request", about.id}, {"method", about.method}, {"reason", why}}
    );
    return refuse(http_refusal::failed, about.accept_language, about.id);
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
