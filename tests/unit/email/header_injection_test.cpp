#include "adapters/email/email_template.hpp"
#include "tests/support/bulletins.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"
#include "tests/unit/email/received_mail.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <functional>

using namespace loa;
using loa::testing::received_mail;
namespace json = boost::json;

namespace {

const std::vector<std::string> attacks{
    "\r\nBcc: evil@evil.example",
    "\nBcc: evil@evil.example",
    "\rBcc: evil@evil.example",
    "\r\n\r\n<script>alert(1)</script>",
    "\r\n.\r\nMAIL FROM:<evil@evil.example>",
    "\r\n\r\n--=_loa-slot-7\r\nContent-Type: text/html\r\n\r\nevil",
    " =?utf-8?Q?=0D=0ABcc:_evil@evil.example?=",
    "%0d%0aBcc: evil@evil.example",
    "\xE2\x80\xA8"
    "Bcc: evil@evil.example",
    "\xC2\x85"
    "Bcc: evil@evil.example",
    "> <evil@evil.example>",
    "\\\" <evil@evil.example>, \"",
};

/// Calls `then` with the path of every string below, and the string itself to be changed.
void for_each_string(
    json::value& in,
    const std::string& path,
    const std::function<void(const std::string&, json::string&)>& then
)
{
    if (auto* text = in.if_string())
        then(path, *text);
    else if (auto* list = in.if_array())
        for (std::size_t i = 0; i != list->size(); ++i)
            for_each_string((*list)[i], path + '[' + std::to_string(i) + ']', then);
    else if (auto* object = in.if_object())
        for (auto& [key, value] : *object)
            for_each_string(
                value, (path.empty() ? "" : path + '.') + std::string{key.data(), key.size()}, then
            );
}

/// The headers of a message with nothing hostile in it.
const std::vector<std::string> usual_headers{
    "From", "To", "Subject", "Date", "Message-Id", "List-Id", "Auto-Submitted", "MIME-Version"};

void check_is_whole(const email_template& made)
{
    for (const auto encoding : {body_encoding::eight_bit, body_encoding::quoted_printable}) {
        std::array<char, 32> digits{};
        digits.fill('a');
        std::string sent;
        made.append(
            sent,
            {.no = 1, .address = "an@hcm.edu.vn", .name = "An", .key = idempotency_key{digits}},
            encoding
        );
        const auto head = sent.substr(0, sent.find("\r\n\r\n"));
        CHECK(head.find("\r\nBcc") == std::string::npos);
        CHECK(head.find_first_of(std::string{"\0\v\f", 3}) == std::string::npos);
        for (std::size_t at = 0; (at = head.find_first_of("\r\n", at)) != std::string::npos; at += 2)
            REQUIRE(head.substr(at, 2) == "\r\n");
        CHECK(sent.find("\r\n.\r\n") == sent.size() - 5);
        const received_mail mail{sent};
        CHECK(mail.header_count("Bcc") == 0);
        for (const auto& name : usual_headers) {
            CAPTURE(name);
            CHECK(mail.header_count(name) == 1);
        }
        CHECK(mail.recipients() == std::vector<std::string>{"an@hcm.edu.vn"});
        CHECK(mail.types() == std::vector<std::string>{"multipart/alternative", "text/plain", "text/html"});
        CHECK(mail.html().find("<script") == std::string::npos);
    }
}

}  // namespace

TEST_CASE(
    "no field of a bulletin forges a header, a part or a message: it is refused by name, or stays text",
    "[email_template][hostile]"
)
{
    auto sample = json::parse(testing::read_source("tests/data/bulletins/01-plan.json"));
    auto& object = sample.as_object();
    // Fields that the sample leaves out.
    object["urgency"] = "normal";
    object["approved_by"] = "Trần Thị Bình";
    object["summary"] = "Tóm tắt.";
    object["expires_at"] = "2099-01-01T00:00:00Z";
    object["image"] = {{"url", "https://hcm.edu.vn/a.jpg"}, {"alt", "Ảnh"}};
    object["document"] = {{"number", "172/KH"}, {"issued_on", "2022-01-21"}};
    object["attachments"] = {
        {{"name", "a.pdf"},
         {"url", "https://hcm.edu.vn/a.pdf"},
         {"bytes", 1},
         {"media_type", "application/pdf"}}};
    object["audience"] = json::parse(
        R"({"include":[{"unit":"so","roles":["staff"],"levels":["th"]}],"exclude":[{"unit":"x"}]})"
    );
    object["channels"] = json::array{"email"};
    REQUIRE(parse_bulletin(json::serialize(sample), {}).has_value());

    std::size_t fields = 0, refused = 0, rendered = 0;
    for_each_string(sample, "", [&](const std::string& path, json::string& text) {
        ++fields;
        const auto before = text;
        for (const auto& attack : attacks) {
            CAPTURE(path, attack);
            text = before;
            text += attack;
            const auto read = parse_bulletin(json::serialize(sample), {});
            if (!read) {
                ++refused;
                CHECK(read.error().front().field.starts_with(path.substr(0, path.find('['))));
                continue;
            }
            const auto made = email_template::render(*read, 7, {});
            if (!made) {
                ++refused;
                CHECK_FALSE(made.error().front().text.empty());
                continue;
            }
            ++rendered;
            check_is_whole(*made);
        }
        text = before;
    });
    CHECK(fields >= 25);
    CHECK(refused > 100);
    CHECK(rendered > 50);
}

TEST_CASE("a bulletin that came past the reader cannot forge a header either", "[email_template][hostile]")
{
    for (const auto& attack : attacks) {
        CAPTURE(attack);
        bulletin what;
        what.source = "portal";
        what.id = "1";
        what.url = "https://hcm.edu.vn/ct/1/2";
        what.title = "Thông báo" + attack;
        what.summary = "Tóm tắt" + attack;
        what.body_html = "<p>Chào" + attack + "</p>";
        what.department = "Văn phòng" + attack;
        what.author = what.approved_by = "An" + attack;
        what.document = bulletin_document{"1" + attack, "2022" + attack};
        what.attachments = {{"a.pdf" + attack, "https://hcm.edu.vn/a.pdf", 1, "x/y" + attack}};
        what.image = bulletin_image{"https://hcm.edu.vn/a.jpg", "Ảnh" + attack};
        const auto made = email_template::render(what, 7, {});
        REQUIRE(made.has_value());
        check_is_whole(*made);
        for (auto* url : {&what.url, &what.attachments[0].url, &what.image->url}) {
            const auto before = *url;
            *url += attack;
            if (const auto again = email_template::render(what, 7, {}))
                check_is_whole(*again);
            *url = before;
        }
    }
}
