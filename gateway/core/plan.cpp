#include "gateway/core/plan.hpp"

#include "gateway/core/sha256.hpp"

#include <algorithm>

namespace loa {
namespace {

/// Gathers members until a batch is full.
class batch_cutter {
public:
    batch_cutter(channel_plan& out, bool tomorrow, bool waits) : out_{out}, tomorrow_{tomorrow}, waits_{waits}
    {
        members_.reserve(batch_size);
        marks_.reserve(batch_size);
    }

    void add(std::uint32_t no, delivery_state state)
    {
        members_.push_back(no);
        marks_.emplace_back(state, 0);
        open_ += is_final(state) ? 0 : 1;
        if (members_.size() == batch_size)
            cut();
    }

    void finish()
    {
        if (!members_.empty())
            cut();
    }

private:
    void cut()
    {
        planned_batch batch;
        batch.tomorrow = tomorrow_;
        batch.waits_for_canary = waits_;
        batch.members = encode_members(members_);
        batch.marks = encode_marks(marks_);
        batch.count = static_cast<std::uint32_t>(members_.size());
        batch.open = open_;
        out_.destinations += members_.size();
        out_.batches.push_back(std::move(batch));
        members_.clear();
        marks_.clear();
        open_ = 0;
    }

    channel_plan& out_;
    const bool tomorrow_;
    const bool waits_;
    std::vector<std::uint32_t> members_;
    std::vector<delivery_mark> marks_;
    std::uint32_t open_ = 0;
};

std::array<std::uint8_t, 32> hash_of(const number_set& numbers)
{
    sha256 hash;
    bytes some;
    numbers.for_each([&](std::uint32_t no) {
        for (unsigned shift = 0; shift != 32; shift += 8)
            some.push_back(static_cast<std::uint8_t>(no >> shift));
        if (some.size() >= 4'096) {
            hash.add(some);
            some.clear();
        }
    });
    hash.add(some);
    return hash.finish();
}

}  // namespace

number_set pick_canary(const audience_members& who, const canary_params& how, const number_set& seeds)
{
    auto reachable = who.numbers;
    reachable -= who.without_address;
    reachable -= who.covered;
    const auto all = reachable.size();
    const auto wanted = std::max<std::size_t>({all * how.percent / 100, how.rule.least_attempted, 1});
    number_set out;
    if (wanted * 2 > all)
        return out;
    out = seeds;
    out &= reachable;
    const auto stride = all / wanted;
    std::size_t at = 0;
    reachable.for_each([&](std::uint32_t no) {
        if (at++ % stride == stride / 2)
            out.insert(no);
    });
    return out;
}

channel_plan cut_into_batches(
    const audience_members& who, std::string channel, contact by, const number_set& had_enough, const number_set& first
)
{
    channel_plan out;
    out.channel = std::move(channel);
    out.contact = by;
    out.sha256 = hash_of(who.numbers);
    out.batches.reserve(who.numbers.size() / batch_size + 2);

    const bool anybody_had_enough = !had_enough.empty();
    const bool has_canary = !first.empty();
    enum class part : std::uint8_t { canary, today, tomorrow };
    for (const auto which : {part::canary, part::today, part::tomorrow}) {
        if ((which == part::canary && !has_canary) || (which == part::tomorrow && !anybody_had_enough))
            continue;
        batch_cutter cutter{out, which == part::tomorrow, has_canary && which != part::canary};
        who.numbers.for_each([&](std::uint32_t no) {
            const auto of = anybody_had_enough && had_enough.contains(no) ? part::tomorrow
                            : has_canary && first.contains(no)            ? part::canary
                                                                          : part::today;
            if (of != which)
                return;
            if (who.without_address.contains(no))
                cutter.add(no, delivery_state::no_address);
            else if (who.covered.contains(no))
                cutter.add(no, delivery_state::covered);
            else
                cutter.add(no, delivery_state::queued);
        });
        cutter.finish();
    }
    return out;
}

}  // namespace loa
