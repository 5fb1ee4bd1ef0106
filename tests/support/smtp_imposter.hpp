#pragma once
/// \file
/// A server on a real socket that says to an SMTP client whatever the test wants it to.

#include "tests/support/authority.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace loa::testing {

class smtp_imposter {
public:
    /// The server's end of one connection. When the client is gone, `hear` and `say` end the script by an
    /// exception.
    class peer {
    public:
        virtual ~peer() = default;
        /// The next line, without its end.
        virtual std::string hear() = 0;
        /// Reads up to the line "." and returns what came before it.
        virtual std::string hear_text() = 0;
        virtual void say(std::string_view text) = 0;
        virtual void start_tls(const certificate& own) = 0;
        /// Closes with a reset.
        virtual void drop() = 0;
        /// Waits until the client closes.
        virtual void wait_for_close() = 0;

        /// "220", EHLO, and these capabilities: "250-PIPELINING\r\n250 SIZE\r\n".
        void greet(std::string_view capabilities = "250 PIPELINING\r\n")
        {
            say("220 imposter\r\n");
            hear();
            say("250-imposter\r\n");
            say(capabilities);
        }
        /// MAIL, RCPT, DATA, all taken.
        void take_envelope()
        {
            for (int i = 0; i != 3; ++i) hear();
            say("250 ok\r\n250 ok\r\n354 go\r\n");
        }
        void take_message()
        {
            take_envelope();
            hear_text();
            say("250 queued\r\n");
        }
        void serve()
        {
            for (;;) take_message();
        }
    };

    /// Plays `script` to each connection, told its number from 0, on a thread of its own.
    explicit smtp_imposter(std::function<void(peer&, int)> script);
    /// Cuts the connections and waits for the scripts to end.
    ~smtp_imposter();
    smtp_imposter(const smtp_imposter&) = delete;
    smtp_imposter& operator=(const smtp_imposter&) = delete;

    std::uint16_t port() const noexcept;
    int connections() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace loa::testing
