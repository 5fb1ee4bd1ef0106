#include "gateway/api/draft_preview.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/draft_bulletin.hpp"
#include "gateway/api/draft_json.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/mask.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <vector>

namespace json = boost::json;

namespace loa {
namespace {

wall_time wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

constexpr std::string_view app_page_begin =
    "<!DOCTYPE html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width\">"
    "<style>body{margin:16px;font:16px/1.5 "
    "system-ui,sans-serif;color:#1f1f1f;background:#fff;overflow-wrap:break-word}"
    "img,table{max-width:100%}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:4px "
    "8px}</style><body>";
constexpr std::string_view app_page_end = "</body></html>";

/// Whom a preview is of.
enum class wanted : std::uint8_t { sample, longest, person };

http_reply check_draft(api_call& call)
{
    const auto what = find_draft(call);
    const auto now = wall_now();
    const auto whole = bulletin_of(what, call.with, now);
    auto wrong = whole ? problems{} : whole.error();
    problems warnings;
    if (const auto so_far = bulletin_so_far(what, call.with, now)) {
        auto found = check_bulletin(*so_far, call.at.directory(), *call.with.own);
        std::move(found.begin(), found.end(), std::back_inserter(wrong));
        warnings = warnings_of(*so_far, *call.with.own, call.speaks);
    }
    return json_reply(json::object{
        {"can_be_submitted", wrong.empty()},
        {"problems", to_json(wrong, call.speaks)},
        {"warnings", to_json(warnings, call.speaks)},
    });
}

using wish = std::pair<wanted, std::uint32_t>;

constexpr std::string_view whom_to_name = "must be the number of a person, \"sample\" or \"longest\"";

wish wish_in_body(const api_call& call)
{
    const auto body = call.json();
    const auto* person = body.if_contains("person");
    if (body.size() > (person ? 1u : 0u))
        throw api_problem{422, "invalid", {}, {{"", "unknown_key", "person is all there is"}}};
    if (person == nullptr || *person == "sample")
        return {wanted::sample, 0};
    if (*person == "longest")
        return {wanted::longest, 0};
    if (const auto* no = person->if_int64(); no && *no > 0 && *no <= UINT32_MAX)
        return {wanted::person, static_cast<std::uint32_t>(*no)};
    throw api_problem{422, "invalid", {}, {{"person", "unknown_word", std::string{whom_to_name}}}};
}

wish wish_in_query(const api_call& call)
{
    const auto text = call.request.parameter("person").value_or("sample");
    if (text == "sample")
        return {wanted::sample, 0};
    if (text == "longest")
        return {wanted::longest, 0};
    std::uint32_t no = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), no);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || no == 0)
        throw api_problem{400, "bad_parameter", std::string{"person "}.append(whom_to_name)};
    return {wanted::person, no};
}

/// The one looked for on a channel, if the channel reaches anybody like that; his address masked, because a
/// preview is read by more people than may see it.
std::optional<own_channels::addressee> addressee_of(
    api_call& call, const bulletin& what, contact by, const wish& whom
)
{
    auto& directory = call.at.directory();
    std::optional<found_person> who;
    if (whom.first == wanted::person && by != contact::unit)
        who = directory.person(whom.second);
    else {
        const auto some = directory.samples(what.audience, by);
        if (!some.empty())
            who = whom.first == wanted::longest ? some.back() : some.front();
    }
    if (!who)
        return std::nullopt;
    const auto address = directory.address(who->no, by);
    if (address.empty())
        return std::nullopt;
    return own_channels::addressee{who->no, mask(by, address), who->name};
}

/// Of each character of the token, if it stands there: whatever soft line breaks of quoted-printable (RFC
/// 2045, section 6.7) are between them.
std::vector<std::size_t> places_of(std::string_view token, std::string_view in, std::size_t start)
{
    constexpr std::string_view soft_break = "=\r\n";
    std::vector<std::size_t> out;
    for (auto at = start; out.size() != token.size(); ++at) {
        if (in.substr(at).starts_with(soft_break))
            at += soft_break.size();
        if (at == in.size() || in[at] != token[out.size()])
            return {};
        out.push_back(at);
    }
    return out;
}

/// Who looks at a preview must not be able to refuse in the recipient's name.
void hide_link(const api_call& call, broadcast_id broadcast, std::uint32_t no, message_preview& in)
{
    if (call.with.tokens == nullptr)
        return;
    const auto made = call.with.tokens->make({broadcast, no});
    const std::string_view token{made.data(), made.size()};
    for (auto* text : {&in.text, &in.html, &in.source})
        for (auto start = text->find(token.front()); start != std::string::npos;
             start = text->find(token.front(), start + 1))
            for (const auto at : places_of(token, *text, start)) (*text)[at] = 'x';
}

