#include "gateway/core/idempotency_key.hpp"
#include "gateway/ledger/broadcast_rows.hpp"
#include "gateway/ledger/desk_changes.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/ledger_secret.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <algorithm>

namespace loa {
namespace {

std::string hex(std::span<const std::uint8_t> raw)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const auto byte : raw) {
        out += digits[byte >> 4];
        out += digits[byte & 0x0f];
    }
    return out;
}

/// Several reads of one moment; that of the transaction if there is one.
class snapshot {
public:
    explicit snapshot(database& where) : where_{where}, is_outermost_{!where.in_transaction()}
    {
        if (is_outermost_)
            where_.execute("BEGIN");
    }
    ~snapshot()
    {
        if (!is_outermost_)
            return;
        try {
            where_.execute("COMMIT");
        } catch (const store_error&) {  // nothing was written
        }
    }
    snapshot(const snapshot&) = delete;
    snapshot& operator=(const snapshot&) = delete;

private:
    database& where_;
    const bool is_outermost_;
};

constexpr auto broadcast_columns =
    "SELECT id, source, bulletin, title, department, version, urgency, state, reason, taken_in, planned_at, "
    "first_sent_at,"
    " finished_at, quiet_override FROM broadcast ORDER BY id DESC LIMIT ?1";
constexpr auto one_broadcast =
    "SELECT id, source, bulletin, title, department, version, urgency, state, reason, taken_in, planned_at, "
    "first_sent_at,"
    " finished_at, quiet_override FROM broadcast WHERE id = ?1";

