#include "gateway/core/idempotency_key.hpp"
#include "gateway/ledger/approval_rows.hpp"
#include "gateway/ledger/broadcast_listing.hpp"
#include "gateway/ledger/broadcast_rows.hpp"
#include "gateway/ledger/desk_changes.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/lane_batches.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/ledger_secret.hpp"
#include "gateway/ledger/snapshot.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>

namespace loa {
namespace {

class sqlite_ledger_desk final : public ledger_desk {
public:
    sqlite_ledger_desk(database& where, const sqlite_params& params) : params_{params}, store_{where} {}
    /// With a connection of its own.
    sqlite_ledger_desk(std::unique_ptr<database> where, const sqlite_params& params)
        : params_{params}, own_{std::move(where)}, store_{*own_}
    {
    }

    std::vector<broadcast_status> broadcasts(std::size_t most) override
    {
        const snapshot moment{store_};
        return newest_broadcasts(store_, most);
    }
    broadcast_page broadcasts(const broadcast_filter& which, std::size_t most) override
    {
        const snapshot moment{store_};
        return list_broadcasts(store_, which, most);
    }
    std::vector<broadcast_status> live() override
    {
        const snapshot moment{store_};
        return live_broadcasts(store_);
    }
    std::optional<broadcast_status> status(broadcast_id id) override
    {
        const snapshot moment{store_};
        return broadcast_in_full(store_, id);
    }

    void missed(
        broadcast_id id, const std::string& channel, const std::function<void(const delivery_detail&)>& each
    ) override
    {
        missed_from(id, channel, 0, [&](const delivery_detail& one) {
            each(one);
            return true;
        });
    }

    void missed_from(
        broadcast_id id,
        const std::string& channel,
        std::uint32_t batch,
        const std::function<bool(const delivery_detail&)>& each
    ) override
    {
        const snapshot moment{store_};
        const auto is_reached = [](delivery_state state) {
            return state == delivery_state::accepted || state == delivery_state::delivered ||
                   state == delivery_state::covered;
        };
        const auto words = cause_words(store_, id);
        key_maker keys{read_secret(store_), id, channel};
        const auto lane = desk_lane(store_, id, channel);
        refuse_purged(store_, id, lane);
        read_batches(
            store_,
            lane,
            batch,
            [&](std::uint32_t seq, const auto& members, const auto& marks, const auto& causes) {
                auto cause = causes.begin();
                for (std::size_t i = 0; i != marks.size(); ++i) {
                    while (cause != causes.end() && cause->first < i) ++cause;
                    if (is_reached(marks[i].state()))
                        continue;
                    const bool has_cause =
                        cause != causes.end() && cause->first == i && words.contains(cause->second);
                    const delivery_detail one{
                        channel,
                        members[i],
                        seq,
                        marks[i],
                        has_cause ? words.at(cause->second) : std::string{},
                        std::string{keys(members[i]).view()}};
                    if (!each(one))
                        return false;
                }
                return true;
            }
        );
    }

    std::vector<delivery_detail> delivery(broadcast_id id, std::uint32_t no) override
    {
        const snapshot moment{store_};
        std::vector<delivery_detail> out;
        const auto words = cause_words(store_, id);
        for (const auto& [lane, channel] : lanes_of(id)) {
            refuse_purged(store_, id, lane);
            key_maker keys{read_secret(store_), id, channel};
            read_batches(
                store_,
                lane,
                0,
                [&, channel = channel](
                    std::uint32_t seq, const auto& members, const auto& marks, const auto& causes
                ) {
                    const auto at = std::ranges::lower_bound(members, no);
                    if (at == members.end() || *at != no)
                        return true;
                    const auto index = static_cast<std::size_t>(at - members.begin());
                    delivery_detail found{channel, no, seq, marks[index], {}, std::string{keys(no).view()}};
                    for (const auto& [i, cause] : causes)
                        if (i == index && words.contains(cause))
                            found.cause = words.at(cause);
                    out.push_back(std::move(found));
                    return false;
                }
            );
        }
        return out;
    }

    std::uint64_t retry(broadcast_id id, const std::string& channel, const std::string& cause) override
    {
        return retry_deliveries(store_, params_, id, channel, cause);
    }
    bool cancel(broadcast_id id, const std::string& by) override
    {
        return cancel_broadcast(store_, params_, id, by);
    }
    bool release(broadcast_id id, const std::string& by) override
    {
        return release_broadcast(store_, params_, id, by);
    }
    bool pause(const std::string& channel, const std::string& by) override
    {
        return pause_channel(store_, params_, channel, by);
    }
    bool pause(broadcast_id id, const std::string& by) override { return pause_broadcast(store_, id, by); }
    bool resume(broadcast_id id) override { return resume_broadcast(store_, id); }
    bool resume(const std::string& channel) override { return resume_channel(store_, channel); }

    bulletin content(broadcast_id id) override
    {
        auto found = broadcast_content(store_, id);
        if (!found)
            throw no_broadcast(id);
        return std::move(*found);
    }
    std::vector<channel_pause> paused_channels() override
    {
        std::vector<channel_pause> out;
        statement rows{store_, "SELECT channel, paused_by, since FROM channel_pause ORDER BY channel"};
        while (rows.step())
            out.push_back({std::string{rows.text(0)}, std::string{rows.text(1)}, from_stored(rows.integer(2))}
            );
        return out;
    }

    intake_answer submit(const submission& what) override { return submit_broadcast(store_, params_, what); }
    void approve(
        broadcast_id id, const std::string& hash, const actor& by, std::chrono::milliseconds recallable_for
    ) override
    {
        approve_broadcast(store_, params_, id, hash, by, recallable_for);
    }
    void give_back(broadcast_id id, const actor& by, const std::string& comment) override
    {
        give_back_broadcast(store_, params_, id, by, comment);
    }
    void reschedule(broadcast_id id, std::optional<wall_time> start_at, const actor& by) override
    {
        reschedule_broadcast(store_, params_, id, start_at, by);
    }

private:
    std::vector<std::pair<std::int64_t, std::string>> lanes_of(broadcast_id id)
    {
        std::vector<std::pair<std::int64_t, std::string>> out;
        statement rows{store_, "SELECT id, channel FROM lane WHERE broadcast = ?1 ORDER BY id", id};
        while (rows.step()) out.emplace_back(rows.integer(0), rows.text(1));
        return out;
    }

    const sqlite_params params_;
    const std::unique_ptr<database> own_;
    database& store_;
};

}  // namespace

std::unique_ptr<ledger_desk> make_ledger_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_ledger_desk>(where, params);
}

std::unique_ptr<ledger_desk> make_ledger_desk(sqlite_params params)
{
    auto own =
        std::make_unique<database>(params.folder / "ledger.db", ledger_schema(), store_access::existing);
    return std::make_unique<sqlite_ledger_desk>(std::move(own), params);
}

}  // namespace loa
