#include "gateway/core/outcome_desk.hpp"

#include "gateway/core/bulletin.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/approval_rows.hpp"
#include "gateway/ledger/broadcast_rows.hpp"
#include "gateway/ledger/desk_changes.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/lane_batches.hpp"
#include "gateway/ledger/missed_listing.hpp"
#include "gateway/ledger/snapshot.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/trouble_listing.hpp"
#include "gateway/ledger/unit_tallies.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

// For the desks of all threads: what one of them has counted the others need not count again.
kept_counts<unit_tallies>& kept_tallies()
{
    static kept_counts<unit_tallies> out{8};
    return out;
}
kept_counts<lane_troubles>& kept_troubles()
{
    // A page of 200 may be of as many channels, and somebody else reads the next one.
    static kept_counts<lane_troubles> out{400};
    return out;
}

class sqlite_outcome_desk final : public outcome_desk {
public:
    sqlite_outcome_desk(database& where, const sqlite_params& params) : ledger_{where}, params_{params} {}

    unit_outcomes units(broadcast_id id, const std::string& channel, const unit_question& which) override
    {
        const snapshot moment{ledger_};
        const auto of = lane_of(id, channel);
        const auto all = census();
        const auto counted = kept_tallies().get(params_.folder, of.lane, of.revision, all->generation(), [&] {
            return unit_tallies{*all, audience_of(id), of.by, fortunes_of(of.lane), store_now(params_)};
        });
        return counted->answer(*all, which);
    }

    std::vector<missed_line> missed(
        broadcast_id id,
        const std::string& channel,
        const missed_filter& which,
        const std::optional<missed_place>& after,
        std::size_t most
    ) override
    {
        const snapshot moment{ledger_};
        const auto of = lane_of(id, channel);
        const auto who = audience_of(id);
        const auto all = census();
        return list_missed(
            ledger_, *directory_, *all, {id, of.lane, of.by, who}, which, after, most, store_now(params_)
        );
    }

    broadcast_past past(broadcast_id id, std::size_t most) override
    {
        const snapshot moment{ledger_};
        broadcast_past out;
        {
            statement row{ledger_, "SELECT approved_at FROM broadcast WHERE id = ?1", id};
            if (!row.step())
                throw no_broadcast(id);
            out.approved_at = from_stored(row.maybe_integer(0));
        }
        statement canaries{
            ledger_,
            "SELECT canary_stopped_at, channel FROM lane WHERE broadcast = ?1 AND canary_stopped_at IS NOT "
            "NULL ORDER BY 1",
            id};
        while (canaries.step())
            out.stopped_canaries.emplace_back(from_stored(canaries.integer(0)), canaries.text(1));
        statement versions{
            ledger_,
            "SELECT n.id, n.version, n.taken_in FROM broadcast o JOIN broadcast n ON n.source = o.source AND "
            "n.bulletin = o.bulletin"
            " WHERE o.id = ?1 AND n.version > o.version ORDER BY n.version",
            id};
        while (versions.step())
            out.newer.push_back(
                {versions.integer(0), versions.number<std::uint32_t>(1), from_stored(versions.integer(2))}
            );
        statement changes{
            ledger_,
            "SELECT seq, at, who, action, subject, before, after FROM audit WHERE subject = ?1 ORDER BY seq "
            "DESC LIMIT ?2",
            "broadcast " + std::to_string(id),
            most};
        while (changes.step()) {
            audit_entry one;
            one.seq = changes.integer(0);
            one.at = from_stored(changes.integer(1));
            one.who = changes.text(2);
            one.action = changes.text(3);
            one.subject = changes.text(4);
            one.before = changes.text(5);
            one.after = changes.text(6);
            out.changes.push_back(std::move(one));
        }
        std::ranges::reverse(out.changes);
        return out;
    }

    trouble_page troubles(
        const trouble_question& which, const std::optional<trouble_place>& from, std::size_t most
    ) override
    {
        const snapshot moment{ledger_};
        return list_troubles(ledger_, params_.folder, kept_troubles(), which, from, most);
    }

private:
    struct asked_lane {
        std::int64_t lane = 0;
        contact by = contact::account;
        std::string revision;
    };

    asked_lane lane_of(broadcast_id id, const std::string& channel)
    {
        asked_lane out;
        out.lane = desk_lane(ledger_, id, channel);
        refuse_purged(ledger_, id, out.lane);
        statement row{ledger_, "SELECT contact, coalesce(totals, live) FROM lane WHERE id = ?1", out.lane};
        row.step();
        out.by = row.number<contact>(0);
        const auto counters = row.blob(1);
        out.revision.assign(counters.begin(), counters.end());
        return out;
    }

    audience audience_of(broadcast_id id)
    {
        auto content = broadcast_content(ledger_, id);
        if (!content)
            throw no_broadcast(id);
        return std::move(content->audience);
    }

    fortunes fortunes_of(std::int64_t lane)
    {
        fortunes out;
        read_batches(
            ledger_,
            lane,
            0,
            [&](std::uint32_t, const auto& members, const auto& marks, const auto&) {
                if (!members.empty() && members.back() >= out.size())
                    out.resize(members.back() + std::size_t{1});
                for (std::size_t i = 0; i != members.size(); ++i)
                    out[members[i]] = static_cast<std::uint8_t>(fortune_of(marks[i].state())) + 1;
                return true;
            }
        );
        return out;
    }

    /// Kept here, so that it need not be read again for the next question.
    std::shared_ptr<const directory_census> census()
    {
        if (!directory_)
            directory_ = std::make_unique<database>(
                params_.folder / "directory.db", directory_schema(), store_access::create
            );
        census_ = present_census(*directory_, params_.folder);
        return census_;
    }

    database& ledger_;
    const sqlite_params params_;
    std::unique_ptr<database> directory_;
    std::shared_ptr<const directory_census> census_;
};

}  // namespace

std::unique_ptr<outcome_desk> make_outcome_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_outcome_desk>(where, params);
}

}  // namespace loa
