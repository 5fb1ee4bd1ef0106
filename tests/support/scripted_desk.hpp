#pragma once
/// \file
/// A desk without stores, for tests of what is in front of it: kept replies and together() work, all else is
/// refused.

#include "gateway/core/desk.hpp"
#include "gateway/core/user_desk.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace loa::testing {

/// Shared by the desks of all threads.
struct scripted_store {
    std::mutex mutex;
    std::map<std::pair<std::string, std::string>, kept_reply> replies;
    int opened = 0;
    int transactions = 0;
};

class scripted_users final : public user_desk {
public:
    explicit scripted_users(scripted_store& in) : in_{in} {}

    std::optional<kept_reply> find_reply(const std::string& who, const std::string& key) override
    {
        const std::lock_guard hold{in_.mutex};
        const auto at = in_.replies.find({who, key});
        return at == in_.replies.end() ? std::nullopt : std::optional{at->second};
    }
    void keep_reply(const std::string& who, const std::string& key, const kept_reply& what) override
    {
        const std::lock_guard hold{in_.mutex};
        in_.replies[{who, key}] = what;
    }

    std::vector<user> users() override { no(); }
    std::optional<user> find(std::int64_t) override { no(); }
    std::optional<user> find(const std::string&) override { no(); }
    std::int64_t add(const user&, const std::string&) override { no(); }
    void change(const user&) override { no(); }
    void set_password(std::int64_t, const std::string&, bool) override { no(); }
    std::string password(std::int64_t) override { no(); }
    void note_sign_in(const sign_in_record&) override { no(); }
    std::vector<sign_in_record> sign_ins(std::size_t, std::optional<wall_time>) override { no(); }
    sign_in_failures failures(const std::string&) override { no(); }
    void add_session(const session&) override { no(); }
    std::optional<session> find_session(const token_hash&) override { no(); }
    void touch_session(const token_hash&, wall_time, wall_time) override { no(); }
    void end_session(const token_hash&) override { no(); }
    std::uint64_t end_sessions(std::int64_t, const token_hash*) override { no(); }
    std::int64_t add_key(const api_key&, const token_hash&) override { no(); }
    std::vector<api_key> keys() override { no(); }
    std::optional<api_key> find_key(const token_hash&) override { no(); }
    void note_key_use(std::int64_t, wall_time) override { no(); }
    bool revoke_key(std::int64_t) override { no(); }

private:
    [[noreturn]] static void no() { throw std::logic_error{"not in this test"}; }

    scripted_store& in_;
};

class scripted_desk final : public desk {
public:
    explicit scripted_desk(scripted_store& in) : in_{in}, users_{in}
    {
        const std::lock_guard hold{in_.mutex};
        ++in_.opened;
    }

    ledger_desk& ledger() override { no(); }
    draft_desk& drafts() override { no(); }
    directory_desk& directory() override { no(); }
    outcome_desk& outcomes() override { no(); }
    user_desk& users() override { return users_; }
    audit_log& audit() override { no(); }
    receipt_desk& receipts() override { no(); }
    report_desk& reports() override { no(); }

    void together(const std::function<void()>& what) override
    {
        what();
        const std::lock_guard hold{in_.mutex};
        ++in_.transactions;
    }

private:
    [[noreturn]] static void no() { throw std::runtime_error{"the store is not there"}; }

    scripted_store& in_;
    scripted_users users_;
};

}  // namespace loa::testing
