#pragma once
/// \file
/// Where people work: all that they may read and change, on one connection to the stores.

#include <functional>
#include <memory>

namespace loa {

class audit_log;
class directory_desk;
class draft_desk;
class ledger_desk;
class outcome_desk;
class receipt_desk;
class report_desk;
class user_desk;

/// Synchronous, for one thread at a time; beside a running gateway and beside other desks. What cannot be
/// done because of what somebody asked is desk_refusal; a store that cannot be used is std::runtime_error
/// with a sentence for people.
class desk {
public:
    virtual ~desk() = default;

    virtual ledger_desk& ledger() = 0;
    virtual outcome_desk& outcomes() = 0;
    virtual draft_desk& drafts() = 0;
    virtual directory_desk& directory() = 0;
    virtual user_desk& users() = 0;
    virtual audit_log& audit() = 0;
    virtual receipt_desk& receipts() = 0;
    virtual report_desk& reports() = 0;

    /// One transaction: all that `what` writes in the ledger, drafts, users and audit log is written together
    /// or, if it throws, not at all.
    virtual void together(const std::function<void()>& what) = 0;
};

}  // namespace loa
