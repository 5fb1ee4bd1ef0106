#pragma once
/// \file
/// The sockets under the SMTP dialogue: TCP, and TLS where the settings ask for it.

#include "adapters/email/email_params.hpp"
#include "adapters/email/smtp_dialogue.hpp"
#include "gateway/core/outcome.hpp"
#include "gateway/core/task.hpp"
#include "gateway/core/time.hpp"

#include <memory>
#include <optional>
#include <string>

namespace loa {

/// One connection to the relay. After an exception (cancellation) only its destructor may be called.
class smtp_connection {
public:
    /// Says QUIT if the session is idle, without waiting for the answer.
    virtual ~smtp_connection() = default;

    /// Connects and opens the session: TLS, EHLO, AUTH. Returns why it could not, within the connect limit
    /// and the deadline; late is unavailable: there was nobody to talk to.
    virtual task<std::optional<outcome>> open(time_point deadline) = 0;

    /// Carries a group of messages; the dialogue says how each ended. Only with a session that is ready.
    virtual task<void> carry(const outgoing_mail& mail, time_point deadline) = 0;

    virtual smtp_dialogue& dialogue() noexcept = 0;

    /// Whether an idle connection still looks well: not closed, and nothing said that nobody asked for.
    virtual bool quiet() noexcept = 0;

    /// "TLSv1.3", "TLSv1.3 resumed" or "none".
    virtual std::string encryption() const = 0;
};

/// Makes connections to one relay, which share what TLS they need. Must outlive them.
class smtp_relay {
public:
    virtual ~smtp_relay() = default;
    virtual std::unique_ptr<smtp_connection> make_connection() = 0;
};

/// `params` must outlive the relay. Throws std::runtime_error if the CA file cannot be read.
std::unique_ptr<smtp_relay> make_smtp_relay(const executor& on, const email_params& params);

}  // namespace loa
