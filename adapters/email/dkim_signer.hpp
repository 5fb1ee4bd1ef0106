#pragma once
/// \file
/// Signs messages in the name of a domain (RFC 6376, RFC 8463). Within the folder.

#include "adapters/email/email_params.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace loa {

/// Immutable; any number of threads may sign at once.
class dkim_signer {
public:
    /// The keys must be there.
    explicit dkim_signer(dkim_params params);

    /// Appends the header fields that go in front of the message: one for each key.
    ///
    /// \param sent  the message as email_template::append writes it
    /// Throws std::runtime_error if OpenSSL cannot sign.
    void append_signatures(std::string& out, std::string_view sent, std::chrono::sys_seconds now) const;

    /// Bytes that append_signatures appends, at most.
    std::size_t size() const noexcept;

private:
    dkim_params params_;
};

}  // namespace loa
