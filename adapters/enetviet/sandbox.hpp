#pragma once
/// \file
/// A partner to try things on: speaks the contract of docs/enetviet.md over HTTP/1.1, plain or TLS,
/// misbehaves as told, counts exactly what it accepted, and shows the posts to people.

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// Shares of 1.
struct sandbox_rates {
    // of accounts
    double transient = 0;  ///< a code that passes
    double rejected = 0;   ///< no such account; the same accounts each time
    double missing = 0;    ///< no result in the answer; half of them are accepted all the same
    // of posts
    double reset_present = 0,
           reset_absent = 0;  ///< connection reset after the body was read; carried out, or not
    double drop = 0;          ///< connection reset before the body was read
    double throttled = 0;     ///< 429
    double unavailable = 0;   ///< 503
    double html = 0;          ///< an HTML page with status 200; not carried out
    double stall = 0;         ///< no answer at all; half of them are carried out
    double unauthorized = 0;  ///< 401, though the token is right
};

enum class retry_after_form : std::uint8_t { seconds, date, none };

struct sandbox_params {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one
    std::string token;       ///< what `Authorization` must be; empty: anything
    std::chrono::milliseconds latency{0};
    sandbox_rates rates;
    std::uint64_t seed = 1;
    retry_after_form throttle_form = retry_after_form::seconds;
    std::chrono::seconds throttle_for{1};
    std::string cert_file, key_file;                       ///< PEM; both: TLS 1.2 or newer; none: plain
    std::size_t accounts_limit = 500;                      ///< a post with more gets 413
    std::size_t body_limit = 8 << 20;                      ///< so does a longer one, bytes
    std::size_t kept_posts = 200;                          ///< shown to people; all are counted
    std::vector<std::string> allowed_hosts{"hcm.edu.vn"};  ///< where links in shown posts may lead
    std::string receipts_app_id = "loa", receipts_secret;  ///< what receipts are signed with; empty: none are sent
};

/// Serves on a loop of the caller's, from construction to destruction. Not thread-safe: use on that loop, or
/// while it does not run.
class sandbox {
public:
    /// Throws std::runtime_error with a sentence for people if the address is taken or a certificate cannot
    /// be read.
    sandbox(boost::asio::io_context& context, const sandbox_params& params);
    ~sandbox();
    sandbox(const sandbox&) = delete;
    sandbox& operator=(const sandbox&) = delete;

    std::uint16_t port() const noexcept;

    /// Closes everything; what is under way on the loop ends soon. The destructor does it too.
    void stop() noexcept;

    /// What GET /tally answers.
    std::string tally() const;

    /// What POST /script takes: `{"next": ["reset_present", ...], "accounts": {"0901234567": "rejected"}}`.
    /// Throws std::invalid_argument with a sentence for people, and nothing changes.
    void script(std::string_view json);

private:
    class server;
    std::shared_ptr<server> server_;  ///< shared with its sessions, which end after it
};

}  // namespace loa
