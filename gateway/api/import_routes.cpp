#include "gateway/api/import_routes.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/csv_line.hpp"
#include "gateway/api/file_sink.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/problem_texts.hpp"
#include "gateway/core/audit_log.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_name = 200;
/// Lines of an export that are read at once.
constexpr std::size_t lines_of_a_piece = 500;

directory_imports& imports_of(api_call& call)
{
    if (call.with.imports == nullptr)
        throw api_problem{503, "store_unavailable"};
    return *call.with.imports;
}

/// In Vietnamese the code's text and what it is about; in English the sentence of the case.
std::string told(
    language speaks, const std::string& code, const std::string& about, const std::string& sentence
)
{
    const auto text = speaks == language::vietnamese ? text_of(code, speaks) : std::string_view{};
    if (text.empty())
        return sentence;
    return about.empty() ? std::string{text} : std::string{text}.append(" (").append(about).append(")");
}

json::object to_json(const directory_import& what, language speaks)
{
    const bool is_running = what.state == import_state::running;
    return {
        {"id", what.id},
        {"what", to_string(what.what)},
        {"state", to_string(what.state)},
        {"file", what.file},
        {"bytes", what.bytes},
        {"read", what.read},
        {"by", what.by},
        {"started", json_time(what.started)},
        {"ended", json_time(what.ended)},
        {"step", is_running ? what.step : std::string{}},
        {"rows", what.rows},
        {"accepted", what.state == import_state::done ? what.rows - what.rejected : 0},
        {"rejected", what.rejected},
        {"created", what.created},
        {"updated", what.updated},
        {"unchanged", what.unchanged},
        {"cause", what.cause},
        {"message", what.cause.empty() ? std::string{} : told(speaks, what.cause, what.about, what.sentence)},
    };
}

std::string reason_of(const import_reject& what, language speaks)
{
    return told(speaks, what.code, what.about, what.sentence);
}

