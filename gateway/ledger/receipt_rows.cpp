#include "gateway/core/receipt_desk.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <chrono>

namespace loa {
namespace {

// Partners repeat what was not answered within hours; what is older than this is not known again.
constexpr std::chrono::hours remembered{48};

class sqlite_receipt_desk final : public receipt_desk {
public:
    sqlite_receipt_desk(database& where, const sqlite_params& params) : where_{where}, params_{params} {}

    receipts_taken count(
        const receipt_message& message,
        std::string_view channel,
        std::span<const receipt_count> counts,
        std::uint64_t unattributed
    ) override
    {
        receipts_taken out;
        out.unknown = unattributed;
        transaction all{where_};
        const auto now = to_stored(store_now(params_));
        statement{
            where_,
            "DELETE FROM receipt_seen WHERE at < ?1",
            now - std::chrono::milliseconds{remembered}.count()}
            .run();
        const auto added =
            statement{
                where_,
                "INSERT INTO receipt_seen (id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                std::span<const std::uint8_t>{message},
                now}
                .run();
        if (added == 0) {
            out.was_known = true;
            return out;
        }
        for (const auto& each : counts) {
            const bool is_ours =
                statement{
                    where_,
                    "SELECT 1 FROM lane WHERE broadcast = ?1 AND channel = ?2",
                    each.broadcast,
                    channel}
                    .step();
            if (!is_ours) {
                out.unknown += each.count;
                continue;
            }
            statement{
                where_,
                "INSERT INTO receipt_total (broadcast, channel, kind, count) VALUES (?1, ?2, ?3, ?4) "
                "ON CONFLICT (broadcast, channel, kind) DO UPDATE SET count = count + excluded.count",
                each.broadcast,
                channel,
                to_string(each.kind),
                each.count}
                .run();
            out.counted[static_cast<std::size_t>(each.kind)] += each.count;
        }
        all.commit();
        return out;
    }

    std::vector<total> totals(broadcast_id id) override
    {
        std::vector<total> out;
        statement row{
            where_,
            "SELECT channel, kind, count FROM receipt_total WHERE broadcast = ?1 ORDER BY channel, kind",
            id};
        while (row.step())
            out.push_back({std::string{row.text(0)}, std::string{row.text(1)}, row.number<std::uint64_t>(2)});
        return out;
    }

private:
    database& where_;
    const sqlite_params& params_;
};

}  // namespace

std::unique_ptr<receipt_desk> make_receipt_desk(database& where, const sqlite_params& params)
{
    return std::make_unique<sqlite_receipt_desk>(where, params);
}

}  // namespace loa
