#include "gateway/ledger/import_jobs.hpp"

#include "gateway/core/audit_log.hpp"
#include "gateway/core/desk.hpp"
#include "gateway/core/desk_refusal.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/import_folder.hpp"
#include "gateway/ledger/import_upload.hpp"
#include "gateway/ledger/sqlite_desk.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <thread>
#include <utility>

namespace fs = std::filesystem;
namespace json = boost::json;

namespace loa {
namespace {

/// Left for the ledger, and for what the import itself writes.
constexpr std::uint64_t spare_room = 64 << 20;
constexpr int less_claim = 10;

/// The ledger's clock is not for this: people look at their own.
wall_time now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

bool is_no_room(const std::error_code& what)
{
    return what == std::errc::no_space_on_device || what == std::errc::file_too_large ||
           what.value() == EDQUOT;
}

class import_jobs final : public directory_imports {
public:
    import_jobs(sqlite_params where, logger& log)
        : where_{std::move(where)}, log_{log}, folder_{where_.folder / imports_folder}
    {
        if (const auto turn = folder_.take_turn())
            clean_up();
    }
    ~import_jobs() override
    {
        stopping_ = true;
        if (thread_.joinable())
            thread_.join();
    }

    std::shared_ptr<incoming_file> begin(std::optional<std::uint64_t> size) override
    {
        const std::lock_guard hold{starting_};
        auto turn = folder_.take_turn();
        if (!turn)
            throw desk_refusal{
                desk_refusal::kind::conflict, "import_running", "another file is being brought in"};
        if (thread_.joinable())
            thread_.join();
        clean_up();
        if (fs::space(where_.folder).available < size.value_or(0) + spare_room)
            throw std::system_error{
                std::make_error_code(std::errc::no_space_on_device), where_.folder.string()};
        const auto all = folder_.ids();
        const auto id = all.empty() ? 1 : all.back() + 1;
        return std::make_shared<import_upload>(std::move(*turn), id, folder_.upload(id), spare_room);
    }

    directory_import start(
        const std::shared_ptr<incoming_file>& what,
        import_kind kind,
        std::string file,
        const actor& by,
        const std::function<void(const directory_import&, std::string_view)>& audited
    ) override
    {
        auto& from = dynamic_cast<import_upload&>(*what);
        directory_import one;
        one.id = from.id();
        one.what = kind;
        one.file = std::move(file);
        one.bytes = from.size();
        one.by = by.name;
        one.started = now();
        audited(one, from.sha256_hex());
        folder_.write(one);
        const std::lock_guard hold{starting_};
        put(one);
        thread_ =
            std::thread{[this, one, by, turn = from.hand_over()]() mutable { run(std::move(one), by); }};
        return one;
    }

    std::vector<directory_import> list(std::optional<std::int64_t> before, std::size_t most) override
    {
        std::vector<directory_import> out;
        auto all = folder_.ids();
        std::ranges::reverse(all);
        for (const auto id : all) {
            if (out.size() == most)
                break;
            if (before && id >= *before)
                continue;
            if (auto one = find(id))
                out.push_back(std::move(*one));
        }
        return out;
    }

    std::optional<directory_import> find(std::int64_t id) override
    {
        {
            const std::lock_guard hold{looking_};
            if (latest_ && latest_->id == id)
                return latest_;
        }
        return folder_.read(id);
    }

    std::optional<import_rejects> rejects(std::int64_t id, std::uint64_t from, std::size_t most) override
    {
        return find(id) ? read_rejects(folder_.rejects(id), from, most) : std::nullopt;
    }

private:
    struct stopped {};

    void put(const directory_import& one)
    {
        const std::lock_guard hold{looking_};
        latest_ = one;
    }

    /// What a process that was killed left. By whoever has the turn.
    void clean_up()
    {
        folder_.tidy(now());
        for (const auto id : folder_.ids()) {
            auto one = folder_.read(id);
            if (!one || one->state != import_state::running)
                continue;
            if (latest_ && latest_->id == id) {  // ours: there was no room to write how it ended
                folder_.write(*latest_);
                continue;
            }
            one->cause = "gateway_stopped";
            one->sentence = "the gateway was stopped";
            end(*one, {0, one->by, {}, "gateway"});
        }
    }

