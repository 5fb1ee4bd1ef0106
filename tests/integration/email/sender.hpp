#pragma once
/// \file
/// The email channel with one short bulletin, for tests against servers.

#include "adapters/email/email_channel.hpp"
#include "adapters/email/smtp_connection.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loa::testing {

class sender {
public:
    explicit sender(email_params given) : channel{make_email_channel(context, std::move(given), log)}
    {
        bulletin what;
        what.source = "portal";
        what.id = "1";
        what.url = "https://hcm.edu.vn/ct/1";
        what.title = "Notice";
        what.body_html = "<p>Dear all</p>\n<p>.hidden</p>\n";
        what.department = "Office";
        what.audience = staff_of("sgddt-hcm");
        auto rendered = channel->render(what, 7);
        REQUIRE(rendered.has_value());
        mail = std::move(*rendered);
    }

    static email_params to_port(std::uint16_t port, smtp_tls tls = smtp_tls::none)
    {
        email_params params;
        params.host = "localhost";
        params.port = port;
        params.tls = tls;
        params.helo_name = "loa.test";
        params.from_address = "bantin@school.test";
        params.bounce_domain = "bounce.school.test";
        return params;
    }

    static idempotency_key key(std::size_t index)
    {
        std::array<char, 32> digits{};
        digits.fill('a');
        const auto text = std::to_string(index);
        std::copy(text.begin(), text.end(), digits.begin());
        return idempotency_key{digits};
    }

    static std::vector<destination> destinations(std::vector<std::string>&&) = delete;  // they are views
    static std::vector<destination> destinations(const std::vector<std::string>& to)
    {
        std::vector<destination> out;
        for (std::size_t i = 0; i != to.size(); ++i) {
            auto& each = out.emplace_back();
            each.no = static_cast<std::uint32_t>(i);
            each.address = to[i];
            each.key = key(i);
        }
        return out;
    }

    std::vector<outcome> deliver(
        const std::vector<std::string>& to, std::chrono::milliseconds limit = std::chrono::seconds{8}
    )
    {
        const auto list = destinations(to);
        return run(context, mail->deliver(list, std::chrono::steady_clock::now() + limit));
    }

    /// "accepted", or "rejected: 550 5.1.1 no".
    static std::vector<std::string> texts(const std::vector<outcome>& ended)
    {
        std::vector<std::string> out;
        for (const auto& each : ended)
            out.push_back(std::string{to_string(each.what)} + (each.cause.empty() ? "" : ": " + each.cause));
        return out;
    }

    boost::asio::io_context context;
    recorded_log log;
    std::unique_ptr<loa::channel> channel;
    std::unique_ptr<rendition> mail;
};

using strings = std::vector<std::string>;

/// Messages as the test wants them, to an@school.test.
class own_mail final : public outgoing_mail {
public:
    own_mail(std::size_t count, std::string text) : count_{count}, text_{std::move(text)} {}

    std::size_t count() const noexcept override { return count_; }
    std::string_view recipient(std::size_t) const override { return "an@school.test"; }
    void append_sender(std::string& out, std::size_t) const override { out += "b@bounce.school.test"; }
    void append_message(std::string& out, std::size_t, body_encoding) const override { out += text_; }
    std::size_t size(body_encoding) const noexcept override { return text_.size(); }

private:
    std::size_t count_;
    std::string text_;
};

/// How they end over a connection of their own.
inline strings carry(
    const email_params& params,
    const own_mail& mail,
    std::chrono::milliseconds limit = std::chrono::seconds{8}
)
{
    boost::asio::io_context context;
    const auto relay = make_smtp_relay(context.get_executor(), params);
    const auto connection = relay->make_connection();
    const auto deadline = std::chrono::steady_clock::now() + limit;
    REQUIRE_FALSE(run(context, connection->open(deadline)).has_value());
    run(context, connection->carry(mail, deadline));
    if (connection->dialogue().next() == smtp_dialogue::step::close)
        connection->dialogue().settle();
    std::vector<outcome> ended;
    for (const auto& each : connection->dialogue().ended()) ended.push_back(each.value());
    return sender::texts(ended);
}

/// More than the buffers between here and a server hold.
inline own_mail long_mail(std::size_t count)
{
    std::string text;
    while (text.size() < 8'000'000) text += "one line of a long text\r\n";
    return {count, text + ".\r\n"};
}

inline const std::string an = "an@school.test", binh = "binh@school.test", chi = "chi@school.test";

}  // namespace loa::testing
