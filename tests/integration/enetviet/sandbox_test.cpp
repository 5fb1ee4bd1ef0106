#include "adapters/http_client/http_client.hpp"
#include "tests/integration/enetviet/partner_test.hpp"

using loa::outcome_class;
using loa::testing::partner_test;
using loa::testing::run;
using namespace std::chrono_literals;

namespace {

/// The sandbox as curl and a browser see it.
struct visited_sandbox : partner_test {
    std::unique_ptr<loa::http_client> browser;

    loa::http_answer ask(const std::string& method, const std::string& target, const std::string& body = {})
    {
        if (!browser) {
            loa::http_client_params how;
            how.tls = false;
            how.host = "127.0.0.1";
            how.port = partner->port();
            browser = loa::make_http_client(context, how);
        }
        const auto head = method + " " + target +
                          " HTTP/1.1\r\nHost: sandbox\r\nAuthorization: right-token\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n";
        const std::array<std::string_view, 2> pieces{head, body};
        return run(context, browser->exchange(pieces, std::chrono::steady_clock::now() + 5s)).answer;
    }
};

}  // namespace

TEST_CASE_METHOD(
    visited_sandbox,
    "a script sent to the sandbox is played, a wrong one is refused with the words it knows",
    "[sandbox]"
)
{
    start();
    CHECK(ask("POST", "/script", R"({"next":["unavailable"]})").status == 200);
    CHECK(deliver({to(1)}).at(0).what == outcome_class::transient);
    const auto refused = ask("POST", "/script", R"({"next":["nonsense"]})");
    CHECK(refused.status == 400);
    CHECK(refused.body.find("throttled_date") != std::string::npos);
}

TEST_CASE_METHOD(
    visited_sandbox, "the sandbox says exactly who is missing and who was not expected", "[sandbox]"
)
{
    start();
    deliver(many(3));
    const auto target = "/tally/expected?url=https%3A%2F%2Fhcm.edu.vn%2Fct%2F1%2F2";
    const auto told =
        boost::json::parse(ask("POST", target, "0910000000\n0910000001\n0999999999\n").body).as_object();
    CHECK(told.at("expected") == 3);
    CHECK(told.at("missing") == 1);
    CHECK(told.at("unexpected") == 1);
    CHECK(told.at("first_missing").as_array().at(0) == "0999999999");
    CHECK(boost::json::parse(ask("GET", "/tally").body).as_object().at("distinct") == 3);

    std::string all;
    for (int i = 0; i != 400'000; ++i) all += std::to_string(i) + "\n";
    CHECK(boost::json::parse(ask("POST", target, all).body).as_object().at("missing") == 400'000);
}

TEST_CASE_METHOD(
    visited_sandbox,
    "people see the newest posts and each post, but no script and no stranger's link",
    "[sandbox]"
)
{
    start();
    CHECK(ask("GET", "/").body.find("Chưa có tin nào.") != std::string::npos);
    deliver(many(2));
    const std::string hostile =
        R"json({"tieu_de":"<script>alert(1)</script>","tom_tat":"\"><img src=x onerror=alert(2)>",)json"
        R"json("noi_dung":"<p onclick='alert(3)'>a</p><script>alert(4)</script>","anh_dai_dien":"javascript:alert(5)",)json"
        R"json("url_chi_tiet":"javascript:alert(6)","file_dinh_kem":[{"ten":"<b>x.pdf","url":"https://evil.example/x.pdf"},7],)json"
        R"json("nguoi_nhan":[{"ma_yeu_cau":"k","tai_khoan":"b"}]})json";
    CHECK(ask("POST", "/ThongBao/GuiThongBaoTaiKhoan", hostile).status == 200);

    const auto list = ask("GET", "/").body;
    CHECK(list.find("Thông báo nghỉ học") != std::string::npos);
    CHECK(list.find("2 nơi nhận") != std::string::npos);
    const auto shown = ask("GET", "/posts/2");
    CHECK(shown.status == 200);
    for (const auto* each : {"<script", "onclick", "<img src=x", "javascript:", "evil.example"}) {
        INFO(each);
        CHECK(list.find(each) == std::string::npos);
        CHECK(shown.body.find(each) == std::string::npos);
    }
    CHECK(ask("GET", "/style.css").content_type == "text/css; charset=utf-8");
    for (const auto* nowhere :
         {"/posts/3",
          "/posts/",
          "/posts/-1",
          "/posts/99999999999999999999",
          "/favicon.ico",
          "/ThongBao/ThuHoi"}) {
        INFO(nowhere);
        CHECK(ask("GET", nowhere).status == 404);
    }
}

TEST_CASE_METHOD(visited_sandbox, "what is no post is refused, and the sandbox goes on", "[sandbox]")
{
    partner_params.token.clear();
    partner_params.body_limit = 10'000;
    start();
    const std::string path = "/ThongBao/GuiThongBaoTaiKhoan";
    for (const auto* body :
         {"",
          "[]",
          "{",
          "{}",
          R"({"tieu_de":5})",
          R"({"tieu_de":"a"})",
          R"({"tieu_de":"a","nguoi_nhan":{}})"}) {
        INFO(body);
        CHECK(ask("POST", path, body).body.find("\"status\":422") != std::string::npos);
    }
    CHECK(ask("POST", path, std::string(20'000, ' ')).status == 413);
    CHECK(
        ask("POST", path, R"({"tieu_de":"a","nguoi_nhan":[1,{},{"ma_yeu_cau":"k","tai_khoan":"b"}]})")
            .body.find("\"ma\":200") != std::string::npos
    );
    CHECK(tally("accepted") == 1);
}

TEST_CASE("an address that is taken, or a certificate that is none, is said at the start", "[sandbox]")
{
    boost::asio::io_context context;
    const loa::sandbox first{context, {}};
    loa::sandbox_params params;
    params.port = first.port();
    CHECK_THROWS_AS(loa::sandbox(context, params), std::runtime_error);
    params = {};
    params.address = "nowhere";
    CHECK_THROWS_AS(loa::sandbox(context, params), std::runtime_error);
    params = {};
    params.cert_file = params.key_file = "/no/such/file.pem";
    CHECK_THROWS_AS(loa::sandbox(context, params), std::runtime_error);
}
