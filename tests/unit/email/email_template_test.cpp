#include "adapters/email/email_template.hpp"

#include "tests/support/bulletins.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/email/received_mail.hpp"

#include <algorithm>
#include <array>

using namespace loa;
using loa::testing::received_mail;

namespace {

constexpr std::array both{body_encoding::eight_bit, body_encoding::quoted_printable};

idempotency_key key()
{
    std::array<char, 32> digits{};
    std::copy_n("0123456789abcdef0123456789abcdef", 32, digits.begin());
    return idempotency_key{digits};
}

bulletin notice()
{
    bulletin out;
    out.source = "portal";
    out.id = "1";
    out.url = "https://hcm.edu.vn/ct/1/2";
    out.title = "Thông báo nghỉ học";
    out.summary = "Học sinh nghỉ sáng 24/11.";
    out.body_html = "<p>Chào các bạn.</p>";
    out.department = "Văn phòng Sở";
    out.published_at = *parse_rfc3339("2026-11-20T08:30:00+07:00");
    return out;
}

std::string message(
    const bulletin& what,
    body_encoding encoding,
    std::string_view name = "Nguyễn Văn An",
    std::string_view address = "an@hcm.edu.vn",
    const email_params& params = {}
)
{
    const auto made = email_template::render(what, 7, params);
    REQUIRE(made.has_value());
    std::string out;
    made->append(out, {.no = 42, .address = address, .name = name, .key = key()}, encoding);
    return out;
}

received_mail receive(const bulletin& what, body_encoding encoding, std::string_view name = "Nguyễn Văn An")
{
    return received_mail{message(what, encoding, name)};
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

/// What every message must keep, whatever it holds: CRLF lines of a lawful length, dots stuffed, the end
/// where it belongs.
void check_on_the_wire(std::string_view sent, body_encoding encoding)
{
    REQUIRE(sent.ends_with("\r\n.\r\n"));
    const std::size_t longest =
        encoding == body_encoding::eight_bit ? 998 : 200;  // headers: Archived-At cannot be folded
    for (std::size_t start = 0; start != sent.size();) {
        const auto end = sent.find("\r\n", start);
        REQUIRE(end != std::string_view::npos);
        const auto line = sent.substr(start, end - start);
        CHECK(line.size() <= longest);
        CHECK(line.find_first_of(std::string_view{"\r\n\0", 3}) == std::string_view::npos);
        if (line.starts_with('.') && end + 2 != sent.size())
            CHECK(line.starts_with(".."));
        if (encoding == body_encoding::quoted_printable)
            CHECK(std::all_of(line.begin(), line.end(), [](char c) {
                return static_cast<unsigned char>(c) < 0x80;
            }));
        start = end + 2;
    }
}

}  // namespace

TEST_CASE("the headers say what the message is, from whom and to whom", "[email_template]")
{
    for (const auto encoding : both) {
        auto params = email_params{};
        params.reply_to = "vanphong@hcm.edu.vn";
        const received_mail mail{message(notice(), encoding, "Nguyễn Văn An", "an@hcm.edu.vn", params)};
        CHECK(mail.header("From") == "\"Sở Giáo dục và Đào tạo TP. Hồ Chí Minh\" <bantin@hcm.edu.vn>");
        CHECK(mail.header("To") == "Nguyễn Văn An <an@hcm.edu.vn>");
        CHECK(mail.header("Reply-To") == "vanphong@hcm.edu.vn");
        CHECK(mail.header("Subject") == "Thông báo nghỉ học");
        CHECK(mail.header("Date") == "Fri, 20 Nov 2026 08:30:00 +0700");
        CHECK(mail.header("Message-Id") == "<0123456789abcdef0123456789abcdef@loa.hcm.edu.vn>");
        CHECK(mail.header("List-Id") == "<bantin.hcm.edu.vn>");
        CHECK(mail.header("Auto-Submitted") == "auto-generated");
        CHECK(mail.header("X-Auto-Response-Suppress") == "OOF, AutoReply");
        CHECK(mail.header("Archived-At") == "<https://hcm.edu.vn/ct/1/2>");
        CHECK(mail.header("Content-Language") == "vi");
        CHECK(mail.header("MIME-Version") == "1.0");
        CHECK(mail.header("Precedence").empty());
        CHECK(mail.header_count("Message-Id") == 1);
        CHECK(mail.types() == std::vector<std::string>{"multipart/alternative", "text/plain", "text/html"});
        CHECK(mail.charset(0) == "utf-8");
        CHECK(mail.charset(1) == "utf-8");
    }
}

TEST_CASE(
    "a message in which a personal place cannot be told is refused, not sent alike to all", "[email_template]"
)
{
    const auto codes = [](const bulletin& what, const email_params& params) {
        std::vector<std::string> out;
        if (const auto made = email_template::render(what, 7, params); !made)
            for (const auto& each : made.error()) out.push_back(each.code);
        return out;
    };
    CHECK(codes(notice(), {}).empty());
    email_params params;
    params.from_name = "loa-slot-id";
    CHECK(codes(notice(), params) == std::vector<std::string>{"not_renderable"});

    auto imitation = notice();
    imitation.body_html = "<p>loa-slot-id loa-slot-text loa-slot-html loa-slot1-id</p>";
    CHECK(codes(imitation, {}).empty());
    for (int i = 0; i != 100; ++i) imitation.body_html += "<p>loa-slot" + std::to_string(i) + "-text</p>";
    CHECK(codes(imitation, {}) == std::vector<std::string>{"not_renderable"});
}

TEST_CASE("both parts greet by name, or everybody where there is no name", "[email_template]")
{
    for (const auto encoding : both) {
        const auto mail = receive(notice(), encoding);
        CHECK(contains(mail.text(), "\nKính gửi Ông/Bà Nguyễn Văn An,\n"));
        CHECK(contains(mail.html(), "\nKính gửi Ông/Bà Nguyễn Văn An,\n"));
        const auto all = receive(notice(), encoding, "");
        CHECK(contains(all.text(), "\nKính gửi Quý thầy cô và Quý phụ huynh,\n"));
        CHECK(contains(all.html(), "\nKính gửi Quý thầy cô và Quý phụ huynh,\n"));
        CHECK(all.header("To") == "an@hcm.edu.vn");
    }
}

TEST_CASE("the text part alone says all that the message has to say", "[email_template]")
{
    auto what = notice();
    what.document = bulletin_document{"172/KH-SGDĐT", "2022-01-21"};
    what.attachments = {
        {"Kế hoạch.pdf", "https://hcm.edu.vn/data/Kế hoạch.pdf", 412'873, "application/pdf"},
        {"Phim.mp4", "https://hcm.edu.vn/p.mp4", 1'288'490, "video/mp4"},
    };
    what.image = bulletin_image{"https://hcm.edu.vn/a.jpg", "Bìa kế hoạch"};
    CHECK(
        receive(what, body_encoding::quoted_printable).text() ==
        "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh\n"
        "Bản tin · Văn phòng Sở\n"
        "\n"
        "Kính gửi Ông/Bà Nguyễn Văn An,\n"
        "\n"
        "Thông báo nghỉ học\n"
        "------------------\n"
        "\n"
        "Học sinh nghỉ sáng 24/11.\n"
        "\n"
        "[Hình: Bìa kế hoạch]\n"
        "\n"
        "Chào các bạn.\n"
        "\n"
        "Văn bản số 172/KH-SGDĐT ngày 21/01/2022\n"
        "\n"
        "Tệp đính kèm\n"
        "------------\n"
        "\n"
        "- Kế hoạch.pdf (403 KB)\n"
        "  <https://hcm.edu.vn/data/K%E1%BA%BF%20ho%E1%BA%A1ch.pdf>\n"
        "- Phim.mp4 (1,2 MB)\n"
        "  <https://hcm.edu.vn/p.mp4>\n"
        "\n"
        "Xem trên trang thông tin của Sở:\n"
        "<https://hcm.edu.vn/ct/1/2>\n"
        "\n"
        "* * *\n"
        "\n"
        "Văn phòng Sở · 08:30 ngày 20/11/2026\n"
        "\n"
        "Quý vị nhận được thư này vì địa chỉ thư điện tử của quý vị có trong danh\n"
        "bạ của ngành Giáo dục và Đào tạo Thành phố. Sở không bao giờ hỏi mật\n"
        "khẩu hay mã OTP qua thư điện tử.\n"
    );
}

TEST_CASE("the HTML part says the same and fetches nothing but the bulletin's images", "[email_template]")
{
    auto what = notice();
    what.document = bulletin_document{"172/KH-SGDĐT", "2022-01-21"};
    what.attachments = {{"Kế hoạch.pdf", "https://hcm.edu.vn/k.pdf", 412'873, "application/pdf"}};
    what.image = bulletin_image{"https://hcm.edu.vn/a.jpg", "Bìa \"kế hoạch\""};
    what.body_html =
        "<table><tr><th>A</th></tr></table><img src='https://hcm.edu.vn/b.png' width=2000 height=1000 alt=B>";
    const auto html = receive(what, body_encoding::eight_bit).html();
    for (const auto* part : {
             "<html lang=\"vi\"",
             "Kính gửi Ông/Bà Nguyễn Văn An,",
             "Thông báo nghỉ học</h1>",
             "Học sinh nghỉ sáng 24/11.",
             "alt=\"Bìa &quot;kế hoạch&quot;\"",
             "Văn bản số 172/KH-SGDĐT ngày 21/01/2022",
             "Kế hoạch.pdf (403 KB)</a>",
             "href=\"https://hcm.edu.vn/k.pdf\"",
             "Xem trên trang thông tin của Sở",
             "Sở không bao giờ hỏi mật khẩu hay mã OTP",
             "prefers-color-scheme: dark",
             "border-collapse:collapse",
             "width=\"536\"",
         }) {
        CAPTURE(part);
        std::string flat = html;
        std::replace(flat.begin(), flat.end(), '\n', ' ');
        CHECK(contains(flat, part));
    }
    CHECK(std::count(html.begin(), html.end(), '\0') == 0);
    std::size_t images = 0;
    for (auto at = html.find("<img"); at != std::string::npos; at = html.find("<img", at + 1)) ++images;
    CHECK(images == 2);
    for (const auto* loader : {"url(", "@import", "<link", "<script", "srcset", "background=\"", "2000"})
        CHECK_FALSE(contains(html, loader));
}

TEST_CASE("names cannot forge headers or markup", "[email_template]")
{
    const std::string zeros{"a\0b", 3};
    for (const std::string& name : {
             std::string{"An\r\nBcc: evil@evil.example"},
             std::string{"An\r\n\r\n<script>alert(1)</script>"},
             std::string{"\r\n.\r\nMAIL FROM:<evil@evil.example>"},
             std::string{"\"An\" <evil@evil.example>,"},
             std::string{"An, Bình; Chi: (x)"},
             std::string{"\\\" \\\\"},
             std::string{"=?utf-8?B?QW4=?="},
             std::string{".\n."},
             std::string{"Nguyễn\u2028Bcc: x"},
             std::string{"\xFF\xC3 An"},
             zeros,
             std::string{"\u202eevil"},
             std::string(1000, '"'),
             std::string(1000, '.'),
             std::string(300, 'x') + "ễ",
             std::string{"Nguyễn Thị Phương Thảo Nguyên Trần Lê Hoàng Ngọc Bảo Châu Công Huyền Tôn Nữ Thị Ái "
                         "Liên Quận Bình Thạnh"},
         }) {
        for (const auto encoding : both) {
            CAPTURE(name);
            const auto sent = message(notice(), encoding, name);
            check_on_the_wire(sent, encoding);
            const received_mail mail{sent};
            CHECK(mail.header_count("Bcc") == 0);
            CHECK(mail.header_count("To") == 1);
            CHECK(mail.recipients() == std::vector<std::string>{"an@hcm.edu.vn"});
            CHECK(mail.types().size() == 3);
            CHECK_FALSE(contains(mail.html(), "<script"));
            CHECK(contains(mail.text(), "\nKính gửi"));
            CHECK(contains(mail.html(), "\nKính gửi"));
            CHECK(contains(mail.text(), ",\n\nThông báo nghỉ học\n"));
        }
    }
    CHECK(
        receive(notice(), body_encoding::eight_bit, "Lê \"Bin\", lớp 5A").header("To") ==
        "\"Lê \\\"Bin\\\", lớp 5A\" <an@hcm.edu.vn>"
    );
    CHECK(contains(
        receive(notice(), body_encoding::eight_bit, "A & B <c>").html(), "Kính gửi Ông/Bà A &amp; B &lt;c&gt;,"
    ));
}

TEST_CASE("addresses cannot forge headers, and may be written in Vietnamese", "[email_template]")
{
    const auto forged =
        message(notice(), body_encoding::eight_bit, "An", "an@hcm.edu.vn>\r\nBcc: <evil@evil.example");
    check_on_the_wire(forged, body_encoding::eight_bit);
    CHECK(received_mail{forged}.header_count("Bcc") == 0);
    CHECK(contains(message(notice(), body_encoding::eight_bit, "", "án@thư.vn"), "\r\nTo: <án@thư.vn>\r\n")
    );  // RFC 6532
}

TEST_CASE("lines that start with a dot are stuffed", "[email_template]")
{
    auto what = notice();
    what.body_html = "<pre>.\n..\n.hidden\n</pre><p>.</p>";
    for (const auto encoding : both) {
        const auto sent = message(what, encoding);
        check_on_the_wire(sent, encoding);
        const received_mail mail{sent};
        CHECK(contains(mail.text(), "\n.\n..\n.hidden\n"));
    }
}

TEST_CASE("a text that looks like our own markers and boundaries stays text", "[email_template]")
{
    auto what = notice();
    what.title = "loa-slot-to@slot.invalid loa-slot-id";
    what.body_html =
        "<pre>\n--=_loa-slot-7\n--=_loa-slotx-7--\nloa-slot-text\nloa-slot-html\nloa-slotx-html</pre>";
    for (const auto encoding : both) {
        const auto mail = receive(what, encoding);
        CHECK(mail.types().size() == 3);
        CHECK(mail.header("To") == "Nguyễn Văn An <an@hcm.edu.vn>");
        CHECK(mail.header("Subject") == what.title);
        CHECK(contains(
            mail.text(), "\n--=_loa-slot-7\n--=_loa-slotx-7--\nloa-slot-text\nloa-slot-html\nloa-slotx-html\n"
        ));
    }
}

TEST_CASE("unusual bulletins render properly", "[email_template]")
{
    auto image_only = notice();
    image_only.summary.clear();
    image_only.body_html.clear();
    image_only.image = bulletin_image{"https://hcm.edu.vn/a.png", ""};
    auto decomposed = notice();
    decomposed.title = "Tie\u0302\u0301ng Vie\u0323\u0302t";
    auto emoji = notice();
    emoji.title = "🎉 Chúc mừng 👩‍👩‍👧‍👦";
    auto long_title = notice();
    long_title.title.clear();
    for (int i = 0; i != 50; ++i) long_title.title += "Thông báo ";
    auto long_word = notice();
    long_word.title = std::string(3000, 'x');
    long_word.body_html = "<p>" + std::string(5000, 'y') + "</p><a href='https://hcm.edu.vn/" +
                          std::string(3000, 'z') + "'>x</a>";
    long_word.url = "https://hcm.edu.vn/" + std::string(2000, 'u');
    auto tables = notice();
    tables.body_html.clear();
    for (int i = 0; i != 200; ++i)
        tables.body_html +=
            "<table><tr><th>Trường</th><th>Số lượng</th></tr><tr><td>Lê Quý Đôn</td><td>12</td></tr></table>";
    auto lines = notice();
    lines.title = "Một\r\nBcc: evil@evil.example\r\n\r\nhai";
    auto empty = notice();
    empty.summary.clear();
    empty.body_html.clear();
    empty.url.clear();
    empty.department.clear();

    for (const auto& what : {image_only, decomposed, emoji, long_title, long_word, tables, lines, empty})
        for (const auto encoding : both) {
            CAPTURE(what.title.substr(0, 40));
            const auto sent = message(what, encoding);
            if (encoding == body_encoding::eight_bit || what.url.size() < 100)
                check_on_the_wire(sent, encoding);
            const received_mail mail{sent};
            CHECK(mail.types().size() == 3);
            CHECK(mail.header_count("Bcc") == 0);
            CHECK(contains(mail.text(), "\nKính gửi Ông/Bà Nguyễn Văn An,\n"));
        }
    CHECK(contains(receive(image_only, body_encoding::eight_bit).text(), "[Hình: Thông báo nghỉ học]"));
    CHECK(receive(decomposed, body_encoding::eight_bit).header("Subject") == "Tiếng Việt");
    CHECK(contains(receive(decomposed, body_encoding::quoted_printable).html(), "Tiếng Việt"));
    CHECK(receive(emoji, body_encoding::quoted_printable).header("Subject") == emoji.title);
    CHECK(receive(long_title, body_encoding::eight_bit).header("Subject") + " " == long_title.title);
    CHECK(receive(lines, body_encoding::eight_bit).header("Subject") == "Một Bcc: evil@evil.example hai");
}

TEST_CASE("an urgent bulletin is marked unless its title says it", "[email_template]")
{
    auto what = notice();
    what.urgency = urgency::urgent;
    CHECK(contains(receive(what, body_encoding::eight_bit).text(), "TIN KHẨN"));
    what.title = "TIN KHẨN: nghỉ học";
    const auto text = receive(what, body_encoding::eight_bit).text();
    CHECK(text.find("TIN KHẨN") == text.rfind("TIN KHẨN"));
}

TEST_CASE("a link that leads elsewhere keeps the bulletin back, wherever it is", "[email_template]")
{
    auto what = notice();
    what.title = " \n";
    what.url = "https://evil.example/";
    what.image = bulletin_image{"http://evil.example/a.png", "x"};
    what.attachments = {{"a", "https://hcm.edu.vn/a", 1, ""}, {"b", "mailto:a@hcm.edu.vn", 1, ""}};
    what.body_html = "<a href='https://hcm.edu.vn@evil.example'>x</a><img src='//evil.example/x'>";
    const auto made = email_template::render(what, 7, {});
    REQUIRE(made.has_error());
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& each : made.error()) found.emplace_back(each.field, each.code);
    std::sort(found.begin(), found.end());
    CHECK(
        found ==
        std::vector<std::pair<std::string, std::string>>{
            {"attachments[1].url", "host_not_allowed"},
            {"body_html", "host_not_allowed"},
            {"body_html", "host_not_allowed"},
            {"image.url", "host_not_allowed"},
            {"title", "empty"},
            {"url", "host_not_allowed"},
        }
    );
}

TEST_CASE("a bounce comes back to an address that names the delivery", "[email_template]")
{
    const auto made = email_template::render(notice(), 7, {});
    REQUIRE(made.has_value());
    std::string sender;
    made->append_sender(sender, {.no = 2'600'000, .address = "an@hcm.edu.vn", .name = "", .key = key()});
    CHECK(sender == "b+7.2600000.01234567@bounce.hcm.edu.vn");
}

TEST_CASE("the announced size is that of the message but for what is personal", "[email_template]")
{
    const auto made = email_template::render(notice(), 7, {});
    REQUIRE(made.has_value());
    for (const auto encoding : both) {
        const auto whole = message(notice(), encoding).size();
        CHECK(whole > made->size(encoding));
        CHECK(whole < made->size(encoding) + 300);
    }
}

TEST_CASE("rendering the same bulletin twice gives the same bytes", "[email_template]")
{
    for (const auto encoding : both) CHECK(message(notice(), encoding) == message(notice(), encoding));
}

TEST_CASE("all sample bulletins become messages that two independent readers understand", "[email_template]")
{
    std::vector<std::string> sent, expected;
    for (const auto& what : loa::testing::sample_bulletins())
        for (const auto encoding : both) {
            CAPTURE(what.title);
            sent.push_back(message(what, encoding));
            check_on_the_wire(sent.back(), encoding);
            const received_mail mail{sent.back()};
            CHECK(mail.header("Subject") == what.title);
            CHECK(contains(mail.text(), "Kính gửi Ông/Bà Nguyễn Văn An,\n"));
            CHECK(contains(mail.text(), "<" + what.url + ">\n"));
            expected.push_back(what.title + "\nNguyễn Văn An <an@hcm.edu.vn>\n0\n" + mail.text());
        }
    if (const auto seen = loa::testing::read_by_python(sent); !seen.empty())
        CHECK(seen == expected);
}
