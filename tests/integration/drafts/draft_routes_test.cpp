#include "tests/integration/drafts/newsroom.hpp"
#include "tests/integration/drafts/one_post.hpp"

#include "gateway/core/ledger_desk.hpp"
#include "gateway/core/mask.hpp"
#include "tests/support/run.hpp"

using namespace loa;
using namespace loa::testing;
namespace json = boost::json;

namespace {

/// With what stands there once instead.
std::string replaced(std::string in, const std::string& what, const std::string& by)
{
    const auto at = in.find(what);
    REQUIRE(at != std::string::npos);
    in.replace(at, what.size(), by);
    CHECK(in.find(what) == std::string::npos);
    return in;
}

}  // namespace

TEST_CASE_METHOD(newsroom, "an editor writes a draft, and keeps what is not finished", "[drafts]")
{
    const auto made = written({{"title", "Chỉ mới có tiêu đề"}});
    CHECK(made.status == 201);
    CHECK(made.etag == "\"1\"");
    CHECK(made.text("/author") == "lan.nguyen");
    const auto path = path_of(made);
    const auto changed =
        ask(1, "PUT", path, {{"content", notice()}, {"start_at", "2030-01-01T08:00:00+07:00"}}, made.etag);
    CHECK(changed.status == 200);
    CHECK(changed.etag == "\"2\"");
    const auto shown = ask(2, "GET", path);
    CHECK(shown.text("/title") == "Thông báo nghỉ học");
    CHECK(shown.text("/content/department") == "Văn phòng Sở");
    CHECK(shown.text("/start_at") == "2030-01-01T01:00:00Z");
    CHECK(ask(1, "GET", "/api/drafts").items() == 1);
    CHECK(ask(2, "GET", "/api/drafts?mine=true").items() == 0);
    CHECK(ask(1, "GET", "/api/drafts/99").code == "not_found");
}

TEST_CASE_METHOD(newsroom, "what somebody else changed meanwhile is not overwritten", "[drafts]")
{
    const auto made = written();
    const auto path = path_of(made);
    CHECK(ask(1, "PUT", path, {{"content", notice()}}).status == 428);
    CHECK(ask(1, "PUT", path, {{"content", notice()}}, made.etag).status == 200);
    CHECK(ask(1, "PUT", path, {{"content", notice()}}, made.etag).status == 412);
    CHECK(ask(1, "DELETE", path, {}, made.etag).status == 412);
    CHECK(ask(1, "POST", path + "/submit", {}, made.etag).status == 412);
    CHECK(ask(1, "PUT", path, {{"content", "no object"}}, "\"2\"").status == 422);
    CHECK(ask(1, "DELETE", path, {}, "\"2\"").status == 204);
    CHECK(ask(1, "GET", path).code == "not_found");
}

TEST_CASE_METHOD(newsroom, "only its author changes, tests or submits a draft", "[drafts]")
{
    const auto made = written();
    const auto path = path_of(made);
    CHECK(ask(2, "PUT", path, {{"content", notice()}}, made.etag).code == "not_your_draft");
    CHECK(ask(2, "DELETE", path, {}, made.etag).code == "not_your_draft");
    CHECK(ask(2, "POST", path + "/submit", {}, made.etag).code == "not_your_draft");
    CHECK(ask(2, "POST", path + "/test").code == "not_your_draft");
    CHECK(ask(2, "POST", path + "/check").status == 200);
    CHECK(ask(0, "POST", "/api/drafts", {{"content", notice()}}).code == "needs_account");
    CHECK(ask(1, "GET", path).etag == made.etag);
}

