#pragma once
/// \file
/// Who has just refused: what the sending path must know before the ledger is asked the next time.

#include "gateway/core/directory.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The latest refusals, in order. Who sends notes where it stands before it asks the ledger for suppressions,
/// and right before each call asks only what came since; with nothing new that is one atomic read.
/// Thread-safe.
class fresh_refusals {
public:
    /// More than can come while one batch is being sent; if more come all the same, who sends asks the ledger
    /// again.
    static constexpr std::size_t kept = 4'096;

    /// Call when the refusal is committed.
    void add(contact by, std::string address);
    /// Said again: kept once more only if it is not remembered any more, so that nobody can push out the
    /// others.
    void repeat(contact by, std::string address);
    /// Taken back: it was not meant, or not by this person.
    void lift(contact by, std::string_view address);

    /// How many there have been.
    std::uint64_t mark() const noexcept { return count_.load(std::memory_order_acquire); }

    /// Which of the addresses were refused after the mark, one answer each. Nothing: so much came since that
    /// it is not all remembered.
    std::optional<std::vector<bool>> since(
        std::uint64_t mark, contact by, std::span<const std::string_view> addresses
    ) const;

private:
    struct refusal {
        contact by = contact::mailbox;
        std::string address;  ///< empty: lifted
    };

    void keep(refusal what);

    mutable std::mutex guard_;
    std::vector<refusal> ring_;  ///< number n is at n % kept
    std::atomic<std::uint64_t> count_{0};
};

}  // namespace loa
