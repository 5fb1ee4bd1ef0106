#include "gateway/ledger/desk_changes.hpp"

#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/approval_rows.hpp"
#include "gateway/ledger/canary_rows.hpp"
#include "gateway/ledger/store_clock.hpp"

namespace loa {

broadcast_state desk_state(database& where, broadcast_id id)
{
    statement row{where, "SELECT state FROM broadcast WHERE id = ?1", id};
    if (!row.step())
        throw no_broadcast(id);
    return row.number<broadcast_state>(0);
}

std::int64_t desk_lane(database& where, broadcast_id id, const std::string& channel)
{
    statement row{where, "SELECT id FROM lane WHERE broadcast = ?1 AND channel = ?2", id, channel};
    if (row.step())
        return row.integer(0);
    desk_state(where, id);
    throw desk_refusal{
        desk_refusal::kind::not_found,
        "no_such_channel",
        "broadcast " + std::to_string(id) + " does not go out on channel \"" + channel + "\""};
}

void refuse_purged(database& where, broadcast_id id, std::int64_t lane)
{
    const bool is_purged =
        statement{
            where,
            "SELECT 1 FROM lane WHERE id = ?1 AND destinations <> 0 AND totals IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.lane = lane.id)",
            lane}
            .step();
    if (is_purged)
        throw desk_refusal{
            desk_refusal::kind::not_found,
            "deliveries_purged",
            "the deliveries of broadcast " + std::to_string(id) + " were purged; its counts stay"};
}

bool cancel_broadcast(database& where, const sqlite_params& params, broadcast_id id, const std::string& by)
{
    transaction all{where};
    const auto now = to_stored(store_now(params));
    const auto state = desk_state(where, id);
    const bool is_sending = state == broadcast_state::sending || state == broadcast_state::paused;
    if (!is_sending && state != broadcast_state::waiting && state != broadcast_state::held)
        return false;

    statement{
        where,
        "UPDATE broadcast SET state = ?2, reason = ?3, finished_at = CASE WHEN ?4 <> 0 THEN NULL ELSE ?5 END "
        "WHERE id = ?1",
        id,
        broadcast_state::cancelled,
        "cancelled by " + by,
        is_sending,
        now}
        .run();
    // The gateway makes the open deliveries cancelled when it claims their batches: now, not when their retry
    // was due.
    statement{
        where,
        "UPDATE batch SET due = ?2 WHERE open > 0 AND due > ?2 AND lane IN (SELECT id FROM lane WHERE "
        "broadcast = ?1)",
        id,
        now}
        .run();
    end_canaries(where, id);
    all.commit();
    return true;
}

bool release_broadcast(database& where, const sqlite_params& params, broadcast_id id, const std::string& by)
{
    transaction all{where};
    if (desk_state(where, id) != broadcast_state::held)
        return false;
    const auto now = store_now(params);
    statement{
        where,
        "UPDATE broadcast SET state = ?2, reason = ?3, needs = ?4, approved_by = ?5, approved_at = ?6,"
        " not_after = CASE WHEN not_after < ?7 THEN ?7 ELSE not_after END WHERE id = ?1",
        id,
        broadcast_state::waiting,
        "released by " + by,
        held_for::nothing,
        by,
        to_stored(now),
        to_stored(now + params.keep_sendable)}
        .run();
    all.commit();
    return true;
}

bool pause_broadcast(database& where, broadcast_id id, const std::string& by)
{
    return statement{
               where,
               "UPDATE broadcast SET state = ?2, reason = ?3 WHERE id = ?1 AND state = ?4",
               id,
               broadcast_state::paused,
               "paused by " + by,
               broadcast_state::sending}
               .run() != 0;
}

bool resume_broadcast(database& where, broadcast_id id)
{
    transaction all{where};
    const auto resumed =
        statement{
            where,
            "UPDATE broadcast SET state = ?2, reason = '' WHERE id = ?1 AND state = ?3",
            id,
            broadcast_state::sending,
            broadcast_state::paused}
            .run();
    if (resumed != 0)
        overrule_canaries(where, id);
    all.commit();
    return resumed != 0;
}

bool pause_channel(
    database& where, const sqlite_params& params, const std::string& channel, const std::string& by
)
{
    return statement{
               where,
               "INSERT INTO channel_pause (channel, paused_by, since) VALUES (?1, ?2, ?3) ON CONFLICT DO "
               "NOTHING",
               channel,
               by,
               to_stored(store_now(params))}
               .run() != 0;
}

bool resume_channel(database& where, const std::string& channel)
{
    return statement{where, "DELETE FROM channel_pause WHERE channel = ?1", channel}.run() != 0;
}

}  // namespace loa
