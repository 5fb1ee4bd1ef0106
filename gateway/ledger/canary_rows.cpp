#include "gateway/ledger/canary_rows.hpp"

#include "gateway/core/delivery_state.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace loa {
namespace {

struct canary {
    std::int64_t lane = 0;
    broadcast_id broadcast = 0;
    std::string channel;
    canary_rule rule;
    broadcast_state state = broadcast_state::sending;
    std::optional<wall_time> first_sent_at;
    bool is_over = false;  ///< too late for everything
};

std::vector<canary> running_canaries(database& where, wall_time now)
{
    std::vector<canary> out;
    statement rows{
        where,
        "SELECT l.id, l.broadcast, l.channel, l.canary_most_failed, l.canary_least, l.canary_patience, "
        "r.state,"
        " r.first_sent_at, coalesce(r.expires_at, r.not_after), r.not_after"
        " FROM broadcast r JOIN lane l ON l.broadcast = r.id"
        " WHERE r.finished_at IS NULL AND r.state IN (?1, ?2, ?3) AND l.canary <> ?4 AND l.state = ?5 ORDER "
        "BY l.id",
        broadcast_state::sending,
        broadcast_state::paused,
        broadcast_state::cancelled,
        canary_state::none,
        channel_state::sending};
    while (rows.step()) {
        canary one;
        one.lane = rows.integer(0);
        one.broadcast = rows.integer(1);
        one.channel = rows.text(2);
        one.rule = {
            rows.number<std::uint32_t>(3),
            rows.number<std::uint32_t>(4),
            std::chrono::milliseconds{rows.integer(5)}};
        one.state = rows.number<broadcast_state>(6);
        one.first_sent_at = from_stored(rows.maybe_integer(7));
        one.is_over = std::min(rows.integer(8), rows.integer(9)) <= to_stored(now);
        out.push_back(std::move(one));
    }
    return out;
}

/// Those who go first are the first batches.
delivery_counts count_first(database& where, std::int64_t lane)
{
    delivery_counts out;
    statement rows{where, "SELECT seq, size, marks, urgency FROM batch WHERE lane = ?1 ORDER BY seq", lane};
    while (rows.step() && rows.integer(3) < waits_for_canary)
        for (const auto mark :
             marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, rows.number<std::uint32_t>(0)))
            out.add(mark);
    return out;
}

void let_go(database& where, std::int64_t lane)
{
    statement{
        where,
        "UPDATE batch SET urgency = urgency - ?2 WHERE lane = ?1 AND urgency >= ?2",
        lane,
        waits_for_canary}
        .run();
    statement{where, "UPDATE lane SET canary = ?2 WHERE id = ?1", lane, canary_state::none}.run();
}

void stop(
    database& where,
    const canary& what,
    std::uint64_t failed,
    std::uint64_t attempted,
    wall_time now,
    logger& log
)
{
    log.warn(
        "the canary of a broadcast went badly: paused",
        {{"broadcast", what.broadcast},
         {"channel", what.channel},
         {"failed", failed},
         {"attempted", attempted}}
    );
    statement{
        where,
        "UPDATE lane SET canary = ?2, canary_stopped_at = ?3 WHERE id = ?1",
        what.lane,
        canary_state::stopped,
        to_stored(now)}
        .run();
    statement{
        where,
        "UPDATE broadcast SET state = ?2, reason = ?3 WHERE id = ?1 AND state = ?4",
        what.broadcast,
        broadcast_state::paused,
        "paused by its canary: " + std::to_string(failed) + " of the first " + std::to_string(attempted) +
            " on " + what.channel + " failed",
        broadcast_state::sending}
        .run();
}

void look_after(database& where, const canary& what, wall_time now, logger& log)
{
    if (what.state == broadcast_state::cancelled || what.is_over) {
        let_go(where, what.lane);
        return;
    }
    if (what.state != broadcast_state::sending)
        return;
    const auto counts = count_first(where, what.lane);
    const auto unsettled = counts[delivery_state::retrying] + counts[delivery_state::unknown];
    const auto refused = counts[delivery_state::rejected] + counts[delivery_state::dead];
    const auto attempted = counts[delivery_state::accepted] + counts[delivery_state::delivered] +
                           counts[delivery_state::bounced] + refused + unsettled;
    const auto too_many = [&](std::uint64_t failed) {
        return attempted >= what.rule.least_attempted && failed * 10'000 > attempted * what.rule.most_failed;
    };
    if (too_many(refused)) {
        stop(where, what, refused, attempted, now, log);
        return;
    }
    if (counts[delivery_state::queued] + counts[delivery_state::in_flight] != 0)
        return;
    if (!too_many(refused + unsettled)) {
        log.info(
            "the canary of a broadcast went well: all others follow",
            {{"broadcast", what.broadcast},
             {"channel", what.channel},
             {"failed", refused + unsettled},
             {"attempted", attempted}}
        );
        let_go(where, what.lane);
    }
    else if (what.first_sent_at && now >= *what.first_sent_at + what.rule.patience)
        stop(where, what, refused + unsettled, attempted, now, log);
}

}  // namespace

void begin_canary(database& where, std::int64_t lane, const canary_rule& rule)
{
    statement{
        where,
        "UPDATE lane SET canary = ?2, canary_most_failed = ?3, canary_least = ?4, canary_patience = ?5 WHERE "
        "id = ?1",
        lane,
        canary_state::running,
        rule.most_failed,
        rule.least_attempted,
        rule.patience.count()}
        .run();
}

void look_after_canaries(database& where, wall_time now, logger& log)
{
    for (const auto& one : running_canaries(where, now)) {
        try {
            look_after(where, one, now, log);
        } catch (const damaged_row&) {  // the rest waits; whoever claims the batch says so
        }
    }
}

void overrule_canaries(database& where, broadcast_id id)
{
    std::vector<std::int64_t> lanes;
    {
        statement rows{
            where, "SELECT id FROM lane WHERE broadcast = ?1 AND canary = ?2", id, canary_state::stopped};
        while (rows.step()) lanes.push_back(rows.integer(0));
    }
    for (const auto lane : lanes) let_go(where, lane);
}

void end_canaries(database& where, broadcast_id id)
{
    std::vector<std::int64_t> lanes;
    {
        statement rows{
            where, "SELECT id FROM lane WHERE broadcast = ?1 AND canary <> ?2", id, canary_state::none};
        while (rows.step()) lanes.push_back(rows.integer(0));
    }
    for (const auto lane : lanes) let_go(where, lane);
}

}  // namespace loa
