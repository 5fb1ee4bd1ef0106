#include "gateway/api/rejected_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_bulletin.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/own_channels.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/bulletin_check.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/rejected_intake.hpp"
#include "gateway/core/sha256.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_reason = 300, longest_word = 200;
/// Of an entry's text; what is longer is no bulletin anyway.
constexpr std::size_t most_shown = 1 << 20;

/// What the inbox's server says, or the problem that it is in trouble.
template <class T>
T taken(api_call& call, boost::system::result<T, problem> from)
{
    if (from)
        return std::move(*from);
    const auto& why = from.error();
    if (why.code != "busy")
        call.with.log.error("the API cannot use Redis", {{"request", call.request.id}, {"reason", why.text}});
    api_problem out{503, why.code == "busy" ? "busy" : "inbox_unavailable", why.text};
    out.headers.emplace_back("Retry-After", "5");
    throw out;
}

rejected_intake& rejected_of(api_call& call)
{
    if (call.with.rejected == nullptr)
        throw api_problem{503, "inbox_unavailable"};
    return *call.with.rejected;
}

std::string id_of(api_call& call)
{
    const auto& id = call.path.at(0);
    if (!is_entry_id(id))
        throw api_problem{404, "not_found"};
    return id;
}

rejected_entry found(api_call& call, const std::string& id)
{
    auto out = taken(call, rejected_of(call).find(id));
    if (!out)
        throw api_problem{404, "not_found", "there is no rejected entry " + id};
    return std::move(*out);
}

/// What can be told of a bulletin that is not sound.
struct outline {
    std::string source, bulletin, title;
    std::optional<std::int64_t> version;
};

outline outline_of(const rejected_entry& what, std::size_t most_bytes)
{
    outline out;
    const auto read = parse_json(what.payload, most_bytes);
    const auto* from = read ? read->if_object() : nullptr;
    if (from == nullptr)
        return out;
    const auto text = [&](std::string_view key) {
        const auto* at = from->if_contains(key);
        return at != nullptr && at->is_string() && !at->get_string().empty()
                   ? shorten(squeeze(at->get_string()), longest_word)
                   : std::string{};
    };
    out.source = text("source");
    out.bulletin = text("id");
    out.title = text("title");
    if (const auto* version = from->if_contains("version"); version != nullptr && version->is_int64())
        out.version = version->get_int64();
    return out;
}

json::object to_json(const rejected_entry& what, const outline& about, language speaks)
{
    return {
        {"id", what.id},
        {"at", json_time(what.at)},
        {"entry", as_utf8(what.entry)},
        {"source", about.source},
        {"bulletin", about.bulletin},
        {"version", about.version ? json::value(*about.version) : json::value()},
        {"title", about.title},
        {"bytes", what.payload.size()},
        {"reasons", to_json(what.reasons, speaks)},
    };
}

http_reply list(api_call& call)
{
    allow_parameters(call, {"limit", "cursor"});
    const auto page = requested_page(call);
    if (page.after && !is_entry_id(*page.after))
        throw api_problem{400, "bad_cursor"};
    const auto some = taken(call, rejected_of(call).list(page.after, page.limit));
    json::array items;
    for (const auto& each : some.entries)
        items.push_back(to_json(each, outline_of(each, call.with.bulletins.bytes), call.speaks));
    return page_reply(
        std::move(items),
        some.has_more ? std::optional{some.entries.back().id} : std::nullopt,
        json::object{{"total", some.total}}
    );
}

http_reply show(api_call& call)
{
    const auto what = found(call, id_of(call));
    auto out = to_json(what, outline_of(what, call.with.bulletins.bytes), call.speaks);
    auto text = as_utf8(std::string_view{what.payload}.substr(0, most_shown));
    out["is_whole"] = text == what.payload;
    out["payload"] = std::move(text);
    return json_reply(out);
}

std::string subject_of(const std::string& id)
{
    return "rejected " + id;
}

std::string hash_of(std::string_view payload)
{
    sha256 out;
    out.add(payload);
    return to_hex(out.finish());
}

/// What the log keeps of an entry that is going: who publishes what, and why it was turned down.
std::string trace_of(const rejected_entry& what, const outline& about)
{
    json::array codes;
    for (const auto& each : what.reasons) codes.push_back(json::string{each.code});
    return json::serialize(json::object{
        {"source", about.source},
        {"bulletin", about.bulletin},
        {"title", mask_text(about.title)},
        {"reasons", std::move(codes)},
        {"sha256", hash_of(what.payload)}});
}

