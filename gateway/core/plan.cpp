#include "gateway/core/plan.hpp"

#include "gateway/core/sha256.hpp"

namespace loa {
namespace {

/// Gathers members until a batch is full.
class batch_cutter {
public:
    batch_cutter(channel_plan& out, bool tomorrow) : out_{out}, tomorrow_{tomorrow}
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

channel_plan cut_into_batches(const audience_members& who, std::string channel, contact by, const number_set& had_enough)
{
    channel_plan out;
    out.channel = std::move(channel);
    out.contact = by;
    out.sha256 = hash_of(who.numbers);
    out.batches.reserve(who.numbers.size() / batch_size + 2);

    const bool anybody_had_enough = !had_enough.empty();
    for (const bool tomorrow : {false, true}) {
        if (tomorrow && !anybody_had_enough)
            break;
        batch_cutter cutter{out, tomorrow};
        who.numbers.for_each([&](std::uint32_t no) {
            if (anybody_had_enough && had_enough.contains(no) != tomorrow)
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
