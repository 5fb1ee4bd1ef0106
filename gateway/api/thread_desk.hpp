#pragma once
/// \file
/// The desk of one thread of the API.

#include "gateway/core/desk.hpp"

#include <functional>
#include <memory>
#include <utility>

namespace loa {

/// Opened when it is first needed, so that a route that needs no store answers without one, and again after
/// the store failed.
class thread_desk final : public desk {
public:
    explicit thread_desk(std::function<std::unique_ptr<desk>()> open) : open_{std::move(open)} {}

    ledger_desk& ledger() override { return opened().ledger(); }
    outcome_desk& outcomes() override { return opened().outcomes(); }
    draft_desk& drafts() override { return opened().drafts(); }
    directory_desk& directory() override { return opened().directory(); }
    user_desk& users() override { return opened().users(); }
    audit_log& audit() override { return opened().audit(); }
    receipt_desk& receipts() override { return opened().receipts(); }
    report_desk& reports() override { return opened().reports(); }

    void together(const std::function<void()>& what) override
    {
        opened().together([&] {
            what();
            if (with_each_change)
                with_each_change();
        });
    }

    void forget() noexcept { desk_.reset(); }

    /// Done in the transaction of every change of the call: what must stand or fall with it.
    std::function<void()> with_each_change;

private:
    desk& opened()
    {
        if (!desk_)
            desk_ = open_();
        return *desk_;
    }

    const std::function<std::unique_ptr<desk>()> open_;
    std::unique_ptr<desk> desk_;
};

}  // namespace loa
