#include "adapters/email/email_channel.hpp"

#include "adapters/email/email_preview.hpp"
#include "adapters/email/email_template.hpp"
#include "adapters/email/signing_pool.hpp"
#include "adapters/email/smtp_pool.hpp"

#include <boost/asio/ip/host_name.hpp>

#include <algorithm>
#include <utility>

namespace loa {
namespace {

email_params completed(email_params params)
{
    if (params.helo_name.empty()) {
        boost::system::error_code error;
        params.helo_name = boost::asio::ip::host_name(error);
        if (error || params.helo_name.empty())
            params.helo_name = "localhost";
    }
    params.messages_per_call = std::max<std::size_t>(params.messages_per_call, 1);
    params.messages_per_connection = std::max<std::size_t>(params.messages_per_connection, 1);
    return params;
}

bool concerns_all(outcome_class what) noexcept
{
    return what == outcome_class::throttled || what == outcome_class::content_rejected;
}

// RFC 6376 section 5.3: a relay that converts 8-bit text for the next server would break the signature.
constexpr auto signed_encoding = body_encoding::quoted_printable;

/// A call's messages, composed to be signed.
std::vector<std::string> composed(const email_template& text, std::span<const destination> to)
{
    constexpr std::size_t personal = 1'024;
    std::vector<std::string> out(to.size());
    for (std::size_t i = 0; i != to.size(); ++i) {
        out[i].reserve(text.size(signed_encoding) + personal);
        text.append(out[i], to[i], signed_encoding);
    }
    return out;
}

/// The messages of a call from number `first` on.
class rendered_mail final : public outgoing_mail {
public:
    /// \param with_signatures  all of the call; nothing: not to be signed
    rendered_mail(
        const email_template& text,
        std::span<const destination> to,
        std::size_t first,
        const messages_to_sign* with_signatures,
        std::size_t signature_size
    )
        : text_{text},
          to_{to},
          first_{first},
          with_signatures_{with_signatures},
          signature_size_{signature_size}
    {
    }

    std::size_t count() const noexcept override { return to_.size(); }
    std::string_view recipient(std::size_t index) const override { return to_[index].address; }
    void append_sender(std::string& out, std::size_t index) const override
    {
        text_.append_sender(out, to_[index]);
    }
    void append_message(std::string& out, std::size_t index, body_encoding encoding) const override
    {
        if (with_signatures_ != nullptr)
            with_signatures_->append(out, first_ + index);
        else
            text_.append(out, to_[index], encoding);
    }
    std::size_t size(body_encoding encoding) const noexcept override
    {
        return with_signatures_ != nullptr ? text_.size(signed_encoding) + signature_size_
                                           : text_.size(encoding);
    }

private:
    const email_template& text_;
    std::span<const destination> to_;
    std::size_t first_;
    const messages_to_sign* with_signatures_;
    std::size_t signature_size_;
};

class email_channel final : public channel {
public:
    email_channel(const executor& on, email_params params, logger& log)
        : params_{completed(std::move(params))},
          log_{log},
          relay_{make_smtp_relay(on, params_)},
          pool_{std::make_shared<smtp_pool>(on, *relay_, params_.connections)}
    {
        if (params_.dkim)
            signers_.emplace(on, *params_.dkim);
    }
    ~email_channel() override { pool_->clear(); }
    email_channel(const email_channel&) = delete;
    email_channel& operator=(const email_channel&) = delete;

    std::string_view name() const noexcept override { return "email"; }
    std::size_t max_batch() const noexcept override { return params_.messages_per_call; }
    bool has_look_up() const noexcept override { return false; }
    loa::contact contact() const noexcept override { return loa::contact::mailbox; }
    boost::system::result<std::unique_ptr<rendition>, problems> render(
        const bulletin& what, broadcast_id broadcast
    ) override;

    task<std::vector<outcome>> deliver(
        const email_template& text, std::span<const destination> to, time_point deadline
    );

