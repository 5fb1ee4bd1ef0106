#include "queue/redis_connection.hpp"

#include "gateway/core/with_deadline.hpp"
#include "queue/redis_error.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace loa {
namespace {

constexpr std::size_t read_size = 64 << 10;

boost::system::error_code gone()
{
    return boost::asio::error::not_connected;
}

redis_address address_of(const std::string& url)
{
    auto parsed = parse_redis_url(url);
    if (!parsed)
        throw std::invalid_argument{"redis: " + to_string(parsed.error())};
    return std::move(*parsed);
}

/// CLIENT SETNAME takes printable characters only.
std::string client_name(std::string name)
{
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c <= ' ' || c > '~'; }, '-'
    );
    return name;
}

}  // namespace

const reply* first_error(const std::vector<reply>& replies) noexcept
{
    for (const auto& each : replies)
        if (each.is(reply::kind::error))
            return &each;
    return nullptr;
}

redis_connection::redis_connection(
    const executor& on, const redis_params& params, std::string_view purpose, reply_limits limits
)
    : executor_{on},
      address_{address_of(params.url)},
      username_{params.username},
      password_{params.password},
      ca_file_{params.ca_file},
      name_{client_name("loa:" + params.consumer + ":" + std::string{purpose})},
      limits_{limits}
{
}

redis_connection::~redis_connection() = default;

void redis_connection::say(std::string_view what)
{
    trouble_ = "Redis at " + to_string(address_) + ": " + std::string{what};
}

boost::system::error_code redis_connection::broke(boost::system::error_code error, std::string_view what)
{
    if (!broken_)
        say(what);
    close();
    return error;
}

void redis_connection::close() noexcept
{
    broken_ = true;
    if (transport_)
        transport_->close();
}

task<result<>> redis_connection::open(time_point deadline)
{
    close();
    transport_.reset();
    reader_ = reply_reader{limits_};
    buffer_.resize(read_size);
    trouble_.clear();
    auto dialled = co_await with_deadline(dial(), deadline);
    if (!dialled) {
        if (dialled.error() == errc::deadline_exceeded)
            say(transport_ ? "does not answer within the time limit" : "cannot connect within the time limit"
            );
        close();
        co_return dialled.error();
    }

    request hello;
    if (!username_.empty())
        hello.add("AUTH", username_, password_);
    else if (!password_.empty())
        hello.add("AUTH", password_);
    const auto select = std::to_string(address_.db);
    if (address_.db != 0)
        hello.add("SELECT", select);
    const auto named = hello.size();
    hello.add("CLIENT", "SETNAME", name_);

    auto replies = co_await ask(std::move(hello), deadline);
    if (!replies)
        co_return replies.error();
    // The name is for operators only: a user without the right to set it may work all the same.
    const auto& naming = (*replies)[named].text;
    if (error_word(naming) == "NOPERM" || naming.starts_with("ERR unknown"))
        replies->resize(named);
    if (const auto* refused = first_error(*replies)) {
        const auto text = explain(refused->text);
        co_return broke(errc::redis_reply, text);
    }
    co_return result<>{};
}

task<result<>> redis_connection::dial()
{
    std::string why;
    auto made = co_await connect_transport(address_, ca_file_, why);
    if (!made) {
        say(why);
        co_return made.error();
    }
    transport_ = std::move(*made);
    broken_ = false;
    co_return result<>{};
}

task<result<std::vector<reply>>> redis_connection::ask(request what, time_point deadline)
{
    if (!is_open())
        co_return gone();
    auto replies = co_await with_deadline(exchange(std::move(what)), deadline);
    if (!replies && replies.error() == errc::deadline_exceeded)
        say("does not answer within the time limit");
    co_return replies;
}

task<result<std::vector<reply>>> redis_connection::exchange(request what)
{
    // However this is left before its end (cancelled, too), replies that nobody waits for would follow.
    const auto stream = transport_;
    struct guard {
        redis_connection& connection;
        const std::shared_ptr<transport>& stream;
        bool armed = false;
        ~guard()
        {
            if (!armed)
                return;
            stream->close();
            if (connection.transport_ == stream)
                connection.broken_ = true;
        }
    } order{*this, stream};

    // The place among the readers is taken together with that among the writers: both queues have one order.
    turn to_read{readers_, executor_};
    {
        turn to_write{writers_, executor_};
        co_await to_write.come();
        if (broken_ || transport_ != stream)
            co_return gone();
        order.armed = true;
        const auto written = co_await stream->write(what.bytes());
        if (!written)
            co_return broke(written.error(), "connection lost: " + written.error().message());
    }
    co_await to_read.come();
    std::vector<reply> out;
    out.reserve(what.size());
    while (out.size() != what.size()) {
        if (broken_ || transport_ != stream)
            co_return gone();
        auto next = co_await read_reply(stream);
        if (!next)
            co_return next.error();
        out.push_back(std::move(*next));
    }
    order.armed = false;
    co_return out;
}

task<result<reply>> redis_connection::read_reply(std::shared_ptr<transport> from)
{
    for (;;) {
        auto next = reader_.next();
        if (!next && next.error() == errc::redis_reply)
            co_return broke(next.error(), "its answer is not the Redis protocol");
        if (!next)
            co_return broke(next.error(), "its answer is larger than we take");
        if (*next)
            co_return std::move(**next);
        auto count = co_await from->read_some(buffer_);
        if (transport_ != from || broken_)
            co_return gone();
        if (!count)
            co_return broke(count.error(), "connection lost: " + count.error().message());
        reader_.feed({buffer_.data(), *count});
    }
}

}  // namespace loa
