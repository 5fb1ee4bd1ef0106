#include "gateway/api/api.hpp"

#include "gateway/api/approval_routes.hpp"
#include "gateway/api/audit_routes.hpp"
#include "gateway/api/broadcast_routes.hpp"
#include "gateway/api/channel_routes.hpp"
#include "gateway/api/console_routes.hpp"
#include "gateway/api/directory_routes.hpp"
#include "gateway/api/document_routes.hpp"
#include "gateway/api/draft_routes.hpp"
#include "gateway/api/event_routes.hpp"
#include "gateway/api/file_sink.hpp"
#include "gateway/api/handler_pool.hpp"
#include "gateway/api/health_routes.hpp"
#include "gateway/api/idempotency.hpp"
#include "gateway/api/identify.hpp"
#include "gateway/api/import_routes.hpp"
#include "gateway/api/key_routes.hpp"
#include "gateway/api/metric_routes.hpp"
#include "gateway/api/missed_routes.hpp"
#include "gateway/api/oidc_routes.hpp"
#include "gateway/api/outcome_routes.hpp"
#include "gateway/api/pieces.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/receipt_routes.hpp"
#include "gateway/api/rejected_routes.hpp"
#include "gateway/api/report_routes.hpp"
#include "gateway/api/session_routes.hpp"
#include "gateway/api/settings_routes.hpp"
#include "gateway/api/suppression_routes.hpp"
#include "gateway/api/system_routes.hpp"
#include "gateway/api/unsubscribe_routes.hpp"
#include "gateway/api/user_routes.hpp"
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
    put("Cache-Control", "no-store");
    if (of.is_secure && !of.is_local)
        put("Strict-Transport-Security", "max-age=31536000");
}

/// Shared by the coroutine that waits for the reply and the thread that makes it.
struct exchange {
    http_request what;
    http_reply reply;
};

/// The same of a request whose body has not come yet.
struct opening {
    http_request head;
    std::shared_ptr<incoming_file> file;
    http_reply reply;
};

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
        : parts_{std::move(parts)}, pool_{loop, parts_.how.threads, parts_.how.waiting, parts_.open_desk}
    {
        parts_.in_pieces = [this](std::function<std::string(desk&)> next) {
            return make_pieces(pool_, parts_.log, std::move(next));
        };
        parts_.system.threads = [this] { return pool_.load(); };
        add_document_routes(routes_, parts_);
        add_health_routes(routes_, parts_);
        add_broadcast_routes(routes_, parts_);
        add_missed_routes(routes_, parts_);
        add_outcome_routes(routes_, parts_);
        add_approval_routes(routes_, parts_);
        add_channel_routes(routes_, parts_);
        add_draft_routes(routes_, parts_);
        add_directory_routes(routes_, parts_);
        add_import_routes(routes_, parts_);
        add_suppression_routes(routes_, parts_);
        add_rejected_routes(routes_, parts_);
        add_session_routes(routes_, parts_);
        add_oidc_routes(routes_, parts_);
        add_user_routes(routes_, parts_);
        add_key_routes(routes_, parts_);
        add_audit_routes(routes_, parts_);
        add_receipt_routes(routes_, parts_);
        add_report_routes(routes_, parts_);
        add_unsubscribe_routes(routes_, parts_);
        add_event_routes(routes_, parts_, loop);
        add_metric_routes(routes_, parts_);
        add_settings_routes(routes_, parts_);
        add_system_routes(routes_, parts_);
        add_console_routes(routes_, parts_);
    }

    task<http_reply> answer(http_request what)
    {
        // The request itself goes to the thread, which may outlive this coroutine; this is what is needed
        // after it.
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
            const auto one = std::make_shared<exchange>();
            one->what = std::move(what);
            handler_pool::work work = [this, one](thread_desk& at) { one->reply = answer_on(one->what, at); };
            const bool is_done = co_await pool_.run(std::move(work));
            reply = is_done ? std::move(one->reply) : to_reply(busy(), head, speaks);
        }
        harden(reply, head);
        if (found.to)
            reply.route = found.to->path;
        co_return reply;
    }

    std::uint64_t most_in_pieces(const http_request& head) const
    {
        if (head.is_read())
            return 0;
        const auto found = routes_.find(head.method, head.path);
        return found.to && found.to->open_file ? parts_.how.import_bytes : 0;
    }

    task<body_place> open_body(http_request head)
    {
        const auto speaks = accepted_language(head);
        const auto one = std::make_shared<opening>();
        one->head = head;
        handler_pool::work work = [this, one](thread_desk& at) { one->reply = open_on(*one, at); };
        const bool is_done = co_await pool_.run(std::move(work));
        body_place out;
        if (is_done && one->file)
            out.to = std::make_shared<file_sink>(pool_, std::move(one->file));
        else {
            out.refusal = is_done ? std::move(one->reply) : to_reply(busy(), head, speaks);
            harden(out.refusal, head);
        }
        co_return out;
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
        return guarded(what, at, [&](language speaks) { return handle(what, at, speaks); });
    }

    /// What goes wrong is a reply, too.
    template <class F>
    http_reply guarded(const http_request& what, thread_desk& at, F action)
    {
        const auto speaks = accepted_language(what);
        try {
            return action(speaks);
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

    http_reply open_on(opening& one, thread_desk& at)
    {
        return guarded(one.head, at, [&](language speaks) {
            auto found = routes_.find(one.head.method, one.head.path);
            api_call call{one.head, std::move(found.path), {}, at, parts_, speaks};
            call.who = may_use(*found.to, one.head, at);
            one.file = found.to->open_file(call);
            return http_reply{};
        });
    }

    http_reply handle(http_request& what, thread_desk& at, language speaks)
    {
        auto found = routes_.find(what.method, what.path);
        const auto& to = *found.to;
        api_call call{what, std::move(found.path), {}, at, parts_, speaks};
        call.who = may_use(to, what, at);
        if (what.is_read() || !to.keeps_reply || call.who.name.empty())
            return to.handler(call);
        return repeated_.run(call, at, [&] { return to.handler(call); });
    }

    /// Who asks, if the route lets him.
    actor may_use(const route& to, const http_request& what, desk& at)
    {
        if (to.is_outer || to.is_quick)
            return {};
        auto caller = identify(what, at, parts_.how);
        admit(to, what, caller, parts_.how);
        return std::move(caller.who);
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

std::uint64_t api::most_in_pieces(const http_request& head) const
{
    return body_->most_in_pieces(head);
}

task<body_place> api::open_body(http_request head)
{
    return body_->open_body(std::move(head));
}

task<http_reply> api::answer(http_request what)
{
    return body_->answer(std::move(what));
}

const router& api::routes() const noexcept
{
    return body_->routes();
}

}  // namespace loa