TEST_CASE_METHOD(newsroom, "a draft is checked for the same things as what the portal publishes", "[drafts]")
{
    auto content = notice();
    content["body_html"] = "<p><a href=\"https://lua-dao.example/x\">Xem</a></p>";
    content["audience"] = {{"include", json::array{{{"unit", "nowhere"}}}}};
    const auto bad = ask(1, "POST", path_of(written(content), "/check"));
    CHECK_FALSE(bad.flag("/can_be_submitted"));
    CHECK(bad.has_code("host_not_allowed", "problems"));
    CHECK(bad.has_code("unknown_unit", "problems"));
    const auto unfinished = written({{"title", "Một"}});
    CHECK(ask(1, "POST", path_of(unfinished, "/check")).has_code("missing", "problems"));
    const auto begun = written(
        {{"title", "Gửi mã OTP"}, {"body_html", "<p><a href=\"https://evil.example/\">Xem</a></p>"}}
    );
    const auto so_far = ask(1, "POST", path_of(begun, "/check"));
    CHECK(so_far.has_code("missing", "problems"));
    CHECK(so_far.has_code("host_not_allowed", "problems"));
    CHECK(so_far.has_code("asks_for_secret", "warnings"));
    const auto refused = ask(1, "POST", path_of(unfinished, "/submit"), {}, unfinished.etag);
    CHECK(refused.code == "draft_not_ready");
    CHECK(refused.has_code("missing"));
    const auto good = ask(1, "POST", path_of(written(), "/check"));
    CHECK(good.flag("/can_be_submitted"));
    CHECK(good.at("/warnings").as_array().empty());
}

TEST_CASE_METHOD(newsroom, "an editor is warned of what may go out but should not", "[drafts]")
{
    auto content = notice();
    std::string title;
    while (title.size() < 600) title += "Kế hoạch tuyên truyền cải cách hành chính ";
    content["title"] = title;
    content["summary"] = "Phụ huynh gửi mã OTP và số căn cước.";
    content["body_html"] = "<p>Xem hình</p><p><img src=\"https://hcm.edu.vn/a.jpg\"></p>";
    const auto found = ask(1, "POST", path_of(written(content), "/check"));
    CHECK(found.flag("/can_be_submitted"));
    CHECK(found.has_code("title_cut", "warnings"));
    CHECK(found.has_code("asks_for_secret", "warnings"));
    CHECK(found.has_code("missing_alt", "warnings"));
}

TEST_CASE_METHOD(newsroom, "a preview as a page is what the preview says, for the same person", "[drafts]")
{
    const auto made = written();
    for (const auto* person : {"sample", "longest"}) {
        const auto told = ask(2, "POST", path_of(made, "/preview"), {{"person", person}});
        const auto by_mail =
            ask(2, "GET", path_of(made, "/preview.html?channel=email&person=").append(person));
        CHECK(by_mail.status == 200);
        CHECK(by_mail.page == told.text("/channels/1/preview/html"));
        const auto app =
            ask(2, "GET", path_of(made, "/preview.html?person=").append(person).append("&channel=enetviet"));
        CHECK(app.page.find(told.text("/channels/0/preview/html")) != std::string::npos);
        CHECK(app.page.starts_with("<!DOCTYPE html>"));
    }
    CHECK(ask(2, "GET", path_of(made, "/preview.html")).code == "bad_parameter");
    CHECK(ask(2, "GET", path_of(made, "/preview.html?channel=pigeon")).code == "no_such_channel");
    CHECK(ask(2, "GET", path_of(made, "/preview.html?channel=email&person=0")).code == "bad_parameter");
    CHECK(
        ask(2, "GET", path_of(made, "/preview.html?channel=email&person=4294967296")).code == "bad_parameter"
    );
    CHECK(ask(2, "GET", path_of(made, "/preview.html?channel=email&person=999999")).code == "not_found");
    const auto unfinished = written({{"title", "Một"}});
    CHECK(ask(2, "GET", path_of(unfinished, "/preview.html?channel=email")).code == "draft_not_ready");
}