    /// Of messages for a server that takes 8BITMIME, as they all do today.
    body_encoding encoding() const noexcept { return signers_ ? signed_encoding : body_encoding::eight_bit; }

private:
    email_params params_;
    logger& log_;
    std::unique_ptr<smtp_relay> relay_;
    std::shared_ptr<smtp_pool> pool_;
    std::optional<signing_pool> signers_;  ///< nothing: messages are not signed here
};

task<std::vector<outcome>> email_channel::deliver(
    const email_template& text, std::span<const destination> to, time_point deadline
)
{
    std::vector<outcome> ended;
    ended.reserve(to.size());
    // While the connection is waited for and opened.
    const auto with_signatures = signers_ ? signers_->sign(composed(text, to)) : nullptr;
    auto slot = co_await pool_->acquire(deadline);
    // Of those left over, which were never offered: that is not the recipient's fault, so it must not count
    // an attempt. Of the outcomes that count none, unavailable does least: it neither slows the channel down
    // (throttled) nor calls for a person (unauthorized), and the gate probes before the batch goes round
    // again, unless somebody was reached meanwhile.
    outcome failure;
    failure.what = outcome_class::unavailable;
    failure.cause = "no free connection before the deadline";
    auto current = slot && !to.empty() ? pool_->take() : smtp_pool::taken{};

    while (current.connection && ended.size() != to.size()) {
        const bool reused = current.open;
        if (!reused) {
            auto refused = co_await current.connection->open(deadline);
            if (refused) {
                failure = std::move(*refused);
                break;
            }
            current.open = true;
            log_.debug(
                "connected to the mail server",
                {{"host", params_.host}, {"tls", current.connection->encryption()}}
            );
        }
        if (with_signatures) {
            const auto missing = co_await with_signatures->wait(deadline);
            if (!missing.empty()) {
                failure.cause = missing;
                break;
            }
        }
        auto& dialogue = current.connection->dialogue();
        const auto before = dialogue.offered();
        const auto room =
            params_.messages_per_connection - std::min(before, params_.messages_per_connection - 1);
        const rendered_mail mail{
            text,
            to.subspan(ended.size(), std::min(room, to.size() - ended.size())),
            ended.size(),
            with_signatures.get(),
            signers_ ? signers_->added() : 0};
        co_await current.connection->carry(mail, deadline);

        const bool closed = dialogue.next() == smtp_dialogue::step::close;
        // A connection that served and then ended (an idle one that went stale, a server's limit of messages)
        // is no reason to give up those of which it has seen no text: another one carries them. Each round
        // sends something or is the last.
        const bool again = closed && dialogue.failure().what == outcome_class::unavailable &&
                           (reused || dialogue.answered() != 0) &&
                           std::chrono::steady_clock::now() < deadline;
        bool over = closed && !again;
        if (closed)
            log_.debug(
                "the connection to the mail server ended",
                {{"host", params_.host}, {"cause", dialogue.failure().cause}}
            );
        if (over) {
            dialogue.settle();
            failure = dialogue.failure();
        }
        for (auto& each : dialogue.ended()) {
            if (!each)
                break;
            ended.push_back(std::move(*each));
        }
        // What is said to one because it concerns all is not asked again on the next connection.
        if (!ended.empty() && concerns_all(ended.back().what)) {
            failure = ended.back();
            over = true;
        }
        if (closed || dialogue.offered() >= params_.messages_per_connection)
            current = smtp_pool::taken{};
        if (over)
            break;
        if (!current.connection)
            current.connection = pool_->make_connection();
    }
    ended.resize(to.size(), failure);
    if (current.open)
        pool_->put_back(std::move(current.connection));
    co_return ended;
}

class email_rendition final : public rendition {
public:
    email_rendition(email_channel& channel, email_template text) : channel_{channel}, text_{std::move(text)}
    {
    }

    task<std::vector<outcome>> deliver(std::span<const destination> to, time_point deadline) override
    {
        return channel_.deliver(text_, to, deadline);
    }

    task<std::vector<presence>> look_up(std::span<const destination> of, time_point) override
    {
        co_return std::vector<presence>(of.size(), presence::cannot_tell);
    }

    message_preview preview(const destination& to) const override
    {
        return preview_of(text_, to, channel_.encoding());
    }

private:
    email_channel& channel_;
    email_template text_;
};

boost::system::result<std::unique_ptr<rendition>, problems> email_channel::render(
    const bulletin& what, broadcast_id broadcast
)
{
    auto text = email_template::render(what, broadcast, params_);
    if (!text)
        return text.error();
    return std::make_unique<email_rendition>(*this, std::move(*text));
}

}  // namespace

std::unique_ptr<channel> make_email_channel(
    boost::asio::io_context& context, email_params params, logger& log
)
{
    return std::make_unique<email_channel>(context.get_executor(), std::move(params), log);
}

}  // namespace loa
