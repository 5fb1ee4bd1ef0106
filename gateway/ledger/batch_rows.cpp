#include "gateway/ledger/batch_rows.hpp"

#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/suppression_rows.hpp"

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

/// A batch that cannot be read is looked at again after this, and logged each time.
constexpr std::chrono::hours damaged_pause{1};

bool is_paused(database& where, const std::string& channel)
{
    return statement{where, "SELECT 1 FROM channel_pause WHERE channel = ?1", channel}.step();
}

struct candidate {
    claimed_batch batch;
    std::int64_t lane = 0;
    std::size_t size = 0;
    bytes members, marks, causes;
};

// Claiming on PostgreSQL needs FOR UPDATE OF b SKIP LOCKED behind this text; on SQLite the write lock is held
// already.
constexpr auto due_batches =
    "SELECT b.lane, b.seq, b.size, b.rounds, b.epoch, b.marks, b.causes, m.members,"
    " r.id, r.state, r.published_at, r.expires_at, r.not_after"
    " FROM batch b JOIN lane l ON l.id = b.lane JOIN broadcast r ON r.id = l.broadcast"
    " JOIN batch_members m ON m.lane = b.lane AND m.seq = b.seq"
    " WHERE b.channel = ?1 AND b.urgency = ?2 AND b.due <= ?3 AND b.open > 0 AND b.lease_until <= ?3"
    " AND l.state = ?4 AND r.state IN (?5, ?6)"
    " ORDER BY b.due, b.lane, b.seq LIMIT ?7";

std::vector<candidate> find_due(database& where, const std::string& channel, std::size_t most, wall_time now)
{
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
            most - out.size()};
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
            batch.published_at = from_stored(rows.integer(10));
            const auto expires_at = from_stored(rows.maybe_integer(11));
            const auto not_after = from_stored(rows.integer(12));
            batch.send_until = expires_at ? std::min(*expires_at, not_after) : not_after;
            if (rows.number<broadcast_state>(9) == broadcast_state::cancelled)
                batch.fate = batch_fate::cancel;
            else if (now >= *batch.send_until)
                batch.fate = batch_fate::expire;
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

std::size_t in_flight_to_unknown(std::vector<delivery_mark>& marks)
{
    std::size_t changed = 0;
    for (auto& mark : marks)
        if (mark.state() == delivery_state::in_flight) {
            mark = {delivery_state::unknown, mark.attempts()};
            ++changed;
        }
    return changed;
}

std::size_t open_among(const std::vector<delivery_mark>& marks)
{
    return static_cast<std::size_t>(std::ranges::count_if(marks, [](auto mark) {
        return !is_final(mark.state());
    }));
}

std::vector<claimed_batch> claim_batches(
    database& where,
    const std::string& instance,
    const std::string& channel,
    std::size_t most,
    std::chrono::milliseconds lease,
    wall_time now,
    logger& log
)
{
    std::vector<claimed_batch> out;
    if (most == 0 || is_paused(where, channel))
        return out;

    for (auto& one : find_due(where, channel, most, now)) {
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
        const bool left_in_flight = in_flight_to_unknown(batch.marks) != 0;
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
        out.push_back(std::move(batch));
    }
    return out;
}

std::optional<std::chrono::milliseconds> next_due_batch(
    database& where, const std::string& channel, wall_time now
)
{
    if (is_paused(where, channel))
        return std::nullopt;

    std::optional<std::int64_t> soonest;
    for (const auto level : {urgency::urgent, urgency::normal, urgency::bulk}) {
        statement row{
            where,
            "SELECT b.due FROM batch b JOIN lane l ON l.id = b.lane JOIN broadcast r ON r.id = l.broadcast"
            " WHERE b.channel = ?1 AND b.urgency = ?2 AND b.open > 0 AND b.lease_until <= ?3"
            " AND l.state = ?4 AND r.state IN (?5, ?6) ORDER BY b.due LIMIT 1",
            channel,
            level,
            to_stored(now),
            channel_state::sending,
            broadcast_state::sending,
            broadcast_state::cancelled};
        if (row.step())
            soonest = std::min(soonest.value_or(row.integer(0)), row.integer(0));
    }
    if (!soonest)
        return std::nullopt;
    return std::max(from_stored(*soonest) - now, std::chrono::milliseconds{0});
}

