#include "gateway/ledger/pending_changes.hpp"

#include "gateway/core/reach.hpp"
#include "gateway/ledger/store_clock.hpp"

namespace loa {
namespace {

std::int64_t is_retried(delivery_mark mark)
{
    delivery_counts one;
    one.add(mark);
    return static_cast<std::int64_t>(one.retried);
}

/// False: it would be less than nothing.
bool add_to(std::uint64_t& count, std::int64_t change)
{
    if (change < 0 && count < static_cast<std::uint64_t>(-change))
        return false;
    count += static_cast<std::uint64_t>(change);
    return true;
}

/// Nothing: a batch is damaged, and nobody can count the lane.
std::optional<lane_totals> count_anew(database& where, std::int64_t lane)
{
    try {
        return scan_lane(where, lane);
    } catch (const damaged_row&) {
        return std::nullopt;
    }
}

}  // namespace

void pending_changes::moved(
    std::int64_t lane, std::span<const delivery_mark> before, std::span<const delivery_mark> after
)
{
    auto& change = job_.lanes[lane];
    for (std::size_t i = 0; i != after.size(); ++i) {
        if (!before.empty()) {
            if (before[i] == after[i])
                continue;
            --change.moved[static_cast<std::size_t>(before[i].state())];
            change.retried -= is_retried(before[i]);
        }
        ++change.moved[static_cast<std::size_t>(after[i].state())];
        change.retried += is_retried(after[i]);
    }
}

void pending_changes::moved(std::int64_t lane, const cause_numbers& before, const cause_numbers& after)
{
    if (before == after)
        return;
    auto& change = job_.lanes[lane];
    for (const auto& [index, cause] : before) --change.causes[cause];
    for (const auto& [index, cause] : after) ++change.causes[cause];
}

void pending_changes::recount(std::int64_t lane)
{
    job_.lanes[lane].recount = true;
}

void pending_changes::recount_uncounted(database& where)
{
    statement rows{
        where,
        "SELECT l.id FROM broadcast r JOIN lane l ON l.broadcast = r.id WHERE r.finished_at IS NULL AND "
        "r.planned_at IS NOT NULL"
        " AND l.totals IS NULL AND l.live IS NULL"};
    while (rows.step()) recount(rows.integer(0));
}

void pending_changes::first_sent(urgency how, std::chrono::milliseconds after_publishing)
{
    job_.events.push_back({false, how, after_publishing});
}

void pending_changes::finished(urgency how, std::chrono::milliseconds after_publishing)
{
    job_.events.push_back({true, how, after_publishing});
}

void pending_changes::keep_job()
{
    for (const auto& [lane, change] : job_.lanes) all_.lanes[lane].add(change);
    all_.events.insert(all_.events.end(), job_.events.begin(), job_.events.end());
    undo_job();
}

void pending_changes::undo_job()
{
    job_.lanes.clear();
    job_.events.clear();
}

void pending_changes::lane_change::add(const lane_change& other)
{
    for (std::size_t i = 0; i != moved.size(); ++i) moved[i] += other.moved[i];
    retried += other.retried;
    recount = recount || other.recount;
    for (const auto& [cause, count] : other.causes) causes[cause] += count;
}

/// What is stored, and the change on top. Nothing: it has to be counted anew.
std::optional<lane_totals> pending_changes::changed(
    std::span<const std::uint8_t> stored, const lane_change& by
)
{
    if (stored.empty() || by.recount)
        return std::nullopt;
    auto out = decode_totals(stored);
    if (!out)
        return std::nullopt;
    bool fits = add_to(out->counts.retried, by.retried);
    for (std::size_t i = 0; i != by.moved.size(); ++i)
        fits = add_to(out->counts.by_state[i], by.moved[i]) && fits;
    for (const auto& [cause, count] : by.causes) fits = add_to(out->causes[cause], count) && fits;
    std::erase_if(out->causes, [](const auto& cause) { return cause.second == 0; });
    return fits ? out : std::nullopt;
}

std::optional<lane_totals> pending_changes::counted(database& where, std::int64_t lane) const
{
    lane_change change;
    for (const auto* some : {&all_, &job_})
        if (const auto found = some->lanes.find(lane); found != some->lanes.end())
            change.add(found->second);
    statement row{where, "SELECT live FROM lane WHERE id = ?1", lane};
    return row.step() ? changed(row.blob(0), change) : std::nullopt;
}

void pending_changes::write(database& where, wall_time now)
{
    keep_job();
    written_.clear();
    for (const auto& [lane, change] : all_.lanes) {
        std::optional<lane_totals> live;
        {
            statement row{where, "SELECT channel, live FROM lane WHERE id = ?1", lane};
            if (!row.step())
                continue;
            auto& channel = written_[std::string{row.text(0)}];
            for (std::size_t i = 0; i != channel.size(); ++i) channel[i] += change.moved[i];
            const bool is_uncountable = !row.is_null(1) && row.blob(1).empty();
            if (is_uncountable && !change.recount)
                continue;
            live = changed(row.blob(1), change);
        }
        if (!live)
            live = count_anew(where, lane);
        const bool is_far = live && reach_of(live->counts).is_95_percent();
        statement{
            where,
            "UPDATE lane SET live = ?2, reached_95_at = coalesce(reached_95_at, ?3) WHERE id = ?1",
            lane,
            live ? encode_totals(*live) : bytes{},
            is_far ? std::optional{to_stored(now)} : std::nullopt}
            .run();
    }
}

void pending_changes::tell(meter& to) noexcept
{
    for (const auto& [channel, change] : written_)
        if (change != by_state{})
            to.moved(channel, change);
    for (const auto& one : all_.events) {
        if (one.is_end)
            to.finished(to_string(one.urgency), one.after_publishing);
        else
            to.first_sent(to_string(one.urgency), one.after_publishing);
    }
    clear();
}

void pending_changes::clear() noexcept
{
    undo_job();
    all_.lanes.clear();
    all_.events.clear();
    written_.clear();
}

}  // namespace loa
