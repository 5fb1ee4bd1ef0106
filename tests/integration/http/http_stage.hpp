#pragma once
/// \file
/// A real server on 127.0.0.1 with a handler that does what the path says, on a loop and a thread of its own.

#include "gateway/core/task_group.hpp"
#include "gateway/core/with_deadline.hpp"
#include "gateway/http/http_server.hpp"
#include "tests/support/recorded_log.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace loa::testing {

/// Pieces of some size for ever, or so many of them, each after a pause.
class endless_source final : public body_source {
public:
    endless_source(
        const executor& on,
        std::size_t bytes,
        std::size_t most,
        std::chrono::milliseconds pause,
        std::atomic<int>& alive
    )
        : timer_{on}, bytes_{bytes}, left_{most}, pause_{pause}, alive_{alive}
    {
        ++alive_;
    }
    ~endless_source() override { --alive_; }

    task<std::string> next() override
    {
        if (left_ == 0)
            co_return std::string{};
        --left_;
        timer_.expires_after(pause_);
        co_await timer_.async_wait(use_task);
        co_return "data: " + std::string(bytes_, 'x') + "\n\n";
    }

private:
    timer timer_;
    std::size_t bytes_, left_;
    std::chrono::milliseconds pause_;
    std::atomic<int>& alive_;
};

/// Counts what comes; has had enough after so many bytes.
class counting_sink final : public body_sink {
public:
    counting_sink(std::size_t most, std::atomic<int>& alive) : most_{most}, alive_{alive} { ++alive_; }
    ~counting_sink() override { --alive_; }
    task<bool> take(std::string bytes) override
    {
        largest = std::max(largest, bytes.size());
        size += bytes.size();
        text = text.size() < 100 ? (text + bytes).substr(0, 100) : text;
        co_return size < most_;
    }

    std::size_t size = 0, largest = 0;
    std::string text;

private:
    std::size_t most_;
    std::atomic<int>& alive_;
};

class stage_handler final : public http_handler {
public:
    explicit stage_handler(boost::asio::io_context& loop) : loop_{loop.get_executor()} {}

    std::uint64_t most_in_pieces(const http_request& head) const override
    {
        return head.path == "/upload" ? most_upload : 0;
    }
    task<body_place> open_body(http_request head) override
    {
        body_place out;
        if (head.parameter("refuse")) {
            out.refusal.status = 409;
            out.refusal.body = "not now";
        }
        else if (head.parameter("throw"))
            throw std::runtime_error{"a bug"};
        else
            out.to = std::make_shared<counting_sink>(number_in(head, "most", SIZE_MAX), sources);
        co_return out;
    }

    task<http_reply> answer(http_request what) override
    {
        ++asked;
        http_reply out;
        out.headers = {{"Content-Type", "text/plain"}};
        const auto number = [&](std::string_view name, std::size_t other) {
            return number_in(what, name, other);
        };
        if (what.path == "/throw")
            throw std::runtime_error{"a bug"};
        if (what.path == "/split")
            out.headers.emplace_back("X-Text", "a\r\nSet-Cookie: b");
        else if (what.path == "/text")
            out.body = std::string(number("bytes", 10), 'a');
        else if (what.path == "/json") {
            out.headers = {{"Content-Type", "application/json"}};
            for (std::size_t i = 0; out.body.size() < number("bytes", 100'000); ++i)
                out.body += std::to_string(i) + ",";
        }
        else if (what.path == "/upload") {
            const auto& sink = dynamic_cast<const counting_sink&>(*what.sink);
            out.body = "took " + std::to_string(sink.size) + " bytes: " + sink.text;
            largest_piece = sink.largest;
        }
        else if (what.path == "/nothing")
            out.status = 204;
        else if (what.path == "/wait") {
            timer pause{
                loop_, std::chrono::steady_clock::now() + std::chrono::milliseconds{number("ms", 100)}};
            co_await pause.async_wait(use_task);
            out.body = "waited";
        }
        else if (what.path == "/events") {
            out.headers = {{"Content-Type", "text/event-stream"}};
            out.source = std::make_shared<endless_source>(
                loop_,
                number("bytes", 10),
                number("most", SIZE_MAX),
                std::chrono::milliseconds{number("ms", 10)},
                sources
            );
        }
        else  // what came
            out.body = what.method + " " + what.path + " peer=" + what.peer +
                       " secure=" + (what.is_secure ? "1" : "0") + " local=" + (what.is_local ? "1" : "0") +
                       " id=" + what.id + " body=" + what.body;
        co_return out;
    }

    static constexpr std::uint64_t most_upload = 64 << 20;
    std::atomic<int> asked = 0, sources = 0;
    std::atomic<std::size_t> largest_piece = 0;

private:
    static std::size_t number_in(const http_request& of, std::string_view name, std::size_t other)
    {
        const auto text = of.parameter(name).value_or("");
        std::from_chars(text.data(), text.data() + text.size(), other);
        return other;
    }

    executor loop_;
};

/// Limits of a second, so that tests are quick.
inline http_server_params quick_params()
{
    http_server_params out;
    out.port = 0;
    out.header_limit = out.body_limit = out.idle_limit = out.write_limit = out.stop_limit =
        std::chrono::seconds{1};
    return out;
}

class http_stage {
public:
    explicit http_stage(http_server_params params = quick_params())
        : handler{loop_}, server{loop_, std::move(params), handler, log}
    {
        boost::asio::co_spawn(loop_, server.run(), [this](std::exception_ptr error) { ended_by = error; });
        thread_ = std::thread{[this] { loop_.run(); }};
    }
    ~http_stage() { stop(); }
    http_stage(const http_stage&) = delete;
    http_stage& operator=(const http_stage&) = delete;

    /// Returns when run() has ended.
    void stop()
    {
        server.stop();
        if (thread_.joinable())
            thread_.join();
    }
    std::uint16_t port() const { return server.port(); }

private:
    boost::asio::io_context loop_;

public:
    recorded_log log;
    stage_handler handler;
    http_server server;
    std::exception_ptr ended_by;

private:
    std::thread thread_;
};

}  // namespace loa::testing
