#include "gateway/ledger/batch_rows.hpp"

#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/suppression_rows.hpp"

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

/// What a clock may be out of step by.
constexpr std::chrono::minutes lease_slack{1};

/// A channel that counts as finished and has open batches, or whose states nobody has scanned, is not
/// finished. Returns how many open batches it has.
std::uint64_t reopen_finished(database& where, wall_time now)
{
    std::vector<std::pair<std::int64_t, broadcast_id>> lanes;
    {
        statement rows{
            where,
            "SELECT l.id, l.broadcast FROM lane l JOIN broadcast r ON r.id = l.broadcast"
            " WHERE r.planned_at IS NOT NULL AND (((r.finished_at IS NOT NULL OR r.state = ?2) AND l.totals "
            "IS NULL)"
            " OR ((r.finished_at IS NOT NULL OR r.state = ?2 OR l.totals IS NOT NULL OR l.state = ?1)"
            " AND l.id IN (SELECT DISTINCT lane FROM batch WHERE open > 0))) ORDER BY l.id",
            channel_state::finished,
            broadcast_state::finished};
        while (rows.step()) lanes.emplace_back(rows.integer(0), rows.integer(1));
    }
    std::uint64_t found = 0;
    for (const auto& [lane, broadcast] : lanes) {
        statement{
            where,
            "UPDATE lane SET totals = NULL, live = NULL, state = CASE WHEN state = ?2 THEN state ELSE ?3 END WHERE id = "
            "?1",
            lane,
            channel_state::returned,
            channel_state::sending}
            .run();
        statement{
            where,
            "UPDATE broadcast SET finished_at = NULL, state = CASE WHEN state = ?2 THEN ?3 ELSE state END "
            "WHERE "
            "id = ?1",
            broadcast,
            broadcast_state::finished,
            broadcast_state::sending}
            .run();
        found +=
            statement{
                where,
                "UPDATE batch SET due = CASE WHEN due > ?2 THEN ?2 ELSE due END WHERE lane = ?1 AND open > 0",
                lane,
                to_stored(now)}
                .run();
    }
    return found;
}

}  // namespace

