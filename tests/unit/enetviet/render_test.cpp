#include "adapters/enetviet/render.hpp"
#include "adapters/enetviet/cut_html.hpp"
#include "gateway/core/unicode.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

using loa::bulletin;
using loa::enetviet_params;

namespace {

bulletin sample(const std::string& name)
{
    auto read = loa::parse_bulletin(loa::testing::read_source("tests/data/bulletins/" + name), {});
    REQUIRE(read.has_value());
    return *read;
}

loa::enetviet_post rendered(const bulletin& what, const enetviet_params& params = {})
{
    auto post = loa::render_enetviet_post(params, what);
    if (!post)
        FAIL(loa::to_string(post.error()));
    return *post;
}

std::size_t count(std::string_view text, std::string_view what)
{
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + what.size()))
        ++found;
    return found;
}

}  // namespace

TEST_CASE(
    "a plan of the reform shows its mark, category, document, picture, attachment and link",
    "[enetviet][render]"
)
{
    enetviet_params params;
    params.categories = {{"cchc", "17"}};
    const auto post = rendered(sample("01-plan.json"), params);
    CHECK(post.title == "[CCHC] Sở ban hành kế hoạch tuyên truyền cải cách hành chính trong toàn ngành");
    CHECK(post.category == "17");
    CHECK(post.summary.starts_with("Kế hoạch nêu sáu nhóm nội dung"));
    CHECK(post.body_html.starts_with("<p><em>Văn phòng Sở · Văn bản số 172/KH-SGDĐT, ngày 21/01/2022</em></p>"
    ));
    CHECK(post.body_html.find("<li>Cải cách thể chế</li>") != std::string::npos);
    CHECK(post.image == "https://hcm.edu.vn/uploadimages/news/ke-hoach-cchc.jpg");
    REQUIRE(post.attachments.size() == 1);
    CHECK(post.attachments[0].bytes == 412873);
    CHECK(post.link.ends_with("/ct/41848/90747"));
    CHECK(post.urgency == "thuong");
}

TEST_CASE("an urgent notice says so and a category nobody mapped gets the default", "[enetviet][render]")
{
    const auto post = rendered(sample("05-urgent.json"));
    CHECK(post.urgency == "khan");
    CHECK(post.category == "1");
    CHECK(post.title.starts_with("TIN KHẨN"));
}

TEST_CASE("a bulletin that is only an image is announced by what the image shows", "[enetviet][render]")
{
    const auto post = rendered(sample("08-image-only.json"));
    CHECK(post.summary == "Năm bước của quy trình một cửa liên thông");
    CHECK(post.body_html.find("<img") != std::string::npos);

    bulletin bare = sample("08-image-only.json");
    bare.body_html = "<p></p>";
    bare.image = loa::bulletin_image{"https://hcm.edu.vn/a.png", "Lịch nghỉ \"Tết\""};
    const auto shown = rendered(bare);
    CHECK(shown.summary == "Lịch nghỉ \"Tết\"");
    CHECK(shown.body_html.find("alt=\"Lịch nghỉ &quot;Tết&quot;\"") != std::string::npos);
}

TEST_CASE("an empty summary is made of the body's words, within its length", "[enetviet][render]")
{
    auto what = sample("01-plan.json");
    what.summary.clear();
    enetviet_params params;
    params.summary_limit = 60;
    const auto post = rendered(what, params);
    CHECK(post.summary.starts_with("Sở Giáo dục và Đào tạo vừa gửi"));
    CHECK(post.summary.ends_with("…"));
    CHECK(loa::grapheme_count(post.summary) <= 60);
}

TEST_CASE("text typed on a Mac and emoji come out composed and whole", "[enetviet][render]")
{
    auto what = sample("03-index.json");
    what.content_area.reset();
    what.title = "Ti\u0065\u0302\u0301ng no\u0301i 👨‍👩‍👧‍👦 gia đình";
    what.summary = "Ga\u0306\u0323p go\u031b\u0303";
    enetviet_params params;
    params.title_limit = 11;
    const auto post = rendered(what, params);
    CHECK(post.title == "Tiếng nói…");
    CHECK(post.summary == "Gặp gỡ");

    params.title_limit = 12;
    CHECK(rendered(what, params).title == "Tiếng nói 👨‍👩‍👧‍👦…");
    params.title_limit = 150;
    CHECK(rendered(what, params).title == "Tiếng nói 👨‍👩‍👧‍👦 gia đình");
}

TEST_CASE("links to strangers stop a bulletin, each of them named", "[enetviet][render]")
{
    auto what = sample("01-plan.json");
    what.body_html += "<p><a href=\"https://hcm.edu.vn.evil.example/\">Nhận quà</a></p>";
    what.image->url = "https://images.example/a.png";
    what.attachments[0].url = "https://drive.example/a.pdf";
    what.url = "https://bit.ly/x";
    const auto post = loa::render_enetviet_post({}, what);
    REQUIRE_FALSE(post.has_value());
    const auto& wrong = post.error();
    CHECK(wrong.size() == 4);
    CHECK(std::all_of(wrong.begin(), wrong.end(), [](const auto& each) {
        return each.code == "host_not_allowed";
    }));
    CHECK(std::any_of(wrong.begin(), wrong.end(), [](const auto& each) {
        return each.field == "attachments[0].url";
    }));
}

