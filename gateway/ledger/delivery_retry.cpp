#include "gateway/ledger/desk_changes.hpp"

#include "gateway/core/desk_refusal.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/ledger/batch_rows.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/pending_changes.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>
#include <thread>

namespace loa {
namespace {

/// How long a retry waits for batches that a gateway holds.
constexpr std::chrono::seconds wait_for_leases{5};

struct retry_batch {
    std::uint32_t seq = 0;
    bool is_held = false;
    std::vector<delivery_mark> marks;
    cause_numbers causes;
    std::vector<std::uint16_t> again;  ///< indexes of what is queued again; ascending
};

/// Which deliveries a retry is for; no cause: all.
using cause_asked = std::optional<std::uint32_t>;

std::vector<std::uint16_t> missed_for_good(
    const std::vector<delivery_mark>& marks, const cause_numbers& why, cause_asked only
)
{
    std::vector<std::uint16_t> out;
    auto cause = why.begin();
    for (std::size_t i = 0; i != marks.size(); ++i) {
        while (cause != why.end() && cause->first < i) ++cause;
        const bool fits = !only || (cause != why.end() && cause->first == i && cause->second == *only);
        const bool is_missed =
            marks[i].state() == delivery_state::dead || marks[i].state() == delivery_state::rejected;
        if (is_missed && fits)
            out.push_back(static_cast<std::uint16_t>(i));
    }
    return out;
}

std::vector<retry_batch> batches_to_retry(database& where, std::int64_t lane, cause_asked only, wall_time now)
{
    std::vector<retry_batch> out;
    statement rows{
        where, "SELECT seq, size, marks, causes, lease_until FROM batch WHERE lane = ?1 ORDER BY seq", lane};
    while (rows.step()) {
        const auto seq = rows.number<std::uint32_t>(0);
        auto marks = marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq);
        auto why = causes_of(rows.blob(3), lane, seq);
        auto again = missed_for_good(marks, why, only);
        if (!again.empty())
            out.push_back(
                {seq, rows.integer(4) > to_stored(now), std::move(marks), std::move(why), std::move(again)}
            );
    }
    return out;
}

/// Of a batch nobody holds. What a dead holder left in flight becomes unknown, and its epoch is over.
std::uint64_t queue_again(
    database& where, pending_changes& changes, std::int64_t lane, retry_batch& batch, wall_time now
)
{
    const auto marks_before = batch.marks;
    const auto causes_before = batch.causes;
    in_flight_to_unknown(batch.marks);
    std::erase_if(batch.causes, [&](const auto& cause) {
        return std::ranges::binary_search(batch.again, cause.first);
    });
    for (const auto i : batch.again) batch.marks[i] = {delivery_state::queued, 0};
    changes.moved(lane, marks_before, batch.marks);
    changes.moved(lane, causes_before, batch.causes);
    statement{
        where,
        "UPDATE batch SET marks = ?3, causes = ?4, open = ?5, rounds = 0, due = ?6, owner = '', lease_until "
        "= 0,"
        " epoch = epoch + 1 WHERE lane = ?1 AND seq = ?2",
        lane,
        batch.seq,
        encode_marks(batch.marks),
        encode_causes(batch.causes),
        open_among(batch.marks),
        to_stored(now)}
        .run();
    return batch.again.size();
}

struct retry_result {
    std::uint64_t queued = 0;
    std::uint64_t held = 0;
};

/// One transaction over the lanes.
retry_result retry_once(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    const std::vector<std::int64_t>& lanes,
    cause_asked only
)
{
    transaction all{where};
    pending_changes changes;
    const auto now = store_now(params);
    const auto state = desk_state(where, id);
    if (state == broadcast_state::cancelled)
        throw desk_refusal{
            desk_refusal::kind::conflict,
            "cancelled",
            "broadcast " + std::to_string(id) + " was cancelled: publish a new version to send it again"};
    retry_result out;
    if (state != broadcast_state::sending && state != broadcast_state::paused &&
        state != broadcast_state::finished)
        return out;  // nothing was sent, so nothing failed
    if (statement{where, "SELECT 1 FROM broadcast WHERE id = ?1 AND expires_at <= ?2", id, to_stored(now)}
            .step())
        throw desk_refusal{
            desk_refusal::kind::conflict,
            "expired",
            "broadcast " + std::to_string(id) +
                " has expired: nothing of it is sent any more; publish a new version"};

    for (const auto lane : lanes) {
        std::uint64_t here = 0;
        for (auto& batch : batches_to_retry(where, lane, only, now)) {
            if (batch.is_held)
                ++out.held;
            else
                here += queue_again(where, changes, lane, batch, now);
        }
        if (here != 0)
            statement{
                where,
                "UPDATE lane SET state = ?2, reason = '', totals = NULL WHERE id = ?1",
                lane,
                channel_state::sending}
                .run();
        out.queued += here;
    }
    if (out.queued != 0) {
        const auto until = to_stored(now + params.keep_sendable);
        statement{
            where,
            "UPDATE broadcast SET state = CASE WHEN state = ?4 THEN state ELSE ?2 END, finished_at = NULL,"
            " not_after = CASE WHEN not_after < ?3 THEN ?3 ELSE not_after END WHERE id = ?1",
            id,
            broadcast_state::sending,
            until,
            broadcast_state::paused}
            .run();
    }
    changes.write(where, now);
    all.commit();
    return out;
}

}  // namespace

std::uint64_t retry_deliveries(
    database& where,
    const sqlite_params& params,
    broadcast_id id,
    const std::string& channel,
    const std::string& cause
)
{
    cause_asked only;
    if (!cause.empty()) {
        statement row{where, "SELECT id FROM cause WHERE broadcast = ?1 AND words = ?2", id, cause};
        if (!row.step()) {
            desk_state(where, id);  // says so if it is the broadcast that is not there
            return 0;
        }
        only = row.number<std::uint32_t>(0);
    }
    std::vector<std::int64_t> lanes;
    if (!channel.empty())
        lanes.push_back(desk_lane(where, id, channel));
    else {
        statement rows{where, "SELECT id FROM lane WHERE broadcast = ?1 ORDER BY id", id};
        while (rows.step()) lanes.push_back(rows.integer(0));
    }

    const auto give_up = std::chrono::steady_clock::now() + wait_for_leases;
    std::uint64_t queued = 0;
    for (;;) {
        const auto now = retry_once(where, params, id, lanes, only);
        queued += now.queued;
        if (now.held == 0 || (where.in_transaction() && queued != 0))
            return queued;
        if (where.in_transaction() || std::chrono::steady_clock::now() >= give_up)
            throw desk_refusal{
                desk_refusal::kind::conflict,
                "being_sent",
                std::to_string(queued) + " deliveries are queued again; " + std::to_string(now.held) +
                    " batches are being sent at this moment and were left alone: try again in a minute"};
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

}  // namespace loa
