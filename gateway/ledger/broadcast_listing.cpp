#include "gateway/ledger/broadcast_listing.hpp"

#include "gateway/core/sha256.hpp"
#include "gateway/core/unicode.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace loa {
namespace {

/// Rows that one way through an index looks at for one page.
constexpr std::size_t most_looked_at = 2'000;
/// Ids ascend with the time of taking in, but for a clock that was put back.
constexpr std::chrono::hours clock_slack{24};

std::optional<broadcast_status> read_broadcast(database& where, broadcast_id id)
{
    statement row{
        where,
        "SELECT source, bulletin, title, department, version, urgency, state, reason, taken_in, planned_at,"
        " first_sent_at, finished_at, quiet_override, needs, hash, submitted_by, approved_by, start_at, "
        "content_area, category"
        " FROM broadcast WHERE id = ?1",
        id};
    if (!row.step())
        return std::nullopt;
    broadcast_status out;
    out.id = id;
    out.source = row.text(0);
    out.bulletin = row.text(1);
    out.title = row.text(2);
    out.department = row.text(3);
    out.version = row.number<std::uint32_t>(4);
    out.urgency = row.number<urgency>(5);
    out.state = row.number<broadcast_state>(6);
    out.reason = row.text(7);
    out.taken_in = from_stored(row.integer(8));
    out.planned_at = from_stored(row.maybe_integer(9));
    out.first_sent_at = from_stored(row.maybe_integer(10));
    out.finished_at = from_stored(row.maybe_integer(11));
    out.quiet_override = from_stored(row.maybe_integer(12));
    if (out.state == broadcast_state::held)
        out.needs = row.number<held_for>(13);
    out.hash = to_hex(row.blob(14));
    out.submitted_by = row.text(15);
    out.approved_by = row.text(16);
    out.start_at = from_stored(row.maybe_integer(17));
    if (const auto area = row.maybe_integer(18))
        out.content_area = static_cast<int>(*area);
    out.category = row.text(19);
    return out;
}

std::vector<channel_status> channels_of(database& where, broadcast_id id)
{
    std::vector<channel_status> out;
    statement rows{
        where,
        "SELECT channel, contact, state, reason, sha256 FROM lane WHERE broadcast = ?1 ORDER BY id",
        id};
    while (rows.step()) {
        channel_status one;
        one.channel = rows.text(0);
        one.contact = rows.number<contact>(1);
        one.state = rows.number<channel_state>(2);
        one.reason = rows.text(3);
        one.audience_sha256 = to_hex(rows.blob(4));
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<broadcast_status> with_channels(database& where, const std::vector<broadcast_id>& ids)
{
    std::vector<broadcast_status> out;
    for (const auto id : ids)
        if (auto one = read_broadcast(where, id)) {
            one->channels = channels_of(where, id);
            out.push_back(std::move(*one));
        }
    return out;
}

/// Causes and how many deliveries they have.
using cause_counts = std::map<std::uint32_t, std::uint64_t>;

cause_counts count_channels(database& where, broadcast_status& what)
{
    cause_counts out;
    for (auto& channel : what.channels) {
        std::int64_t lane = 0;
        {
            statement row{
                where, "SELECT id FROM lane WHERE broadcast = ?1 AND channel = ?2", what.id, channel.channel};
            row.step();
            lane = row.integer(0);
        }
        const auto totals = totals_of_lane(where, lane);
        channel.counts = totals.counts;
        for (const auto& [cause, count] : totals.causes) out[cause] += count;
    }
    return out;
}

// One way through the table: the index it takes and the value it is asked for.
enum class path : std::uint8_t { all, state, area, department, urgency, source, bulletin };

const char* walk_along(path what)
{
    static const auto texts = [] {
        const std::string columns{
            "SELECT id, urgency, state, source, department, content_area, taken_in, title, bulletin FROM "
            "broadcast"};
        const auto text = [&](const char* condition) {
            return columns + " WHERE id < ?1" + condition + " ORDER BY id DESC";
        };
        return std::array{
            text(""),
            text(" AND state = ?2"),
            text(" AND content_area = ?2"),
            text(" AND department = ?2"),
            text(" AND urgency = ?2"),
            text(" AND source = ?2"),
            // The sign keeps SQLite from walking along all that the source ever published.
            columns + " WHERE +id < ?1 AND source = ?2 AND bulletin = ?3 ORDER BY +id DESC"};
    }();
    return texts[static_cast<std::size_t>(what)].c_str();
}

/// What one way has found, and how far down it knows everything.
struct finding {
    std::vector<broadcast_id> ids;
    std::optional<broadcast_id> looked_down_to;  ///< nothing: to the end
};

class broadcast_walk {
public:
    broadcast_walk(database& where, const broadcast_filter& which, std::size_t most)
        : where_{where}, which_{which}, most_{most}, title_{without_diacritics(which.text)}
    {
        start_ = which.before_id.value_or(std::numeric_limits<broadcast_id>::max());
        if (which.to)
            start_ = std::min(start_, first_id_after(*which.to));
    }

    std::vector<finding> run()
    {
        std::vector<finding> out;
        // What is not over is little, however long the history.
        const bool is_live = !which_.states.empty() && std::ranges::all_of(which_.states, [](auto state) {
            return state == broadcast_state::waiting || state == broadcast_state::held ||
                   state == broadcast_state::sending || state == broadcast_state::paused;
        });
        if (!which_.bulletin.empty() && !which_.source.empty())
            out.push_back(along(path::bulletin, which_.source, which_.bulletin));
        else if (!is_live && which_.content_area)
            out.push_back(along(path::area, *which_.content_area));
        else if (!is_live && !which_.department.empty())
            out.push_back(along(path::department, which_.department));
        else if (!which_.states.empty())
            for (const auto state : which_.states) out.push_back(along(path::state, state));
        else if (which_.urgency)
            out.push_back(along(path::urgency, *which_.urgency));
        else if (!which_.source.empty())
            out.push_back(along(path::source, which_.source));
        else
            out.push_back(along(path::all));
        return out;
    }

private:
    /// An id that everything taken in before `when` is below.
    broadcast_id first_id_after(wall_time when)
    {
        statement row{
            where_,
            "SELECT id FROM broadcast WHERE taken_in >= ?1 ORDER BY taken_in LIMIT 1",
            to_stored(when + clock_slack)};
        return row.step() ? row.integer(0) : std::numeric_limits<broadcast_id>::max();
    }

    bool fits(const statement& row) const
    {
        const auto taken_in = from_stored(row.integer(6));
        return (!which_.urgency || row.number<urgency>(1) == *which_.urgency) &&
               (which_.states.empty() ||
                std::ranges::find(which_.states, row.number<broadcast_state>(2)) != which_.states.end()) &&
               (which_.source.empty() || row.text(3) == which_.source) &&
               (which_.department.empty() || row.text(4) == which_.department) &&
               (which_.bulletin.empty() || row.text(8) == which_.bulletin) &&
               (!which_.content_area || (!row.is_null(5) && row.integer(5) == *which_.content_area)) &&
               (!which_.from || taken_in >= *which_.from) && (!which_.to || taken_in < *which_.to) &&
               (title_.empty() || without_diacritics(row.text(7)).find(title_) != std::string::npos);
    }

    template <class... Values>
    finding along(path what, const Values&... values)
    {
        finding out;
        std::size_t looked_at = 0;
        statement rows{where_, walk_along(what)};
        rows.with(start_, values...);
        while (rows.step()) {
            if (which_.from && from_stored(rows.integer(6)) < *which_.from - clock_slack)
                break;
            if (fits(rows))
                out.ids.push_back(rows.integer(0));
            if (out.ids.size() > most_ || ++looked_at == most_looked_at) {
                out.looked_down_to = rows.integer(0);
                break;
            }
        }
        return out;
    }

    database& where_;
    const broadcast_filter& which_;
    const std::size_t most_;
    const std::string title_;
    broadcast_id start_ = 0;
};

}  // namespace

std::vector<broadcast_status> newest_broadcasts(database& where, std::size_t most)
{
    std::vector<broadcast_status> out;
    broadcast_filter all;
    while (out.size() != most) {
        auto page = list_broadcasts(where, all, most - out.size());
        std::ranges::move(page.items, std::back_inserter(out));
        if (!page.next)
            break;
        all.before_id = page.next;
    }
    return out;
}

broadcast_page list_broadcasts(database& where, const broadcast_filter& which, std::size_t most)
{
    std::vector<broadcast_id> ids;
    std::optional<broadcast_id> floor;  // below it something may have been missed
    for (const auto& way : broadcast_walk{where, which, most}.run()) {
        ids.insert(ids.end(), way.ids.begin(), way.ids.end());
        if (way.looked_down_to)
            floor = std::max(floor.value_or(*way.looked_down_to), *way.looked_down_to);
    }
    std::ranges::sort(ids, std::greater{});
    if (floor)
        std::erase_if(ids, [&](broadcast_id id) { return id < *floor; });
    broadcast_page out;
    out.next = floor;
    if (ids.size() > most) {
        ids.resize(most);
        out.next = ids.empty() ? std::nullopt : std::optional{ids.back()};
    }
    out.items = with_channels(where, ids);
    return out;
}

std::vector<broadcast_status> live_broadcasts(database& where)
{
    std::vector<broadcast_id> ids;
    {
        statement rows{
            where,
            "SELECT id FROM broadcast WHERE finished_at IS NULL AND state IN (?1, ?2, ?3, ?4) ORDER BY id "
            "DESC",
            broadcast_state::waiting,
            broadcast_state::held,
            broadcast_state::sending,
            broadcast_state::paused};
        while (rows.step()) ids.push_back(rows.integer(0));
    }
    auto out = with_channels(where, ids);
    for (auto& one : out) count_channels(where, one);
    return out;
}

std::optional<broadcast_status> broadcast_in_full(database& where, broadcast_id id)
{
    auto out = read_broadcast(where, id);
    if (!out)
        return std::nullopt;
    out->channels = channels_of(where, id);
    const auto counted = count_channels(where, *out);
    if (counted.empty())
        return out;
    const auto words = cause_words(where, id);
    for (const auto& [cause, count] : counted)
        if (const auto found = words.find(cause); found != words.end())
            out->causes.emplace_back(found->second, count);
    std::ranges::stable_sort(out->causes, std::greater{}, [](const auto& cause) { return cause.second; });
    return out;
}

}  // namespace loa
