#include "gateway/api/draft_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_bulletin.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/draft_preview.hpp"
#include "gateway/api/draft_test.hpp"
#include "gateway/api/etag.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>

namespace json = boost::json;

namespace loa {
namespace {

std::string subject_of(std::int64_t id)
{
    return std::string{"draft "}.append(std::to_string(id));
}

/// For the audit log: which state of the draft it was, not its whole text.
std::string trace_of(const draft& what)
{
    return json::serialize(json::object{
        {"revision", what.revision},
        {"version", what.version},
        {"title", what.title},
        {"start_at", json_time(what.start_at)},
    });
}

/// "1764000000000-17": when it was changed, and which.
std::string place_of(const draft& what)
{
    return std::to_string(what.changed.time_since_epoch().count()) + '-' + std::to_string(what.id);
}

draft_place read_place(const std::string& text)
{
    std::int64_t changed = 0, id = 0;
    const auto* const end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, changed);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-')
        throw api_problem{400, "bad_cursor"};
    const auto second = std::from_chars(first.ptr + 1, end, id);
    if (second.ec != std::errc{} || second.ptr != end)
        throw api_problem{400, "bad_cursor"};
    return {wall_time{std::chrono::milliseconds{changed}}, id};
}

http_reply list_drafts(api_call& call)
{
    allow_parameters(call, {"state", "mine", "limit", "cursor"});
    const auto page = requested_page(call);
    std::optional<draft_state> state;
    if (const auto text = call.request.parameter("state")) {
        if (*text != "open" && *text != "submitted")
            throw api_problem{400, "bad_parameter", "state must be open or submitted"};
        state = *text == "open" ? draft_state::open : draft_state::submitted;
    }
    const auto mine = call.request.parameter("mine");
    if (mine && *mine != "true" && *mine != "false")
        throw api_problem{400, "bad_parameter", "mine must be true or false"};
    if (mine == "true" && call.who.user == 0)
        return page_reply({}, std::nullopt);
    std::optional<draft_place> after;
    if (page.after)
        after = read_place(*page.after);
    auto found = call.at.drafts().drafts(mine == "true" ? call.who.user : 0, state, after, page.limit + 1);
    std::optional<std::string> next;
    if (found.size() > page.limit) {
        found.pop_back();
        next = place_of(found.back());
    }
    json::array items;
    for (const auto& each : found) items.push_back(to_json(each, false));
    return page_reply(std::move(items), next);
}

http_reply add_draft(api_call& call)
{
    if (call.who.user == 0)
        throw api_problem{403, "needs_account"};
    draft what;
    what.author = call.who.user;
    what.json = "{}";
    read_draft(call.json(), call.with.bulletins.bytes, what);
    std::int64_t id = 0;
    call.at.together([&] {
        id = call.at.drafts().add(what);
        what.revision = 1;
        call.at.audit().add(call.who, "draft.add", subject_of(id), {}, trace_of(what));
    });
    auto reply = draft_reply(call.at.drafts().find(id).value(), 201);
    reply.headers.emplace_back("Location", "/api/drafts/" + std::to_string(id));
    return reply;
}

http_reply show_draft(api_call& call)
{
    return draft_reply(find_draft(call));
}

http_reply change_draft(api_call& call)
{
    const auto before = own_draft(call);
    must_match(call, before.revision);
    auto what = before;
    read_draft(call.json(), call.with.bulletins.bytes, what);
    call.at.together([&] {
        what.revision = call.at.drafts().change(what);
        call.at.audit().add(call.who, "draft.change", subject_of(what.id), trace_of(before), trace_of(what));
    });
    return draft_reply(call.at.drafts().find(what.id).value());
}

http_reply remove_draft(api_call& call)
{
    const auto what = own_draft(call);
    must_match(call, what.revision);
    call.at.together([&] {
        call.at.drafts().remove(what.id, what.revision);
        call.at.audit().add(call.who, "draft.remove", subject_of(what.id), trace_of(what), {});
    });
    http_reply out;
    out.status = 204;
    return out;
}

http_reply submit_draft(api_call& call)
{
    const auto what = own_draft(call);
    must_match(call, what.revision);
    if (what.state == draft_state::submitted)
        throw api_problem{409, "submitted"};
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto content = bulletin_of(what, call.with, now);
    auto wrong = content ? check_bulletin(*content, call.at.directory(), *call.with.own) : content.error();
    if (content && content->expires_at && what.start_at && *content->expires_at <= *what.start_at)
        wrong.push_back({"expires_at", "out_of_range", "must be later than start_at"});
    if (!wrong.empty())
        throw api_problem{422, "draft_not_ready", {}, std::move(wrong)};

    submission to_ledger;
    to_ledger.channels = call.with.own->names_for(*content);
    to_ledger.what = std::move(*content);
    to_ledger.start_at = what.start_at;
    to_ledger.by = call.who;
    call.at.together([&] {
        const auto stored = call.at.ledger().submit(to_ledger);
        if (stored.verdict == intake_verdict::already_known)
            throw desk_refusal{
                desk_refusal::kind::conflict,
                "submitted",
                "version " + std::to_string(what.version) + " was submitted as broadcast " +
                    std::to_string(stored.broadcast)};
        call.at.drafts().note_submission(what.id, what.revision, stored.broadcast);
        call.at.audit().add(
            call.who,
            "draft.submit",
            subject_of(what.id),
            trace_of(what),
            json::serialize(json::object{{"broadcast", stored.broadcast}, {"version", what.version}})
        );
    });
    call.with.wake();
    return draft_reply(call.at.drafts().find(what.id).value());
}

/// To correct what was sent, or is being sent: the next submission is the next version.
http_reply reopen_draft(api_call& call)
{
    draft what;
    call.at.together([&] {
        what = own_draft(call);
        must_match(call, what.revision);
        if (what.state == draft_state::submitted && what.broadcast) {
            const auto status = call.at.ledger().status(*what.broadcast);
            if (status &&
                (status->state == broadcast_state::held || status->state == broadcast_state::waiting))
                throw api_problem{
                    409,
                    "not_started",
                    "broadcast " + std::to_string(*what.broadcast) + " has not started: recall it instead"};
        }
        call.at.drafts().reopen(what.id, {});
        call.at.audit().add(
            call.who,
            "draft.reopen",
            subject_of(what.id),
            trace_of(what),
            json::serialize(json::object{{"version", what.version + 1}})
        );
    });
    return draft_reply(call.at.drafts().find(what.id).value());
}

}  // namespace

void add_draft_routes(router& to, api_parts& with)
{
    const auto editors = access::only({user_role::editor});
    to.add({"GET", "/api/drafts", access::readers(), list_drafts});
    to.add({"POST", "/api/drafts", editors, add_draft});
    to.add({"GET", "/api/drafts/{id}", access::readers(), show_draft});
    to.add({"PUT", "/api/drafts/{id}", editors, change_draft});
    to.add({"DELETE", "/api/drafts/{id}", editors, remove_draft});
    to.add({"POST", "/api/drafts/{id}/submit", editors, submit_draft});
    to.add({"POST", "/api/drafts/{id}/reopen", editors, reopen_draft});
    add_draft_preview_routes(to, with);
    add_draft_test_routes(to, with);
}

}  // namespace loa
