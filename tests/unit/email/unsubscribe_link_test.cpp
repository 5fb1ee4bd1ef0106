#include "adapters/email/email_template.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/email/received_mail.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace loa;
using loa::testing::received_mail;

namespace {

constexpr std::array both{body_encoding::eight_bit, body_encoding::quoted_printable};
const std::vector<std::uint8_t> secret(32, 7);

email_params with_links(const std::string& url = "https://loa.hcm.edu.vn/u/")
{
    email_params out;
    out.unsubscribe_url = url;
    out.tokens.emplace(secret);
    return out;
}

std::string message(const email_params& params, body_encoding encoding, std::uint32_t no = 42)
{
    bulletin what;
    what.source = "portal";
    what.id = "1";
    what.title = "Thông báo nghỉ học";
    what.body_html = "<p>Chào các bạn.</p>";
    what.published_at = *parse_rfc3339("2026-11-20T08:30:00+07:00");
    const auto made = email_template::render(what, 7, params);
    REQUIRE(made.has_value());
    std::string out;
    destination to;
    to.no = no;
    to.address = "an@hcm.edu.vn";
    to.name = "Nguyễn Văn An";
    made->append(out, to, encoding);
    return out;
}

std::string token(std::uint32_t no = 42)
{
    const auto made = refusal_tokens{secret}.make({7, no});
    return {made.begin(), made.end()};
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "every mail can be stopped: by a mail client's own button, by a link in it, and each by its own",
    "[email]"
)
{
    for (const auto encoding : both)
        for (const std::uint32_t no : {42U, 43U, 2'600'000U}) {
            const received_mail mail{message(with_links(), encoding, no)};
            const auto url = "https://loa.hcm.edu.vn/u/" + token(no);
            CHECK(mail.header("List-Unsubscribe") == "<" + url + ">");
            CHECK(mail.header_count("List-Unsubscribe") == 1);
            CHECK(mail.header("List-Unsubscribe-Post") == "List-Unsubscribe=One-Click");
            CHECK(contains(mail.text(), "Ngừng nhận bản tin qua email:\n<" + url + ">"));
            CHECK(contains(mail.html(), "href=\"" + url + "\""));
            CHECK(contains(mail.html(), ">Ngừng nhận bản tin qua email</a>"));
        }
}

TEST_CASE("without a public address mail has no link that leads nowhere", "[email]")
{
    for (const auto encoding : both) {
        const received_mail mail{message({}, encoding)};
        CHECK(mail.header_count("List-Unsubscribe") == 0);
        CHECK(mail.header_count("List-Unsubscribe-Post") == 0);
        CHECK_FALSE(contains(mail.text() + mail.html(), "Ngừng nhận"));
    }
}

TEST_CASE("a link stays whole and lines lawful however long the public address is", "[email]")
{
    for (std::size_t length = 1; length < 200; length += 3) {
        const auto start = "https://" + std::string(std::min<std::size_t>(length, 60), 'a') + ".hcm.edu.vn/" +
                           std::string(length, '.') + "/u/";
        for (const auto encoding : both) {
            const auto sent = message(with_links(start), encoding);
            const received_mail mail{sent};
            CHECK(contains(mail.text(), "<" + start + token() + ">"));
            CHECK(contains(mail.html(), "href=\"" + start + token() + "\""));
            if (encoding == body_encoding::eight_bit)
                continue;
            const auto body = sent.substr(sent.find("\r\n\r\n"));
            for (std::size_t at = 0; at < body.size();) {
                const auto end = std::min(body.find("\r\n", at), body.size());
                CHECK(end - at <= 76);
                at = end + 2;
            }
        }
    }
}
