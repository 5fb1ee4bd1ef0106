#pragma once
/// \file
/// Reading the batches of a broadcast on one channel (a lane), one after another.

#include "gateway/core/number_set.hpp"
#include "gateway/ledger/batch_causes.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/lane_totals.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace loa {

/// From a batch on, until `each` (batch, members, marks, why) returns false. Throws store_error if one is
/// damaged.
template <class F>
void read_batches(database& where, std::int64_t lane, std::uint32_t from, F each)
{
    statement rows{
        where,
        "SELECT b.seq, b.size, b.marks, b.causes, m.members FROM batch b"
        " JOIN batch_members m ON m.lane = b.lane AND m.seq = b.seq WHERE b.lane = ?1 AND b.seq >= ?2 "
        "ORDER BY b.seq",
        lane,
        from};
    while (rows.step()) {
        const auto seq = rows.number<std::uint32_t>(0);
        const auto marks = marks_of(rows.blob(2), rows.number<std::size_t>(1), lane, seq);
        const auto why = causes_of(rows.blob(3), lane, seq);
        const auto members = decode_members(rows.blob(4));
        if (!members || members->size() != marks.size())
            throw store_error{
                "the ledger is damaged: the members of batch " + std::to_string(lane) + "/" +
                std::to_string(seq)};
        if (!each(seq, *members, marks, why))
            return;
    }
}

/// Calls `each` (index, mark, number of the cause or 0) for every delivery of a batch.
template <class F>
void for_each_delivery(const std::vector<delivery_mark>& marks, const cause_numbers& why, F each)
{
    auto cause = why.begin();
    for (std::size_t i = 0; i != marks.size(); ++i) {
        while (cause != why.end() && cause->first < i) ++cause;
        each(i, marks[i], cause != why.end() && cause->first == i ? cause->second : 0u);
    }
}

}  // namespace loa
