#include "queue/redis_rejected.hpp"

#include "queue/redis_connection.hpp"
#include "queue/redis_error.hpp"
#include "queue/stream_commands.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <semaphore>
#include <stdexcept>
#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

using kind = reply::kind;
template <class T>
using answer = rejected_intake::answer<T>;

constexpr std::chrono::milliseconds longest_call{2'000};
constexpr std::chrono::milliseconds longest_wait{1'000};
/// Of a page: an entry may be as large as Redis lets it.
constexpr std::size_t most_page_bytes = 8 << 20;
/// An entry that was just small enough to be taken, and its reasons.
constexpr reply_limits of_replies{20 << 20};

problem refused(std::string_view error)
{
    return {"redis", "redis_refused", explain(error)};
}

problem odd_answer()
{
    return refused("an answer in a form that we do not know");
}

std::string text_at(const json::object& of, std::string_view key)
{
    const auto* found = of.if_contains(key);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

problems reasons_of(std::string_view text)
{
    problems out;
    json::error_code error;
    const auto read = json::parse(text, error);
    if (error || !read.is_array())
        return out;
    for (const auto& each : read.get_array())
        if (const auto* one = each.if_object())
            out.push_back({text_at(*one, "field"), text_at(*one, "code"), text_at(*one, "text")});
    return out;
}

wall_time time_of_id(std::string_view id)
{
    std::int64_t since_1970 = 0;
    std::from_chars(id.data(), id.data() + id.size(), since_1970);
    return wall_time{std::chrono::milliseconds{since_1970}};
}

/// One entry, [id, [field, value, ...]]. False: it is none.
bool read_entry(reply& raw, rejected_entry& into)
{
    if (!raw.is(kind::array) || raw.elements.size() != 2 || !is_entry_id(raw.elements[0].text) ||
        !raw.elements[1].is(kind::array))
        return false;
    into.id = std::move(raw.elements[0].text);
    into.at = time_of_id(into.id);
    auto& fields = raw.elements[1].elements;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        auto& value = fields[i + 1].text;
        if (fields[i].text == "entry")
            into.entry = std::move(value);
        else if (fields[i].text == "payload")
            into.payload = std::move(value);
        else if (fields[i].text == "reasons")
            into.reasons = reasons_of(value);
        else if (fields[i].text == "at")
            into.at = parse_rfc3339(value).value_or(into.at);
    }
    return true;
}

/// One call: its loop, its connection and its limit.
class link {
public:
    link(const executor& on, const redis_params& how)
        : params{how},
          connection_{on, how, "rejected", of_replies},
          until_{std::chrono::steady_clock::now() + std::min(how.reply_limit, longest_call)}
    {
    }

    /// The replies, none of which is an error.
    task<answer<std::vector<reply>>> ask(request what)
    {
        if (!connection_.is_open()) {
            const auto opened = co_await connection_.open(until_);
            if (!opened)
                co_return unreachable();
        }
        auto replies = co_await connection_.ask(std::move(what), until_);
        if (!replies)
            co_return unreachable();
        if (const auto* wrong = first_error(*replies))
            co_return refused(wrong->text);
        co_return std::move(*replies);
    }

    const redis_params& params;

private:
    problem unreachable() const { return {"redis", "redis_unreachable", connection_.trouble()}; }

    redis_connection connection_;
    const time_point until_;
};

task<answer<rejected_page>> list(link& over, std::optional<std::string> before, std::size_t most)
{
    rejected_page out;
    request count;
    count.add("XLEN", over.params.rejected_stream);
    auto counted = co_await over.ask(std::move(count));
    if (!counted)
        co_return counted.error();
    out.total = static_cast<std::uint64_t>(counted->front().integer);

    // One by one: how large they are is known only when they are here.
    std::size_t bytes = 0;
    for (;;) {
        const auto end = before ? "(" + *before : std::string{"+"};
        request next;
        next.add("XREVRANGE", over.params.rejected_stream, end, "-", "COUNT", "1");
        auto got = co_await over.ask(std::move(next));
        if (!got)
            co_return got.error();
        auto& found = got->front();
        if (found.elements.empty())
            break;
        rejected_entry one;
        if (!read_entry(found.elements.front(), one))
            co_return odd_answer();
        out.has_more = out.entries.size() == most || bytes >= most_page_bytes;
        if (out.has_more)
            break;
        before = one.id;
        bytes += one.payload.size();
        out.entries.push_back(std::move(one));
    }
    co_return std::move(out);
}

task<answer<std::optional<rejected_entry>>> find(link& over, std::string id)
{
    request what;
    what.add("XRANGE", over.params.rejected_stream, id, id);
    auto got = co_await over.ask(std::move(what));
    if (!got)
        co_return got.error();
    std::optional<rejected_entry> out;
    if (got->front().elements.empty())
        co_return out;
    out.emplace();
    if (!read_entry(got->front().elements.front(), *out))
        co_return odd_answer();
    co_return std::move(out);
}

task<answer<std::optional<std::string>>> resubmit(link& over, std::string id, std::string payload)
{
    const auto& params = over.params;
    std::optional<std::string> out;
    const auto there = co_await find(over, id);
    if (!there)
        co_return there.error();
    if (!*there)
        co_return out;
    // Somebody else at the same moment may publish it as well: intake knows it by its id and version then.
    request what;
    what.add("MULTI");
    what.add("XADD", params.stream, "*", payload_field, payload);
    what.add("XDEL", params.rejected_stream, id);
    what.add("EXEC");
    auto done = co_await over.ask(std::move(what));
    if (!done)
        co_return done.error();
    if (const auto wrong = transaction_error(*done); !wrong.empty())
        co_return refused(wrong);
    out = std::move(done->back().elements.front().text);
    co_return std::move(out);
}

task<answer<bool>> remove(link& over, std::string id)
{
    request what;
    what.add("XDEL", over.params.rejected_stream, id);
    auto done = co_await over.ask(std::move(what));
    if (!done)
        co_return done.error();
    co_return done->front().integer != 0;
}

class redis_rejected final : public rejected_intake {
public:
    explicit redis_rejected(redis_params params) : params_{std::move(params)}
    {
        boost::asio::io_context loop{1};
        const link checked{loop.get_executor(), params_};
    }

    answer<rejected_page> list(const std::optional<std::string>& before, std::size_t most) override
    {
        return call<rejected_page>([&](link& over) { return loa::list(over, before, most); });
    }
    answer<std::optional<rejected_entry>> find(const std::string& id) override
    {
        return call<std::optional<rejected_entry>>([&](link& over) { return loa::find(over, id); });
    }
    answer<std::optional<std::string>> resubmit(const std::string& id, const std::string& payload) override
    {
        return call<std::optional<std::string>>([&](link& over) { return loa::resubmit(over, id, payload); });
    }
    answer<bool> remove(const std::string& id) override
    {
        return call<bool>([&](link& over) { return loa::remove(over, id); });
    }

private:
    template <class T, class Start>
    answer<T> call(Start start)
    {
        if (!places_.try_acquire_for(longest_wait))
            return problem{"redis", "busy", "others are waiting for Redis: try again in a moment"};
        std::optional<answer<T>> out;
        std::exception_ptr broken;
        try {
            boost::asio::io_context loop{1};
            link over{loop.get_executor(), params_};
            boost::asio::co_spawn(loop, start(over), [&](std::exception_ptr error, answer<T> got) {
                broken = error;
                out = std::move(got);
            });
            loop.run();
        } catch (...) {
            broken = std::current_exception();
        }
        places_.release();
        if (broken)
            std::rethrow_exception(broken);
        return std::move(out.value());
    }

    const redis_params params_;
    std::counting_semaphore<2> places_{2};
};

}  // namespace

std::unique_ptr<rejected_intake> make_redis_rejected(redis_params params)
{
    return std::make_unique<redis_rejected>(std::move(params));
}

}  // namespace loa
