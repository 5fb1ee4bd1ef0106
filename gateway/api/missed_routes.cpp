#include "gateway/api/missed_routes.hpp"

#include "gateway/api/broadcast_change.hpp"
#include "gateway/api/broadcast_json.hpp"
#include "gateway/api/csv_line.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/directory_desk.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace json = boost::json;

namespace loa {
namespace {

/// Lines of an export that are read at once.
constexpr std::size_t lines_of_a_piece = 500;

/// Where a list of the missed goes on: in the order of batches and numbers.
struct missed_place {
    std::uint32_t batch = 0, no = 0;

    friend auto operator<=>(const missed_place&, const missed_place&) = default;
};

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

/// What is known of who was missed; all empty if it has left the directory since.
struct missed_one {
    delivery_detail what;
    std::string reference, name, address, unit, role;
};

missed_one describe(directory_desk& directory, contact by, delivery_detail what)
{
    missed_one out;
    out.what = std::move(what);
    const auto found = directory.person(out.what.no);
    if (!found)
        return out;
    out.reference = found->reference;
    out.name = found->name;
    out.address = by == contact::mailbox   ? found->mailbox
                  : by == contact::account ? found->account
                                           : std::string{};
    if (!found->places.empty()) {
        out.unit = found->places.front().first;
        out.role = to_string(found->places.front().second);
    }
    return out;
}

/// Those that come after the place, at most so many.
std::vector<delivery_detail> missed_after(
    ledger_desk& ledger,
    broadcast_id id,
    const std::string& channel,
    const std::optional<missed_place>& after,
    std::size_t most
)
{
    std::vector<delivery_detail> out;
    ledger.missed_from(id, channel, after ? after->batch : 0, [&](const delivery_detail& each) {
        if (!after || missed_place{each.batch, each.no} > *after)
            out.push_back(each);
        return out.size() < most;
    });
    return out;
}

struct asked {
    broadcast_id id = 0;
    std::string channel;
    loa::contact by = contact::mailbox;
};

asked asked_of(api_call& call)
{
    const auto of = broadcast_of(call);
    const auto channel = call.request.parameter("channel");
    if (!channel)
        throw api_problem{400, "bad_parameter", "channel is missing: enetviet or email"};
    const auto at = std::ranges::find(of.channels, *channel, &channel_status::channel);
    if (at == of.channels.end())
        throw api_problem{404, "no_such_channel"};
    return {of.id, at->channel, at->contact};
}

http_reply list(api_call& call)
{
    allow_parameters(call, {"channel", "limit", "cursor"});
    const auto part = requested_page(call);
    const auto after = place_of(part);
    const auto what = asked_of(call);
    // One more than asked for tells whether there is a next page.
    auto found = missed_after(call.at.ledger(), what.id, what.channel, after, part.limit + 1);
    std::optional<std::string> next;
    if (found.size() > part.limit) {
        found.pop_back();
        next = to_text({found.back().batch, found.back().no});
    }
    json::array items;
    for (auto& each : found) {
        const auto one = describe(call.at.directory(), what.by, std::move(each));
        items.push_back(json::object{
            {"no", one.what.no},
            {"state", to_string(one.what.mark.state())},
            {"attempts", one.what.mark.attempts()},
            {"cause", one.what.cause},
            {"reference", one.reference},
            {"name", one.name},
            {"address", one.address},
            {"unit", one.unit},
            {"role", one.role}});
    }
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
            out = csv_line({"no", "ref", "name", "role", "unit", "address", "state", "attempts", "cause"});
        auto found = missed_after(at.ledger(), what_.id, what_.channel, after_, lines_of_a_piece);
        for (auto& each : found) {
            after_ = {each.batch, each.no};
            const auto one = describe(at.directory(), what_.by, std::move(each));
            out += csv_line(
                {std::to_string(one.what.no),
                 one.reference,
                 one.name,
                 one.role,
                 one.unit,
                 one.address,
                 to_string(one.what.mark.state()),
                 std::to_string(one.what.mark.attempts()),
                 one.what.cause}
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
    allow_parameters(call, {"channel"});
    auto what = asked_of(call);
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
