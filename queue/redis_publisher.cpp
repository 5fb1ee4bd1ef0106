#include "queue/redis_publisher.hpp"

#include "queue/redis_connection.hpp"
#include "queue/redis_error.hpp"
#include "queue/stream_commands.hpp"

#include <utility>

namespace loa {
namespace {

problem unreachable(std::string text)
{
    return {"redis", "redis_unreachable", std::move(text)};
}

problem refused(std::string_view error)
{
    return {"redis", "redis_refused", explain(error)};
}

}  // namespace

struct redis_publisher::link {
    redis_params params;
    redis_connection connection;

    link(const executor& on, redis_params p) : params{std::move(p)}, connection{on, params, "publish"} {}

    task<boost::system::result<std::vector<reply>, problem>> ask(request what, std::string_view if_lost)
    {
        const auto limit = [this] { return std::chrono::steady_clock::now() + params.reply_limit; };
        if (!connection.is_open()) {
            auto opened = co_await connection.open(limit());
            if (!opened)
                co_return unreachable(connection.trouble());
        }
        auto answer = co_await connection.ask(std::move(what), limit());
        if (!answer)
            co_return unreachable(connection.trouble() + std::string{if_lost});
        co_return std::move(*answer);
    }
};

redis_publisher::redis_publisher(boost::asio::io_context& context, redis_params params)
    : link_{std::make_unique<link>(context.get_executor(), std::move(params))}
{
}

redis_publisher::~redis_publisher() = default;

task<boost::system::result<std::string, problem>> redis_publisher::publish(std::string json)
{
    request what;
    what.add("XADD", link_->params.stream, "*", payload_field, json);
    auto answer = co_await link_->ask(
        std::move(what),
        "; the bulletin may have been published all the same (publishing it once more does no harm)"
    );
    if (!answer)
        co_return answer.error();
    auto& id = answer->front();
    if (!id.is(reply::kind::string))
        co_return refused(id.is(reply::kind::error) ? id.text : "an answer without an entry id");
    // In place, because a problem could be made of a string as well.
    boost::system::result<std::string, problem> out{boost::system::in_place_value, std::move(id.text)};
    co_return out;
}

task<boost::system::result<stream_state, problem>> redis_publisher::state()
{
    const auto& params = link_->params;
    request what;
    what.add("XLEN", params.stream);
    what.add("XLEN", params.rejected_stream);
    what.add("XPENDING", params.stream, params.group);
    auto answer = co_await link_->ask(std::move(what), "");
    if (!answer)
        co_return answer.error();
    auto& pending = (*answer)[2];
    if (pending.is(reply::kind::error) && error_word(pending.text) == "NOGROUP")  // no gateway was ever here
        pending = reply{reply::kind::array, 0, {}, {reply{reply::kind::integer, 0, {}, {}}}};
    if (const auto* wrong = first_error(*answer))
        co_return refused(wrong->text);
    if (pending.elements.empty())
        co_return refused("an answer in a form that we do not know");
    const auto number = [](const reply& from) { return static_cast<std::uint64_t>(from.integer); };
    co_return stream_state{number((*answer)[0]), number(pending.elements[0]), number((*answer)[1])};
}

}  // namespace loa
