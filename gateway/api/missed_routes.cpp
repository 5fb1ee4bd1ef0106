#include "gateway/api/missed_routes.hpp"

#include "gateway/api/broadcast_change.hpp"
#include "gateway/api/broadcast_json.hpp"
#include "gateway/api/csv_line.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/outcome_desk.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace json = boost::json;

namespace loa {
namespace {

/// Lines of an export that are read at once.
constexpr std::size_t lines_of_a_piece = 500;
constexpr std::size_t longest_text = 200;
constexpr std::size_t longest_cause = 300;  ///< as the ledger cuts them

std::string to_text(missed_place what)
{
    return std::to_string(what.batch).append(":").append(std::to_string(what.no));
}

std::optional<missed_place> place_of(const page& of)
{
    if (!of.after)
        return std::nullopt;
    missed_place out;
    const auto& text = *of.after;
    const auto* const end = text.data() + text.size();
    const auto batch = std::from_chars(text.data(), end, out.batch);
    if (batch.ec != std::errc{} || batch.ptr == end || *batch.ptr != ':')
        throw api_problem{400, "bad_cursor"};
    const auto no = std::from_chars(batch.ptr + 1, end, out.no);
    if (no.ec != std::errc{} || no.ptr != end)
        throw api_problem{400, "bad_cursor"};
    return out;
}

struct asked {
    broadcast_id id = 0;
    std::string channel;
    missed_filter which;
};

std::string text_of(const api_call& call, std::string_view name, std::size_t most)
{
    const auto text = call.request.parameter(name).value_or("");
    if (text.size() > most)
        throw api_problem{400, "bad_parameter", std::string{name}.append(" is too long")};
    return std::string{text};
}

std::vector<delivery_state> states_of(const api_call& call)
{
    std::vector<delivery_state> out;
    for (auto rest = call.request.parameter("state").value_or(""); !rest.empty();) {
        const auto word = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        const auto state = parse_delivery_state(word);
        if (!state || *state == delivery_state::accepted || *state == delivery_state::delivered ||
            *state == delivery_state::covered)
            throw api_problem{
                400,
                "bad_parameter",
                "state must be of those in which somebody is missed: queued, retrying, dead ..."};
        out.push_back(*state);
    }
    return out;
}

asked asked_of(api_call& call)
{
    const auto of = broadcast_of(call);
    const auto channel = call.request.parameter("channel");
    if (!channel)
        throw api_problem{400, "bad_parameter", "channel is missing: enetviet or email"};
    if (std::ranges::find(of.channels, *channel, &channel_status::channel) == of.channels.end())
        throw api_problem{404, "no_such_channel"};
    asked out;
    out.id = of.id;
    out.channel = *channel;
    out.which.text = text_of(call, "q", longest_text);
    out.which.unit = text_of(call, "unit", longest_text);
    out.which.states = states_of(call);
    out.which.cause = text_of(call, "cause", longest_cause);
    return out;
}

http_reply list(api_call& call)
{
    allow_parameters(call, {"channel", "q", "unit", "state", "cause", "limit", "cursor"});
    const auto part = requested_page(call);
    const auto after = place_of(part);
    const auto what = asked_of(call);
    // One more than asked for tells whether there is a next page.
    auto found = call.at.outcomes().missed(what.id, what.channel, what.which, after, part.limit + 1);
    std::optional<std::string> next;
    if (found.size() > part.limit) {
        found.pop_back();
        next = to_text(found.back().at);
    }
    json::array items;
    for (const auto& one : found)
        items.push_back(json::object{
            {"no", one.at.no},
            {"state", to_string(one.mark.state())},
            {"attempts", one.mark.attempts()},
            {"cause", one.cause},
            {"reference", one.reference},
            {"name", one.name},
            {"address", one.address},
            {"unit", one.unit},
            {"unit_name", one.unit_name},
            {"role", one.role}});
    return page_reply(std::move(items), next);
}

/// Piece by piece from where the one before ended.
class missed_csv {
public:
    explicit missed_csv(asked what) : what_{std::move(what)} {}

    std::string next(desk& at)
    {
        std::string out;
        if (!after_)
            out = csv_head(
                {"no", "ref", "name", "role", "unit", "unit_name", "address", "state", "attempts", "cause"}
            );
        for (const auto& one :
             at.outcomes().missed(what_.id, what_.channel, what_.which, after_, lines_of_a_piece)) {
            after_ = one.at;
            out += csv_line(
                {std::to_string(one.at.no),
                 one.reference,
                 one.name,
                 one.role,
                 one.unit,
                 one.unit_name,
                 one.address,
                 to_string(one.mark.state()),
                 std::to_string(one.mark.attempts()),
                 one.cause}
            );
        }
        if (!after_)
            after_.emplace();  // nobody was missed: the line of names is all
        return out;
    }

private:
    const asked what_;
    std::optional<missed_place> after_;
};

http_reply export_csv(api_call& call)
{
    allow_parameters(call, {"channel", "q", "unit", "state", "cause"});
    auto what = asked_of(call);
    call.at.outcomes().missed(
        what.id, what.channel, what.which, {}, 0
    );  // refuses now what it would refuse later
    http_reply out;
    out.headers = {
        {"Content-Type", "text/csv; charset=utf-8"},
        {"Content-Disposition",
         "attachment; filename=\"missed-" + std::to_string(what.id) + '-' + what.channel + ".csv\""},
    };
    const auto csv = std::make_shared<missed_csv>(std::move(what));
    out.source = call.with.in_pieces([csv](desk& at) { return csv->next(at); });
    return out;
}

http_reply delivery(api_call& call)
{
    const auto of = broadcast_of(call);
    const auto no = call.number(1);
    if (no > std::numeric_limits<std::uint32_t>::max())
        throw api_problem{404, "not_found"};
    json::array items;
    for (const auto& each : call.at.ledger().delivery(of.id, static_cast<std::uint32_t>(no)))
        items.push_back(to_json(each));
    if (items.empty())
        throw api_problem{404, "not_found", "the broadcast's audience has no destination of this number"};
    return json_reply(json::object{{"items", std::move(items)}});
}

}  // namespace

void add_missed_routes(router& to, api_parts&)
{
    to.add({"GET", "/api/broadcasts/{id}/missed", access::readers(), list});
    to.add({"GET", "/api/broadcasts/{id}/missed.csv", access::readers(), export_csv});
    to.add({"GET", "/api/broadcasts/{id}/deliveries/{no}", access::readers(), delivery});
}

}  // namespace loa
