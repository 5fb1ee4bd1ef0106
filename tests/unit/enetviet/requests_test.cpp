#include "adapters/enetviet/wire.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/parse.hpp>

#include <array>

using loa::destination;
using loa::enetviet_params;

namespace {

loa::idempotency_key key(char digit)
{
    std::array<char, 32> digits{};
    digits.fill(digit);
    return loa::idempotency_key{digits};
}

}  // namespace

TEST_CASE("a partner's address is taken apart, and what is none is refused", "[enetviet][wire]")
{
    const auto origin = loa::parse_enetviet_origin("https://api.enetviet.com/v2/");
    REQUIRE(origin);
    CHECK(origin->tls);
    CHECK(origin->host == "api.enetviet.com");
    CHECK(origin->port == 443);
    CHECK(origin->prefix == "/v2");
    const auto local = loa::parse_enetviet_origin("http://[::1]:8080");
    REQUIRE(local);
    CHECK(local->host == "::1");
    CHECK(local->port == 8080);
    CHECK(local->authority == "[::1]:8080");
    for (const auto* wrong :
         {"",
          "api.enetviet.com",
          "ftp://a",
          "https://",
          "https://u:p@a",
          "https://a?b",
          "https://a:0",
          "https://a:99999"}) {
        INFO(wrong);
        CHECK_FALSE(loa::parse_enetviet_origin(wrong));
    }
}

TEST_CASE("a post carries the token as the template says, and its length", "[enetviet][wire]")
{
    enetviet_params params;
    params.token_header = "X-Token";
    params.token_value = "Bearer {token}!";
    loa::enetviet_requests requests{params, *loa::parse_enetviet_origin("http://127.0.0.1:81/p")};
    REQUIRE(requests.set_token("abc"));
    std::string head;
    requests.post_head(head, 1234);
    CHECK(head.starts_with("POST /p/ThongBao/GuiThongBaoTaiKhoan HTTP/1.1\r\nHost: 127.0.0.1:81\r\n"));
    CHECK(head.find("\r\nX-Token: Bearer abc!\r\n") != std::string::npos);
    CHECK(head.ends_with("Content-Length: 1234\r\n\r\n"));
}

TEST_CASE("a token that would break the request is not taken", "[enetviet][wire]")
{
    const enetviet_params params;
    loa::enetviet_requests requests{params, *loa::parse_enetviet_origin("http://127.0.0.1")};
    CHECK_FALSE(requests.set_token(""));
    CHECK_FALSE(requests.set_token("a\r\nX: y"));
    CHECK_FALSE(requests.set_token("tiếng"));
}

TEST_CASE("accounts are listed with their keys, whatever their letters", "[enetviet][wire]")
{
    const enetviet_params params;
    const loa::enetviet_requests requests{params, *loa::parse_enetviet_origin("http://127.0.0.1")};
    const std::array<destination, 2> to{
        destination{1, "0901234567", "", key('a')}, destination{2, "a\"b\\ế\n", "", key('b')}};
    std::string list;
    requests.add_accounts(list, to);
    const auto read = boost::json::parse("[" + list + "]").as_array();
    REQUIRE(read.size() == 2);
    CHECK(read[0].at("tai_khoan") == "0901234567");
    CHECK(read[0].at("ma_yeu_cau").as_string() == std::string_view{to[0].key.view()});
    CHECK(read[1].at("tai_khoan") == "a\"b\\ế\n");
}

TEST_CASE("a unit and a role become an audience in the partner's words", "[enetviet][wire]")
{
    enetviet_params params;
    params.addressing = loa::enetviet_addressing::audience;
    const loa::enetviet_requests requests{params, *loa::parse_enetviet_origin("http://127.0.0.1")};
    std::string members;
    REQUIRE(requests.add_audience(members, destination{1, "cum-05|cluster|teacher", "", key('a')}));
    const auto read = boost::json::parse("{" + members + "}").as_object();
    CHECK(read.at("ma_don_vi") == "cum-05");
    CHECK(read.at("cap_don_vi") == "cum");
    CHECK(read.at("loai_nguoi_dung").as_array().at(0) == "giao_vien");
    for (const auto* wrong :
         {"", "cum-05", "cum-05|cluster", "|cluster|teacher", "cum-05||teacher", "cum-05|cluster|"}) {
        INFO(wrong);
        std::string ignored;
        CHECK_FALSE(requests.add_audience(ignored, destination{1, wrong, "", key('a')}));
    }
}

TEST_CASE("a look-up of as many as fit stays under 8 KB of request line", "[enetviet][wire]")
{
    const enetviet_params params;
    loa::enetviet_requests requests{
        params, *loa::parse_enetviet_origin("https://api.enetviet.com/some/prefix")};
    REQUIRE(requests.set_token("t"));
    const auto most = requests.most_look_ups();
    CHECK(most > 150);
    const std::vector<destination> of(most, destination{1, "a", "", key('c')});
    std::string request;
    requests.look_up(request, of);
    CHECK(request.starts_with("GET /some/prefix/ThongBao/TraCuu?ma_yeu_cau=cccc"));
    CHECK(request.find("\r\n") <= 8 * 1024);
    CHECK(request.ends_with("\r\n\r\n"));
}
