#include "gateway/ledger/approval_rows.hpp"

#include "gateway/core/approval.hpp"
#include "gateway/ledger/broadcast_rows.hpp"
#include "gateway/ledger/store_clock.hpp"

namespace loa {
namespace {

using kind = desk_refusal::kind;

std::string named(broadcast_id id)
{
    return std::string{"broadcast "}.append(std::to_string(id));
}

/// A broadcast of which nothing is sent yet.
struct early_broadcast {
    broadcast_state state = broadcast_state::waiting;
    held_for needs = held_for::nothing;
    std::string hash, submitted_by;
    std::int64_t submitted_by_user = 0;
    std::optional<wall_time> schedule, expires_at;
};

early_broadcast find_early(database& where, broadcast_id id)
{
    statement row{
        where,
        "SELECT state, needs, hash, submitted_by, submitted_by_user, schedule, expires_at FROM broadcast "
        "WHERE id = ?1",
        id};
    if (!row.step())
        throw no_broadcast(id);
    early_broadcast out;
    out.state = row.number<broadcast_state>(0);
    out.needs = row.number<held_for>(1);
    out.hash = to_hex(row.blob(2));
    out.submitted_by = row.text(3);
    out.submitted_by_user = row.integer(4);
    out.schedule = from_stored(row.maybe_integer(5));
    out.expires_at = from_stored(row.maybe_integer(6));
    return out;
}

early_broadcast find_not_started(database& where, broadcast_id id)
{
    auto out = find_early(where, id);
    if (out.state == broadcast_state::cancelled || out.state == broadcast_state::replaced)
        throw desk_refusal{kind::conflict, "over", named(id) + " was cancelled or replaced already"};
    if (out.state != broadcast_state::waiting && out.state != broadcast_state::held)
        throw desk_refusal{
            kind::conflict,
            "started",
            named(id) + " has started: it can be paused or cancelled, and corrected"};
    return out;
}

}  // namespace

desk_refusal no_broadcast(broadcast_id id)
{
    return {kind::not_found, "not_found", "there is no " + named(id)};
}

sha256_digest stored_hash(database& where, broadcast_id id)
{
    std::vector<std::string> channels;
    {
        statement rows{where, "SELECT channel FROM lane WHERE broadcast = ?1 ORDER BY id", id};
        while (rows.step()) channels.emplace_back(rows.text(0));
    }
    statement row{
        where,
        "SELECT c.json, b.schedule FROM content c JOIN broadcast b ON b.id = c.broadcast WHERE b.id = ?1",
        id};
    if (!row.step())
        throw no_broadcast(id);
    return approval_hash(row.text(0), channels, from_stored(row.maybe_integer(1)));
}

void hold_for_approval(database& where, broadcast_id id, const std::string& reason)
{
    statement{
        where,
        "UPDATE broadcast SET state = ?2, needs = ?3, reason = ?4, hash = ?5, approved_by = '', "
        "approved_hash = ?6,"
        " approved_at = NULL, start_at = schedule WHERE id = ?1",
        id,
        broadcast_state::held,
        held_for::approval,
        reason,
        std::span<const std::uint8_t>{stored_hash(where, id)},
        bytes{}}
        .run();
}

intake_answer submit_broadcast(database& where, const sqlite_params& params, const submission& what)
{
    transaction all{where};
    const intake_terms terms{
        "submitted by " + what.by.name + ": somebody else must approve it", what.start_at, what.by};
    const auto answer =
        take_in_bulletin(where, what.what, what.channels, terms, store_now(params), params.keep_sendable);
    all.commit();
    return answer;
}

void approve_broadcast(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    const std::string& hash,
    const actor& by,
    std::chrono::milliseconds recallable_for
)
{
    transaction all{where};
    const auto now = store_now(params);
    const auto found = find_early(where, id);
    if (found.state != broadcast_state::held || found.needs != held_for::approval)
        throw desk_refusal{kind::conflict, "not_held", named(id) + " does not wait for approval"};
    if ((by.user != 0 && by.user == found.submitted_by_user) ||
        (!by.name.empty() && by.name == found.submitted_by))
        throw desk_refusal{
            kind::not_allowed,
            "own_submission",
            named(id) + " is your own submission: somebody else must approve it"};
    const auto is_now = to_hex(stored_hash(where, id));
    if (hash != found.hash || hash != is_now)
        throw desk_refusal{
            kind::conflict,
            "changed",
            named(id) + " is not what you have seen: look at it again before you approve it"};
    const auto start = std::max(found.schedule.value_or(now), now + recallable_for);
    if (found.expires_at && *found.expires_at <= start)
        throw desk_refusal{kind::conflict, "expired", named(id) + " would expire before it starts"};
    statement{
        where,
        "UPDATE broadcast SET state = ?2, reason = '', approved_by = ?3, approved_hash = hash, approved_at = "
        "?4,"
        " start_at = ?5, not_after = CASE WHEN not_after < ?6 THEN ?6 ELSE not_after END WHERE id = ?1",
        id,
        broadcast_state::waiting,
        by.name,
        to_stored(now),
        to_stored(start),
        to_stored(start + params.keep_sendable)}
        .run();
    all.commit();
}

void give_back_broadcast(
    database& where, const sqlite_params& params, broadcast_id id, const actor& by, const std::string& comment
)
{
    transaction all{where};
    find_not_started(where, id);
    auto reason = "given back by " + by.name;
    if (!comment.empty())
        reason.append(": ").append(comment);
    statement{
        where,
        "UPDATE broadcast SET state = ?2, reason = ?3, finished_at = ?4 WHERE id = ?1",
        id,
        broadcast_state::cancelled,
        reason,
        to_stored(store_now(params))}
        .run();
    all.commit();
}

void reschedule_broadcast(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    std::optional<wall_time> start_at,
    const actor& by
)
{
    transaction all{where};
    const auto found = find_not_started(where, id);
    if (found.expires_at && start_at && *found.expires_at <= *start_at)
        throw desk_refusal{kind::invalid, "expired", named(id) + " would expire before it starts"};
    const auto until = std::max(store_now(params), start_at.value_or(wall_time{})) + params.keep_sendable;
    statement{
        where,
        "UPDATE broadcast SET schedule = ?2, start_at = ?2,"
        " not_after = CASE WHEN not_after < ?3 THEN ?3 ELSE not_after END WHERE id = ?1",
        id,
        to_stored(start_at),
        to_stored(until)}
        .run();
    const bool was_approved = found.state == broadcast_state::waiting && found.needs == held_for::approval;
    if (was_approved)
        hold_for_approval(where, id, "rescheduled by " + by.name + ": it must be approved again");
    else
        statement{
            where,
            "UPDATE broadcast SET hash = ?2 WHERE id = ?1",
            id,
            std::span<const std::uint8_t>{stored_hash(where, id)}}
            .run();
    all.commit();
}

}  // namespace loa
