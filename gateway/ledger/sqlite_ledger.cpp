#include "gateway/ledger/sqlite_ledger.hpp"

#include "gateway/ledger/batch_rows.hpp"
#include "gateway/ledger/broadcast_end.hpp"
#include "gateway/ledger/broadcast_rows.hpp"
#include "gateway/ledger/clock_step.hpp"
#include "gateway/ledger/instance_lock.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/ledger_secret.hpp"
#include "gateway/ledger/pending_changes.hpp"
#include "gateway/ledger/store_clock.hpp"
#include "gateway/ledger/store_worker.hpp"
#include "gateway/ledger/suppression_rows.hpp"

#include <array>
#include <set>

namespace loa {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<database> open_ledger(const sqlite_params& params, store_access how)
{
    return std::make_unique<database>(params.folder / "ledger.db", ledger_schema(), how);
}

class sqlite_ledger final : public ledger, private commit_watcher {
public:
    sqlite_ledger(
        boost::asio::io_context& loop,
        sqlite_params params,
        logger& log,
        meter& counts,
        std::unique_ptr<database> store
    )
        : params_{std::move(params)},
          log_{log},
          meter_{counts},
          lock_{params_.folder, params_.instance},
          secret_{ensure_secret(*store)},
          writer_{loop, std::move(store), store_worker::mode::write, log, this},
          reader_{loop, open_ledger(params_, store_access::existing), store_worker::mode::read, log}
    {
    }

    std::vector<std::uint8_t> secret() const override { return secret_; }

    task<result<std::uint64_t>> recover() override
    {
        return write<std::uint64_t>([this](database& where) {
            changes_.recount_uncounted(where);
            return recover_batches(where, changes_, params_.instance, now(), log_);
        });
    }

    task<result<intake_answer>> take_in(
        bulletin what, std::vector<std::string> channels, std::string needs_approval
    ) override
    {
        return write<intake_answer>([this,
                                     what = std::move(what),
                                     channels = std::move(channels),
                                     why = std::move(needs_approval)](database& where) {
            return take_in_bulletin(where, what, channels, {why, {}, {}}, now(), params_.keep_sendable);
        });
    }

    task<result<std::vector<waiting_broadcast>>> waiting() override
    {
        return write<std::vector<waiting_broadcast>>([this](database& where) {
            return waiting_broadcasts(where, now(), log_);
        });
    }

    task<result<>> store_plan(broadcast_plan plan, milliseconds until_tomorrow) override
    {
        return write<void>([this, plan = std::move(plan), until_tomorrow](database& where) -> result<> {
            store_broadcast_plan(where, changes_, plan, now(), until_tomorrow);
            return {};
        });
    }

    task<result<std::vector<claimed_batch>>> claim(
        std::string channel, std::size_t most, milliseconds lease, sendable what
    ) override
    {
        return write<std::vector<claimed_batch>>([this, channel = std::move(channel), most, lease, what](
                                                     database& where
                                                 ) {
            return claim_batches(where, changes_, params_.instance, channel, most, lease, what, now(), log_);
        });
    }

    task<result<std::optional<milliseconds>>> next_due(std::string channel, sendable what) override
    {
        return write<std::optional<milliseconds>>([this, channel = std::move(channel), what](database& where
                                                  ) {
            return next_due_batch(where, params_.instance, channel, what, now());
        });
    }

    task<result<standing>> record(batch_record what) override
    {
        return write<standing>([this, what = std::move(what)](database& where) {
            return record_batch(where, changes_, params_.instance, what, now());
        });
    }

    task<result<bulletin>> content(broadcast_id id) override
    {
        return reader_.call<bulletin>([id](database& where) { return broadcast_content(where, id); });
    }

    task<result<>> return_to_editor(broadcast_id id, std::string channel, std::string cause) override
    {
        return write<void>(
            [this, id, channel = std::move(channel), cause = std::move(cause)](database& where) -> result<> {
                return_lane(where, changes_, id, channel, cause, now());
                return {};
            }
        );
    }

    task<result<std::vector<broadcast_id>>> finish() override
    {
        return write<std::vector<broadcast_id>>([this](database& where) {
            return finish_broadcasts(where, changes_, now(), log_, damaged_lanes_);
        });
    }

    task<result<std::uint64_t>> sweep(milliseconds longest_delay) override
    {
        return write<std::uint64_t>([this, longest_delay](database& where) {
            return sweep_batches(where, longest_delay, now());
        });
    }

    task<result<std::vector<std::pair<std::string, std::uint64_t>>>> open_batches() override
    {
        return reader_.call<std::vector<std::pair<std::string, std::uint64_t>>>([](database& where) {
            return count_open_batches(where);
        });
    }

    task<result<number_set>> reached_since(std::string channel, wall_time since, unsigned least) override
    {
        return reader_.call<number_set>([channel = std::move(channel), since, least](database& where) {
            return numbers_reached_since(where, channel, since, least);
        });
    }

    task<result<std::vector<bool>>> suppressed(contact by, std::vector<std::string> addresses) override
    {
        return reader_.call<std::vector<bool>>([by, addresses = std::move(addresses)](database& where) {
            return suppressed_among(where, by, addresses);
        });
    }

private:
    template <class T>
    task<result<T>> write(std::function<result<T>(database&)> what)
    {
        return writer_.call<T>([this, what = std::move(what)](database& where) {
            clock_.follow(where, now(), log_);
            return what(where);
        });
    }
    wall_time now() const { return store_now(params_); }

    void job_done() override { changes_.keep_job(); }
    void job_undone() noexcept override { changes_.undo_job(); }
    void before_commit(database& where) override { changes_.write(where, now()); }
    void committed(std::chrono::duration<double> took, std::size_t jobs) noexcept override
    {
        meter_.committed(took, jobs);
        changes_.tell(meter_);
    }
    void lost() noexcept override
    {
        changes_.clear();
        meter_.commit_failed();
    }

    const sqlite_params params_;
    logger& log_;
    meter& meter_;
    instance_lock lock_;
    const std::vector<std::uint8_t> secret_;
    // Used by the writer's thread only, so they are gone after it:
    clock_step clock_;
    pending_changes changes_;
    std::set<std::int64_t> damaged_lanes_;  ///< of which that was said
    store_worker writer_;
    store_worker reader_;
};

}  // namespace

std::unique_ptr<ledger> make_sqlite_ledger(
    boost::asio::io_context& loop, sqlite_params params, logger& log, meter& counts
)
{
    auto store = open_ledger(params, store_access::create);
    store->verify();
    return std::make_unique<sqlite_ledger>(loop, std::move(params), log, counts, std::move(store));
}

}  // namespace loa
