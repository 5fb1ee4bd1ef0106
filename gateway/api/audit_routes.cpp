#include "gateway/api/audit_routes.hpp"

#include "gateway/api/csv_line.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/user_json.hpp"
#include "gateway/core/audit_log.hpp"

#include <boost/json/parse.hpp>

#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t lines_of_a_piece = 500;

audit_filter filter_of(const api_call& call)
{
    const auto text = [&](std::string_view name) {
        return std::string{call.request.parameter(name).value_or("")};
    };
    audit_filter out;
    out.who = text("who");
    out.action = text("action");
    out.subject = text("subject");
    out.from = time_parameter(call, "from");
    out.to = time_parameter(call, "to");
    return out;
}

/// What was written as JSON, as JSON.
json::value inner(const std::string& text)
{
    if (text.empty())
        return nullptr;
    boost::system::error_code error;
    auto out = json::parse(text, error);
    return error ? json::value(json::string{text}) : out;
}

http_reply list(api_call& call)
{
    allow_parameters(call, {"who", "action", "subject", "from", "to", "limit", "cursor"});
    const auto part = requested_page(call);
    auto which = filter_of(call);
    which.before_seq = part.after_number();
    auto found = call.at.audit().entries(which, part.limit + 1);
    std::optional<std::string> next;
    if (found.size() > part.limit) {
        found.pop_back();
        next = std::to_string(found.back().seq);
    }
    json::array items;
    for (const auto& each : found)
        items.push_back(json::object{
            {"seq", each.seq},
            {"at", json_time(each.at)},
            {"who", each.who},
            {"peer", each.peer},
            {"action", each.action},
            {"subject", each.subject},
            {"before", inner(each.before)},
            {"after", inner(each.after)},
            {"hash", each.hash},
        });
    return page_reply(std::move(items), next);
}

http_reply check(api_call& call)
{
    const auto found = call.at.audit().verify();
    return json_reply(json::object{
        {"intact", !found.broken_at.has_value()},
        {"entries", found.entries},
        {"first_seq", found.first_seq},
        {"last_seq", found.last_seq},
        {"last_hash", found.last_hash},
        {"broken_at", found.broken_at ? json::value(*found.broken_at) : json::value(nullptr)},
        {"what", found.what},
    });
}

/// Newest first, piece by piece from where the one before ended: entries never change.
class audit_csv {
public:
    explicit audit_csv(audit_filter which) : which_{std::move(which)} {}

    std::string next(desk& at)
    {
        std::string out;
        if (!which_.before_seq)
            out = csv_head({"seq", "at", "who", "peer", "action", "subject", "before", "after", "hash"});
        const auto found = at.audit().entries(which_, lines_of_a_piece);
        for (const auto& each : found)
            out += csv_line(
                {std::to_string(each.seq),
                 format_rfc3339(each.at),
                 each.who,
                 each.peer,
                 each.action,
                 each.subject,
                 each.before,
                 each.after,
                 each.hash}
            );
        which_.before_seq = found.empty() ? 0 : found.back().seq;
        return out;
    }

private:
    audit_filter which_;
};

http_reply export_csv(api_call& call)
{
    allow_parameters(call, {"who", "action", "subject", "from", "to"});
    http_reply out;
    out.headers = {
        {"Content-Type", "text/csv; charset=utf-8"},
        {"Content-Disposition", "attachment; filename=\"audit.csv\""},
    };
    const auto csv = std::make_shared<audit_csv>(filter_of(call));
    out.source = call.with.in_pieces([csv](desk& at) { return csv->next(at); });
    return out;
}

}  // namespace

void add_audit_routes(router& to, api_parts&)
{
    const auto readers = access::only({user_role::administrator, user_role::auditor});
    to.add({"GET", "/api/audit", readers, list});
    to.add({"GET", "/api/audit/check", readers, check});
    to.add({"GET", "/api/audit.csv", readers, export_csv});
}

}  // namespace loa
