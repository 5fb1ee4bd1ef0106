#include "gateway/api/draft_json.hpp"

#include "gateway/api/etag.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/problem_texts.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace loa {
namespace {

/// Of a list's line; what the title really is, is in the content.
constexpr std::size_t longest_title = 200;

std::string title_of(const json::object& content)
{
    const auto* title = content.if_contains("title");
    const auto* text = title ? title->if_string() : nullptr;
    return text ? shorten(squeeze(std::string_view{text->data(), text->size()}), longest_title)
                : std::string{};
}

std::string_view name_of(draft_state what) noexcept
{
    return what == draft_state::open ? "open" : "submitted";
}

}  // namespace

json::object to_json(const draft& what, bool with_content)
{
    json::object out{
        {"id", what.id},
        {"revision", what.revision},
        {"author", what.author_name},
        {"state", name_of(what.state)},
        {"title", what.title},
        {"start_at", json_time(what.start_at)},
        {"version", what.version},
        {"broadcast", what.broadcast ? json::value(*what.broadcast) : json::value()},
        {"comment", what.comment},
        {"created", json_time(what.created)},
        {"changed", json_time(what.changed)},
    };
    if (with_content) {
        boost::system::error_code error;
        auto content = json::parse(what.json, error);
        out["content"] = error ? json::value(json::object{}) : std::move(content);
    }
    return out;
}

http_reply draft_reply(const draft& what, unsigned status)
{
    auto out = json_reply(to_json(what, true), status);
    out.headers.emplace_back("ETag", etag(what.revision));
    return out;
}

void read_draft(const json::object& body, std::size_t most_bytes, draft& into)
{
    problems wrong;
    object_reader reader{body, "", wrong};
    if (const auto* content = reader.object("content")) {
        into.title = title_of(*content);
        into.json = json::serialize(*content);
        if (into.json.size() > most_bytes)
            reader.add("content", "too_long", "has more than " + std::to_string(most_bytes) + " bytes");
    }
    const auto* start = body.if_contains("start_at");
    const auto text = reader.text("start_at", {0, 40, true}, false);
    if (start != nullptr) {
        into.start_at = text.empty() ? std::nullopt : parse_rfc3339(text);
        if (!text.empty() && !into.start_at)
            reader.add(
                "start_at", "not_a_time", "must be a time with its offset, like 2026-11-20T08:30:00+07:00"
            );
    }
    reader.refuse_others();
    refuse_if(std::move(wrong));
}

json::array to_json(const problems& list, language speaks)
{
    json::array out;
    for (const auto& one : list) {
        auto text = speaks == language::vietnamese ? text_of(one.code, speaks) : std::string_view{};
        if (text.empty())
            text = one.text;
        out.push_back(json::object{{"field", one.field}, {"code", one.code}, {"text", text}});
    }
    return out;
}

draft find_draft(api_call& of)
{
    const auto id = of.number(0);
    auto found = of.at.drafts().find(id);
    if (!found)
        throw desk_refusal{
            desk_refusal::kind::not_found, "not_found", "there is no draft " + std::to_string(id)};
    return std::move(*found);
}

draft own_draft(api_call& of)
{
    auto found = find_draft(of);
    if (of.who.user == 0 || found.author != of.who.user)
        throw api_problem{403, "not_your_draft"};
    return found;
}

}  // namespace loa
