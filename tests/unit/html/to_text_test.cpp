#include "adapters/html/sanitise.hpp"

#include "gateway/core/unicode.hpp"
#include "tests/support/catch.hpp"

#include <sstream>

using namespace loa;

TEST_CASE("paragraphs, headings and lists read well", "[to_text]")
{
    CHECK(
        to_text("<p>Sở vừa gửi kế hoạch.</p><h2>Sáu nhóm</h2><ol><li>Thể chế</li><li>Thủ tục<ul><li>Một "
                "cửa</li><li>Trực tuyến</li></ul></li>"
                "</ol><p>Văn phòng Sở<br>là đầu mối.</p>") ==
        "Sở vừa gửi kế hoạch.\n"
        "\n"
        "Sáu nhóm\n"
        "--------\n"
        "\n"
        "1. Thể chế\n"
        "2. Thủ tục\n"
        "   - Một cửa\n"
        "   - Trực tuyến\n"
        "\n"
        "Văn phòng Sở\n"
        "là đầu mối.\n"
    );
}

TEST_CASE("numbering follows the list's own", "[to_text]")
{
    CHECK(
        to_text("<ol start=\"9\"><li>a</li><li>b</li><li value=\"3\">c</li></ol>") == "9. a\n10. b\n3. c\n"
    );
    CHECK(to_text("<ol type=\"a\"><li>x</li><li>y</li></ol>") == "a. x\nb. y\n");
    CHECK(to_text("<ol type=\"I\" start=\"3\"><li>x</li><li>y</li></ol>") == "III. x\nIV. y\n");
}

TEST_CASE("a list item of several paragraphs keeps them together and apart", "[to_text]")
{
    CHECK(to_text("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul><p>d</p>") == "- a\n\n  b\n- c\n\nd\n");
}

TEST_CASE("long lines break at words, and only there", "[to_text]")
{
    CHECK(to_text("<p>một hai ba bốn năm sáu</p>", 20) == "một hai ba bốn năm\nsáu\n");
    CHECK(
        to_text("<ul><li>một hai ba bốn năm sáu bảy tám chín</li></ul>", 24) ==
        "- một hai ba bốn năm sáu\n  bảy tám chín\n"
    );
    const std::string url = "https://hcm.edu.vn/" + std::string(100, 'a');
    CHECK(to_text("<p>Xem <a href=\"" + url + "\">tại đây</a></p>", 40) == "Xem tại đây\n<" + url + ">\n");
}

TEST_CASE("links can be followed from the text", "[to_text]")
{
    CHECK(to_text("<a href=\"https://hcm.edu.vn/x\">Xem</a>") == "Xem <https://hcm.edu.vn/x>\n");
    CHECK(to_text("<a href=\"https://hcm.edu.vn/x\">https://hcm.edu.vn/x</a>") == "https://hcm.edu.vn/x\n");
    CHECK(to_text("<a href=\"mailto:a@hcm.edu.vn\">Văn phòng</a>") == "Văn phòng (a@hcm.edu.vn)\n");
    CHECK(to_text("<a href=\"mailto:a@hcm.edu.vn?subject=x\">a@hcm.edu.vn</a>") == "a@hcm.edu.vn\n");
    CHECK(to_text("<a href=\"tel:113\">113</a>") == "113\n");
    CHECK(
        to_text("<a href=\"https://hcm.edu.vn/x\"><img src=\"https://hcm.edu.vn/a\" alt=\"Ảnh\"></a>") ==
        "[Hình: Ảnh] <https://hcm.edu.vn/x>\n"
    );
}

TEST_CASE("images are named, figures keep their captions", "[to_text]")
{
    CHECK(
        to_text("<figure><img src=\"x\" alt=\"Sơ đồ\"><figcaption>Ba bước</figcaption></figure>") ==
        "[Hình: Sơ đồ]\nBa bước\n"
    );
    CHECK(to_text("<img src=\"x\" alt=\"\">") == "[Hình]\n");
}