TEST_CASE_METHOD(
    newsroom, "a preview is byte for byte what the broadcast then sends, but for the address", "[drafts]"
)
{
    const auto made = written();
    const auto submitted = ask(1, "POST", path_of(made, "/submit"), {}, made.etag);
    REQUIRE(submitted.status == 200);
    const auto broadcast = submitted.at("/broadcast").to_number<broadcast_id>();
    const auto shown =
        ask(3, "POST", "/api/broadcasts/" + std::to_string(broadcast) + "/preview", {{"person", "longest"}});
    REQUIRE(shown.status == 200);
    const auto& by_mail = shown.at("/channels/1");
    REQUIRE(shown.text("/channels/1/channel") == "email");
    const auto no = by_mail.at("person").to_number<std::uint32_t>();

    // As the dispatcher sends it.
    boost::asio::io_context sending;
    auto channel = make_email_channel(sending, mail_params, log);
    const auto content = desk->ledger().content(broadcast);
    auto rendered = channel->render(content, broadcast);
    REQUIRE(rendered.has_value());
    const auto address = desk->directory().address(no, contact::mailbox);
    CHECK(address == "binh@hcm.edu.vn");
    destination to;
    to.no = no;
    to.address = address;
    to.name = "Công Tằng Tôn Nữ Bảo Bình";
    to.key = key_maker{ledger->secret(), broadcast, "email"}(no);
    const std::vector<destination> whom{to};
    const auto ended =
        run(sending, (*rendered)->deliver(whom, std::chrono::steady_clock::now() + std::chrono::seconds{5}));
    REQUIRE(ended.at(0).what == outcome_class::accepted);

    const auto arrived = received().at(0);
    std::string unstuffed;  // RFC 5321, section 4.5.2
    for (std::size_t i = 0; i != arrived.size(); ++i)
        if (!(arrived[i] == '.' && (i == 0 || arrived[i - 1] == '\n')))
            unstuffed += arrived[i];
    CHECK(shown.text("/channels/1/preview/source") == replaced(unstuffed, address, "b***@hcm.edu.vn"));
    CHECK(shown.text("/channels/1/preview/title") == "Thông báo nghỉ học");
    CHECK(shown.text("/channels/1/preview/text").find("Bảo Bình") != std::string::npos);
    CHECK(shown.text("/channels/1/preview/html").find("chấm đầu dòng") != std::string::npos);
    CHECK(shown.text("/channels/1/preview/sender").find("bantin@school.test") != std::string::npos);
    CHECK(shown.text("/channels/1/address") == "b***@hcm.edu.vn");
}

TEST_CASE_METHOD(
    newsroom,
    "a preview is byte for byte the request that the broadcast then makes of eNetViet, but for the account",
    "[drafts]"
)
{
    const auto made = written();
    const auto submitted = ask(1, "POST", path_of(made, "/submit"), {}, made.etag);
    REQUIRE(submitted.status == 200);
    const auto broadcast = submitted.at("/broadcast").to_number<broadcast_id>();
    const auto shown =
        ask(3, "POST", "/api/broadcasts/" + std::to_string(broadcast) + "/preview", {{"person", "longest"}});
    REQUIRE(shown.status == 200);
    REQUIRE(shown.text("/channels/0/channel") == "enetviet");
    const auto no = static_cast<std::uint32_t>(shown.number("/channels/0/person"));

    // As the dispatcher sends it.
    one_post app;
    app_params.base_url = "http://127.0.0.1:" + std::to_string(app.port());
    boost::asio::io_context sending;
    auto channel = make_enetviet_channel(sending, app_params, log);
    const auto content = desk->ledger().content(broadcast);
    auto rendered = channel->render(content, broadcast);
    REQUIRE(rendered.has_value());
    const auto address = desk->directory().address(no, contact::account);
    destination to;
    to.no = no;
    to.address = address;
    to.key = key_maker{ledger->secret(), broadcast, "enetviet"}(no);
    const std::vector<destination> whom{to};
    run(sending, (*rendered)->deliver(whom, std::chrono::steady_clock::now() + std::chrono::seconds{5}));

    const auto posted = app.body();
    CHECK(shown.text("/channels/0/preview/source") == replaced(posted, address, mask_account(address)));
}

