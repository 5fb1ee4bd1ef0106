#include "gateway/api/api.hpp"

#include "gateway/api/handler_pool.hpp"
#include "gateway/api/idempotency.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/desk_refusal.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace loa {
namespace {

/// What a refusal of a desk is in HTTP.
api_problem problem_of(const desk_refusal& what, const http_request& of)
{
    using kind = desk_refusal::kind;
    unsigned status = 422;
    switch (what.what_kind()) {
        case kind::not_found: status = 404; break;
        case kind::not_allowed: status = 403; break;
        case kind::conflict:
            status = what.code() == "changed" && !of.header("if-match").empty() ? 412 : 409;
            break;
        case kind::invalid: status = 422; break;
    }
    return {status, what.code(), what.what(), what.problems()};
}

bool is_read(std::string_view method) noexcept
{
    return method == "GET" || method == "HEAD";
}

bool has_header(const http_reply& reply, std::string_view name)
{
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    return std::ranges::any_of(reply.headers, [&](const auto& field) {
        return std::ranges::equal(field.first, name, same);
    });
}

/// What no reply goes without. A page sets its own policy.
void harden(http_reply& reply, const http_request& of)
{
    const auto put = [&](std::string_view name, std::string_view value) {
        if (!has_header(reply, name))
            reply.headers.emplace_back(name, value);
    };
    put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    put("X-Content-Type-Options", "nosniff");
    put("Referrer-Policy", "no-referrer");
    if (of.path.starts_with("/api"))
        put("Cache-Control", "no-store");
    if (of.is_secure && !of.is_local)
        put("Strict-Transport-Security", "max-age=31536000");
}

api_problem busy()
{
    api_problem out{503, "busy"};
    out.headers.emplace_back("Retry-After", "1");
    return out;
}

}  // namespace

class api::body {
public:
    body(boost::asio::io_context& loop, api_parts parts)
        : parts_{std::move(parts)},
          pool_{
              loop,
              parts_.how.threads,
              parts_.how.waiting,
              parts_.open_desk,
              [this](http_request& what, thread_desk& at) { return answer_on(what, at); }}
    {
    }

    task<http_reply> answer(http_request what)
    {
        const auto started = std::chrono::steady_clock::now();
        // The request itself goes to the thread; this is what is needed after it.
        http_request head;
        head.method = what.method;
        head.path = what.path;
        head.peer = what.peer;
        head.id = what.id;
        head.is_secure = what.is_secure;
        head.is_local = what.is_local;
        const auto speaks = accepted_language(what);

        http_reply reply;
        const auto found = routes_.find(what.method, what.path);
        if (!found.to)
            reply = no_route(found, head, speaks);
        else if (found.to->is_quick)
            reply = answer_on(what, on_loop_);
        else {
            auto done = co_await pool_.run(what);
            reply = done ? std::move(*done) : to_reply(busy(), head, speaks);
        }
        harden(reply, head);
        note(found.to, head, reply, std::chrono::steady_clock::now() - started);
        co_return reply;
    }

    const router& routes() const noexcept { return routes_; }

private:
    static http_reply no_route(const router::found& found, const http_request& of, language speaks)
    {
        if (found.allowed.empty())
            return to_reply({404, "no_such_route"}, of, speaks);
        api_problem problem{405, "method_not_allowed"};
        problem.headers.emplace_back("Allow", found.allowed);
        return to_reply(problem, of, speaks);
    }

    http_reply answer_on(http_request& what, thread_desk& at)
    {
        const auto speaks = accepted_language(what);
        try {
            return handle(what, at, speaks);
        } catch (const api_problem& e) {
            return to_reply(e, what, speaks);
        } catch (const desk_refusal& e) {
            return to_reply(problem_of(e, what), what, speaks);
        } catch (const std::runtime_error& e) {
            at.forget();
            parts_.log.error("the API cannot use the store", {{"request", what.id}, {"reason", e.what()}});
            api_problem problem{503, "store_unavailable"};
            problem.headers.emplace_back("Retry-After", "5");
            return to_reply(problem, what, speaks);
        } catch (const std::exception& e) {
            at.forget();
            parts_.log.error("a request failed inside", {{"request", what.id}, {"reason", e.what()}});
            return to_reply({500, "failed"}, what, speaks);
        }
    }

    http_reply handle(http_request& what, thread_desk& at, language speaks)
    {
        auto found = routes_.find(what.method, what.path);
        const auto& to = *found.to;
        api_call call{what, std::move(found.path), {}, at, parts_, speaks};
        call.who = may_use(to, what, at);
        if (is_read(what.method) || !to.keeps_reply || call.who.name.empty())
            return to.handler(call);
        return repeated_.run(call, at, [&] { return to.handler(call); });
    }

    /// Who asks, if the route lets him.
    actor may_use(const route& to, const http_request& what, desk& at)
    {
        if (to.is_outer || to.is_quick)
            return {};
        auto who = who_asks(to, what, at);
        if (to.who.how == access::kind::open)
            return who;
        if (who.name.empty()) {
            api_problem problem{401, "unauthenticated"};
            problem.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"loa\"");
            throw problem;
        }
        if (to.who.how == access::kind::roles && !who.roles.has_any_of(to.who.roles))
            throw api_problem{403, "not_allowed"};
        return who;
    }

    actor who_asks(const route&, const http_request&, desk&) { return {}; }

    /// A change is worth a line, a read only for who looks closely. The route stands for the path, which may
    /// hold a secret (an unsubscribe link).
    void note(
        const route* to,
        const http_request& of,
        const http_reply& reply,
        std::chrono::steady_clock::duration took
    )
    {
        const auto level = !is_read(of.method) || reply.status >= 500 ? log_level::info : log_level::debug;
        if (!parts_.log.wants(level))
            return;
        const std::array<log_field, 6> fields{
            log_field{"request", of.id},
            log_field{"method", of.method},
            log_field{"route", to ? to->path : std::string{"none"}},
            log_field{"status", reply.status},
            log_field{"peer", of.peer},
            log_field{"took_ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()},
        };
        parts_.log.write(level, "request answered", fields);
    }

    api_parts parts_;
    router routes_;
    idempotency repeated_;
    thread_desk on_loop_{
        []() -> std::unique_ptr<desk> { throw std::logic_error{"a quick route reads no store"}; }};
    handler_pool pool_;  // last: its threads use all of the above
};

api::api(boost::asio::io_context& loop, api_parts parts)
    : body_{std::make_unique<body>(loop, std::move(parts))}
{
}

api::~api() = default;

task<http_reply> api::answer(http_request what)
{
    return body_->answer(std::move(what));
}

const router& api::routes() const noexcept
{
    return body_->routes();
}

}  // namespace loa