standing record_batch(database& where, const std::string& instance, const batch_record& what, wall_time now)
{
    statement row{
        where,
        "SELECT b.lane, b.size, b.owner, b.epoch, b.lease, l.state, l.contact, r.state, r.first_sent_at, "
        "r.expires_at,"
        " r.not_after, l.reason"
        " FROM lane l JOIN broadcast r ON r.id = l.broadcast JOIN batch b ON b.lane = l.id"
        " WHERE l.broadcast = ?1 AND l.channel = ?2 AND b.seq = ?3",
        what.ref.broadcast,
        what.ref.channel,
        what.ref.seq};
    if (!row.step() || row.text(2) != instance || row.number<std::uint64_t>(3) != what.epoch)
        return standing::lost;
    const auto lane = row.integer(0);
    if (what.marks.size() != row.number<std::size_t>(1))
        throw std::invalid_argument{"a record has not as many states as the batch has members"};
    const auto lease = std::chrono::milliseconds{row.integer(4)};
    const auto lane_state = row.number<channel_state>(5);
    const auto by = row.number<contact>(6);
    const bool cancelled = row.number<broadcast_state>(7) == broadcast_state::cancelled;

    const auto is_sent = [](delivery_mark mark) {
        return mark.state() == delivery_state::accepted || mark.state() == delivery_state::delivered ||
               mark.state() == delivery_state::in_flight;
    };
    if (row.is_null(8) && std::ranges::any_of(what.marks, is_sent))
        statement{
            where,
            "UPDATE broadcast SET first_sent_at = ?2 WHERE id = ?1 AND first_sent_at IS NULL",
            what.ref.broadcast,
            to_stored(now)}
            .run();

    const auto open = open_among(what.marks);
    const bool keeps_lease = !what.release_for && open != 0;
    // A retry never lies behind the end of the sending time: then it is claimed at that end and expires.
    auto due = now;
    if (what.release_for && !cancelled) {
        const auto end =
            from_stored(row.maybe_integer(9) ? std::min(row.integer(9), row.integer(10)) : row.integer(10));
        due = std::clamp(now + *what.release_for, now, std::max(end, now));
    }
    statement{
        where,
        "UPDATE batch SET marks = ?3, causes = ?4, open = ?5, rounds = ?6, due = ?7, owner = ?8, lease_until "
        "= ?9"
        " WHERE lane = ?1 AND seq = ?2",
        lane,
        what.ref.seq,
        encode_marks(what.marks),
        encode_causes(number_causes(where, what.ref.broadcast, what.causes)),
        open,
        what.rounds,
        to_stored(due),
        keeps_lease ? std::string_view{instance} : std::string_view{},
        keeps_lease ? to_stored(now + lease) : 0}
        .run();

    for (const auto& [address, cause] : what.suppress) suppress_address(where, by, address, cause, now);

    if (lane_state == channel_state::returned) {
        if (!keeps_lease)
            close_returned(where, what.ref.broadcast, lane, std::string{row.text(11)}, now);
        return standing::returned;
    }
    return cancelled ? standing::cancelled : standing::go_on;
}

std::uint64_t recover_batches(database& where, const std::string& instance, wall_time now)
{
    struct held {
        std::int64_t lane = 0;
        std::uint32_t seq = 0;
        std::vector<delivery_mark> marks;
    };
    std::vector<held> found;
    {
        statement rows{
            where,
            "SELECT lane, seq, size, marks FROM batch WHERE open > 0 AND owner = ?1 ORDER BY lane, seq",
            instance};
        while (rows.step()) {
            const auto lane = rows.integer(0);
            const auto seq = rows.number<std::uint32_t>(1);
            found.push_back({lane, seq, marks_of(rows.blob(3), rows.number<std::size_t>(2), lane, seq)});
        }
    }
    std::uint64_t unknown = 0;
    for (auto& one : found) {
        unknown += in_flight_to_unknown(one.marks);
        statement{
            where,
            "UPDATE batch SET marks = ?3, open = ?4, owner = '', lease_until = 0, epoch = epoch + 1, due = ?5"
            " WHERE lane = ?1 AND seq = ?2",
            one.lane,
            one.seq,
            encode_marks(one.marks),
            open_among(one.marks),
            to_stored(now)}
            .run();
    }
    return unknown;
}

void close_returned(
    database& where, broadcast_id broadcast, std::int64_t lane, const std::string& cause, wall_time now
)
{
    struct open_batch {
        std::uint32_t seq = 0;
        std::vector<delivery_mark> marks;
        cause_numbers causes;
    };
    std::vector<open_batch> found;
    {
        statement rows{
            where,
            "SELECT seq, size, marks, causes FROM batch WHERE lane = ?1 AND open > 0 AND lease_until <= ?2 "
            "ORDER BY seq",
            lane,
            to_stored(now)};
        while (rows.step()) {
            const auto seq = rows.number<std::uint32_t>(0);
            found.push_back(
                {seq,
                 marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq),
                 causes_of(rows.blob(3), lane, seq)}
            );
        }
    }
    if (found.empty())
        return;

    const auto number =
        number_causes(where, broadcast, {{std::uint16_t{0}, cause.empty() ? "content refused" : cause}})
            .front()
            .second;
    for (auto& one : found) {
        std::map<std::uint16_t, std::uint32_t> why{one.causes.begin(), one.causes.end()};
        for (std::size_t i = 0; i != one.marks.size(); ++i) {
            auto& mark = one.marks[i];
            if (is_final(mark.state()))
                continue;
            const bool was_sent =
                mark.state() == delivery_state::unknown || mark.state() == delivery_state::in_flight;
            mark = {was_sent ? delivery_state::dead : delivery_state::cancelled, mark.attempts()};
            why[static_cast<std::uint16_t>(i)] = number;
        }
        statement{
            where,
            "UPDATE batch SET marks = ?3, causes = ?4, open = 0, owner = '', lease_until = 0, epoch = epoch "
            "+ 1"
            " WHERE lane = ?1 AND seq = ?2",
            lane,
            one.seq,
            encode_marks(one.marks),
            encode_causes({why.begin(), why.end()})}
            .run();
    }
}

}  // namespace loa