/// Redis and the ledger have no transaction in common. So the log has it first: nothing is done that it does
/// not know of, and what then failed is an entry of its own.
template <class Change>
auto logged(
    api_call& call,
    const std::string& action,
    const std::string& id,
    const std::string& before,
    const std::string& after,
    Change change
)
{
    call.at.audit().add(call.who, action, subject_of(id), before, after);
    auto done = change();
    if (!done)
        call.at.audit().add(
            call.who,
            action + "_failed",
            subject_of(id),
            {},
            json::serialize(json::object{{"reason", done.error().code}})
        );
    return taken(call, std::move(done));
}

/// The same values, however they are laid out.
bool says_the_same(std::string_view one, std::string_view other, std::size_t most_bytes)
{
    const auto first = parse_json(one, most_bytes), second = parse_json(other, most_bytes);
    return first && second && *first == *second;
}

/// What a person changed is no longer what its publisher answers for: somebody else approves it, as what an
/// editor wrote. \param after  what the log keeps of it
http_reply submit_changed(
    api_call& call, const std::string& id, bulletin what, const std::string& before, json::object after
)
{
    submission changed;
    changed.channels = call.with.own->names_for(what);
    changed.what = std::move(what);
    changed.by = call.who;
    intake_answer stored;
    call.at.together([&] {
        stored = call.at.ledger().submit(changed);
        if (stored.verdict == intake_verdict::already_known)
            throw desk_refusal{
                desk_refusal::kind::conflict,
                "known_bulletin",
                "it was taken in before, as broadcast " + std::to_string(stored.broadcast)};
        after["broadcast"] = stored.broadcast;
        call.at.audit().add(call.who, "rejected.resubmit", subject_of(id), before, json::serialize(after));
    });
    call.with.wake();
    // It is in the ledger. What Redis cannot take off its list now is refused as known if somebody tries
    // again.
    static_cast<void>(call.with.rejected->remove(id));
    return json_reply(
        json::object{
            {"entry", nullptr},
            {"broadcast", stored.broadcast},
            {"source", changed.what.source},
            {"bulletin", changed.what.id},
            {"version", changed.what.version}},
        202
    );
}

http_reply resubmit(api_call& call)
{
    const auto id = id_of(call);
    const auto body = call.json();
    problems wrong;
    object_reader reader{body, "", wrong};
    const auto payload = reader.text("payload", {1, call.with.bulletins.bytes, false});
    reader.refuse_others();
    refuse_if(std::move(wrong));

    const auto before = found(call, id);
    const auto what = parse_bulletin(payload, call.with.bulletins);
    refuse_if(what ? problems{} : what.error());
    wrong = check_bulletin(*what, call.at.directory(), *call.with.own);
    check_publisher(*what, wrong);
    refuse_if(std::move(wrong));

    json::object after{
        {"source", what->source},
        {"bulletin", what->id},
        {"version", what->version},
        {"title", mask_text(what->title)},
        {"sha256", hash_of(payload)}};
    const auto trace = trace_of(before, outline_of(before, call.with.bulletins.bytes));
    if (!says_the_same(payload, before.payload, call.with.bulletins.bytes))
        return submit_changed(call, id, *what, trace, std::move(after));
    const auto entry = logged(call, "rejected.resubmit", id, trace, json::serialize(after), [&] {
        return call.with.rejected->resubmit(id, payload);
    });
    if (!entry)
        throw api_problem{404, "not_found", "somebody else took the entry off the list"};
    return json_reply(
        json::object{
            {"entry", *entry},
            {"broadcast", nullptr},
            {"source", what->source},
            {"bulletin", what->id},
            {"version", what->version}},
        202
    );
}

http_reply remove(api_call& call)
{
    const auto id = id_of(call);
    const auto body = call.json();
    problems wrong;
    object_reader reader{body, "", wrong};
    const auto reason = reader.text("reason", {1, longest_reason, true});
    reader.refuse_others();
    refuse_if(std::move(wrong));

    const auto before = found(call, id);
    const bool is_gone = logged(
        call,
        "rejected.delete",
        id,
        trace_of(before, outline_of(before, call.with.bulletins.bytes)),
        json::serialize(json::object{{"reason", mask_text(reason)}}),
        [&] { return call.with.rejected->remove(id); }
    );
    if (!is_gone)
        throw api_problem{404, "not_found", "somebody else took the entry off the list"};
    http_reply out;
    out.status = 204;
    return out;
}

}  // namespace

void add_rejected_routes(router& to, api_parts&)
{
    const auto operators = access::only({user_role::operations});
    const auto watchers = access::only({user_role::operations, user_role::administrator, user_role::auditor});
    to.add({"GET", "/api/rejected", watchers, list});
    to.add({"GET", "/api/rejected/{id}", watchers, show});
    to.add({"POST", "/api/rejected/{id}/resubmit", operators, resubmit});
    to.add({"DELETE", "/api/rejected/{id}", operators, remove});
}

}  // namespace loa
