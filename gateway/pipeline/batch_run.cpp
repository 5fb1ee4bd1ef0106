#include "gateway/pipeline/batch_run.hpp"

#include "gateway/core/fresh_refusals.hpp"
#include "gateway/core/meter.hpp"
#include "gateway/core/task_group.hpp"

#include <algorithm>
#include <iterator>

namespace loa {
namespace {

batch_rules rules_of(const channel_desk& desk)
{
    return {desk.params.retry, desk.params.on_unknown, desk.to.has_look_up(), desk.params.look_up_after};
}

/// The moment on our clock until which it may be sent.
std::optional<time_point> on_steady_clock(const claimed_batch& claimed)
{
    if (!claimed.send_until)
        return std::nullopt;
    return std::chrono::steady_clock::now() + (*claimed.send_until - claimed.now);
}

// How soon somebody who waits for its turn notices that it will not come.
constexpr std::chrono::milliseconds rate_step{200};
// Whether a broadcast was paused or cancelled is asked again before an attempt that had to wait for longer.
constexpr std::chrono::milliseconds answer_is_fresh{100};
// What became of deliveries that can be asked for is written as often: by all batches at the same moments, which makes it one commit.
constexpr std::chrono::milliseconds between_writes{10};
// The same where calls wait for it.
constexpr std::chrono::milliseconds between_awaited_writes{2};
// Whether it is quiet now is not worked out for every delivery.
constexpr std::chrono::milliseconds wall_clock_is_fresh{50};
// A retry for which there is no budget is looked at again after this.
constexpr std::chrono::milliseconds budget_pause{1'000};

/// Gives a probe back that has not reported.
struct probe_turn {
    explicit probe_turn(channel_gate* gate) : of{gate}
    {
        if (of)
            of->start_probe();
    }
    probe_turn(const probe_turn&) = delete;
    probe_turn& operator=(const probe_turn&) = delete;
    ~probe_turn()
    {
        if (of)
            of->drop_probe();
    }
    channel_gate* of;
};

/// The same for all who ask within the same period.
time_point next_moment(std::chrono::milliseconds period)
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return time_point{now - now % period + period};
}

double draw(channel_desk& desk)
{
    return std::uniform_real_distribution<double>{0.0, 1.0}(desk.dice);
}

}  // namespace

batch_run::batch_run(channel_desk& desk, claimed_batch claimed)
    : desk_{desk},
      fate_{claimed.fate},
      urgency_{claimed.urgency},
      is_marked_ahead_{desk.to.has_look_up()},
      send_until_{on_steady_clock(claimed)},
      written_{desk.loop, time_point::max()},
      next_write_{desk.loop},
      life_{std::move(claimed), rules_of(desk)}
{
}

task<> batch_run::run()
{
    if (fate_ == batch_fate::cancel)
        life_.end_open(delivery_state::cancelled, "broadcast cancelled");
    else if (fate_ == batch_fate::expire)
        life_.end_open(delivery_state::expired, "too late to be sent");
    else {
        const bool something_to_send = co_await prepare();
        if (something_to_send)
            co_await send_all();
    }

    co_await give_back();
}

/// Renders, reconciles, finds addresses. False: there is nothing to send now.
task<bool> batch_run::prepare()
{
    const auto& ref = life_.ref();
    auto found = co_await desk_.rendered.of(ref.broadcast);
    if (const auto* error = std::get_if<boost::system::error_code>(&found)) {
        desk_.log.error("cannot read the content of a broadcast", {{"broadcast", ref.broadcast}, {"reason", error->message()}});
        broken_ = true;
        co_return false;
    }
    if (const auto* no = std::get_if<renditions::refused>(&found)) {
        refused_content_ = to_string(no->why);
        co_return false;
    }
    how_ = std::get<std::shared_ptr<renditions::rendered>>(std::move(found));

    const bool reconciled = co_await look_up();
    if (!reconciled)
        co_return false;
    co_return co_await find_addresses();
}

/// Asks what became of deliveries without an answer, before anything is sent again.
task<bool> batch_run::look_up()
{
    unasked_ = life_.to_look_up();
    const auto most = desk_.to.max_batch();
    // A channel that is only being tried is not asked side by side.
    const bool is_open = desk_.gate.ask(std::chrono::steady_clock::now()) == channel_gate::passage::open;
    const auto calls = std::min(is_open ? desk_.params.calls : std::size_t{1}, (unasked_.size() + most - 1) / most);
    task_group beside{desk_.loop};
    for (auto left = calls; left != 0; --left) beside.spawn(ask());
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await beside.join();
    co_return may_send();
}

task<> batch_run::ask()
{
    while (!unasked_.empty() && may_send()) {
        const auto place = co_await desk_.slots.take(urgency_);
        if (unasked_.empty() || !may_send() || desk_.gate.ask(std::chrono::steady_clock::now()) == channel_gate::passage::closed)
            break;
        const auto end = unasked_.begin() + static_cast<std::ptrdiff_t>(std::min(unasked_.size(), desk_.to.max_batch()));
        const positions some(unasked_.begin(), end);
        unasked_.erase(unasked_.begin(), end);
        std::vector<destination> whom;
        whom.reserve(some.size());
        for (const auto position : some) {
            const auto no = life_.no(position);
            destination each;
            each.no = no;
            each.key = how_->keys(no);
            whom.push_back(each);
        }
        const auto deadline = std::chrono::steady_clock::now() + desk_.params.attempt_limit;
        const auto answers = co_await how_->how->look_up(whom, deadline);
        life_.report_presence(some, answers);
        desk_.log.info(
            "looked up deliveries without an answer",
            {{"broadcast", life_.ref().broadcast},
             {"channel", life_.ref().channel},
             {"batch", life_.ref().seq},
             {"asked", some.size()},
             {"arrived", std::count(answers.begin(), answers.end(), presence::present)},
             {"absent", std::count(answers.begin(), answers.end(), presence::absent)}}
        );
    }
}

/// Addresses of what is to be sent; who has none, or must not be sent to, is done.
task<bool> batch_run::find_addresses()
{
    const auto waiting = life_.to_send();
    if (waiting.empty())
        co_return false;

    std::vector<std::uint32_t> numbers;
    numbers.reserve(waiting.size());
    for (const auto position : waiting)
        numbers.push_back(life_.no(position));
    auto page = co_await desk_.people.addresses(desk_.to.contact(), std::move(numbers));
    if (!page) {
        desk_.log.error("cannot read the directory", {{"reason", page.error().message()}});
        broken_ = true;
        co_return false;
    }

    if (desk_.links.refused)
        refusals_seen_ = desk_.links.refused->mark();
    std::vector<std::string> asked;
    asked.reserve(waiting.size());
    for (std::size_t i = 0; i != waiting.size(); ++i)
        asked.emplace_back(page->address(i));
    const auto suppressed = co_await desk_.book.suppressed(desk_.to.contact(), std::move(asked));
    if (!suppressed) {
        broken_ = true;
        co_return false;
    }

    addresses_.reserve(waiting.size(), waiting.size() * 64);
    for (std::size_t i = 0; i != waiting.size(); ++i) {
        if (page->address(i).empty())
            life_.end(waiting[i], delivery_state::no_address, "");
        else if ((*suppressed)[i])
            life_.end(waiting[i], delivery_state::suppressed, "on the list of who must not be sent to");
        else {
            open_.push_back(waiting[i]);
            addresses_.add(page->no(i), page->address(i), page->name(i));
        }
    }
    co_return !open_.empty();
}

bool batch_run::content_is_refused() const
{
    return !refused_content_.empty() || (how_ && !how_->refused.empty());
}

bool batch_run::may_send() const
{
    if (desk_.stopping || broken_ || outdated_ || standing_ != standing::go_on || content_is_refused())
        return false;
    const auto now = std::chrono::steady_clock::now();
    if (now - desk_.looked_at_wall_clock >= wall_clock_is_fresh) {
        desk_.looked_at_wall_clock = now;
        desk_.is_quiet = desk_.quiet.is_quiet(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    }
    if (desk_.is_quiet && urgency_ != urgency::urgent)
        return false;
    return !send_until_ || now < *send_until_;
}

std::vector<destination> batch_run::destinations(std::span<const std::uint16_t> of) const
{
    std::vector<destination> out;
    out.reserve(of.size());
    auto at = open_.begin();
    for (const auto position : of) {
        at = std::lower_bound(at, open_.end(), position);
        const auto i = static_cast<std::size_t>(at - open_.begin());
        destination each;
        each.no = addresses_.no(i);
        each.address = addresses_.address(i);
        each.name = addresses_.name(i);
        each.key = how_->keys(each.no);
        out.push_back(each);
    }
    return out;
}

/// As many calls side by side as the batch has slices for. Where it can be asked afterwards what arrived, all slices are marked with one
/// write before the first of them leaves.
task<> batch_run::send_all()
{
    const auto most = desk_.to.max_batch();
    lanes_left_ = std::min(desk_.params.calls, (open_.size() + most - 1) / most);
    if (is_marked_ahead_) {
        for (auto slice = life_.take(most); !slice.empty(); slice = life_.take(most)) ahead_.push_back(std::move(slice));
        co_await record();  // if it fails, nothing may be sent any more
    }
    task_group beside{desk_.loop};
    beside_ = &beside;
    for (auto left = lanes_left_; left != 0; --left) beside.spawn(lane());
    // Cancelled meanwhile, it could not even begin to wait.
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    co_await beside.join();
}

/// Sends slice after slice, as long as the gate lets it. Whoever is as urgent gets the next turn; whoever is less so waits until all is sent:
/// for that the place of a call is kept from one to the next.
task<> batch_run::lane()
{
    std::optional<call_slots::place> call;
    // What became of the last slice and is not written: the write that marks the next one does it.
    bool is_untold = false;
    while (may_send() && !over_retry_budget_) {
        if (desk_.slots.is_wanted(urgency_)) {
            // A kill may double what nobody can ask for: no more of it is marked than the calls carry, and none passes its call on before
            // what it carried is known.
            if (std::exchange(is_untold, false))
                co_await record();
            // Whoever wanted it may have got another meanwhile: given back now, it would go to somebody less urgent.
            if (desk_.slots.is_wanted(urgency_))
                call.reset();
        }
        if (!call && !is_marked_ahead_) {
            auto taken = co_await desk_.slots.take(urgency_);
            call.emplace(std::move(taken));
            if (!may_send() || over_retry_budget_)
                break;
        }
        const auto passage = desk_.gate.ask(std::chrono::steady_clock::now());
        if (passage == channel_gate::passage::closed)
            break;
        const bool is_probe = passage == channel_gate::passage::probe;
        const probe_turn only_one{is_probe ? &desk_.gate : nullptr};
        auto slice = co_await next_slice(is_probe ? 1 : desk_.to.max_batch());
        if (slice.empty())
            break;
        co_await send_slice(std::move(slice), is_probe, call);
        if (is_marked_ahead_)
            write_soon();
        else
            is_untold = true;
    }
    if (is_untold)
        co_await record();
    call.reset();
    // Why this lane goes no further holds for all of them. Not left to the end of their calls: a gateway that is stopped may not see it.
    if (!ahead_.empty()) {
        for (const auto& each : ahead_) life_.put_back(each);
        ahead_.clear();
        write_soon();
    }
    if (--lanes_left_ == 0)
        next_write_.cancel();  // giving the batch back writes everything
}

/// What is sent next; in the ledger it is in flight: after a crash exactly what is so there is without an answer. Empty: nothing is left
/// to send.
task<positions> batch_run::next_slice(std::size_t most)
{
    positions slice;
    if (!is_marked_ahead_) {
        slice = life_.take(most);
        if (!slice.empty())
            co_await record();  // if it fails, nothing may be sent any more
    }
    else if (!ahead_.empty()) {
        slice = std::move(ahead_.front());
        ahead_.pop_front();
        if (slice.size() > most) {
            ahead_.emplace_front(slice.begin() + static_cast<std::ptrdiff_t>(most), slice.end());
            slice.resize(most);
        }
    }
    co_return slice;
}

task<> batch_run::send_slice(positions slice, bool is_probe, std::optional<call_slots::place>& call)
{
    const bool its_turn = co_await wait_for_turn(slice, call);
    const bool may_begin = its_turn && may_send() && desk_.gate.still_lets(is_probe, std::chrono::steady_clock::now());
    if (!may_begin) {
        life_.put_back(slice);
        co_return;
    }
    const bool anybody = drop_refused(slice);
    if (!anybody)
        co_return;
    const auto whom = destinations(slice);
    const auto started = std::chrono::steady_clock::now();
    const auto deadline = started + desk_.params.attempt_limit;
    const auto outcomes = co_await how_->how->deliver(whom, deadline);
    if (is_marked_ahead_ && desk_.slots.is_wanted(urgency_))
        call.reset();
    life_.report(slice, outcomes);
    note_suppressions(slice, outcomes);
    note_progress(slice, outcomes);

    for (const auto& each : outcomes)
        if (each.what == outcome_class::content_rejected && how_->refused.empty())
            how_->refused = each.cause;

    const auto was_retried_well = [&](std::uint16_t position) {
        return life_.mark(position).state() == delivery_state::accepted && life_.mark(position).attempts() > 1;
    };
    desk_.rate.report_retried(static_cast<std::size_t>(std::count_if(slice.begin(), slice.end(), was_retried_well)));

    const auto now = std::chrono::steady_clock::now();
    const auto is_throttled = [](const outcome& each) { return each.what == outcome_class::throttled; };
    if (std::any_of(outcomes.begin(), outcomes.end(), is_throttled))
        desk_.rate.report_throttled(now);
    else
        desk_.rate.report_answered(outcomes.size(), now - started, now);
    if (desk_.gate.report(outcomes, now, is_probe)) {
        const auto closed = std::max(desk_.gate.closed_until() - now, time_point::duration{0});
        const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(closed).count();
        if (ms > 0)
            desk_.log.warn("channel closed for a while", {{"channel", desk_.to.name()}, {"reason", desk_.gate.why()}, {"wait_ms", ms}});
        else
            desk_.log.info("channel open again", {{"channel", desk_.to.name()}});
        if (desk_.changed)
            desk_.changed();
    }
}

/// Until a call and the rate have room for the slice. False: it may not leave, in this run.
task<bool> batch_run::wait_for_turn(std::span<const std::uint16_t> slice, std::optional<call_slots::place>& call)
{
    if (!may_send())
        co_return false;
    if (!call) {
        auto taken = co_await desk_.slots.take(urgency_);
        call.emplace(std::move(taken));
    }
    // Not before: what the rate has let through and waits for a call would leave all at once.
    std::optional<call_slots::place> place;
    if (desk_.rate_turn.free() == 0) {
        auto taken = co_await desk_.rate_turn.take(urgency_);
        place.emplace(std::move(taken));
    }
    if (!may_send())
        co_return false;
    const auto again = [&](std::uint16_t position) { return life_.mark(position).attempts() != 0; };
    const auto retries = static_cast<std::size_t>(std::count_if(slice.begin(), slice.end(), again));
    const auto now = std::chrono::steady_clock::now();
    if (!desk_.rate.allows_retries(retries, now)) {
        over_retry_budget_ = true;
        co_return false;
    }
    const auto turn = desk_.rate.take(slice.size() - retries, retries, now);
    if (turn > now) {
        if (!place) {
            auto taken = co_await desk_.rate_turn.take(urgency_);
            place.emplace(std::move(taken));
        }
        const bool in_time = co_await wait_for_rate(turn);
        if (!in_time) {
            desk_.rate.give_back(slice.size() - retries, retries);
            co_return false;
        }
    }
    place.reset();
    if (std::chrono::steady_clock::now() - asked_at_ <= answer_is_fresh)
        co_return true;
    co_return co_await record();
}

/// In short steps, because somebody may stop us meanwhile: then false.
task<bool> batch_run::wait_for_rate(time_point turn)
{
    timer pause{desk_.loop};
    while (may_send()) {
        const auto here = std::chrono::steady_clock::now();
        if (here >= turn)
            co_return true;
        pause.expires_at(std::min(turn, here + rate_step));
        co_await pause.async_wait(use_task);
    }
    co_return false;
}

/// Ends deliveries to those who refused after the ledger was asked. False: nobody is left to send to now.
bool batch_run::drop_refused(positions& slice)
{
    const auto* refused = desk_.links.refused;
    if (!refused || refused->mark() == refusals_seen_)
        return true;
    const auto whom = destinations(slice);
    std::vector<std::string_view> addresses;
    addresses.reserve(whom.size());
    for (const auto& each : whom) addresses.push_back(each.address);
    const auto those = refused->since(refusals_seen_, desk_.to.contact(), addresses);
    if (!those) {  // claimed again, the batch asks the ledger
        outdated_ = true;
        life_.put_back(slice);
        return false;
    }
    positions left;
    for (std::size_t i = 0; i != slice.size(); ++i) {
        if ((*those)[i])
            life_.end(slice[i], delivery_state::suppressed, "on the list of who must not be sent to");
        else
            left.push_back(slice[i]);
    }
    slice = std::move(left);
    return !slice.empty();
}

void batch_run::note_progress(std::span<const std::uint16_t> slice, std::span<const outcome> outcomes)
{
    const auto is_accepted = [](const outcome& each) {
        return each.what == outcome_class::accepted || each.what == outcome_class::duplicate;
    };
    if (std::any_of(outcomes.begin(), outcomes.end(), is_accepted))
        desk_.last_accepted = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::uint64_t put_off = 0;
    for (const auto position : slice) {
        if (is_final(life_.mark(position).state()))
            desk_.progress = std::chrono::steady_clock::now();
        put_off += life_.mark(position).state() == delivery_state::retrying ? 1 : 0;
    }
    if (desk_.links.counts && put_off != 0)
        desk_.links.counts->retried(desk_.to.name(), put_off);
}

void batch_run::note_suppressions(std::span<const std::uint16_t> of, std::span<const outcome> outcomes)
{
    for (std::size_t i = 0; i != outcomes.size(); ++i) {
        if (!outcomes[i].suppress)
            continue;
        const auto at = static_cast<std::size_t>(std::lower_bound(open_.begin(), open_.end(), of[i]) - open_.begin());
        suppress_.emplace_back(addresses_.address(at), outcomes[i].cause);
    }
}

/// Has written what became of a slice, with what others have to say in the next moments.
void batch_run::write_soon()
{
    ++told_;
    if (!std::exchange(is_write_due_, true))
        beside_->spawn(write_later());
}

task<> batch_run::write_later()
{
    next_write_.expires_at(next_moment(between_writes));
    if (lanes_left_ != 0)
        co_await next_write_.async_wait(as_result);
    is_write_due_ = false;
    if (lanes_left_ != 0 && recorded_ < told_)
        co_await record();
}

/// Writes the state as it is now. Lanes share a write: what they have to say while one is under way is in the next. False: the batch
/// is not ours any more, or the ledger does not answer.
task<bool> batch_run::record()
{
    const auto mine = ++told_;
    while (recorded_ < mine && !broken_) {
        if (is_recording_)
            co_await written_.async_wait(as_result);
        else
            co_await write();
    }
    co_return !broken_ && standing_ != standing::lost;
}

task<> batch_run::write()
{
    // Also when it is cancelled: those who wait for it find out by themselves.
    struct under_way {
        explicit under_way(batch_run& of) : run{of} { run.is_recording_ = true; }
        ~under_way()
        {
            run.is_recording_ = false;
            run.written_.cancel();
        }
        batch_run& run;
    };
    const under_way now{*this};
    // Calls that end shortly after each other share a write, and batches that write often a commit. What is urgent does not wait for that.
    if (!is_marked_ahead_ && urgency_ != urgency::urgent && std::chrono::steady_clock::now() - asked_at_ < between_awaited_writes) {
        next_write_.expires_at(next_moment(between_awaited_writes));
        co_await next_write_.async_wait(as_result);
    }
    const auto upto = told_;
    const auto began = std::chrono::steady_clock::now();
    auto what = life_.record();
    what.suppress = std::exchange(suppress_, {});
    auto told = what.suppress;
    const auto answer = co_await desk_.book.record(std::move(what));
    if (!answer) {
        if (!broken_)
            desk_.log.error(
                "the ledger cannot be written: nothing more of this batch is sent",
                {{"broadcast", life_.ref().broadcast}, {"batch", life_.ref().seq}, {"reason", answer.error().message()}}
            );
        broken_ = true;
        std::move(told.begin(), told.end(), std::back_inserter(suppress_));  // for the next one
        co_return;
    }
    recorded_ = upto;
    asked_at_ = began;
    stop_with(*answer);
}

void batch_run::stop_with(standing why)
{
    if (standing_ == standing::go_on || why == standing::lost)
        standing_ = why;
}

task<> batch_run::give_back()
{
    const auto ref = life_.ref();
    if (how_ && refused_content_.empty())
        refused_content_ = how_->refused;
    if (standing_ == standing::lost) {
        desk_.log.warn("lost the lease of a batch: its new owner goes on with it", {{"broadcast", ref.broadcast}, {"batch", ref.seq}});
        co_return;
    }
    if (!refused_content_.empty())
        life_.end_open(delivery_state::cancelled, "content refused: " + refused_content_);
    else if (standing_ == standing::cancelled)
        life_.end_open(delivery_state::cancelled, "broadcast cancelled");
    else if (standing_ == standing::returned)
        life_.end_open(delivery_state::cancelled, "content refused");
    else if (send_until_ && std::chrono::steady_clock::now() >= *send_until_)
        life_.end_open(delivery_state::expired, "too late to be sent");

    // First the reason for the editor, then the batch: after the last one the channel would count as finished.
    const bool was_returned = how_ && how_->is_returned;  // once: somebody may have let it go again since
    if (!refused_content_.empty() && !was_returned) {
        desk_.log.error("content refused: the broadcast stops on this channel", {{"broadcast", ref.broadcast}, {"channel", ref.channel}, {"reason", refused_content_}});
        const auto returned = co_await desk_.book.return_to_editor(ref.broadcast, ref.channel, refused_content_);
        if (!returned)
            desk_.log.error("cannot note that the content was refused", {{"broadcast", ref.broadcast}, {"reason", returned.error().message()}});
        else if (how_)
            how_->is_returned = true;
    }
    co_await write_release();
}

/// What is known of outcomes is worth waiting for a full disk to get room again: forgotten, they would be sent twice.
task<> batch_run::write_release()
{
    auto what = life_.release(draw(desk_));
    if (broken_ && what.release_for)
        what.release_for = std::max(*what.release_for, desk_.params.retry.first_delay);
    if (over_retry_budget_ && what.release_for)
        what.release_for = std::max(*what.release_for, budget_pause);
    what.suppress = std::exchange(suppress_, {});
    for (;;) {
        auto again = what;
        const auto answer = co_await desk_.book.record(std::move(again));
        if (answer)
            co_return;
        timer pause{desk_.loop, desk_.params.poll};
        co_await pause.async_wait(use_task);
    }
}

}  // namespace loa
