#pragma once
/// \file
/// A ledger in a folder of its own, with a clock the test turns.

#include "gateway/ledger/sqlite_ledger.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace loa::testing {

using namespace std::chrono_literals;

inline bulletin notice(std::string id, std::uint32_t version = 1, urgency how = urgency::normal)
{
    bulletin out;
    out.source = "portal";
    out.id = std::move(id);
    out.version = version;
    out.url = "https://hcm.edu.vn/thong-bao/ct/1/2";
    out.title = "Thông báo nghỉ học";
    out.summary = "Các trường nghỉ ngày mai.";
    out.body_html = "<p>Kính gửi các đơn vị.</p>";
    out.category = "cchc";
    out.urgency = how;
    out.department = "Văn phòng Sở";
    out.author = "vp.bientap";
    out.approved_by = "vp.duyet";
    out.published_at = wall_time{1'795'000'000'000ms};
    out.audience = staff_of("sgddt-hcm");
    return out;
}

inline planned_batch queued_batch(std::uint32_t first, std::uint32_t count)
{
    std::vector<std::uint32_t> members(count);
    std::iota(members.begin(), members.end(), first);
    const std::vector<delivery_mark> marks(count);
    planned_batch out;
    out.members = encode_members(members);
    out.marks = encode_marks(marks);
    out.count = out.open = count;
    return out;
}

inline broadcast_plan plan_of(
    broadcast_id id, std::uint32_t batches, std::uint32_t each = 10, const std::string& channel = "email"
)
{
    channel_plan lane;
    lane.channel = channel;
    lane.contact = contact::mailbox;
    for (std::uint32_t i = 0; i != batches; ++i) lane.batches.push_back(queued_batch(1 + i * each, each));
    lane.destinations = std::uint64_t{batches} * each;
    broadcast_plan out;
    out.broadcast = id;
    out.channels.push_back(std::move(lane));
    return out;
}

/// A record that gives the batch back with all deliveries in one state.
inline batch_record ended(const claimed_batch& batch, delivery_state state, unsigned attempts = 1)
{
    batch_record out;
    out.ref = batch.ref;
    out.epoch = batch.epoch;
    out.marks.assign(batch.marks.size(), delivery_mark{state, attempts});
    out.release_for = 0ms;
    return out;
}

class ledger_stage {
public:
    ledger_stage() { open(); }

    sqlite_params params(std::string instance = "loa-1")
    {
        sqlite_params out;
        out.folder = folder / "state";
        out.instance = std::move(instance);
        out.now = [this] { return now; };
        return out;
    }
    void open(std::string instance = "loa-1")
    {
        store = make_sqlite_ledger(loop, params(std::move(instance)), log);
    }
    /// As kill -9 leaves it: leases and states stay as they are.
    void kill() { store.reset(); }
    std::unique_ptr<ledger_desk> desk() { return make_ledger_desk(params()); }

    template <class T>
    T await(task<result<T>> op)
    {
        auto value = run(loop, std::move(op));
        REQUIRE(value.has_value());
        return std::move(*value);
    }
    void await(task<result<void>> op) { REQUIRE(run(loop, std::move(op)).has_value()); }

    broadcast_id taken_in(bulletin what, std::vector<std::string> channels = {"email"})
    {
        return await(store->take_in(std::move(what), std::move(channels))).broadcast;
    }
    broadcast_id sending(const std::string& id, std::uint32_t batches, urgency how = urgency::normal)
    {
        const auto broadcast = taken_in(notice(id, 1, how));
        await(store->store_plan(plan_of(broadcast, batches), 24h));
        return broadcast;
    }
    std::vector<claimed_batch> claimed(std::size_t most, std::chrono::milliseconds lease = 60s)
    {
        return await(store->claim("email", most, lease, sendable::all));
    }
    /// What a second gateway on the same store gets.
    std::vector<claimed_batch> claimed_by_another(std::size_t most)
    {
        const auto other = make_sqlite_ledger(loop, params("loa-2"), log);
        return await(other->claim("email", most, 60s, sendable::all));
    }
    standing recorded(batch_record what) { return await(store->record(std::move(what))); }
    std::vector<broadcast_id> finished() { return await(store->finish()); }

    temp_folder folder;
    boost::asio::io_context loop;
    recorded_log log;
    wall_time now{1'796'000'000'000ms};
    std::unique_ptr<ledger> store;
};

}  // namespace loa::testing