TEST_CASE_METHOD(
    newsroom, "another time to start is the draft's as well, and stays when it is given back", "[drafts]"
)
{
    const auto made = written();
    const auto path = path_of(made);
    const auto submitted = ask(1, "POST", path + "/submit", {}, made.etag);
    const auto at = "/api/broadcasts/" + std::to_string(submitted.number("/broadcast"));
    CHECK(ask(2, "POST", at + "/schedule", {{"start_at", "2031-01-01T08:00:00+07:00"}}).status == 200);
    const auto later = ask(1, "GET", path);
    CHECK(later.text("/start_at") == "2031-01-01T01:00:00Z");
    CHECK(later.etag != submitted.etag);
    CHECK(ask(3, "POST", at + "/give-back", {{"comment", "Sai ngày"}}).status == 200);
    CHECK(ask(1, "GET", path).text("/start_at") == "2031-01-01T01:00:00Z");
}

TEST_CASE_METHOD(newsroom, "a preview shows a title as eNetViet cuts it", "[drafts]")
{
    auto content = notice();
    std::string title;
    while (title.size() < 600) title += "Kế hoạch tuyên truyền cải cách hành chính ";
    content["title"] = title;
    const auto shown = ask(1, "POST", path_of(written(content), "/preview"), {{"person", "sample"}});
    REQUIRE(shown.status == 200);
    const auto cut = shown.text("/channels/0/preview/title");
    CHECK(cut.ends_with("…"));
    const auto request = json::parse(shown.text("/channels/0/preview/source"));
    CHECK(std::string_view{request.at("tieu_de").as_string()} == cut);
    CHECK(request.at("nguoi_nhan").as_array().size() == 1);
    CHECK(ask(1, "POST", path_of(written(), "/preview"), {{"person", "nobody"}}).status == 422);
}

TEST_CASE_METHOD(
    newsroom,
    "a test goes to the author's own mailbox and account, marked as one, and is no broadcast",
    "[drafts]"
)
{
    const auto made = written();
    const auto sent = ask(1, "POST", path_of(made, "/test"));
    REQUIRE(sent.status == 200);
    CHECK(sent.text("/channels/0/outcome") == "accepted");
    CHECK(sent.text("/channels/0/address") == "090****002");
    CHECK(sent.text("/channels/1/outcome") == "accepted");
    REQUIRE(received().size() == 1);
    CHECK(received()[0].find("an@hcm.edu.vn") != std::string::npos);
    CHECK(received()[0].find("[THỬ] Thông báo nghỉ học") != std::string::npos);  // as its body says it
    CHECK(desk->ledger().broadcasts(10).empty());
    CHECK(last_audited().action == "draft.test");
    CHECK(last_audited().after.find("an@hcm") == std::string::npos);
    // To the partner, the next one is another post, not the same again.
    CHECK(ask(1, "POST", path_of(made, "/test")).text("/channels/0/outcome") == "accepted");
}

TEST_CASE_METHOD(newsroom, "tests are for those who have a mailbox, and not without end", "[drafts]")
{
    const auto other = ask(2, "POST", "/api/drafts", {{"content", notice()}});
    CHECK(ask(2, "POST", path_of(other, "/test")).code == "no_mailbox");
    const auto path = path_of(written(), "/test");
    for (int i = 0; i != 10; ++i) CHECK(ask(1, "POST", path).status == 200);
    CHECK(ask(1, "POST", path).code == "too_many_tests");
    CHECK(received().size() == 10);
}

