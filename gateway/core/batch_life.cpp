#include "gateway/core/batch_life.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>

namespace loa {
namespace {

// A parked delivery waits for a person, so its batch need not be looked at often.
constexpr std::chrono::hours parked_for{1};
// Of what is sent again although the attempt before may have arrived.
constexpr std::string_view no_answer = "no answer";
// Of what is sent again because it is certain that it did not.
constexpr std::string_view not_there = "did not arrive";

}  // namespace

batch_life::batch_life(claimed_batch claimed, batch_rules rules) : claimed_{std::move(claimed)}, rules_{rules}
{
    if (rules_.has_look_up || rules_.on_unknown == on_unknown::park)
        return;
    // Nobody can tell whether it arrived: send it again under the same key, as long as there are attempts.
    for (std::size_t i = 0; i != claimed_.marks.size(); ++i) {
        const auto mark = claimed_.marks[i];
        if (mark.state() != delivery_state::unknown)
            continue;
        const auto position = static_cast<std::uint16_t>(i);
        if (mark.attempts() >= rules_.retry.attempts)
            set(position, delivery_state::dead, mark.attempts(), "no answer, attempts used up");
        else
            set(position, delivery_state::retrying, mark.attempts(), std::string{no_answer});
    }
}

const std::string* batch_life::cause(std::uint16_t position) const
{
    const auto at = std::ranges::lower_bound(claimed_.causes, position, {}, &std::pair<std::uint16_t, std::string>::first);
    return at == claimed_.causes.end() || at->first != position ? nullptr : &at->second;
}

void batch_life::set(std::uint16_t position, delivery_state state, unsigned attempts, std::string cause)
{
    claimed_.marks[position] = delivery_mark{state, attempts};

    auto& list = claimed_.causes;
    const auto at = std::lower_bound(list.begin(), list.end(), position, [](const auto& each, std::uint16_t p) { return each.first < p; });
    const bool there = at != list.end() && at->first == position;
    if (cause.empty()) {
        if (there)
            list.erase(at);
    }
    else if (there)
        at->second = std::move(cause);
    else
        list.emplace(at, position, std::move(cause));
}

/// Whether somebody, or the lack of an answer in time, has said why the latest attempt did not succeed.
bool batch_life::has_answer(std::uint16_t position) const
{
    const auto* cause = this->cause(position);
    return cause && *cause != not_there;
}

positions batch_life::to_look_up() const
{
    positions out;
    if (!rules_.has_look_up)
        return out;
    for (std::size_t i = 0; i != claimed_.marks.size(); ++i)
        if (claimed_.marks[i].state() == delivery_state::unknown)
            out.push_back(static_cast<std::uint16_t>(i));
    return out;
}

void batch_life::report_presence(std::span<const std::uint16_t> asked, std::span<const presence> answers)
{
    assert(asked.size() == answers.size());
    for (std::size_t i = 0; i != asked.size(); ++i) {
        const auto position = asked[i];
        const auto attempts = claimed_.marks[position].attempts();
        switch (answers[i]) {
            case presence::present:
                // After a crash the attempt was not counted before the answer was lost; it was made all the same.
                set(position, delivery_state::accepted, std::max(attempts, 1u), "");
                break;
            case presence::absent:
                // A gateway that was killed had more marked than had left: what has no answer and did not arrive was no attempt.
                if (attempts == 1 && !has_answer(position))
                    set(position, delivery_state::queued, 0, "");
                else if (attempts > 1 && !has_answer(position))
                    set(position, delivery_state::retrying, attempts - 1, std::string{not_there});
                else if (attempts >= rules_.retry.attempts)
                    set(position, delivery_state::dead, attempts, "did not arrive, attempts used up");
                else
                    set(position, delivery_state::retrying, attempts, std::string{not_there});
                break;
            case presence::cannot_tell: failed_ = true; break;
        }
    }
}

positions batch_life::to_send() const
{
    positions out;
    for (std::size_t i = 0; i != claimed_.marks.size(); ++i) {
        const auto state = claimed_.marks[i].state();
        if (state == delivery_state::queued || state == delivery_state::retrying)
            out.push_back(static_cast<std::uint16_t>(i));
    }
    return out;
}

positions batch_life::take(std::size_t most)
{
    positions out;
    for (std::size_t i = next_; i != claimed_.marks.size() && out.size() != most; ++i) {
        next_ = i + 1;
        const auto mark = claimed_.marks[i];
        if (mark.state() != delivery_state::queued && mark.state() != delivery_state::retrying)
            continue;
        claimed_.marks[i] = delivery_mark{delivery_state::in_flight, mark.attempts()};
        out.push_back(static_cast<std::uint16_t>(i));
    }
    return out;
}

void batch_life::put_back(std::span<const std::uint16_t> taken)
{
    for (const auto position : taken) {
        const auto attempts = claimed_.marks[position].attempts();
        claimed_.marks[position] = delivery_mark{attempts == 0 ? delivery_state::queued : delivery_state::retrying, attempts};
    }
}

void batch_life::report(std::span<const std::uint16_t> taken, std::span<const outcome> outcomes)
{
    assert(taken.size() == outcomes.size());
    for (std::size_t i = 0; i != taken.size(); ++i) {
        const auto position = taken[i];
        const auto& each = outcomes[i];
        const auto before = claimed_.marks[position].attempts();
        const auto attempts = before + 1;
        switch (each.what) {
            case outcome_class::accepted:
            case outcome_class::duplicate: set(position, delivery_state::accepted, attempts, ""); break;
            case outcome_class::rejected:
            case outcome_class::content_rejected: set(position, delivery_state::rejected, attempts, each.cause); break;
            case outcome_class::transient:
                if (attempts >= rules_.retry.attempts)
                    set(position, delivery_state::dead, attempts, each.cause);
                else {
                    set(position, delivery_state::retrying, attempts, each.cause);
                    failed_ = true;
                    if (each.retry_after)
                        hint_ = std::max(hint_.value_or(*each.retry_after), *each.retry_after);
                }
                break;
            case outcome_class::throttled:
            case outcome_class::unauthorized:
            case outcome_class::unavailable: {
                const positions one{position};
                put_back(one);
                break;
            }
            case outcome_class::unknown: set(position, delivery_state::unknown, attempts, each.cause); break;
        }
    }
}

void batch_life::end(std::uint16_t position, delivery_state state, std::string cause)
{
    set(position, state, claimed_.marks[position].attempts(), std::move(cause));
}

void batch_life::end_open(delivery_state state, const std::string& cause)
{
    for (std::size_t i = 0; i != claimed_.marks.size(); ++i) {
        const auto before = claimed_.marks[i].state();
        if (is_final(before))
            continue;
        const auto* why = this->cause(static_cast<std::uint16_t>(i));
        const bool may_have_arrived = before == delivery_state::unknown || before == delivery_state::in_flight ||
                                      (why && *why == no_answer);
        end(static_cast<std::uint16_t>(i), state, may_have_arrived ? cause + "; an attempt without an answer may have arrived" : cause);
    }
}

bool batch_life::all_final() const noexcept
{
    return std::all_of(claimed_.marks.begin(), claimed_.marks.end(), [](delivery_mark m) { return is_final(m.state()); });
}

batch_record batch_life::record() const
{
    batch_record out;
    out.ref = claimed_.ref;
    out.epoch = claimed_.epoch;
    out.marks = claimed_.marks;
    out.causes = claimed_.causes;
    out.rounds = claimed_.rounds;
    return out;
}

batch_record batch_life::release(double draw)
{
    const auto any = [&](delivery_state state) {
        return std::any_of(claimed_.marks.begin(), claimed_.marks.end(), [&](delivery_mark m) { return m.state() == state; });
    };

    const bool waits_to_be_sent = any(delivery_state::queued) || any(delivery_state::retrying);
    std::chrono::milliseconds delay{0};
    if (failed_) {
        ++claimed_.rounds;
        delay = rules_.retry.delay(claimed_.rounds, hint_, draw);
        // Whoever was never attempted does not wait for long because others failed.
        if (any(delivery_state::queued))
            delay = std::min(delay, rules_.retry.first_delay);
    }
    if (any(delivery_state::unknown)) {
        if (rules_.has_look_up)
            delay = std::max(delay, rules_.look_up_after);
        else if (!waits_to_be_sent)
            delay = rules_.on_unknown == on_unknown::park ? parked_for : std::max(delay, rules_.retry.delay(++claimed_.rounds, hint_, draw));
    }

    auto out = record();
    out.release_for = delay;
    return out;
}

}  // namespace loa
