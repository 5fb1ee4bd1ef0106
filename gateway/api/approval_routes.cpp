#include "gateway/api/approval_routes.hpp"

#include "gateway/api/broadcast_change.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/draft_desk.hpp"
#include "gateway/core/json_reader.hpp"

#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

/// An editor decides about his own only, whether he or a key of his submitted it.
void must_be_his(const api_call& call, const std::optional<draft>& of)
{
    const bool is_his = of && call.who.user != 0 && of->author == call.who.user;
    if (!is_his && !call.who.roles.has(user_role::approver))
        throw api_problem{403, "not_your_own"};
}

http_reply approve(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader from{body, "", wrong};
    const auto hash = from.text("hash", {.least = 64, .most = 64});
    from.refuse_others();
    refuse_if(std::move(wrong));
    return change_broadcast(
        call,
        "broadcast.approve",
        [&](const broadcast_status& of) {
            call.at.ledger().approve(of.id, hash, call.who, call.with.how.recallable_for);
        },
        {{"hash", hash}}
    );
}

http_reply give_back(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader from{body, "", wrong};
    const auto comment = from.text("comment", {.most = 2'000, .one_line = false});
    from.refuse_others();
    refuse_if(std::move(wrong));
    return change_broadcast(
        call,
        "broadcast.give_back",
        [&](const broadcast_status& of) {
            const auto written = call.at.drafts().find_by_broadcast(of.id);
            must_be_his(call, written);
            call.at.ledger().give_back(of.id, call.who, comment);
            if (written)
                call.at.drafts().reopen(written->id, comment);
        },
        {{"comment", comment}}
    );
}

http_reply schedule(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader from{body, "", wrong};
    const auto text = from.text("start_at", {.most = 40}, false);
    const auto start_at = parse_rfc3339(text);
    if (!body.contains("start_at"))
        from.add("start_at", "missing", "is missing; null means as soon as it may");
    else if (!text.empty() && !start_at)
        from.add("start_at", "not_a_time", "must be a time such as 2026-11-20T08:30:00+07:00");
    from.refuse_others();
    refuse_if(std::move(wrong));
    return change_broadcast(
        call,
        "broadcast.schedule",
        [&](const broadcast_status& of) {
            const auto written = call.at.drafts().find_by_broadcast(of.id);
            must_be_his(call, written);
            call.at.ledger().reschedule(of.id, start_at, call.who);
            if (written)
                call.at.drafts().reschedule(written->id, start_at);
        },
        {{"start_at", text}}
    );
}

}  // namespace

void add_approval_routes(router& to, api_parts&)
{
    const access deciders = access::only({user_role::editor, user_role::approver});
    to.add({"POST", "/api/broadcasts/{id}/approve", access::only({user_role::approver}), approve});
    to.add({"POST", "/api/broadcasts/{id}/give-back", deciders, give_back});
    to.add({"POST", "/api/broadcasts/{id}/schedule", deciders, schedule});
}

}  // namespace loa
