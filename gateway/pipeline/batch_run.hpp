#pragma once
/// \file
/// One claimed batch, from the claim to giving it back.

#include "gateway/core/batch_life.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/channel_gate.hpp"
#include "gateway/core/directory.hpp"
#include "gateway/core/ledger.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/core/quiet_hours.hpp"
#include "gateway/core/task_group.hpp"
#include "gateway/pipeline/call_slots.hpp"
#include "gateway/pipeline/dispatcher_params.hpp"
#include "gateway/pipeline/renditions.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace loa {

/// What all batches of a channel share. Everything referred to outlives every batch_run.
struct channel_desk {
    executor loop;
    channel& to;
    ledger& book;
    directory& people;
    logger& log;
    dispatcher_params params;
    const quiet_hours& quiet;
    channel_gate gate;
    send_rate rate;
    call_slots slots;  ///< calls under way
    call_slots rate_turn;  ///< one place: whoever waits for the rate; the most urgent is next
    renditions rendered;
    std::minstd_rand dice;  ///< jitter
    dispatcher_links links;
    std::function<void()> changed;  ///< worth showing at once
    bool stopping = false;
    bool is_quiet = false;  ///< when looked_at_wall_clock
    time_point looked_at_wall_clock{};
    time_point progress{};  ///< something came to an end
    std::optional<wall_time> last_accepted{};
};

class batch_run {
public:
    batch_run(channel_desk& desk, claimed_batch claimed);

    /// Carries the batch as far as it goes now. Throws only operation_aborted, when cancelled.
    task<> run();

private:
    task<bool> prepare();
    task<bool> look_up();
    task<> ask();
    task<bool> find_addresses();
    task<> send_all();
    task<> lane();
    task<positions> next_slice(std::size_t most);
    task<> send_slice(positions slice, bool is_probe, std::optional<call_slots::place>& call);
    task<bool> wait_for_turn(std::span<const std::uint16_t> slice, std::optional<call_slots::place>& call);
    void write_soon();
    task<> write_later();
    task<bool> record();
    task<> write();
    bool drop_refused(positions& slice);
    void note_progress(std::span<const std::uint16_t> slice, std::span<const outcome> outcomes);
    task<> give_back();
    task<> write_release();

    bool content_is_refused() const;
    bool may_send() const;
    task<bool> wait_for_rate(time_point turn);
    std::vector<destination> destinations(std::span<const std::uint16_t> of) const;
    void note_suppressions(std::span<const std::uint16_t> of, std::span<const outcome> outcomes);
    void stop_with(standing why);

    channel_desk& desk_;
    const batch_fate fate_;
    const urgency urgency_;
    const bool is_marked_ahead_;  ///< before there is a call: who gets it can be asked what arrived
    const std::optional<time_point> send_until_;
    timer written_;  ///< cancelled when a write is over, to wake those who wait for it
    std::uint64_t told_ = 0, recorded_ = 0;  ///< what somebody wants to have written, and up to what it is
    bool is_recording_ = false;
    timer next_write_;  ///< of what can wait
    bool is_write_due_ = false;
    time_point asked_at_{};  ///< when a write began that told whether the broadcast may still be sent
    batch_life life_;
    positions unasked_;            ///< to be looked up
    std::deque<positions> ahead_;  ///< slices in flight for the ledger, and not begun
    std::size_t lanes_left_ = 0;
    task_group* beside_ = nullptr;  ///< what runs until send_all() ends
    std::shared_ptr<renditions::rendered> how_;
    positions open_;      ///< to be sent in this run, with addresses_ in the same order
    address_page addresses_;
    std::vector<std::pair<std::string, std::string>> suppress_;  ///< address, cause: for the next record
    std::string refused_content_;  ///< why the content itself was refused, here or by the remote side
    standing standing_ = standing::go_on;
    std::uint64_t refusals_seen_ = 0;  ///< whatever came later is not in the ledger's answer
    bool outdated_ = false;            ///< more was refused since the claim than is remembered
    bool over_retry_budget_ = false;
    bool broken_ = false;  ///< the ledger or the directory does not answer: nothing more is sent
};

}  // namespace loa