TEST_CASE_METHOD(
    newsroom,
    "what is given back is open again with the comment, and goes out as the next version",
    "[drafts]"
)
{
    const auto made = written();
    const auto path = path_of(made);
    const auto submitted = ask(1, "POST", path + "/submit", {}, made.etag);
    REQUIRE(submitted.status == 200);
    CHECK(submitted.text("/state") == "submitted");
    CHECK(woken == 1);
    const auto first = submitted.at("/broadcast").to_number<broadcast_id>();
    const auto held = desk->ledger().status(first).value();
    CHECK(held.state == broadcast_state::held);
    CHECK(held.source == "editor");
    CHECK(held.bulletin == "draft-" + std::to_string(made.at("/id").to_number<std::int64_t>()));
    CHECK(desk->ledger().content(first).url == "https://hcm.edu.vn/");
    CHECK(ask(1, "PUT", path, {{"content", notice()}}, submitted.etag).code == "submitted");
    CHECK(ask(1, "POST", path + "/reopen", {}, submitted.etag).code == "not_started");

    const auto returned =
        ask(3, "POST", "/api/broadcasts/" + std::to_string(first) + "/give-back", {{"comment", "Sai ngày"}});
    CHECK(returned.status == 200);
    const auto open = ask(1, "GET", path);
    CHECK(open.text("/state") == "open");
    CHECK(open.text("/comment") == "Sai ngày");
    CHECK(open.number("/version") == 2);

    const auto again = ask(1, "POST", path + "/submit", {}, open.etag);
    REQUIRE(again.status == 200);
    const auto second = desk->ledger().status(again.at("/broadcast").to_number<broadcast_id>()).value();
    CHECK(second.version == 2);
    CHECK(second.state == broadcast_state::held);
    CHECK(desk->ledger().status(first)->state == broadcast_state::cancelled);
}

TEST_CASE_METHOD(
    newsroom, "an audience is counted by channel and unit before anything is submitted", "[drafts]"
)
{
    const auto counted = ask(1, "POST", "/api/audience/count", {{"audience", notice().at("audience")}});
    REQUIRE(counted.status == 200);
    CHECK(counted.text("/channels/0/channel") == "enetviet");
    CHECK(counted.number("/channels/0/destinations") == 5);
    CHECK(counted.number("/channels/0/reachable") == 3);
    CHECK(counted.number("/channels/1/reachable") == 3);
    CHECK(counted.text("/channels/1/by_unit/0/unit") == "cum-1");
    CHECK(counted.text("/channels/1/by_unit/0/name") == "Cụm chuyên môn số 1");
    CHECK(ask(1,
              "POST",
              "/api/audience/count",
              {{"audience", {{"include", json::array{{{"unit", "nowhere"}}}}}}}
    ).has_code("unknown_unit"));
    CHECK(ask(1, "POST", "/api/audience/count", {{"audience", 7}}).status == 422);
}

TEST_CASE_METHOD(newsroom, "units and people are found, and refusals are kept with a reason", "[drafts]")
{
    CHECK(ask(1, "GET", "/api/units?parent=so").items() == 4);
    CHECK(ask(1, "GET", "/api/units?q=duoc song").text("/items/0/reference") == "truong-a");
    CHECK(ask(1, "GET", "/api/units/truong-b").number("/people/parent") == 2);
    CHECK(ask(1, "GET", "/api/units/nowhere").code == "not_found");
    CHECK(ask(1, "GET", "/api/people?q=0900000005").text("/items/0/account") == "090****005");
    CHECK(ask(1, "GET", "/api/people?q=").status == 400);

    const json::object refusal{
        {"contact", "mailbox"}, {"address", "an@hcm.edu.vn"}, {"reason", "Gọi điện yêu cầu"}};
    const auto added = ask(1, "POST", "/api/suppressions", refusal);
    CHECK(added.status == 201);
    CHECK(added.text("/address") == "a***@hcm.edu.vn");
    CHECK(ask(1, "POST", "/api/suppressions", refusal).code == "already_suppressed");
    CHECK(ask(1, "POST", "/api/suppressions", {{"contact", "mailbox"}, {"address", "x"}}).has_code("missing")
    );
    CHECK(last_audited().subject == "suppression a***@hcm.edu.vn");
    const auto path = "/api/suppressions/" + std::to_string(added.at("/id").to_number<std::int64_t>());
    CHECK(ask(1, "DELETE", path).status == 422);
    CHECK(ask(1, "DELETE", path, {{"reason", "Đổi ý"}}).status == 204);
    CHECK(ask(1, "DELETE", path, {{"reason", "Đổi ý"}}).code == "not_found");
    CHECK(ask(1, "GET", "/api/suppressions").items() == 0);
}
