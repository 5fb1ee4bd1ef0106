#pragma once
/// \file
/// The metrics, as Prometheus reads them. All are listed in docs/operations.md.

#include "gateway/core/channel_board.hpp"
#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/meter.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// What is true at the moment of a scrape; reading it costs the same whatever the ledger holds.
struct metrics_now {
    wall_time now{};
    /// ledger_desk::live(); nothing: the ledger cannot be read.
    std::optional<std::vector<broadcast_status>> live;
    std::vector<ledger_desk::channel_pause> paused;
    std::vector<channel_health> channels;
    inbox_health inbox;
};

/// Counts since the start of the process. Labels are channels, states, urgencies and the like, never ids, so
/// that their number is bounded. Thread-safe.
class prometheus_meter final : public meter {
public:
    /// \param version, commit  of this program: loa_build_info
    prometheus_meter(std::string_view version, std::string_view commit);
    ~prometheus_meter() override;

    /// The channel is in use: its counters are there from now on, because a rate needs the zero before the
    /// first one.
    void expect(std::string_view channel);

    void moved(
        std::string_view channel, const std::array<std::int64_t, delivery_state_count>& change
    ) noexcept override;
    void retried(std::string_view channel, std::uint64_t deliveries) noexcept override;
    void committed(std::chrono::duration<double> took, std::size_t jobs) noexcept override;
    void commit_failed() noexcept override;
    void taken_in(std::chrono::duration<double> after_publishing, std::string_view verdict) noexcept override;
    void refused() noexcept override;
    void first_sent(
        std::string_view urgency, std::chrono::duration<double> after_publishing
    ) noexcept override;
    void finished(std::string_view urgency, std::chrono::duration<double> after_publishing) noexcept override;
    void receipts(std::string_view kind, std::uint64_t count) noexcept override;
    void unsubscribed(bool taken_back) noexcept override;

    /// The text format, version 0.0.4.
    std::string text(const metrics_now& now) const;

private:
    class families;
    std::unique_ptr<families> families_;
};

}  // namespace loa
