#pragma once
/// \file
/// A byte stream to Redis, whatever carries it: TCP, a unix socket or TLS.

#include "gateway/core/error.hpp"
#include "gateway/core/task.hpp"
#include "queue/redis_url.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loa {

/// One read and one write may be under way at once. Cancelling a call loses the position in the stream: close
/// it then.
class transport {
public:
    virtual ~transport() = default;

    /// Reads at least one byte.
    virtual task<result<std::size_t>> read_some(std::span<char> into) = 0;
    /// Writes all.
    virtual task<result<>> write(std::string_view bytes) = 0;
    /// Whatever is under way ends with an error.
    virtual void close() noexcept = 0;
};

/// Connects; for TLS also shakes hands and verifies the certificate against `ca_file` (PEM; empty: the
/// system's) and the host's name. On failure `why` says what happened, for people. `where` and `why` must
/// outlive the call. Has no deadline of its own.
task<result<std::unique_ptr<transport>>> connect_transport(
    const redis_address& where, std::string ca_file, std::string& why
);

}  // namespace loa
