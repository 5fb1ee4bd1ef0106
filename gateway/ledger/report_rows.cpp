#include "gateway/core/report.hpp"
#include "gateway/core/report_desk.hpp"
#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/snapshot.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <unordered_map>
#include <unordered_set>

namespace loa {
namespace {

struct lane_row {
    std::int64_t id = 0;
    broadcast_id broadcast = 0;
    std::string channel;
    std::optional<wall_time> reached_95_at;
    std::optional<lane_totals> totals;
};

class sqlite_report_desk final : public report_desk {
public:
    explicit sqlite_report_desk(database& where) : where_{where} {}

    report_material material(wall_time from, wall_time until) override
    {
        const snapshot moment{where_};
        report_material out;
        std::unordered_map<broadcast_id, std::vector<reported_channel>> channels;
        std::unordered_set<broadcast_id> damaged;
        for (auto& lane : lanes(from, until)) {
            try {
                channels[lane.broadcast].push_back(counted(lane));
            } catch (const store_error&) {  // is no reason to say nothing of all others
                damaged.insert(lane.broadcast);
            }
        }
        for (auto& one : broadcasts(from, until, out.not_sent)) {
            if (damaged.contains(one.id)) {
                ++out.not_counted;
                continue;
            }
            one.channels = std::move(channels[one.id]);
            out.broadcasts.push_back(std::move(one));
        }
        statement rows{
            where_,
            "SELECT origin, sum(added), sum(lifted) FROM suppression_total WHERE quarter >= ?1 AND quarter < "
            "?2 GROUP BY origin",
            to_stored(from),
            to_stored(until)};
        while (rows.step())
            out.refusals.push_back(
                {rows.number<suppression_origin>(0),
                 rows.number<std::uint64_t>(1),
                 rows.number<std::uint64_t>(2)}
            );
        return out;
    }

private:
    std::vector<reported_broadcast> broadcasts(wall_time from, wall_time until, std::uint64_t& not_sent)
    {
        std::vector<reported_broadcast> out;
        statement rows{
            where_,
            "SELECT id, source, bulletin, version, title, department, content_area, urgency, state, "
            "taken_in, first_sent_at,"
            " finished_at, planned_at FROM broadcast WHERE taken_in >= ?1 AND taken_in < ?2 ORDER BY "
            "taken_in DESC, id DESC",
            to_stored(from),
            to_stored(until)};
        while (rows.step()) {
            if (rows.is_null(12)) {
                ++not_sent;
                continue;
            }
            auto& one = out.emplace_back();
            one.id = rows.integer(0);
            one.source = rows.text(1);
            one.bulletin = rows.text(2);
            one.version = rows.number<std::uint32_t>(3);
            one.title = rows.text(4);
            one.department = rows.text(5);
            if (!rows.is_null(6))
                one.content_area = rows.number<int>(6);
            one.urgency = rows.number<urgency>(7);
            one.state = rows.number<broadcast_state>(8);
            one.taken_in = from_stored(rows.integer(9));
            one.first_sent_at = from_stored(rows.maybe_integer(10));
            one.finished_at = from_stored(rows.maybe_integer(11));
        }
        return out;
    }

    std::vector<lane_row> lanes(wall_time from, wall_time until)
    {
        std::vector<lane_row> out;
        statement rows{
            where_,
            "SELECT l.id, l.broadcast, l.channel, l.reached_95_at, coalesce(l.totals, l.live) FROM broadcast "
            "r"
            " JOIN lane l ON l.broadcast = r.id"
            " WHERE r.taken_in >= ?1 AND r.taken_in < ?2 AND r.planned_at IS NOT NULL ORDER BY l.id",
            to_stored(from),
            to_stored(until)};
        while (rows.step()) {
            auto& one = out.emplace_back();
            one.id = rows.integer(0);
            one.broadcast = rows.integer(1);
            one.channel = rows.text(2);
            if (const auto when = rows.maybe_integer(3).value_or(0); when != 0)  // 0: nobody knows
                one.reached_95_at = from_stored(when);
            if (!rows.blob(4).empty())
                one.totals = decode_totals(rows.blob(4));
        }
        return out;
    }

    reported_channel counted(lane_row& lane)
    {
        const auto totals = lane.totals ? std::move(*lane.totals) : totals_of_lane(where_, lane.id);
        reported_channel out{std::move(lane.channel), totals.counts, {}, lane.reached_95_at};
        if (totals.causes.empty())
            return out;
        const auto words = cause_words(where_, lane.broadcast);
        for (const auto& [cause, count] : totals.causes)
            if (const auto found = words.find(cause); found != words.end())
                out.causes.emplace_back(found->second, count);
        keep_most_frequent(out.causes
        );  // a year has thousands of channels, and each may have a thousand causes
        return out;
    }

    database& where_;
};

}  // namespace

std::unique_ptr<report_desk> make_report_desk(database& where)
{
    return std::make_unique<sqlite_report_desk>(where);
}

}  // namespace loa
