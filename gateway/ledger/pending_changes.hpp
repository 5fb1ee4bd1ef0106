#pragma once
/// \file
/// What a transaction has changed that must be counted: kept in memory until it ends, so that a channel's
/// counters are written once for each transaction, and told to the meter only when they are committed.

#include "gateway/core/broadcast.hpp"
#include "gateway/core/meter.hpp"
#include "gateway/core/time.hpp"
#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/lane_totals.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace loa {

class pending_changes {
public:
    /// The states of a batch, and the causes of some of them. `before` may be empty: the batch is new.
    void moved(
        std::int64_t lane, std::span<const delivery_mark> before, std::span<const delivery_mark> after
    );
    void moved(std::int64_t lane, const cause_numbers& before, const cause_numbers& after);
    /// What was there before cannot be read: the lane is counted anew.
    void recount(std::int64_t lane);
    /// What is being sent and has no counters, because an older program planned it, is counted anew: once,
    /// and not by everybody who looks.
    void recount_uncounted(database& where);
    void first_sent(urgency how, std::chrono::milliseconds after_publishing);
    void finished(urgency how, std::chrono::milliseconds after_publishing);

    // A transaction may be of several jobs, of which some are undone.
    void keep_job();
    void undo_job();

    /// What the counters of the lane will be; nothing: it was not counted yet.
    std::optional<lane_totals> counted(database& where, std::int64_t lane) const;

    /// Brings the counters of all lanes up to date, as the last act of the transaction, and notes of which 95 % were
    /// reached by it.
    void write(database& where, wall_time now);
    /// After the commit.
    void tell(meter& to) noexcept;
    void clear() noexcept;

private:
    using by_state = std::array<std::int64_t, delivery_state_count>;
    struct lane_change {
        by_state moved{};
        std::int64_t retried = 0;
        std::map<std::uint32_t, std::int64_t> causes;
        bool recount = false;

        void add(const lane_change& other);
    };
    static std::optional<lane_totals> changed(std::span<const std::uint8_t> stored, const lane_change& by);

    struct event {
        bool is_end = false;
        loa::urgency urgency = loa::urgency::normal;
        std::chrono::milliseconds after_publishing{};
    };
    struct changes {
        std::map<std::int64_t, lane_change> lanes;
        std::vector<event> events;
    };

    changes job_, all_;
    std::map<std::string, by_state> written_;  ///< by channel
};

}  // namespace loa
