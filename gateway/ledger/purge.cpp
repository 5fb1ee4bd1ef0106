#include "gateway/ledger/purge.hpp"

#include "gateway/core/lock_out.hpp"
#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/desk_parts.hpp"
#include "gateway/ledger/import_folder.hpp"
#include "gateway/ledger/lane_totals.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/store_clock.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <filesystem>
#include <set>
#include <vector>

namespace json = boost::json;

namespace loa {
namespace {

class purge_run {
public:
    purge_run(const sqlite_params& params, const retention_params& keep, purge_mode how)
        : params_{params},
          keep_{keep},
          takes_{how == purge_mode::take_away},
          store_{params.folder / "ledger.db", ledger_schema(), store_access::existing},
          log_{make_audit_log(store_, params)},
          now_{store_now(params)}
    {
    }

    purge_report run(const actor& by)
    {
        purge_report out;
        out.audit = log_->verify();
        out.broadcasts = deliveries(out.batches);
        out.sign_ins = rows(
            "SELECT count(*) FROM sign_in WHERE at < ?1", "DELETE FROM sign_in WHERE at < ?1", keep_.sign_ins
        );
        out.sessions = rows(
            "SELECT count(*) FROM session WHERE expires < ?1",
            "DELETE FROM session WHERE expires < ?1",
            std::chrono::hours{0}
        );
        out.replies = rows(
            "SELECT count(*) FROM kept_reply WHERE at < ?1",
            "DELETE FROM kept_reply WHERE at < ?1",
            keep_.replies
        );
        out.rejects = rejects();
        if (takes_)
            statement{store_, "DELETE FROM sign_in_failures WHERE failed < ?1", before(failures_remembered)}
                .run();

        transaction all{store_};
        if (!out.audit.broken_at)
            out.audit_entries = audit_entries();
        if (takes_ && !out.is_empty())
            log_->add(by, "ledger.purge", "ledger", {}, trace_of(out));
        all.commit();
        return out;
    }

private:
    std::int64_t before(std::chrono::hours kept) const { return to_stored(now_ - kept); }

    std::uint64_t rows(const char* count, const char* remove, std::chrono::hours kept)
    {
        if (takes_)
            return statement{store_, remove, before(kept)}.run();
        statement row{store_, count, before(kept)};
        row.step();
        return row.number<std::uint64_t>(0);
    }

    /// The oldest ones, up to the first that is young enough: a clock that was wrong for a while makes no
    /// hole.
    std::uint64_t audit_entries()
    {
        std::int64_t start = 0, end = 0;
        {
            statement row{
                store_,
                "SELECT (SELECT seq FROM audit_chain WHERE place = 'start'),"
                " coalesce((SELECT min(seq) - 1 FROM audit WHERE at >= ?1), (SELECT seq FROM audit_chain "
                "WHERE place = 'end'))",
                before(keep_.audit)};
            row.step();
            start = row.integer(0);
            end = row.integer(1);
        }
        if (end <= start)
            return 0;
        if (takes_) {
            statement{
                store_,
                "UPDATE audit_chain SET seq = ?1, hash = (SELECT hash FROM audit WHERE seq = ?1) WHERE place "
                "= 'start'",
                end}
                .run();
            statement{store_, "DELETE FROM audit WHERE seq <= ?1", end}.run();
        }
        return static_cast<std::uint64_t>(end - start);
    }

    /// Of the broadcasts that were over long ago and are counted.
    std::uint64_t deliveries(std::uint64_t& batches)
    {
        std::vector<std::int64_t> old;
        {
            statement row{
                store_,
                "SELECT r.id FROM broadcast r WHERE r.finished_at < ?1"
                " AND NOT EXISTS (SELECT 1 FROM lane l WHERE l.broadcast = r.id AND l.totals IS NULL)"
                " AND EXISTS (SELECT 1 FROM lane l JOIN batch b ON b.lane = l.id WHERE l.broadcast = r.id)",
                before(keep_.deliveries)};
            while (row.step()) old.push_back(row.integer(0));
        }
        for (const auto id : old) batches += forget(id);
        return old.size();
    }

    std::uint64_t forget(std::int64_t broadcast)
    {
        if (!takes_) {
            statement row{
                store_,
                "SELECT count(*) FROM batch WHERE lane IN (SELECT id FROM lane WHERE broadcast = ?1)",
                broadcast};
            row.step();
            return row.number<std::uint64_t>(0);
        }
        transaction all{store_};
        // Somebody may have had it sent to the missed since it was chosen.
        if (!statement{
                store_,
                "SELECT 1 FROM broadcast WHERE id = ?1 AND finished_at < ?2",
                broadcast,
                before(keep_.deliveries)}
                 .step())
            return 0;
        statement{
            store_,
            "DELETE FROM batch_members WHERE lane IN (SELECT id FROM lane WHERE broadcast = ?1)",
            broadcast}
            .run();
        const auto out =
            statement{
                store_,
                "DELETE FROM batch WHERE lane IN (SELECT id FROM lane WHERE broadcast = ?1)",
                broadcast}
                .run();
        forget_unused_causes(broadcast);
        all.commit();
        return out;
    }

    /// What the totals are of is what the report says.
    void forget_unused_causes(std::int64_t broadcast)
    {
        std::set<std::uint32_t> used;
        {
            statement row{store_, "SELECT totals FROM lane WHERE broadcast = ?1", broadcast};
            while (row.step())
                if (const auto totals = decode_totals(row.blob(0)))
                    for (const auto& [cause, count] : totals->causes) used.insert(cause);
        }
        for (const auto& [cause, words] : cause_words(store_, broadcast))
            if (!used.contains(cause))
                statement{store_, "DELETE FROM cause WHERE broadcast = ?1 AND id = ?2", broadcast, cause}.run(
                );
    }

    /// A gateway that goes on for months without another import would keep them for as long.
    std::uint64_t rejects() const
    {
        const auto imports = params_.folder / imports_folder;
        if (!std::filesystem::exists(imports))
            return 0;
        const auto old = import_folder{imports}.old_rejects(now_);
        if (takes_)
            for (const auto& each : old) std::filesystem::remove(each);
        return old.size();
    }

    std::string trace_of(const purge_report& what) const
    {
        return json::serialize(json::object{
            {"audit_entries", what.audit_entries},
            {"sign_ins", what.sign_ins},
            {"sessions", what.sessions},
            {"replies", what.replies},
            {"broadcasts", what.broadcasts},
            {"batches", what.batches},
            {"rejects", what.rejects},
        });
    }

    const sqlite_params params_;
    const retention_params keep_;
    const bool takes_;
    database store_;
    const std::unique_ptr<audit_log> log_;
    const wall_time now_;
};

}  // namespace

purge_report purge(const sqlite_params& params, const retention_params& keep, purge_mode how, const actor& by)
{
    return purge_run{params, keep, how}.run(by);
}

}  // namespace loa
