#include "adapters/email/smtp_reply.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace loa;
using state = smtp_reply_parser::state;

namespace {

smtp_reply parsed(std::string_view text)
{
    smtp_reply_parser parser;
    REQUIRE(parser.feed(text) == state::complete);
    CHECK(text.empty());
    return parser.reply();
}

state fed(std::string_view text)
{
    smtp_reply_parser parser;
    auto last = state::more;
    while (!text.empty() && last != state::malformed) last = parser.feed(text);
    return last;
}

}  // namespace

TEST_CASE("a reply is read with its code, enhanced code and text", "[email][smtp_reply]")
{
    const auto one = parsed("550 5.1.1 <a@b>: User unknown\r\n");
    CHECK(one.code == 550);
    CHECK(one.enhanced == enhanced_code{5, 1, 1});
    CHECK(one.text == "<a@b>: User unknown");
    CHECK(one.negative());

    const auto many = parsed("250-mx.example\r\n250-SIZE 100\r\n250 HELP\r\n");
    CHECK(many.text == "mx.example\nSIZE 100\nHELP");
    CHECK_FALSE(many.enhanced);
    CHECK(many.positive());

    CHECK(parsed("250\r\n").text.empty());
    CHECK(parsed("250 \r\n").text.empty());
    CHECK(parsed("250 2.0.0\n").enhanced == enhanced_code{2, 0, 0});
    CHECK(parsed("451-4.7.1 slow\r\n451 4.7.1 down\r\n").text == "slow\ndown");
    CHECK(parsed("354 go on\r\n").intermediate());
}

TEST_CASE("an enhanced code that contradicts the reply or is none is only text", "[email][smtp_reply]")
{
    for (const auto* text :
         {"4.1.1 no", "5.1 no", "5.1.1x no", "5..1 no", "5.1234.1 no", "5.1.1111 no", "5", "5.", "x.1.1"}) {
        const auto reply = parsed(std::string{"550 "} + text + "\r\n");
        CHECK_FALSE(reply.enhanced);
        CHECK(reply.text == text);
    }
    CHECK_FALSE(parsed("354 3.1.1 go\r\n").enhanced);
}

TEST_CASE("replies come out the same however the network cuts them", "[email][smtp_reply]")
{
    const std::string wire = "220 hello\r\n250-a\r\n250-b\r\n250 2.1.0 c\r\n354 go\n";
    for (std::size_t cut = 1; cut <= wire.size(); ++cut) {
        smtp_reply_parser parser;
        std::string seen;
        for (std::size_t at = 0; at < wire.size(); at += cut) {
            auto part = std::string_view{wire}.substr(at, cut);
            while (!part.empty())
                if (parser.feed(part) == state::complete)
                    seen += std::to_string(parser.reply().code) + parser.reply().text + ";";
        }
        CHECK(seen == "220hello;250a\nb\nc;354go;");
        CHECK_FALSE(parser.midway());
    }
}

TEST_CASE("what is not SMTP is told and stays so", "[email][smtp_reply]")
{
    for (const auto* text :
         {"HTTP/1.1 200 OK\r\n",
          "\r\n",
          "25\r\n",
          "150 x\r\n",
          "650 x\r\n",
          "2x0 x\r\n",
          "25x x\r\n",
          "250x\r\n",
          "250_x\r\n",
          "250-a\r\n251 b\r\n",
          "250-a\r\nb\r\n",
          "\xff\xfe\r\n",
          "\x16\x03\x01\r\n"})
        CHECK(fed(text) == state::malformed);

    smtp_reply_parser parser;
    std::string_view bad = "nonsense\r\n";
    CHECK(parser.feed(bad) == state::malformed);
    std::string_view good = "220 hello\r\n";
    CHECK(parser.feed(good) == state::malformed);
}

TEST_CASE("a banner without end costs bounded memory", "[email][smtp_reply]")
{
    CHECK(fed("220 " + std::string(smtp_reply_parser::line_limit, 'x')) == state::malformed);
    CHECK(fed("220 " + std::string(smtp_reply_parser::line_limit - 4, 'x') + "\n") == state::complete);

    std::string lines;
    for (std::size_t i = 0; i <= smtp_reply_parser::lines_limit; ++i) lines += "220-x\r\n";
    CHECK(fed(lines) == state::malformed);

    lines.clear();
    for (std::size_t size = 0; size <= smtp_reply_parser::text_limit; size += 1000)
        lines += "220-" + std::string(1000, 'x') + "\r\n";
    CHECK(fed(lines) == state::malformed);
}

TEST_CASE("bytes of the next reply are left alone", "[email][smtp_reply]")
{
    smtp_reply_parser parser;
    std::string_view wire = "250 a\r\n354 b";
    CHECK(parser.feed(wire) == state::complete);
    CHECK(wire == "354 b");
    CHECK(parser.feed(wire) == state::more);
    CHECK(parser.midway());
    wire = "\r\n";
    CHECK(parser.feed(wire) == state::complete);
    CHECK(parser.reply().text == "b");
}
