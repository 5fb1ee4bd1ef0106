#include "gateway/ledger/broadcast_rows.hpp"

#include "gateway/core/approval.hpp"
#include "gateway/ledger/approval_rows.hpp"
#include "gateway/ledger/canary_rows.hpp"
#include "gateway/ledger/store_clock.hpp"

namespace loa {
namespace {

/// What is stored was validated when it was taken in; the limit is only against a damaged file.
boost::system::result<bulletin, problems> read_stored(std::string_view json)
{
    bulletin_limits limits;
    limits.bytes = std::size_t{16} << 20;
    return parse_bulletin(json, limits);
}

struct earlier_version {
    broadcast_id id = 0;
    std::uint32_t version = 0;
    broadcast_state state = broadcast_state::waiting;
    bool planned = false;
};

std::vector<earlier_version> versions_of(database& where, const bulletin& what)
{
    std::vector<earlier_version> out;
    statement rows{
        where,
        "SELECT id, version, state, planned_at FROM broadcast WHERE source = ?1 AND bulletin = ?2"
        " ORDER BY version DESC",
        what.source,
        what.id};
    while (rows.step())
        out.push_back(
            {rows.integer(0),
             rows.number<std::uint32_t>(1),
             rows.number<broadcast_state>(2),
             !rows.is_null(3)}
        );
    return out;
}

}  // namespace

intake_answer take_in_bulletin(
    database& where,
    const bulletin& what,
    const std::vector<std::string>& channels,
    const intake_terms& terms,
    wall_time now,
    std::chrono::milliseconds keep_sendable
)
{
    const auto earlier = versions_of(where, what);
    for (const auto& one : earlier)
        if (one.version == what.version)
            return {intake_verdict::already_known, one.id};
    if (!earlier.empty() && earlier.front().version > what.version)
        return {intake_verdict::already_known, earlier.front().id};

    intake_answer answer;
    std::string reason;
    for (const auto& one : earlier) {
        if (one.state == broadcast_state::waiting || one.state == broadcast_state::held) {
            statement{
                where,
                "UPDATE broadcast SET state = ?2, reason = ?3, finished_at = ?4 WHERE id = ?1",
                one.id,
                broadcast_state::replaced,
                "version " + std::to_string(what.version) + " came before anything was sent",
                to_stored(now)}
                .run();
            if (answer.verdict == intake_verdict::stored)
                answer.verdict = intake_verdict::replaced;
        }
        else if (one.planned && reason.empty()) {
            answer.verdict = intake_verdict::held;
            const bool over =
                one.state != broadcast_state::sending && one.state != broadcast_state::paused;
            reason = "corrects version " + std::to_string(one.version) + ", which " +
                     (over ? "was sent" : "is being sent");
        }
    }

    auto needs = answer.verdict == intake_verdict::held ? held_for::correction : held_for::nothing;
    if (!terms.needs_approval.empty()) {
        needs = held_for::approval;
        reason.append(reason.empty() ? "" : "; ").append(terms.needs_approval);
    }
    const auto json = to_json(what);
    std::vector<std::string> lanes;
    for (const auto& channel : channels)
        if (std::ranges::find(lanes, channel) == lanes.end())
            lanes.push_back(channel);
    statement add{
        where,
        "INSERT INTO broadcast (source, bulletin, version, title, department, urgency, state, reason, "
        "published_at,"
        " expires_at, not_after, taken_in, content_area, needs, hash, submitted_by, submitted_by_user, schedule, start_at, category)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?18, ?19) RETURNING id",
        what.source,
        what.id,
        what.version,
        what.title,
        what.department,
        what.urgency,
        needs == held_for::nothing ? broadcast_state::waiting : broadcast_state::held,
        reason,
        to_stored(what.published_at),
        to_stored(what.expires_at),
        to_stored(std::max(now, terms.schedule.value_or(now)) + keep_sendable),
        to_stored(now),
        what.content_area,
        needs,
        std::span<const std::uint8_t>{approval_hash(json, lanes, terms.schedule)},
        terms.by.name,
        terms.by.user,
        to_stored(terms.schedule),
        what.category};
    add.step();
    answer.broadcast = add.integer(0);

    statement{where, "INSERT INTO content (broadcast, json) VALUES (?1, ?2)", answer.broadcast, json}
        .run();
    for (const auto& channel : lanes)
        statement{
            where,
            "INSERT INTO lane (broadcast, channel, state, reason, contact, destinations, sha256)"
            " VALUES (?1, ?2, ?3, '', 0, 0, ?4) ON CONFLICT DO NOTHING",
            answer.broadcast,
            channel,
            channel_state::sending,
            bytes{}}
            .run();
    return answer;
}

std::vector<waiting_broadcast> waiting_broadcasts(database& where, wall_time now, logger& log)
{
    std::vector<waiting_broadcast> out;
    std::vector<std::pair<broadcast_id, std::string>> unreadable;
    std::vector<broadcast_id> unapproved;
    {
        statement rows{
            where,
            "SELECT b.id, c.json, b.needs, b.approved_hash FROM broadcast b JOIN content c ON c.broadcast = b.id"
            " WHERE b.finished_at IS NULL AND b.state = ?1 AND (b.start_at IS NULL OR b.start_at <= ?2)"
            " ORDER BY b.urgency, b.taken_in, b.id LIMIT 16",
            broadcast_state::waiting,
            to_stored(now)};
        while (rows.step()) {
            auto content = read_stored(rows.text(1));
            if (rows.number<held_for>(2) == held_for::approval &&
                !std::ranges::equal(rows.blob(3), stored_hash(where, rows.integer(0))))
                unapproved.push_back(rows.integer(0));
            else if (content)
                out.push_back({rows.integer(0), std::move(*content), {}});
            else
                unreadable.emplace_back(rows.integer(0), to_string(content.error()));
        }
    }
    for (const auto& [id, why] : unreadable) {
        log.error("a stored bulletin cannot be read and is held", {{"broadcast", id}, {"reason", why}});
        statement{
            where,
            "UPDATE broadcast SET state = ?2, reason = ?3 WHERE id = ?1",
            id,
            broadcast_state::held,
            "the stored content cannot be read: " + why}
            .run();
    }
    for (const auto id : unapproved) {
        log.error("what is stored is not what was approved: held", {{"broadcast", id}});
        hold_for_approval(where, id, "what is stored is not what was approved: it must be approved again");
    }
    for (auto& one : out) {
        statement lanes{where, "SELECT channel FROM lane WHERE broadcast = ?1 ORDER BY id", one.id};
        while (lanes.step()) one.channels.emplace_back(lanes.text(0));
    }
    return out;
}

result<bulletin> broadcast_content(database& where, broadcast_id id)
{
    statement row{where, "SELECT json FROM content WHERE broadcast = ?1", id};
    if (!row.step())
        return errc::not_found;
    auto content = read_stored(row.text(0));
    if (!content)
        throw store_error{
            "the content of broadcast " + std::to_string(id) +
            " cannot be read: " + to_string(content.error())};
    return std::move(*content);
}

void store_broadcast_plan(
    database& where,
    pending_changes& changes,
    const broadcast_plan& plan,
    wall_time now,
    std::chrono::milliseconds until_tomorrow
)
{
    std::int64_t urgency = 0;
    {
        statement row{
            where,
            "SELECT urgency FROM broadcast WHERE id = ?1 AND state = ?2 AND (start_at IS NULL OR start_at <= ?3)",
            plan.broadcast,
            broadcast_state::waiting,
            to_stored(now)};
        if (!row.step())
            return;
        urgency = row.integer(0);
    }
    statement{
        where,
        "UPDATE broadcast SET state = ?2, planned_at = ?3 WHERE id = ?1",
        plan.broadcast,
        broadcast_state::sending,
        to_stored(now)}
        .run();

    for (const auto& channel : plan.channels) {
        std::int64_t lane = 0;
        {
            statement add{
                where,
                "INSERT INTO lane (broadcast, channel, state, reason, contact, destinations, sha256, live)"
                " VALUES (?1, ?2, ?3, '', ?4, ?5, ?6, ?7) ON CONFLICT (broadcast, channel) DO UPDATE SET"
                " contact = excluded.contact, destinations = excluded.destinations, sha256 = excluded.sha256,"
                " live = excluded.live RETURNING id",
                plan.broadcast,
                channel.channel,
                channel_state::sending,
                channel.contact,
                channel.destinations,
                std::span<const std::uint8_t>{channel.sha256},
                encode_totals({})};
            add.step();
            lane = add.integer(0);
        }
        if (channel.canary)
            begin_canary(where, lane, *channel.canary);
        statement members{where, "INSERT INTO batch_members (lane, seq, members) VALUES (?1, ?2, ?3)"};
        statement state{
            where,
            "INSERT INTO batch (lane, seq, channel, urgency, size, open, rounds, due, owner, lease, "
            "lease_until, epoch,"
            " marks, causes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, '', 0, 0, 0, ?8, ?9)"};
        std::uint32_t seq = 0;
        for (const auto& batch : channel.batches) {
            state
                .with(
                    lane,
                    seq,
                    channel.channel,
                    batch.waits_for_canary ? urgency + waits_for_canary : urgency,
                    batch.count,
                    batch.open,
                    to_stored(batch.tomorrow ? now + until_tomorrow : now),
                    batch.marks,
                    bytes{}
                )
                .run();
            if (const auto marks = decode_marks(batch.marks, batch.count))
                changes.moved(lane, {}, *marks);
            members.with(lane, seq, batch.members).run();
            ++seq;
        }
    }
}

result<number_set> numbers_reached_since(
    database& where, const std::string& channel, wall_time since, unsigned least
)
{
    const auto counts = [](delivery_state state) {
        return !is_final(state) || state == delivery_state::accepted || state == delivery_state::delivered;
    };
    std::vector<std::uint8_t> times;  // by number
    number_set out;
    statement rows{
        where,
        "SELECT b.lane, b.seq, b.size, b.marks, m.members FROM broadcast r JOIN lane l ON l.broadcast = r.id"
        " JOIN batch b ON b.lane = l.id JOIN batch_members m ON m.lane = b.lane AND m.seq = b.seq"
        " WHERE r.urgency <> ?5 AND r.state <> ?2 AND l.channel = ?3 AND (r.planned_at >= ?1 OR b.due >= ?1) AND b.due < ?4"
        " ORDER BY b.lane, b.seq",
        to_stored(since),
        broadcast_state::cancelled,
        channel,
        to_stored(since + std::chrono::days{1}),
        urgency::urgent};
    while (rows.step()) {
        const auto size = rows.number<std::size_t>(2);
        const auto marks = decode_marks(rows.blob(3), size);
        const auto members = decode_members(rows.blob(4));
        if (!marks || !members || members->size() != size)  // no reason to plan nothing any more; claiming says so
            continue;
        for (std::size_t i = 0; i != size; ++i) {
            if (!counts((*marks)[i].state()))
                continue;
            const auto no = (*members)[i];
            if (no >= times.size())
                times.resize(no + 1);
            if (times[no] != 255)
                ++times[no];
            if (times[no] >= least)
                out.insert(no);
        }
    }
    return out;
}

}  // namespace loa
