#pragma once
/// \file
/// One SMTP connection as a pure state machine: facts in, next step out. No socket, no clock.

#include "adapters/email/email_params.hpp"
#include "adapters/email/email_template.hpp"
#include "adapters/email/smtp_capabilities.hpp"
#include "adapters/email/smtp_outcome.hpp"
#include "adapters/email/smtp_reply.hpp"
#include "gateway/core/outcome.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// The messages a dialogue carries, each to one recipient.
class outgoing_mail {
public:
    virtual ~outgoing_mail() = default;
    virtual std::size_t count() const noexcept = 0;
    virtual std::string_view recipient(std::size_t index) const = 0;
    virtual void append_sender(std::string& out, std::size_t index) const = 0;
    /// Dots stuffed, the final ".\r\n" included.
    virtual void append_message(std::string& out, std::size_t index, body_encoding encoding) const = 0;
    /// Of a message, about: for SIZE.
    virtual std::size_t size(body_encoding encoding) const noexcept = 0;
};

/// Carries mail over one connection, group after group. Where the server can PIPELINE (RFC 2920), the end of
/// a message and the next message's MAIL, RCPT and DATA leave together, so that a message costs one round
/// trip; so at most one message is ever in doubt.
///
/// The carrier's loop: write `output()` until it is empty, saying how much left by `wrote`; then do what
/// `next()` says.
class smtp_dialogue {
public:
    enum class step : std::uint8_t {
        read,       ///< and tell by `received`, or `lost`
        start_tls,  ///< and tell by `secured`, or `lost`
        ready,      ///< the session is open and all mail so far has ended: `begin` more, or `quit`
        close       ///< over
    };

    /// `params` must outlive the dialogue; its helo_name is not empty.
    explicit smtp_dialogue(const email_params& params);

    /// \name Facts
    ///@{
    void connected();  ///< and encrypted, with smtp_tls::implicit
    void secured();
    void wrote(std::size_t count);
    void received(std::string_view said);
    /// The connection ended, or the patience with it. A message whose end was written is now unknown, one
    /// whose text was begun is transient; `why` is for those that were not begun.
    void lost(outcome why);
    ///@}

    /// Only when ready. `mail` must stay until the group has ended, that is until ready or close.
    void begin(const outgoing_mail& mail);
    /// Only when ready.
    void quit();

    step next() const noexcept;
    /// What to write before anything else.
    std::string_view output() const noexcept { return std::string_view{out_}.substr(written_); }

    /// Of the current group. Nothing: not ended, or when closed: no text of it was sent and the server did
    /// not refuse it.
    std::vector<std::optional<outcome>>& ended() noexcept { return ended_; }
    /// Gives those that did not end theirs, once closed: `failure`, but transient to one that the server did
    /// not answer when it was offered, so that an attempt is counted for a message that kills connections.
    void settle();
    /// Why it closed.
    const outcome& failure() const noexcept { return failure_; }
    /// How many messages this connection has offered to the server, and how many the server took or refused.
    std::size_t offered() const noexcept { return offers_; }
    std::size_t answered() const noexcept { return answered_; }

private:
    enum class asked : std::uint8_t {
        greeting,
        ehlo,
        helo,
        starttls,
        auth_plain,
        auth_credentials,
        auth_login,
        auth_user,
        auth_password,
        mail,
        rcpt,
        data,
        content,
        nothing,
        reset,
        quit
    };

    void on_reply(const smtp_reply& reply);
    void on_session_reply(asked what, const smtp_reply& reply);
    void refuse_session(smtp_stage stage, const smtp_reply& reply);
    void on_ehlo(const smtp_reply& reply);
    void on_auth(asked what, const smtp_reply& reply);
    void on_mail_reply(asked what, const smtp_reply& reply);
    void on_data_reply(const smtp_reply& reply);
    void on_content_reply(const smtp_reply& reply);

    void ask(asked what, std::string_view line);
    void say_ehlo();
    void authenticate();
    std::string plain_credentials() const;
    void offer_next();
    void ask_rcpt();
    void refuse(smtp_stage stage, const smtp_reply& reply);
    void give_up(std::size_t from, outcome why);
    void fail(outcome_class what, std::string cause);
    std::optional<outcome> unsendable(std::size_t index) const;
    bool needs_utf8(std::size_t index) const;
    body_encoding encoding() const noexcept;

    const email_params& params_;
    smtp_reply_parser parser_;
    smtp_capabilities can_;
    std::string out_;
    std::size_t written_ = 0;
    std::deque<asked> asked_;  // what the replies to come answer
    bool secure_ = false;
    bool handshaking_ = false;
    bool closed_ = false;
    outcome failure_;
    std::size_t offers_ = 0, answered_ = 0;

    const outgoing_mail* mail_ = nullptr;
    std::vector<std::optional<outcome>> ended_;
    std::size_t next_ = 0;                // first that was not offered
    std::optional<std::size_t> offered_;  // MAIL, RCPT, DATA
    std::size_t offer_begin_ = 0;         // of them, in out_
    bool offer_begun_ = false;            // has been written
    bool mail_taken_ = false;
    bool rcpt_taken_ = false;
    std::optional<std::size_t> sent_;               // text
    std::size_t text_begin_ = 0, text_end_ = 0;     // of it, in out_
    bool text_begun_ = false, text_ended_ = false;  // has been written
};

}  // namespace loa
