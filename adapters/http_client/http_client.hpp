#pragma once
/// \file
/// HTTP/1.1 to one origin over kept-alive connections, for requests whose bytes the caller composes itself.

#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loa {

struct http_client_params {
    bool tls = true;  ///< TLS 1.2 or newer; the certificate and the host's name in it are verified
    std::string host;
    std::uint16_t port = 443;
    std::string unix_socket;                 ///< path; connected to in place of host and port, without TLS
    std::string ca_file;                     ///< PEM; empty: the system's
    std::size_t connections = 8;             ///< at most, used and idle together
    std::size_t answer_limit = 1 << 20;      ///< bytes of an answer's body
    std::chrono::seconds connect_limit{10};  ///< name, connection and TLS together
    /// An idle connection older than this is not used again: shorter than the peer's own limit, so that the
    /// peer seldom closes it just as we write.
    std::chrono::seconds idle_limit{20};
};

/// How far an exchange got: what may be said of a request that has no good answer depends on nothing else.
enum class http_progress : std::uint8_t {
    not_connected,  ///< no connection; not a byte left
    nothing_sent,   ///< not the whole request left: the peer cannot have acted on it
    sent,           ///< the whole request left, no whole answer came: the peer may have acted on it
    answered,       ///< a whole answer came
};

struct http_answer {
    unsigned status = 0;  ///< 0: not even the head of an answer came
    std::string content_type, retry_after, date, location;
    std::string body;
};

struct http_exchange {
    http_progress progress = http_progress::not_connected;
    /// False for an answer that came before the peer had taken the whole request.
    bool request_whole = false;
    /// Why it is not `answered`: errc::deadline_exceeded for the deadline, asio::error::timed_out for
    /// connect_limit.
    boost::system::error_code error;
    http_answer answer;
};

/// Not thread-safe: call from the loop it was made for only. Several exchanges may be under way at once;
/// those beyond `connections` wait their turn.
class http_client {
public:
    virtual ~http_client() = default;

    /// Sends one request, given in at most four pieces (written together, never copied on plain connections),
    /// and reads its answer. Never sends a request twice. `request` and what it views must outlive the call.
    ///
    /// Throws boost::system::system_error(operation_aborted) when cancelled, and nothing else.
    virtual task<http_exchange> exchange(std::span<const std::string_view> request, time_point deadline) = 0;
};

/// `context` must outlive the client. Throws std::runtime_error with a sentence for people if the CA file
/// cannot be read or the path of the socket is too long.
std::unique_ptr<http_client> make_http_client(boost::asio::io_context& context, http_client_params params);

}  // namespace loa
