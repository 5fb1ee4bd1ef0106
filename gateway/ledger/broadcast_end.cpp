#include "gateway/ledger/broadcast_end.hpp"

#include "gateway/ledger/batch_rows.hpp"
#include "gateway/ledger/canary_rows.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/store_clock.hpp"

namespace loa {
namespace {

struct live_lane {
    std::int64_t id = 0;
    broadcast_id broadcast = 0;
    std::string channel;
    channel_state state = channel_state::sending;
    std::string reason;
};

std::vector<live_lane> live_lanes(database& where)
{
    std::vector<live_lane> out;
    statement rows{
        where,
        "SELECT l.id, l.broadcast, l.channel, l.state, l.reason FROM broadcast r JOIN lane l ON l.broadcast "
        "= r.id"
        " WHERE r.finished_at IS NULL AND r.state IN (?1, ?2, ?3) AND l.totals IS NULL ORDER BY l.id",
        broadcast_state::sending,
        broadcast_state::cancelled,
        broadcast_state::paused};
    while (rows.step())
        out.push_back(
            {rows.integer(0),
             rows.integer(1),
             std::string{rows.text(2)},
             rows.number<channel_state>(3),
             std::string{rows.text(4)}}
        );
    return out;
}

/// The scan decides, not the counters: where they differ they are put right.
void close_if_over(database& where, pending_changes& changes, const live_lane& lane, logger& log)
{
    if (statement{where, "SELECT 1 FROM batch WHERE lane = ?1 AND open > 0 LIMIT 1", lane.id}.step())
        return;

    std::vector<std::pair<std::uint32_t, std::uint64_t>> wrong;
    const auto totals =
        scan_lane(where, lane.id, [&](std::uint32_t seq, std::uint64_t stored, std::uint64_t found) {
            log.warn(
                "the number of open deliveries of a batch was wrong and is put right",
                {{"broadcast", lane.broadcast},
                 {"channel", lane.channel},
                 {"batch", seq},
                 {"stored", stored},
                 {"found", found}}
            );
            wrong.emplace_back(seq, found);
        });
    for (const auto& [seq, found] : wrong)
        statement{where, "UPDATE batch SET open = ?3 WHERE lane = ?1 AND seq = ?2", lane.id, seq, found}.run(
        );
    const auto stored = encode_totals(totals);
    if (const auto counted = changes.counted(where, lane.id); counted && encode_totals(*counted) != stored) {
        log.warn(
            "the counters of a broadcast were wrong and are put right",
            {{"broadcast", lane.broadcast}, {"channel", lane.channel}}
        );
        changes.recount(lane.id);
    }
    if (totals.counts.open() != 0)
        return;

    const auto state = lane.state == channel_state::returned ? lane.state : channel_state::finished;
    statement{
        where, "UPDATE lane SET state = ?2, totals = ?3 WHERE id = ?1", lane.id, state, stored}
        .run();
}

}  // namespace

void return_lane(
    database& where,
    pending_changes& changes,
    broadcast_id id,
    const std::string& channel,
    const std::string& cause,
    wall_time now
)
{
    std::int64_t lane = 0;
    {
        statement row{
            where,
            "SELECT id FROM lane WHERE broadcast = ?1 AND channel = ?2 AND state = ?3",
            id,
            channel,
            channel_state::sending};
        if (!row.step())
            return;
        lane = row.integer(0);
    }
    statement{
        where, "UPDATE lane SET state = ?2, reason = ?3 WHERE id = ?1", lane, channel_state::returned, cause}
        .run();
    try {
        close_returned(where, changes, id, lane, cause, now);
    } catch (const damaged_row&) {  // the next look for what is finished says so
    }
}

std::vector<broadcast_id> finish_broadcasts(
    database& where, pending_changes& changes, wall_time now, logger& log, std::set<std::int64_t>& said
)
{
    look_after_canaries(where, now, log);
    for (const auto& lane : live_lanes(where)) {
        try {
            if (lane.state == channel_state::returned)  // a batch whose holder died after the return
                close_returned(where, changes, lane.broadcast, lane.id, lane.reason, now);
            close_if_over(where, changes, lane, log);
        } catch (const damaged_row& error) {  // is no reason to leave all others unfinished
            if (said.insert(lane.id).second)
                log.error(error.what(), {{"broadcast", lane.broadcast}, {"channel", lane.channel}});
        }
    }

    std::vector<broadcast_id> out;
    {
        statement rows{
            where,
            "SELECT id, state, urgency, published_at FROM broadcast r WHERE finished_at IS NULL AND state IN (?1, ?2, ?3) AND NOT EXISTS"
            " (SELECT 1 FROM lane l WHERE l.broadcast = r.id AND l.totals IS NULL) ORDER BY id",
            broadcast_state::sending,
            broadcast_state::cancelled,
            broadcast_state::paused};
        while (rows.step()) {
            out.push_back(rows.integer(0));
            if (rows.number<broadcast_state>(1) != broadcast_state::cancelled)
                changes.finished(rows.number<urgency>(2), now - from_stored(rows.integer(3)));
        }
    }
    for (const auto id : out)
        statement{
            where,
            "UPDATE broadcast SET finished_at = ?2, state = CASE WHEN state = ?3 THEN state ELSE ?4 END "
            "WHERE id = ?1",
            id,
            to_stored(now),
            broadcast_state::cancelled,
            broadcast_state::finished}
            .run();
    return out;
}

}  // namespace loa
