// The mail half of the dialogue: one transaction after the other.
#include "adapters/email/smtp_dialogue.hpp"

#include <algorithm>
#include <utility>

namespace loa {
namespace {

bool is_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

}  // namespace

void smtp_dialogue::begin(const outgoing_mail& mail)
{
    mail_ = &mail;
    ended_.assign(mail.count(), std::nullopt);
    next_ = 0;
    offered_.reset();
    sent_.reset();
    if (can_.size_limit != 0 && mail.size(encoding()) > can_.size_limit) {
        outcome too_big;
        too_big.what = outcome_class::content_rejected;
        too_big.cause = "larger than the server's SIZE limit";
        return give_up(0, std::move(too_big));
    }
    offer_next();
}

body_encoding smtp_dialogue::encoding() const noexcept
{
    return can_.eight_bit ? body_encoding::eight_bit : body_encoding::quoted_printable;
}

bool smtp_dialogue::needs_utf8(std::size_t index) const
{
    return !is_ascii(mail_->recipient(index));
}

std::optional<outcome> smtp_dialogue::unsendable(std::size_t index) const
{
    const auto mailbox = mail_->recipient(index);
    outcome no;
    no.what = outcome_class::rejected;
    // Nothing that could end the path or the line, whoever wrote the directory. 254: RFC 5321,
    // section 4.5.3.1.3.
    const bool clean = std::none_of(mailbox.begin(), mailbox.end(), [](unsigned char c) {
        return c <= ' ' || c == 0x7f || c == '<' || c == '>';
    });
    if (!clean || mailbox.size() > 254 || mailbox.find('@') == mailbox.npos || mailbox.front() == '@' ||
        mailbox.back() == '@')
        no.cause = "not a mailbox";
    else if (needs_utf8(index) && !can_.utf8)
        no.cause = "the server cannot take a mailbox outside ASCII (SMTPUTF8)";
    else
        return std::nullopt;
    return no;
}

void smtp_dialogue::offer_next()
{
    offered_.reset();
    if (mail_ == nullptr)
        return;
    for (; next_ != ended_.size(); ++next_) {
        ended_[next_] = unsendable(next_);
        if (!ended_[next_])
            break;
    }
    if (next_ == ended_.size())
        return;
    offered_ = next_++;
    ++offers_;
    mail_taken_ = rcpt_taken_ = offer_begun_ = false;
    offer_begin_ = out_.size();
    out_ += "MAIL FROM:<";
    mail_->append_sender(out_, *offered_);
    out_ += '>';
    if (can_.size) {
        out_ += " SIZE=";
        out_ += std::to_string(mail_->size(encoding()) + 2 * mail_->recipient(*offered_).size() + 256);
    }
    if (can_.eight_bit)
        out_ += " BODY=8BITMIME";
    if (needs_utf8(*offered_))
        out_ += " SMTPUTF8";
    ask(asked::mail, "");
    if (can_.pipelining) {
        ask_rcpt();
        ask(asked::data, "DATA");
    }
}

void smtp_dialogue::ask_rcpt()
{
    out_ += "RCPT TO:<";
    out_ += mail_->recipient(*offered_);
    ask(asked::rcpt, ">");
}

// Ends the group here: the server would say the same of the rest, or is better left alone.
void smtp_dialogue::give_up(std::size_t from, outcome why)
{
    for (auto i = from; i != ended_.size(); ++i)
        if (!ended_[i])
            ended_[i] = why;
    next_ = ended_.size();
    if (!asked_.empty()) {  // commands of the next transaction are on their way
        failure_ = std::move(why);
        closed_ = true;
    }
}

void smtp_dialogue::refuse(smtp_stage stage, const smtp_reply& reply)
{
    auto why = classify(reply, stage, mail_->recipient(*offered_));
    if (reply.code == 421) {  // the connection ends; this message may be offered on another one
        offered_.reset();
        return lost(std::move(why));
    }
    if (why.what == outcome_class::throttled || why.what == outcome_class::content_rejected) {
        if (!ended_[*offered_])
            ended_[*offered_] = why;
        failure_ = why;
        give_up(0, std::move(why));
        closed_ = true;
        return;
    }
    if (!ended_[*offered_]) {
        ended_[*offered_] = std::move(why);
        ++answered_;
    }
}

void smtp_dialogue::on_mail_reply(asked what, const smtp_reply& reply)
{
    const bool is_mail = what == asked::mail;
    if (reply.intermediate())
        return fail(outcome_class::unavailable, "out of place: " + cause_of(reply, {}));
    if (reply.positive())
        (is_mail ? mail_taken_ : rcpt_taken_) = true;
    else
        refuse(is_mail ? smtp_stage::mail : smtp_stage::rcpt, reply);
    if (closed_ || can_.pipelining)
        return;
    if (reply.negative())
        ask(asked::reset, "RSET");
    else if (is_mail)
        ask_rcpt();
    else
        ask(asked::data, "DATA");
}

void smtp_dialogue::on_data_reply(const smtp_reply& reply)
{
    if (reply.positive())
        return fail(outcome_class::unavailable, "out of place: " + cause_of(reply, {}));
    if (reply.negative()) {
        refuse(smtp_stage::data, reply);
        if (closed_)
            return;
        ask(asked::reset, "RSET");
    }
    else if (mail_taken_ && rcpt_taken_) {
        sent_ = std::exchange(offered_, std::nullopt);
        text_begun_ = text_ended_ = false;
        text_begin_ = out_.size();
        mail_->append_message(out_, *sent_, encoding());
        text_end_ = out_.size();
        asked_.push_back(asked::content);
    }
    else if (rcpt_taken_) {
        // It refused the sender and took the recipient: an end of the text might deliver nothing at all to
        // somebody.
        return fail(outcome_class::unavailable, "out of place: " + cause_of(reply, {}));
    }
    else {
        ask(asked::nothing, ".");  // 354 though nobody was taken (RFC 2920, section 3.1): end it
    }
    if (can_.pipelining)
        offer_next();
}

void smtp_dialogue::on_content_reply(const smtp_reply& reply)
{
    if (reply.intermediate() || (reply.positive() && !text_ended_))
        return fail(outcome_class::unavailable, "out of place: " + cause_of(reply, {}));
    const auto index = *std::exchange(sent_, std::nullopt);
    ++answered_;
    auto& ended = ended_[index].emplace();
    if (reply.negative()) {
        ended = classify(reply, smtp_stage::content, mail_->recipient(index));
        if (reply.code == 421) {
            offered_.reset();
            return lost(ended);
        }
        if (ended.what == outcome_class::throttled || ended.what == outcome_class::content_rejected)
            give_up(index, outcome{ended});
        if (!text_ended_)  // it broke off in the middle of the text: the rest of what we said is lost on it
            fail(outcome_class::unavailable, std::string{ended.cause});
    }
    if (!closed_ && asked_.empty())
        offer_next();
}

}  // namespace loa
