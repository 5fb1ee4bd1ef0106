#include "gateway/ledger/trouble_listing.hpp"

#include "gateway/ledger/lane_batches.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace loa {
namespace {

constexpr delivery_state troubling[] = {
    delivery_state::dead, delivery_state::unknown, delivery_state::rejected};

bool is_troubling(delivery_state what)
{
    return std::ranges::find(troubling, what) != std::ranges::end(troubling);
}

lane_troubles count_troubles(database& where, std::int64_t lane)
{
    lane_troubles out;
    statement rows{where, "SELECT seq, size, marks, causes FROM batch WHERE lane = ?1 ORDER BY seq", lane};
    while (rows.step()) {
        const auto seq = rows.number<std::uint32_t>(0);
        const auto marks = marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq);
        const auto why = causes_of(rows.blob(3), lane, seq);
        for_each_delivery(marks, why, [&](std::size_t, delivery_mark mark, std::uint32_t cause) {
            if (is_troubling(mark.state()))
                ++out[{mark.state(), cause}];
        });
    }
    return out;
}

struct troubled_lane {
    std::int64_t lane = 0;
    std::string channel, revision;
};

std::vector<troubled_lane> troubled_lanes(database& where, broadcast_id id)
{
    std::vector<troubled_lane> out;
    statement rows{
        where, "SELECT id, channel, coalesce(totals, live) FROM lane WHERE broadcast = ?1 ORDER BY id", id};
    while (rows.step()) {
        const auto stored = rows.blob(2);
        const auto totals = decode_totals(stored);
        const bool is_counted = !stored.empty() && totals;
        const auto has = [&](delivery_state each) { return !is_counted || totals->counts[each] != 0; };
        if (std::ranges::any_of(troubling, has))
            out.push_back(
                {rows.integer(0),
                 std::string{rows.text(1)},
                 is_counted ? std::string{stored.begin(), stored.end()} : std::string{}}
            );
    }
    return out;
}

struct sent_broadcast {
    broadcast_id id = 0;
    std::string title;
};

std::vector<sent_broadcast> asked_of(database& where, const trouble_question& which, broadcast_id most)
{
    std::vector<sent_broadcast> out;
    statement rows{
        where,
        "SELECT id, title FROM broadcast WHERE taken_in >= ?1 AND id <= ?2 AND id >= ?3 AND planned_at IS "
        "NOT NULL"
        " ORDER BY id DESC",
        to_stored(which.since),
        std::min(most, which.only.value_or(most)),
        which.only.value_or(0)};
    while (rows.step()) out.push_back({rows.integer(0), std::string{rows.text(1)}});
    return out;
}

}  // namespace

trouble_page list_troubles(
    database& where,
    const std::filesystem::path& folder,
    kept_counts<lane_troubles>& kept,
    const trouble_question& which,
    const std::optional<trouble_place>& from,
    std::size_t most
)
{
    trouble_page out;
    const auto first = from ? from->broadcast : std::numeric_limits<broadcast_id>::max();
    for (const auto& [id, title] : asked_of(where, which, first)) {
        std::vector<trouble> here;
        for (const auto& [lane, channel, revision] : troubled_lanes(where, id)) {
            const auto found =
                kept.get(folder, lane, revision, 0, [&, lane = lane] { return count_troubles(where, lane); });
            if (found->empty())
                continue;
            const auto words = cause_words(where, id);
            for (const auto& [key, count] : *found) {
                const auto text = words.find(key.second);
                here.push_back(
                    {id, title, channel, key.first, text == words.end() ? std::string{} : text->second, count}
                );
            }
        }
        std::ranges::sort(here, [](const trouble& a, const trouble& b) {
            return std::tie(b.deliveries, a.channel, a.state, a.cause) <
                   std::tie(a.deliveries, b.channel, b.state, b.cause);
        });
        const auto skip = from && from->broadcast == id ? std::min(from->skip, here.size()) : 0;
        for (auto at = skip; at != here.size(); ++at) {
            if (out.items.size() == most) {
                out.next = trouble_place{id, at};
                return out;
            }
            out.items.push_back(std::move(here[at]));
        }
    }
    return out;
}

}  // namespace loa