/// "text/csv", with or without parameters, whatever the case.
bool is_csv(std::string_view type)
{
    type = type.substr(0, type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return std::ranges::equal(type, std::string_view{"text/csv"}, {}, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
}

struct asked {
    import_kind what = import_kind::units;
    std::string file;
};

asked asked_of(const api_call& call)
{
    allow_parameters(call, {"what", "file"});
    const auto what = parse_import_kind(call.request.parameter("what").value_or(""));
    if (!what)
        throw api_problem{400, "bad_parameter", "what must be units or people"};
    asked out{*what, squeeze(call.request.parameter("file").value_or(""))};
    if (out.file.size() > longest_name)
        throw api_problem{400, "bad_parameter", "file must have at most 200 bytes"};
    if (out.file.empty())
        out.file = std::string{to_string(*what)}.append(".csv");
    return out;
}

/// All that can be told before the file is sent.
std::shared_ptr<incoming_file> open_file(api_call& call)
{
    asked_of(call);
    if (!is_csv(call.request.header("content-type")))
        throw api_problem{415, "not_csv_type"};
    std::optional<std::uint64_t> bytes;
    const auto length = call.request.header("content-length");
    std::uint64_t value = 0;
    if (std::from_chars(length.data(), length.data() + length.size(), value).ec == std::errc{})
        bytes = value;
    try {
        return imports_of(call).begin(bytes);
    } catch (const std::system_error& e) {
        refuse_upload(call, e.code());
    }
}

http_reply start(api_call& call)
{
    auto what = asked_of(call);
    const auto& file = uploaded(call);
    const auto audited = [&](const directory_import& one, std::string_view sha256) {
        call.at.together([&] {
            call.at.audit().add(
                call.who,
                "directory.import",
                "import " + std::to_string(one.id),
                {},
                json::serialize(json::object{
                    {"what", to_string(one.what)},
                    {"file", one.file},
                    {"bytes", one.bytes},
                    {"sha256", sha256}})
            );
        });
    };
    try {
        const auto one = imports_of(call).start(file, what.what, std::move(what.file), call.who, audited);
        auto reply = json_reply(to_json(one, call.speaks), 202);
        reply.headers.emplace_back("Location", "/api/directory/imports/" + std::to_string(one.id));
        return reply;
    } catch (const std::system_error& e) {
        refuse_upload(call, e.code());
    }
}

http_reply list(api_call& call)
{
    allow_parameters(call, {"limit", "cursor"});
    const auto page = requested_page(call);
    auto found = imports_of(call).list(page.after_number(), page.limit + 1);
    std::optional<std::string> next;
    if (found.size() > page.limit) {
        found.pop_back();
        next = std::to_string(found.back().id);
    }
    json::array items;
    for (const auto& each : found) items.push_back(to_json(each, call.speaks));
    return page_reply(std::move(items), next);
}

directory_import named(api_call& call)
{
    auto out = imports_of(call).find(call.number(0));
    if (!out)
        throw api_problem{404, "not_found", "there is no import " + call.path.at(0)};
    return std::move(*out);
}

http_reply show(api_call& call)
{
    return json_reply(to_json(named(call), call.speaks));
}

http_reply list_rejects(api_call& call)
{
    allow_parameters(call, {"limit", "cursor"});
    const auto page = requested_page(call);
    const auto id = named(call).id;
    const auto after = page.after_number().value_or(0);
    if (after < 0)
        throw api_problem{400, "bad_cursor"};
    const auto some = imports_of(call).rejects(id, static_cast<std::uint64_t>(after), page.limit);
    if (!some)
        throw api_problem{400, "bad_cursor"};
    json::array items;
    for (const auto& each : some->some)
        items.push_back(json::object{
            {"row", each.row},
            {"field", each.field},
            {"code", each.code},
            {"text", reason_of(each, call.speaks)},
            {"content", each.content}});
    return page_reply(
        std::move(items), some->next ? std::optional{std::to_string(*some->next)} : std::nullopt
    );
}

/// Piece by piece from where the one before ended.
class rejects_csv {
public:
    rejects_csv(directory_imports& from, std::int64_t id, language speaks)
        : from_{from}, id_{id}, speaks_{speaks}
    {
    }

    std::string next()
    {
        if (is_over_)
            return {};
        std::string out;
        if (place_ == 0)
            out = csv_head({"row", "field", "code", "reason", "content"});
        const auto some = from_.rejects(id_, place_, lines_of_a_piece);
        if (some)
            for (const auto& each : some->some)
                out += csv_line(
                    {std::to_string(each.row), each.field, each.code, reason_of(each, speaks_), each.content}
                );
        is_over_ = !some || !some->next;
        place_ = is_over_ ? place_ : *some->next;
        return out;
    }

private:
    directory_imports& from_;
    const std::int64_t id_;
    const language speaks_;
    std::uint64_t place_ = 0;
    bool is_over_ = false;
};

http_reply export_rejects(api_call& call)
{
    allow_parameters(call, {});
    const auto id = named(call).id;
    http_reply out;
    out.headers = {
        {"Content-Type", "text/csv; charset=utf-8"},
        {"Content-Disposition", "attachment; filename=\"rejects-" + std::to_string(id) + ".csv\""},
    };
    const auto csv = std::make_shared<rejects_csv>(imports_of(call), id, call.speaks);
    out.source = call.with.in_pieces([csv](desk&) { return csv->next(); });
    return out;
}

}  // namespace

void add_import_routes(router& to, api_parts&)
{
    const auto administrators = access::only({user_role::administrator});
    const auto watchers = access::only({user_role::operations, user_role::administrator, user_role::auditor});
    // The file would be no part of what an Idempotency-Key stands for; bringing it in again changes nothing.
    route sending{"POST", "/api/directory/imports", administrators, start, false};
    sending.open_file = open_file;
    to.add(std::move(sending));
    to.add({"GET", "/api/directory/imports", watchers, list});
    to.add({"GET", "/api/directory/imports/{id}", watchers, show});
    to.add({"GET", "/api/directory/imports/{id}/rejects", administrators, list_rejects});
    to.add({"GET", "/api/directory/imports/{id}/rejects.csv", administrators, export_rejects});
}

}  // namespace loa
