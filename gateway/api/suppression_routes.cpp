#include "gateway/api/suppression_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/directory_desk.hpp"
#include "gateway/core/fresh_refusals.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/mask.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_address = 320, longest_reason = 300;

json::object to_json(const suppression_entry& what)
{
    return {
        {"id", what.id},
        {"contact", to_string(what.contact)},
        {"address", mask(what.contact, what.address)},
        {"cause", what.cause},
        {"since", json_time(what.since)},
    };
}

http_reply list_suppressions(api_call& call)
{
    allow_parameters(call, {"q", "limit", "cursor"});
    const auto page = requested_page(call);
    const auto text = call.request.parameter("q").value_or("");
    auto found = call.at.directory().suppressions(std::string{text}, page.after_number(), page.limit + 1);
    std::optional<std::string> next;
    if (found.size() > page.limit) {
        found.pop_back();
        next = std::to_string(found.back().id);
    }
    json::array items;
    for (const auto& each : found) items.push_back(to_json(each));
    return page_reply(std::move(items), next);
}

std::string trace_of(const suppression_entry& what, const std::string& reason)
{
    auto out = to_json(what);
    out.erase("since");
    if (!reason.empty())
        out["reason"] = reason;
    return json::serialize(out);
}

http_reply suppress(api_call& call)
{
    const auto body = call.json();
    problems wrong;
    object_reader reader{body, "", wrong};
    suppression_entry what;
    const auto by = reader.text("contact", {1, 20, true});
    if (by == "account" || by == "mailbox")
        what.contact = by == "account" ? contact::account : contact::mailbox;
    else if (!by.empty())
        reader.add("contact", "unknown_word", "must be account or mailbox");
    what.address = reader.text("address", {1, longest_address, true});
    if (what.contact == contact::mailbox && !what.address.empty() &&
        what.address.find('@') == std::string::npos)
        reader.add("address", "not_a_mailbox", "must be a mailbox like an@hcm.edu.vn");
    const auto reason = reader.text("reason", {1, longest_reason, true});
    reader.refuse_others();
    refuse_if(std::move(wrong));

    what.cause = mask_text(reason);
    auto& directory = call.at.directory();
    bool is_new = false;
    call.at.together([&] {
        is_new = directory.suppress(what.contact, what.address, what.cause);
        if (is_new)
            call.at.audit().add(
                call.who,
                "suppression.add",
                "suppression " + mask(what.contact, what.address),
                {},
                trace_of(what, {})
            );
    });
    if (!is_new)
        throw api_problem{409, "already_suppressed"};
    if (call.with.refusals != nullptr)
        call.with.refusals->add(what.contact, what.address);
    const auto stored = directory.suppressions(what.address, std::nullopt, 1);
    return json_reply(to_json(stored.at(0)), 201);
}

http_reply lift(api_call& call)
{
    const auto id = call.number(0);
    const auto body = call.json();
    problems wrong;
    object_reader reader{body, "", wrong};
    const auto reason = reader.text("reason", {1, longest_reason, true});
    reader.refuse_others();
    refuse_if(std::move(wrong));
    std::optional<suppression_entry> what;
    call.at.together([&] {
        what = call.at.directory().suppression(id);
        if (!what)
            throw desk_refusal{
                desk_refusal::kind::not_found, "not_found", "there is no suppression " + std::to_string(id)};
        call.at.directory().lift(what->contact, what->address);
        call.at.audit().add(
            call.who,
            "suppression.lift",
            "suppression " + mask(what->contact, what->address),
            trace_of(*what, {}),
            json::serialize(json::object{{"reason", mask_text(reason)}})
        );
    });
    if (call.with.refusals != nullptr)
        call.with.refusals->lift(what->contact, what->address);
    http_reply out;
    out.status = 204;
    return out;
}

}  // namespace

void add_suppression_routes(router& to, api_parts&)
{
    const auto administrators = access::only({user_role::administrator});
    to.add(
        {"GET",
         "/api/suppressions",
         access::only({user_role::operations, user_role::administrator, user_role::auditor}),
         list_suppressions}
    );
    to.add({"POST", "/api/suppressions", administrators, suppress});
    to.add({"DELETE", "/api/suppressions/{id}", administrators, lift});
}

}  // namespace loa
