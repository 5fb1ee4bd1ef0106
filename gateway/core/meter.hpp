#pragma once
/// \file
/// What is counted for the metrics.

#include "gateway/core/delivery_state.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loa {

/// Told after a commit, so that nothing is counted that a rollback took back. Thread-safe, quick, never
/// throws.
class meter {
public:
    virtual ~meter() = default;

    /// By how much the number of deliveries in each state changed on the channel.
    virtual void moved(
        std::string_view channel, const std::array<std::int64_t, delivery_state_count>& change
    ) noexcept = 0;
    virtual void retried(std::string_view channel, std::uint64_t deliveries) noexcept = 0;
    /// One transaction of so many jobs.
    virtual void committed(std::chrono::duration<double> took, std::size_t jobs) noexcept = 0;
    virtual void commit_failed() noexcept = 0;
    /// A bulletin was stored (or known), so long after it was published.
    virtual void taken_in(
        std::chrono::duration<double> after_publishing, std::string_view verdict
    ) noexcept = 0;
    virtual void refused() noexcept = 0;
    virtual void first_sent(
        std::string_view urgency, std::chrono::duration<double> after_publishing
    ) noexcept = 0;
    virtual void finished(
        std::string_view urgency, std::chrono::duration<double> after_publishing
    ) noexcept = 0;
    /// What partners told us later. `kind`: a receipt_kind, "unknown" (of no broadcast of ours), "repeated" or "refused"
    /// (messages).
    virtual void receipts(std::string_view kind, std::uint64_t count) noexcept = 0;
    /// Somebody stopped mail by the link in it, or took that back.
    virtual void unsubscribed(bool taken_back) noexcept = 0;
};

/// Counts nothing.
meter& no_meter() noexcept;

}  // namespace loa
