#pragma once
/// \file
/// The whole of Loa as processes: a real Redis, a real Postfix with TLS and AUTH, the sandbox partner, and the program under test.

#include "tests/support/authority.hpp"
#include "tests/support/postfix.hpp"
#include "tests/support/program.hpp"
#include "tests/support/redis_server.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loa::testing {

/// Whether it can be built here; if not, the test says what it lacks and is over.
bool house_can_stand();

/// For house::bulletin, in place of the sample's version: to all 52 accounts and 12 mailboxes.
inline const std::string to_all =
    R"("version": 1, "audience": {"include": [{"unit": "cum-05", "roles": ["teacher", "parent"]}, {"unit": "sgddt-hcm"}]},)";

/// Lines of the settings file.
struct house_settings {
    std::string top;  ///< before the first table
    std::string quiet_hours = "enabled = false";
    std::string enetviet, email, email_dispatch;
    std::uint16_t api_port = 0;
    std::string api;  ///< it is there on a unix socket, api.sock in the folder
};

class house {
public:
    /// \param partner  more words for `loa sandbox`
    explicit house(std::vector<std::string> partner = {}, const house_settings& more = {});

    /// `loa WORDS... --config ...`, to its end.
    program_result loa(std::vector<std::string> words) const;
    /// The same with --json; fails the test unless it exits 0.
    boost::json::value ask(std::vector<std::string> words) const;

    void import_directory();
    void start_gateway();
    program& gateway() { return *gateway_; }
    program_result stop_gateway();  ///< SIGTERM
    void kill_gateway();            ///< SIGKILL

    /// One of tests/data/bulletins with a piece of its text replaced, as a file.
    std::string bulletin(const std::string& sample, const std::string& from, const std::string& to);
    /// Publishes it and returns the number of the broadcast.
    std::int64_t publish(const std::string& file);
    /// What `loa status` says once the broadcast is in one of the states.
    boost::json::value status_when(std::int64_t broadcast, const std::vector<std::string>& states) const;

    boost::json::value tally() const;
    /// Has the partner send receipts (POST /receipts of the sandbox).
    boost::json::value send_receipts(const std::string& order) const;
    redis_server& redis() { return redis_; }
    const postfix& mail() const { return *mail_; }
    const temp_folder& folder() const { return folder_; }
    /// Writes another settings file, for the next command or start.
    void set(const house_settings& more);

private:
    temp_folder folder_;
    redis_server redis_;
    std::optional<postfix> mail_;
    std::optional<program> partner_, gateway_;
    std::string partner_url_;
    std::string config_, authority_;
};

std::int64_t count(const boost::json::value& status, const std::string& channel, const std::string& state);

}  // namespace loa::testing
