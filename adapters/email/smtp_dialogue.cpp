#include "adapters/email/smtp_dialogue.hpp"

#include "gateway/core/base64.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

std::string base64(std::string_view text)
{
    return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

smtp_dialogue::smtp_dialogue(const email_params& params) : params_{params}
{
    failure_.what = outcome_class::unavailable;
    asked_.push_back(asked::greeting);
}

smtp_dialogue::step smtp_dialogue::next() const noexcept
{
    if (closed_)
        return step::close;
    if (handshaking_)
        return step::start_tls;
    return asked_.empty() ? step::ready : step::read;
}

void smtp_dialogue::connected()
{
    secure_ = params_.tls == smtp_tls::implicit;
}

void smtp_dialogue::secured()
{
    handshaking_ = false;
    secure_ = true;
    say_ehlo();  // what it said in the clear counts no more (RFC 3207, section 4.2)
}

void smtp_dialogue::wrote(std::size_t count)
{
    written_ += count;
    if (sent_) {
        text_begun_ = text_begun_ || written_ > text_begin_;
        text_ended_ = text_ended_ || written_ >= text_end_;
    }
    offer_begun_ = offer_begun_ || (offered_ && written_ > offer_begin_);
    if (written_ == out_.size()) {
        out_.clear();
        written_ = 0;
    }
}

void smtp_dialogue::received(std::string_view said)
{
    while (!closed_ && !said.empty()) {
        switch (parser_.feed(said)) {
            case smtp_reply_parser::state::more: break;
            case smtp_reply_parser::state::malformed:
                fail(outcome_class::unavailable, "not an SMTP reply");
                break;
            case smtp_reply_parser::state::complete: on_reply(parser_.reply()); break;
        }
        // Whoever sits between may have put these there, to be taken for the server's own words
        // (CVE-2011-0411 and kin).
        if (handshaking_ && !said.empty())
            fail(outcome_class::unavailable, "TLS: bytes injected after STARTTLS");
    }
}

void smtp_dialogue::lost(outcome why)
{
    if (closed_)
        return;
    if (sent_ && text_begun_) {
        outcome in_doubt;
        in_doubt.what = text_ended_ ? outcome_class::unknown : outcome_class::transient;
        in_doubt.cause = why.cause;
        ended_[*sent_] = std::move(in_doubt);
    }
    failure_ = std::move(why);
    closed_ = true;
}

void smtp_dialogue::fail(outcome_class what, std::string cause)
{
    outcome why;
    why.what = what;
    why.cause = std::move(cause);
    lost(std::move(why));
}

void smtp_dialogue::settle()
{
    for (std::size_t i = 0; i != ended_.size(); ++i) {
        if (ended_[i])
            continue;
        ended_[i] = failure_;
        if (offered_ == i && offer_begun_ && failure_.what == outcome_class::unavailable)
            ended_[i]->what = outcome_class::transient;
    }
}

void smtp_dialogue::ask(asked what, std::string_view line)
{
    out_ += line;
    out_ += "\r\n";
    asked_.push_back(what);
}

void smtp_dialogue::quit()
{
    ask(asked::quit, "QUIT");
}

void smtp_dialogue::on_reply(const smtp_reply& reply)
{
    if (asked_.empty())  // 421 to an idle connection, most often
        return fail(outcome_class::unavailable, cause_of(reply, {}));
    const auto what = asked_.front();
    asked_.pop_front();
    switch (what) {
        case asked::mail:
        case asked::rcpt: return on_mail_reply(what, reply);
        case asked::data: return on_data_reply(reply);
        case asked::content: return on_content_reply(reply);
        default: return on_session_reply(what, reply);
    }
}

// Opening and closing

void smtp_dialogue::on_session_reply(asked what, const smtp_reply& reply)
{
    switch (what) {
        case asked::greeting:
            return reply.positive() ? say_ehlo() : refuse_session(smtp_stage::greeting, reply);
        case asked::ehlo: return on_ehlo(reply);
        case asked::helo: return reply.positive() ? authenticate() : refuse_session(smtp_stage::ehlo, reply);
        case asked::starttls:
            if (!reply.positive())
                return refuse_session(smtp_stage::starttls, reply);
            handshaking_ = true;
            return;
        case asked::nothing:
        case asked::reset:
            if (reply.code == 421 || (what == asked::reset && !reply.positive()))
                return fail(outcome_class::unavailable, cause_of(reply, {}));
            if (asked_.empty())
                offer_next();
            return;
        case asked::quit: return fail(outcome_class::unavailable, "closed");
        default: return on_auth(what, reply);
    }
}

void smtp_dialogue::refuse_session(smtp_stage stage, const smtp_reply& reply)
{
    auto why = classify(reply, stage, {});
    fail(
        reply.negative() ? why.what : outcome_class::unavailable,
        (stage == smtp_stage::starttls ? "TLS: " : "") + why.cause
    );
}

void smtp_dialogue::say_ehlo()
{
    can_ = {};
    ask(asked::ehlo, "EHLO " + params_.helo_name);
}

void smtp_dialogue::on_ehlo(const smtp_reply& reply)
{
    const bool starttls = params_.tls == smtp_tls::starttls && !secure_;
    if (reply.positive())
        can_ = parse_capabilities(reply.text);
    else if (reply.code < 500 || starttls)
        return refuse_session(smtp_stage::ehlo, reply);
    else
        return ask(asked::helo, "HELO " + params_.helo_name);

    if (!starttls)
        return authenticate();
    if (!can_.starttls)
        return fail(outcome_class::unavailable, "TLS: the server does not offer STARTTLS");
    ask(asked::starttls, "STARTTLS");
}

void smtp_dialogue::authenticate()
{
    if (params_.username.empty())
        return;
    if (can_.auth_plain)
        ask(asked::auth_plain, "AUTH PLAIN " + plain_credentials());
    else if (can_.auth_login)
        ask(asked::auth_login, "AUTH LOGIN");
    else
        fail(outcome_class::unauthorized, "the server offers neither AUTH PLAIN nor AUTH LOGIN");
}

std::string smtp_dialogue::plain_credentials() const
{
    return base64(std::string(1, '\0') + params_.username + '\0' + params_.password);
}

void smtp_dialogue::on_auth(asked what, const smtp_reply& reply)
{
    if (reply.positive())
        return;  // ready
    if (reply.intermediate()) {
        if (what == asked::auth_plain)  // it passed over the initial response
            return ask(asked::auth_credentials, plain_credentials());
        if (what == asked::auth_login)
            return ask(asked::auth_user, base64(params_.username));
        if (what == asked::auth_user)
            return ask(asked::auth_password, base64(params_.password));
    }
    if (what == asked::auth_plain && reply.code == 504 && can_.auth_login)
        return ask(asked::auth_login, "AUTH LOGIN");
    auto why = classify(reply, smtp_stage::auth, params_.username);
    fail(reply.negative() ? why.what : outcome_class::unauthorized, "AUTH: " + why.cause);
}

}  // namespace loa