broadcast_status read_status(const statement& row)
{
    broadcast_status out;
    out.id = row.integer(0);
    out.source = row.text(1);
    out.bulletin = row.text(2);
    out.title = row.text(3);
    out.department = row.text(4);
    out.version = row.number<std::uint32_t>(5);
    out.urgency = row.number<urgency>(6);
    out.state = row.number<broadcast_state>(7);
    out.reason = row.text(8);
    out.taken_in = from_stored(row.integer(9));
    out.planned_at = from_stored(row.maybe_integer(10));
    out.first_sent_at = from_stored(row.maybe_integer(11));
    out.finished_at = from_stored(row.maybe_integer(12));
    out.quiet_override = from_stored(row.maybe_integer(13));
    return out;
}

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
        std::vector<broadcast_status> out;
        statement rows{store_, broadcast_columns, most};
        while (rows.step()) out.push_back(read_status(rows));
        for (auto& one : out) one.channels = channels_of(one.id);
        return out;
    }

    std::optional<broadcast_status> status(broadcast_id id) override
    {
        const snapshot moment{store_};
        std::optional<broadcast_status> out;
        {
            statement row{store_, one_broadcast, id};
            if (!row.step())
                return std::nullopt;
            out = read_status(row);
        }
        out->channels = channels_of(id);

        std::map<std::uint32_t, std::uint64_t> causes;
        for (auto& channel : out->channels) {
            const auto totals = totals_of(id, channel.channel);
            channel.counts = totals.counts;
            for (const auto& [cause, count] : totals.causes) causes[cause] += count;
        }
        const auto words = cause_words(store_, id);
        for (const auto& [cause, count] : causes)
            if (const auto found = words.find(cause); found != words.end())
                out->causes.emplace_back(found->second, count);
        std::ranges::stable_sort(out->causes, std::greater{}, [](const auto& cause) { return cause.second; });
        return out;
    }

    void missed(
        broadcast_id id, const std::string& channel, const std::function<void(const delivery_detail&)>& each
    ) override
    {
        const snapshot moment{store_};
        const auto is_reached = [](delivery_state state) {
            return state == delivery_state::accepted || state == delivery_state::delivered ||
                   state == delivery_state::covered;
        };
        const auto words = cause_words(store_, id);
        key_maker keys{read_secret(store_), id, channel};
        read_batches(
            desk_lane(store_, id, channel),
            [&](std::uint32_t seq, const auto& members, const auto& marks, const auto& causes) {
                auto cause = causes.begin();
                for (std::size_t i = 0; i != marks.size(); ++i) {
                    while (cause != causes.end() && cause->first < i) ++cause;
                    if (is_reached(marks[i].state()))
                        continue;
                    const bool has_cause =
                        cause != causes.end() && cause->first == i && words.contains(cause->second);
                    each(
                        {channel,
                         members[i],
                         seq,
                         marks[i],
                         has_cause ? words.at(cause->second) : std::string{},
                         std::string{keys(members[i]).view()}}
                    );
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
        for (const auto& channel : channels_of(id)) {
            key_maker keys{read_secret(store_), id, channel.channel};
            read_batches(
                desk_lane(store_, id, channel.channel),
                [&](std::uint32_t seq, const auto& members, const auto& marks, const auto& causes) {
                    const auto at = std::ranges::lower_bound(members, no);
                    if (at == members.end() || *at != no)
                        return true;
                    const auto index = static_cast<std::size_t>(at - members.begin());
                    delivery_detail found{
                        channel.channel, no, seq, marks[index], {}, std::string{keys(no).view()}};
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

    std::uint64_t retry(broadcast_id id, const std::string& channel) override
    {
        return retry_deliveries(store_, params_, id, channel);
    }
    bool cancel(broadcast_id id, const std::string& by) override
    {
        return cancel_broadcast(store_, params_, id, by);
    }
    bool release(broadcast_id id, const std::string& by) override
    {
        return release_broadcast(store_, id, by);
    }
    bool pause(const std::string& channel, const std::string& by) override
    {
        return pause_channel(store_, params_, channel, by);
    }
    bool pause(broadcast_id id, const std::string& by) override { return pause_broadcast(store_, id, by); }
    bool resume(broadcast_id id) override { return resume_broadcast(store_, id); }
    bool resume(const std::string& channel) override { return resume_channel(store_, channel); }

    std::vector<broadcast_status> broadcasts(const broadcast_filter&, std::size_t) override { throw store_error{"not yet"}; }
    std::vector<broadcast_status> live() override { throw store_error{"not yet"}; }
    bulletin content(broadcast_id id) override
    {
        auto found = broadcast_content(store_, id);
        if (!found)
            throw store_error{"there is no broadcast " + std::to_string(id)};
        return std::move(*found);
    }
    std::vector<channel_pause> paused_channels() override
    {
        std::vector<channel_pause> out;
        statement rows{store_, "SELECT channel, paused_by, since FROM channel_pause ORDER BY channel"};
        while (rows.step())
            out.push_back(
                {std::string{rows.text(0)}, std::string{rows.text(1)}, from_stored(rows.integer(2))}
            );
        return out;
    }
    intake_answer submit(const submission&) override { throw store_error{"not yet"}; }
    void approve(broadcast_id, const std::string&, const actor&, std::chrono::milliseconds) override { throw store_error{"not yet"}; }
    void give_back(broadcast_id, const actor&, const std::string&) override { throw store_error{"not yet"}; }
    void reschedule(broadcast_id, std::optional<wall_time>, const actor&) override { throw store_error{"not yet"}; }

private:
    std::vector<channel_status> channels_of(broadcast_id id)
    {
        std::vector<channel_status> out;
        statement rows{
            store_,
            "SELECT channel, contact, state, reason, sha256 FROM lane WHERE broadcast = ?1 ORDER BY id",
            id};
        while (rows.step()) {
            channel_status one;
            one.channel = rows.text(0);
            one.contact = rows.number<contact>(1);
            one.state = rows.number<channel_state>(2);
            one.reason = rows.text(3);
            one.audience_sha256 = hex(rows.blob(4));
            out.push_back(std::move(one));
        }
        return out;
    }

    lane_totals totals_of(broadcast_id id, const std::string& channel)
    {
        const auto lane = desk_lane(store_, id, channel);
        {
            statement row{store_, "SELECT totals FROM lane WHERE id = ?1 AND totals IS NOT NULL", lane};
            if (row.step()) {
                auto kept = decode_totals(row.blob(0));
                if (!kept)
                    throw store_error{"the ledger is damaged: the totals of broadcast " + std::to_string(id)};
                return std::move(*kept);
            }
        }
        return scan_lane(store_, lane);
    }

    /// Until `each` returns false.
    template <class F>
    void read_batches(std::int64_t lane, F each)
    {
        statement rows{
            store_,
            "SELECT b.seq, b.size, b.marks, b.causes, m.members FROM batch b"
            " JOIN batch_members m ON m.lane = b.lane AND m.seq = b.seq WHERE b.lane = ?1 ORDER BY b.seq",
            lane};
        while (rows.step()) {
            const auto seq = rows.number<std::uint32_t>(0);
            const auto marks = marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq);
            const auto causes = causes_of(rows.blob(3), lane, seq);
            const auto members = decode_members(rows.blob(4));
            if (!members || members->size() != marks.size())
                throw store_error{
                    "the ledger is damaged: the members of batch " + std::to_string(lane) + "/" +
                    std::to_string(seq)};
            if (!each(seq, *members, marks, causes))
                return;
        }
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
