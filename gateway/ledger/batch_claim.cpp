#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/batch_rows.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>

namespace loa {
namespace {

/// A batch that cannot be read is looked at again after this, and logged each time.
constexpr std::chrono::hours damaged_pause{1};

bool may_be_sent(urgency level, sendable what)
{
    return what == sendable::all || level == urgency::urgent;
}

struct candidate {
    claimed_batch batch;
    std::int64_t lane = 0;
    std::size_t size = 0;
    bool crosses_quiet_hours = false;  ///< for the first time
    bytes members, marks, causes;
};

// Claiming on PostgreSQL needs FOR UPDATE OF b SKIP LOCKED behind this text; on SQLite the write lock is held
// already.
constexpr auto due_batches =
    "SELECT b.lane, b.seq, b.size, b.rounds, b.epoch, b.marks, b.causes, m.members,"
    " r.id, r.state, r.quiet_override, r.expires_at, r.not_after"
    " FROM batch b JOIN lane l ON l.id = b.lane JOIN broadcast r ON r.id = l.broadcast"
    " JOIN batch_members m ON m.lane = b.lane AND m.seq = b.seq"
    " WHERE b.channel = ?1 AND b.urgency = ?2 AND b.due <= ?3 AND b.open > 0"
    " AND (b.owner = '' OR (b.owner <> ?8 AND b.lease_until <= ?3))"
    " AND l.state = ?4 AND ((r.state = ?5 AND ?9 <> 0) OR r.state = ?6"
    " OR (r.state IN (?5, ?10) AND (r.not_after <= ?3 OR r.expires_at <= ?3)))"
    " ORDER BY b.due, b.lane, b.seq LIMIT ?7";

std::vector<candidate> find_due(
    database& where,
    const std::string& instance,
    const std::string& channel,
    std::size_t most,
    sendable what,
    wall_time now
)
{
    const bool paused = is_paused(where, channel);
    std::vector<candidate> out;
    for (const auto level : {urgency::urgent, urgency::normal, urgency::bulk}) {
        if (out.size() == most)
            break;
        statement rows{
            where,
            due_batches,
            channel,
            level,
            to_stored(now),
            channel_state::sending,
            broadcast_state::sending,
            broadcast_state::cancelled,
            most - out.size(),
            instance,
            !paused && may_be_sent(level, what),
            broadcast_state::paused};
        while (rows.step()) {
            candidate one;
            one.lane = rows.integer(0);
            one.size = rows.number<std::size_t>(2);
            one.marks.assign(rows.blob(5).begin(), rows.blob(5).end());
            one.causes.assign(rows.blob(6).begin(), rows.blob(6).end());
            one.members.assign(rows.blob(7).begin(), rows.blob(7).end());

            auto& batch = one.batch;
            batch.ref = {rows.integer(8), channel, rows.number<std::uint32_t>(1)};
            batch.rounds = rows.number<std::uint32_t>(3);
            batch.epoch = rows.number<std::uint64_t>(4) + 1;
            batch.urgency = level;
            batch.now = now;
            const auto expires_at = from_stored(rows.maybe_integer(11));
            const auto not_after = from_stored(rows.integer(12));
            batch.send_until = expires_at ? std::min(*expires_at, not_after) : not_after;
            if (rows.number<broadcast_state>(9) == broadcast_state::cancelled)
                batch.fate = batch_fate::cancel;
            else if (now >= *batch.send_until)
                batch.fate = batch_fate::expire;
            one.crosses_quiet_hours =
                batch.fate == batch_fate::send && what == sendable::urgent && rows.is_null(10);
            out.push_back(std::move(one));
        }
    }
    return out;
}

/// Turns the stored form into what a worker needs; false if it is damaged.
bool unpack(database& where, candidate& one)
{
    auto members = decode_members(one.members);
    auto marks = decode_marks(one.marks, one.size);
    const auto numbers = decode_causes(one.causes);
    if (!members || !marks || !numbers || members->size() != one.size)
        return false;
    one.batch.members = std::move(*members);
    one.batch.marks = std::move(*marks);
    if (!numbers->empty()) {
        const auto words = cause_words(where, one.batch.ref.broadcast);
        for (const auto& [index, cause] : *numbers)
            if (const auto found = words.find(cause); found != words.end())
                one.batch.causes.emplace_back(index, found->second);
    }
    return true;
}

}  // namespace

std::vector<claimed_batch> claim_batches(
    database& where,
    pending_changes& changes,
    const std::string& instance,
    const std::string& channel,
    std::size_t most,
    std::chrono::milliseconds lease,
    sendable what,
    wall_time now,
    logger& log
)
{
    std::vector<claimed_batch> out;
    if (most == 0)
        return out;

    for (auto& one : find_due(where, instance, channel, most, what, now)) {
        auto& batch = one.batch;
        const auto put_off = [&](const char* why, std::size_t open) {
            log.error(
                why, {{"broadcast", batch.ref.broadcast}, {"channel", channel}, {"batch", batch.ref.seq}}
            );
            statement{
                where,
                "UPDATE batch SET open = ?3, due = ?4 WHERE lane = ?1 AND seq = ?2",
                one.lane,
                batch.ref.seq,
                open,
                to_stored(now + damaged_pause)}
                .run();
        };
        if (!unpack(where, one)) {
            put_off("a batch in the ledger is damaged and is passed over", one.size);
            continue;
        }
        const auto before = batch.marks;
        const bool left_in_flight = in_flight_to_unknown(batch.marks) != 0;
        if (left_in_flight)
            changes.moved(one.lane, before, batch.marks);
        const auto open = open_among(batch.marks);
        if (open == 0) {
            put_off("a batch was counted as open and is not", 0);
            continue;
        }
        statement{
            where,
            "UPDATE batch SET owner = ?3, lease = ?4, lease_until = ?5, epoch = ?6, open = ?7, marks = ?8"
            " WHERE lane = ?1 AND seq = ?2",
            one.lane,
            batch.ref.seq,
            instance,
            lease.count(),
            to_stored(now + lease),
            batch.epoch,
            open,
            left_in_flight ? encode_marks(batch.marks) : one.marks}
            .run();
        if (one.crosses_quiet_hours)
            statement{
                where,
                "UPDATE broadcast SET quiet_override = ?2 WHERE id = ?1 AND quiet_override IS NULL",
                batch.ref.broadcast,
                to_stored(now)}
                .run();
        out.push_back(std::move(batch));
    }
    return out;
}

std::optional<std::chrono::milliseconds> next_due_batch(
    database& where, const std::string& instance, const std::string& channel, sendable what, wall_time now
)
{
    const bool paused = is_paused(where, channel);
    std::optional<std::int64_t> soonest;
    for (const auto level : {urgency::urgent, urgency::normal, urgency::bulk}) {
        statement row{
            where,
            "SELECT b.due FROM batch b JOIN lane l ON l.id = b.lane JOIN broadcast r ON r.id = l.broadcast"
            " WHERE b.channel = ?1 AND b.urgency = ?2 AND b.open > 0"
            " AND (b.owner = '' OR (b.owner <> ?7 AND b.lease_until <= ?3))"
            " AND l.state = ?4 AND ((r.state = ?5 AND ?8 <> 0) OR r.state = ?6"
            " OR (r.state IN (?5, ?9) AND (r.not_after <= ?3 OR r.expires_at <= ?3))) ORDER BY b.due LIMIT 1",
            channel,
            level,
            to_stored(now),
            channel_state::sending,
            broadcast_state::sending,
            broadcast_state::cancelled,
            instance,
            !paused && may_be_sent(level, what),
            broadcast_state::paused};
        if (row.step())
            soonest = std::min(soonest.value_or(row.integer(0)), row.integer(0));
    }
    if (!soonest)
        return std::nullopt;
    return std::max(from_stored(*soonest) - now, std::chrono::milliseconds{0});
}

}  // namespace loa