    void run(directory_import one, const actor& by) noexcept
    {
        // Of this thread alone, on Linux.
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), less_claim);
        try {
            bring_in(one);
        } catch (const unusable_file& e) {
            one.cause = e.code;
            one.about = e.about;
            one.sentence = e.what();
        } catch (const disk_is_full& e) {
            one.cause = "disk_full";
            one.sentence = e.what();
        } catch (const std::system_error& e) {
            one.cause = is_no_room(e.code()) ? "disk_full" : "import_failed";
            one.sentence = e.what();
        } catch (const std::exception& e) {
            one.cause = "import_failed";
            one.sentence = e.what();
        } catch (const stopped&) {
            one.cause = "gateway_stopped";
        }
        if (!one.cause.empty() && stopping_) {
            one.cause = "gateway_stopped";
            one.sentence = "the gateway was stopped";
        }
        std::error_code ignored;
        fs::remove(folder_.upload(one.id), ignored);
        end(one, {by.user, by.name, by.roles, "gateway"});
    }

    void bring_in(directory_import& one)
    {
        reject_writer rejects{folder_.rejects(one.id)};
        auto shown = one;
        import_request what;
        what.file = folder_.upload(one.id);
        what.name = one.file;
        what.is_stopped = [this] { return stopping_.load(); };
        what.rejected = [&](const import_reject& row) {
            rejects.add(row);
            ++shown.rejected;
        };
        what.progress = [&](const import_progress& at) {
            if (stopping_)
                throw stopped{};
            shown.step = at.step;
            shown.rows = at.rows;
            shown.read = at.bytes;
            put(shown);
        };
        const auto report =
            one.what == import_kind::units ? import_units(where_, what) : import_people(where_, what);
        rejects.close();
        one.read = one.bytes;
        one.rows = report.rows;
        one.rejected = report.rejected;
        one.created = report.created;
        one.updated = report.updated;
        one.unchanged = report.unchanged;
    }

    void end(directory_import& one, const actor& by) noexcept
    {
        one.state = one.cause.empty() ? import_state::done : import_state::failed;
        one.ended = now();
        try {
            folder_.write(one);
        } catch (const std::exception& e) {
            log_.error(
                "what became of an import cannot be written", {{"import", one.id}, {"reason", e.what()}}
            );
        }
        put(one);
        if (one.cause.empty())
            log_.info(
                "directory imported",
                {{"import", one.id},
                 {"what", to_string(one.what)},
                 {"rows", one.rows},
                 {"rejected", one.rejected},
                 {"created", one.created},
                 {"updated", one.updated}}
            );
        else
            log_.error("an import of the directory failed", {{"import", one.id}, {"reason", one.sentence}});
        try {
            json::object after{{"what", to_string(one.what)}};
            if (one.cause.empty()) {
                after["rows"] = one.rows;
                after["rejected"] = one.rejected;
                after["created"] = one.created;
                after["updated"] = one.updated;
            }
            else
                after["cause"] = one.cause;
            open_desk(where_)->audit().add(
                by,
                one.cause.empty() ? "directory.import_done" : "directory.import_failed",
                "import " + std::to_string(one.id),
                {},
                json::serialize(after)
            );
        } catch (const std::exception& e) {
            log_.error(
                "the end of an import is not in the audit log", {{"import", one.id}, {"reason", e.what()}}
            );
        }
    }

    const sqlite_params where_;
    logger& log_;
    const import_folder folder_;
    std::atomic<bool> stopping_ = false;
    std::mutex starting_, looking_;
    std::optional<directory_import> latest_;  ///< the last one of this process, as far as it is
    std::thread thread_;
};

}  // namespace

std::unique_ptr<directory_imports> make_import_jobs(sqlite_params where, logger& log)
{
    return std::make_unique<import_jobs>(std::move(where), log);
}

}  // namespace loa