TEST_CASE("a title of nothing stops a bulletin", "[enetviet][render]")
{
    auto what = sample("01-plan.json");
    what.title = " \t ";
    const auto post = loa::render_enetviet_post({}, what);
    REQUIRE_FALSE(post.has_value());
    CHECK(post.error().front().field == "title");
}

TEST_CASE("a file that eNetViet cannot show is a link in the text instead", "[enetviet][render]")
{
    auto what = sample("01-plan.json");
    what.attachments.push_back({"Biểu mẫu.zip", "https://hcm.edu.vn/a.zip", 10, "application/zip"});
    const auto post = rendered(what);
    CHECK(post.attachments.size() == 1);
    CHECK(post.body_html.find("<a href=\"https://hcm.edu.vn/a.zip\">Biểu mẫu.zip</a>") != std::string::npos);
}

TEST_CASE("a long body ends at a paragraph and leads to the whole text", "[enetviet][render]")
{
    auto what = sample("01-plan.json");
    what.body_html.clear();
    for (int i = 0; i != 400; ++i)
        what.body_html += "<h2>Phần " + std::to_string(i) +
                          "</h2><ul><li>Một <strong>việc</strong></li><li>Hai việc</li></ul>";
    enetviet_params params;
    params.body_limit = 2'000;
    const auto post = rendered(what, params);
    CHECK(post.body_html.size() <= 2'000);
    CHECK(post.body_html.size() > 1'700);
    CHECK(post.body_html.ends_with(
        "<p><a href=\"" + what.url + "\">Xem đầy đủ trên trang thông tin của Sở</a></p>"
    ));
    CHECK(count(post.body_html, "<ul>") == count(post.body_html, "</ul>"));
    CHECK(count(post.body_html, "<li>") == count(post.body_html, "</li>"));
    CHECK(post.body_html.find("</h2><p><a") == std::string::npos);
}

TEST_CASE("one endless paragraph or table is cut too", "[enetviet][render]")
{
    std::string words;
    for (int i = 0; i != 3'000; ++i) words += "chữ & nghĩa ";
    std::string escaped;
    for (int i = 0; i != 3'000; ++i) escaped += "chữ &amp; nghĩa ";
    const auto paragraph = loa::cut_html("<p>" + escaped + "</p>", 500);
    CHECK(paragraph.size() <= 500);
    CHECK(paragraph.starts_with("<p>chữ &amp; nghĩa"));
    CHECK(paragraph.ends_with("…</p>"));

    std::string rows;
    for (int i = 0; i != 100; ++i) rows += "<tr><td>ô</td></tr>";
    const auto table = loa::cut_html("<table><tbody>" + rows + "</tbody></table>", 300);
    CHECK(table.size() <= 300);
    CHECK(table.ends_with("</tr></tbody></table>"));
    CHECK(loa::cut_html("<p>" + escaped + "</p>", 5).empty());
}

TEST_CASE(
    "what is posted is JSON that says what people see, with room for whom it is for", "[enetviet][render]"
)
{
    enetviet_params params;
    auto body = to_request_body(params, rendered(sample("01-plan.json"), params), 17);
    const auto accounts =
        boost::json::parse(body.before + "{\"ma_yeu_cau\":\"k\",\"tai_khoan\":\"a\"}" + body.after)
            .as_object();
    CHECK(accounts.at("ma_so") == "sgddt-hcm");
    CHECK(accounts.at("ma_dot") == "17");
    CHECK(accounts.at("nguoi_nhan").as_array().size() == 1);
    CHECK(accounts.at("file_dinh_kem").as_array().at(0).at("dung_luong") == 412873);

    params.addressing = loa::enetviet_addressing::audience;
    params.field_names = {{"tieu_de", "tieuDe"}};
    body = to_request_body(params, rendered(sample("01-plan.json"), params), 17);
    const auto audience =
        boost::json::parse(body.before + "\"ma_don_vi\":\"cum-05\"" + body.after).as_object();
    CHECK(audience.at("tieuDe").as_string().starts_with("[CCHC] Sở ban hành"));
    CHECK_FALSE(audience.contains("tieu_de"));
}

TEST_CASE("all sample bulletins render", "[enetviet][render]")
{
    for (const auto* name :
         {"01-plan",
          "02-procedure",
          "03-index",
          "04-recruitment",
          "05-urgent",
          "06-digital",
          "07-procedure-corrected",
          "08-image-only"}) {
        INFO(name);
        const auto post = rendered(sample(std::string{name} + ".json"));
        CHECK_FALSE(post.title.empty());
        CHECK_FALSE(post.summary.empty());
        CHECK_FALSE(post.body_html.empty());
    }
}