message_preview message_for(
    api_call& call,
    const bulletin& content,
    broadcast_id broadcast,
    const std::string& channel,
    const own_channels::addressee& to
)
{
    auto shown = call.with.own->preview(content, broadcast, channel, to);
    if (!shown)
        throw api_problem{422, "draft_not_ready", {}, shown.error()};
    hide_link(call, broadcast, to.no, *shown);
    return std::move(*shown);
}

json::object preview_json(const message_preview& what)
{
    return {
        {"title", what.title},
        {"summary", what.summary},
        {"text", what.text},
        {"html", what.html},
        {"sender", what.sender},
        {"source", what.source},
    };
}

http_reply preview(api_call& call, const bulletin& content, broadcast_id broadcast)
{
    const auto whom = wish_in_body(call);
    json::array channels;
    for (const auto& each : call.with.own->of(content)) {
        json::object one{{"channel", each.name}, {"preview", nullptr}};
        if (const auto to = addressee_of(call, content, each.contact, whom)) {
            const auto shown = message_for(call, content, broadcast, each.name, *to);
            one["person"] = to->no;
            one["name"] = to->name;
            one["address"] = to->address;
            one["preview"] = preview_json(shown);
        }
        channels.push_back(std::move(one));
    }
    return json_reply(json::object{{"channels", std::move(channels)}});
}

/// Pictures are elsewhere, and the frame may load none: a browser would show each as broken and report it.
/// What describes them is shown.
std::string without_pictures(std::string html)
{
    constexpr std::string_view source = "<img src=\"http", named = "<img data-src=\"http";
    for (auto at = html.find(source); at != std::string::npos; at = html.find(source, at + named.size()))
        html.replace(at, source.size(), named);
    return html;
}

/// As a page of its own in a frame of the console, where it can do nothing and calls nobody.
http_reply page_of(const std::string& html)
{
    http_reply out;
    out.headers = {
        {"Content-Type", "text/html; charset=utf-8"},
        {"Content-Security-Policy",
         "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"},
    };
    // A mail is a page already; what goes to eNetViet is a piece of one, which the app lays out.
    if (html.starts_with("<!") || html.starts_with("<html"))
        out.body = html;
    else
        out.body.append(app_page_begin).append(html).append(app_page_end);
    return out;
}

http_reply preview_page(api_call& call, const bulletin& content, broadcast_id broadcast)
{
    allow_parameters(call, {"channel", "person"});
    const auto name = call.request.parameter("channel");
    if (!name)
        throw api_problem{400, "bad_parameter", "channel is missing"};
    const auto whom = wish_in_query(call);
    const auto channels = call.with.own->of(content);
    const auto on = std::ranges::find(channels, *name, &own_channels::entry::name);
    if (on == channels.end())
        throw api_problem{404, "no_such_channel"};
    const auto to = addressee_of(call, content, on->contact, whom);
    if (!to)
        throw api_problem{404, "not_found", "nobody like that is reached on this channel"};
    return page_of(without_pictures(message_for(call, content, broadcast, on->name, *to).html));
}

using how_to_show = http_reply (*)(api_call&, const bulletin&, broadcast_id);

http_reply draft_by(api_call& call, how_to_show show)
{
    const auto what = find_draft(call);
    // What was submitted is shown as it was stored, which is as it goes out.
    if (what.state == draft_state::submitted && what.broadcast)
        return show(call, call.at.ledger().content(*what.broadcast), *what.broadcast);
    return show(call, must_be_bulletin(what, call.with, wall_now()), 0);
}

http_reply broadcast_by(api_call& call, how_to_show show)
{
    const auto id = call.number(0);
    if (!call.at.ledger().status(id))
        throw desk_refusal{
            desk_refusal::kind::not_found, "not_found", "there is no broadcast " + std::to_string(id)};
    return show(call, call.at.ledger().content(id), id);
}

http_reply preview_draft(api_call& call)
{
    return draft_by(call, preview);
}

http_reply show_draft(api_call& call)
{
    return draft_by(call, preview_page);
}

http_reply preview_broadcast(api_call& call)
{
    return broadcast_by(call, preview);
}

http_reply show_broadcast(api_call& call)
{
    return broadcast_by(call, preview_page);
}

}  // namespace

void add_draft_preview_routes(router& to, api_parts&)
{
    to.add({"POST", "/api/drafts/{id}/check", access::readers(), check_draft, false});
    to.add({"POST", "/api/drafts/{id}/preview", access::readers(), preview_draft, false});
    to.add({"POST", "/api/broadcasts/{id}/preview", access::readers(), preview_broadcast, false});
    to.add({"GET", "/api/drafts/{id}/preview.html", access::readers(), show_draft});
    to.add({"GET", "/api/broadcasts/{id}/preview.html", access::readers(), show_broadcast});
}

}  // namespace loa