std::size_t in_flight_to_unknown(std::vector<delivery_mark>& marks)
{
    std::size_t changed = 0;
    for (auto& mark : marks)
        if (mark.state() == delivery_state::in_flight) {
            mark = {delivery_state::unknown, mark.attempts() + 1};  // it was made, whatever became of it
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

standing record_batch(
    database& where,
    pending_changes& changes,
    const std::string& instance,
    const batch_record& what,
    wall_time now
)
{
    statement row{
        where,
        "SELECT b.lane, b.size, b.owner, b.epoch, b.lease, l.state, l.contact, r.state, r.first_sent_at, "
        "r.expires_at,"
        " r.not_after, l.reason, b.marks, b.causes, r.urgency, r.published_at, b.due"
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
    const auto broadcast_now = row.number<broadcast_state>(7);
    const bool cancelled = broadcast_now == broadcast_state::cancelled;

    const auto is_sent = [](delivery_mark mark) {
        return mark.state() == delivery_state::accepted || mark.state() == delivery_state::delivered ||
               mark.state() == delivery_state::in_flight;
    };
    if (row.is_null(8) && std::ranges::any_of(what.marks, is_sent)) {
        statement{
            where,
            "UPDATE broadcast SET first_sent_at = ?2 WHERE id = ?1 AND first_sent_at IS NULL",
            what.ref.broadcast,
            to_stored(now)}
            .run();
        changes.first_sent(row.number<urgency>(14), now - from_stored(row.integer(15)));
    }

    const auto numbered = number_causes(where, what.ref.broadcast, what.causes);
    const auto marks_before = decode_marks(row.blob(12), what.marks.size());
    const auto causes_before = decode_causes(row.blob(13));
    if (marks_before && causes_before) {
        changes.moved(lane, *marks_before, what.marks);
        changes.moved(lane, *causes_before, numbered);
    }
    else
        changes.recount(lane);

    const auto open = open_among(what.marks);
    const bool keeps_lease = !what.release_for && open != 0;
    const bool paused = broadcast_now == broadcast_state::paused || is_paused(where, what.ref.channel);
    // What was put back goes behind all that is due, so that one batch does not keep a channel from being tried with others. But a
    // pause costs nobody his place: what is resumed must not wait until a later broadcast to everybody is over.
    const auto place = from_stored(row.integer(16));
    auto due = keeps_lease || (paused && !cancelled) ? std::min(place, now) : now;
    // A retry never lies behind the end of the sending time: then it is claimed at that end and expires.
    if (what.release_for && *what.release_for > std::chrono::milliseconds{0} && !cancelled) {
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
        encode_causes(numbered),
        open,
        what.rounds,
        to_stored(due),
        keeps_lease ? std::string_view{instance} : std::string_view{},
        keeps_lease ? to_stored(now + lease) : 0}
        .run();

    for (const auto& [address, cause] : what.suppress)
        suppress_address(where, by, address, cause, suppression_origin::unusable, now);

    if (lane_state == channel_state::returned) {
        if (!keeps_lease)
            close_returned(where, changes, what.ref.broadcast, lane, std::string{row.text(11)}, now);
        return standing::returned;
    }
    if (cancelled)
        return standing::cancelled;
    return paused ? standing::paused : standing::go_on;
}

bool is_paused(database& where, const std::string& channel)
{
    return statement{where, "SELECT 1 FROM channel_pause WHERE channel = ?1", channel}.step();
}

std::uint64_t sweep_batches(database& where, std::chrono::milliseconds longest_delay, wall_time now)
{
    const auto put_off =
        statement{
            where,
            "UPDATE batch SET due = ?1 WHERE open > 0 AND owner = '' AND due > ?2",
            to_stored(now),
            to_stored(now + longest_delay)}
            .run();
    // Whoever really holds one has a lease from now on, not a longer one.
    const auto leased =
        statement{
            where,
            "UPDATE batch SET due = CASE WHEN due > ?1 THEN ?1 ELSE due END, owner = '', lease_until = 0, "
            "epoch = epoch + 1"
            " WHERE open > 0 AND owner <> '' AND lease_until > ?1 + lease + ?2",
            to_stored(now),
            std::chrono::milliseconds{lease_slack}.count()}
            .run();
    return put_off + leased + reopen_finished(where, now);
}

std::vector<std::pair<std::string, std::uint64_t>> count_open_batches(database& where)
{
    std::vector<std::pair<std::string, std::uint64_t>> out;
    statement rows{
        where, "SELECT channel, count(*) FROM batch WHERE open > 0 GROUP BY channel ORDER BY channel"};
    while (rows.step()) out.emplace_back(rows.text(0), rows.number<std::uint64_t>(1));
    return out;
}

std::uint64_t recover_batches(
    database& where, pending_changes& changes, const std::string& instance, wall_time now, logger& log
)
{
    struct held {
        std::int64_t lane = 0;
        std::uint32_t seq = 0;
        std::vector<delivery_mark> marks;
    };
    std::vector<held> found;
    std::vector<std::pair<std::int64_t, std::uint32_t>> damaged;
    {
        statement rows{
            where,
            "SELECT lane, seq, size, marks FROM batch WHERE open > 0 AND owner = ?1 ORDER BY lane, seq",
            instance};
        while (rows.step()) {
            const auto lane = rows.integer(0);
            const auto seq = rows.number<std::uint32_t>(1);
            try {
                found.push_back({lane, seq, marks_of(rows.blob(3), rows.number<std::size_t>(2), lane, seq)});
            } catch (const damaged_row& error) {  // freed as it is: claiming passes it over and says so again
                log.error(error.what());
                damaged.emplace_back(lane, seq);
            }
        }
    }
    for (const auto& [lane, seq] : damaged)
        statement{
            where,
            "UPDATE batch SET owner = '', lease_until = 0, epoch = epoch + 1 WHERE lane = ?1 AND seq = ?2",
            lane,
            seq}
            .run();
    std::uint64_t unknown = 0;
    for (auto& one : found) {
        const auto before = one.marks;
        unknown += in_flight_to_unknown(one.marks);
        changes.moved(one.lane, before, one.marks);
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
    database& where,
    pending_changes& changes,
    broadcast_id broadcast,
    std::int64_t lane,
    const std::string& cause,
    wall_time now
)
{
    struct open_batch {
        std::uint32_t seq = 0;
        std::vector<delivery_mark> marks;
        cause_numbers causes;
    };
    std::vector<open_batch> found;
    std::optional<damaged_row> damaged;
    {
        statement rows{
            where,
            "SELECT seq, size, marks, causes FROM batch WHERE lane = ?1 AND open > 0 AND lease_until <= ?2 "
            "ORDER BY seq",
            lane,
            to_stored(now)};
        while (rows.step()) {
            const auto seq = rows.number<std::uint32_t>(0);
            try {
                found.push_back(
                    {seq,
                     marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq),
                     causes_of(rows.blob(3), lane, seq)}
                );
            } catch (const damaged_row& error) {
                damaged = error;
            }
        }
    }
    if (found.empty()) {
        if (damaged)
            throw damaged_row{*damaged};
        return;
    }

    const auto number =
        number_causes(where, broadcast, {{std::uint16_t{0}, cause.empty() ? "content refused" : cause}})
            .front()
            .second;
    for (auto& one : found) {
        std::map<std::uint16_t, std::uint32_t> why{one.causes.begin(), one.causes.end()};
        const auto before = one.marks;
        for (std::size_t i = 0; i != one.marks.size(); ++i) {
            auto& mark = one.marks[i];
            if (is_final(mark.state()))
                continue;
            mark = {delivery_state::cancelled, mark.attempts()};
            why[static_cast<std::uint16_t>(i)] = number;
        }
        const cause_numbers now_causes{why.begin(), why.end()};
        changes.moved(lane, before, one.marks);
        changes.moved(lane, one.causes, now_causes);
        statement{
            where,
            "UPDATE batch SET marks = ?3, causes = ?4, open = 0, owner = '', lease_until = 0, epoch = epoch "
            "+ 1"
            " WHERE lane = ?1 AND seq = ?2",
            lane,
            one.seq,
            encode_marks(one.marks),
            encode_causes(now_causes)}
            .run();
    }
    if (damaged)
        throw damaged_row{*damaged};
}

}  // namespace loa