TEST_CASE("quotes are marked on every line", "[to_text]")
{
    CHECK(
        to_text("<p>a</p><blockquote><p>một hai ba bốn năm sáu bảy</p><p>c</p></blockquote><p>d</p>", 24) ==
        "a\n\n> một hai ba bốn năm sáu\n> bảy\n>\n> c\n\nd\n"
    );
}

TEST_CASE("a small table is aligned under its header", "[to_text]")
{
    CHECK(
        to_text(
            "<table><caption>Thành phần</caption><thead><tr><th>Giấy tờ</th><th>Bản</th></tr></thead>"
            "<tbody><tr><td>Đơn đề nghị</td><td>1</td></tr><tr><td>Ảnh</td><td>2</td></tr></tbody></table>"
        ) ==
        "Thành phần\n"
        "Giấy tờ     | Bản\n"
        "------------+----\n"
        "Đơn đề nghị | 1\n"
        "Ảnh         | 2\n"
    );
}

TEST_CASE("a wide table becomes a list of its rows", "[to_text]")
{
    const std::string html =
        "<table><tr><th>Trường</th><th colspan=\"2\">Hồ sơ trực tuyến</th></tr><tr><th></th><th>Năm "
        "2025</th><th>Năm 2026</th></tr>"
        "<tr><td>Trường THPT Lê Hồng Phong</td><td>tăng 12 phần trăm</td><td>tăng 15 phần "
        "trăm</td></tr></table>";
    CHECK(
        to_text(html, 50) ==
        "- Trường: Trường THPT Lê Hồng Phong\n"
        "  Hồ sơ trực tuyến, Năm 2025: tăng 12 phần trăm\n"
        "  Hồ sơ trực tuyến, Năm 2026: tăng 15 phần trăm\n"
    );
    CHECK(
        to_text("<table><tr><td>một hai ba bốn</td><td>năm sáu bảy tám</td></tr></table>", 20) ==
        "- một hai ba bốn; năm\n  sáu bảy tám\n"
    );
}

TEST_CASE("cells that span rows are named in each row of a list, once in aligned columns", "[to_text]")
{
    const std::string html =
        "<table><tr><th>Cụm</th><th>Trường</th></tr><tr><td rowspan=\"2\">Cụm "
        "5</td><td>A</td></tr><tr><td>B</td></tr></table>";
    CHECK(to_text(html) == "Cụm   | Trường\n------+-------\nCụm 5 | A\n      | B\n");
}

TEST_CASE("a table that only lays out the page is read block by block", "[to_text]")
{
    CHECK(
        to_text("<table><tr><td><p>Trái</p><ul><li>x</li></ul></td></tr><tr><td><table><tr><td>a</td><td>b</"
                "td></tr></table></td></tr></table>") == "Trái\n\n- x\n\na | b\n"
    );
}

TEST_CASE("deleted text is not read as if it held", "[to_text]")
{
    CHECK(to_text("<p>lúc <s>15</s> 16 giờ</p>") == "lúc [đã bỏ: 15] 16 giờ\n");
}

TEST_CASE("preformatted text keeps its lines", "[to_text]")
{
    CHECK(to_text("<p>x</p><pre>a  b\n  c</pre>") == "x\n\na  b\n  c\n");
}

TEST_CASE("text of nothing is nothing", "[to_text]")
{
    CHECK(to_text("").empty());
    CHECK(to_text("<p></p><ul><li></li></ul><table><tr><td></td></tr></table>").empty());
}

TEST_CASE("no line is longer than asked but for single words", "[to_text]")
{
    std::string html;
    for (int i = 0; i != 200; ++i)
        html +=
            "<blockquote><ol><li><p>Văn phòng Sở là đầu mối theo dõi, tổng hợp kết "
            "quả</p></li></ol></blockquote><td>b</td>";
    std::istringstream lines{to_text(html, 40)};
    for (std::string line; std::getline(lines, line);) CHECK(grapheme_count(line) <= 40);
}
