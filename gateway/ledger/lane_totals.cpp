#include "gateway/ledger/lane_totals.hpp"

#include "gateway/ledger/varint.hpp"

namespace loa {

bytes encode_totals(const lane_totals& what)
{
    bytes out;
    for (const auto count : what.counts.by_state) put_varint(out, count);
    put_varint(out, what.counts.retried);
    for (const auto& [cause, count] : what.causes) {
        put_varint(out, cause);
        put_varint(out, count);
    }
    return out;
}

std::optional<lane_totals> decode_totals(std::span<const std::uint8_t> stored)
{
    lane_totals out;
    const auto take = [&](std::uint64_t& into) {
        const auto value = take_varint(stored);
        into = value.value_or(0);
        return value.has_value();
    };
    for (auto& count : out.counts.by_state)
        if (!take(count))
            return std::nullopt;
    if (!take(out.counts.retried))
        return std::nullopt;
    while (!stored.empty()) {
        std::uint64_t cause = 0, count = 0;
        if (!take(cause) || !take(count) || cause > most_causes + 1)
            return std::nullopt;
        out.causes[static_cast<std::uint32_t>(cause)] += count;
    }
    return out;
}

std::vector<delivery_mark> marks_of(
    std::span<const std::uint8_t> stored, std::size_t size, std::int64_t lane, std::uint32_t seq
)
{
    auto marks = decode_marks(stored, size);
    if (!marks)
        throw damaged_row{
            "the ledger is damaged: the states of batch " + std::to_string(lane) + "/" + std::to_string(seq)};
    return std::move(*marks);
}

cause_numbers causes_of(std::span<const std::uint8_t> stored, std::int64_t lane, std::uint32_t seq)
{
    auto found = decode_causes(stored);
    if (!found)
        throw damaged_row{
            "the ledger is damaged: the causes of batch " + std::to_string(lane) + "/" + std::to_string(seq)};
    return std::move(*found);
}

lane_totals scan_lane(
    database& where,
    std::int64_t lane,
    const std::function<void(std::uint32_t, std::uint64_t, std::uint64_t)>& wrong
)
{
    lane_totals out;
    statement rows{
        where, "SELECT seq, size, open, marks, causes FROM batch WHERE lane = ?1 ORDER BY seq", lane};
    while (rows.step()) {
        const auto seq = rows.number<std::uint32_t>(0);
        delivery_counts here;
        for (const auto mark : marks_of(rows.blob(3), rows.number<std::size_t>(1), lane, seq)) here.add(mark);
        for (const auto& [index, cause] : causes_of(rows.blob(4), lane, seq)) ++out.causes[cause];
        if (const auto stored = rows.number<std::uint64_t>(2); stored != here.open() && wrong)
            wrong(seq, stored, here.open());
        out.counts += here;
    }
    return out;
}

lane_totals totals_of_lane(database& where, std::int64_t lane)
{
    {
        statement row{where, "SELECT coalesce(totals, live) FROM lane WHERE id = ?1", lane};
        if (row.step() && !row.blob(0).empty()) {
            auto kept = decode_totals(row.blob(0));
            if (!kept)
                throw store_error{"the ledger is damaged: the counters of lane " + std::to_string(lane)};
            return std::move(*kept);
        }
    }
    return scan_lane(where, lane);
}

}  // namespace loa
