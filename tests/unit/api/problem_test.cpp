#include "gateway/api/problem.hpp"
#include "gateway/api/csv_line.hpp"
#include "gateway/api/etag.hpp"
#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "tests/support/api_caller.hpp"
#include "tests/support/catch.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace json = boost::json;
using namespace loa;
using namespace loa::testing;

namespace {

language of(const char* header)
{
    http_request asked;
    asked.headers = {{"accept-language", header}};
    return accepted_language(asked);
}

/// The status and code of what `call` throws.
template <class F>
std::pair<unsigned, std::string> refused(F call)
{
    try {
        call();
    } catch (const api_problem& e) {
        return {e.status, e.code};
    }
    return {0, "nothing was refused"};
}

}  // namespace

TEST_CASE("problems are told in Vietnamese unless English is preferred", "[problem]")
{
    CHECK(of("") == language::vietnamese);
    CHECK(of("fr") == language::vietnamese);
    CHECK(of("vi-VN,vi;q=0.9,en;q=0.8") == language::vietnamese);
    CHECK(of("en") == language::english);
    CHECK(of("EN-us") == language::english);
    CHECK(of("en, vi") == language::english);
    CHECK(of("vi, en") == language::vietnamese);
    CHECK(of("vi;q=0.2, en;q=0.9") == language::english);
    CHECK(of("en;q=0") == language::vietnamese);
    CHECK(of("env,;;q=,=;q=1.0,") == language::vietnamese);
}

TEST_CASE(
    "a problem names its code, the request it was, and each wrong field in the reader's language", "[problem]"
)
{
    http_request asked;
    asked.id = "r-17";
    api_problem what{
        422,
        "invalid",
        "two things are wrong",
        {{"title", "too_long", "is 900 bytes long; at most 500 are taken"}}};
    what.headers.emplace_back("Retry-After", "7");

    const auto vietnamese = to_reply(what, asked, language::vietnamese);
    CHECK(vietnamese.status == 422);
    const auto body = json::parse(vietnamese.body);
    CHECK(body.at("type") == "/api/#invalid");
    CHECK(body.at("status") == 422);
    CHECK(body.at("instance") == "r-17");
    CHECK(body.at("errors").at(0).at("field") == "title");
    CHECK(body.at("errors").at(0).at("text") == "Quá dài.");
    CHECK_FALSE(body.as_object().contains("detail"));
    CHECK(header_of(vietnamese, "Content-Type") == "application/problem+json");
    CHECK(header_of(vietnamese, "Content-Language") == "vi");
    CHECK(header_of(vietnamese, "Retry-After") == "7");

    const auto english = json::parse(to_reply(what, asked, language::english).body);
    CHECK(english.at("detail") == "two things are wrong");
    CHECK(english.at("errors").at(0).at("text") == "is 900 bytes long; at most 500 are taken");
}

TEST_CASE("a problem without a text of its own still says what happened", "[problem]")
{
    const auto body =
        json::parse(to_reply({409, "never_heard_of", "the cat is on it"}, {}, language::vietnamese).body);
    CHECK(body.at("title") == "Không làm được ở trạng thái hiện tại.");
    CHECK(body.at("detail") == "the cat is on it");
}

TEST_CASE("a body is one JSON object or is refused with the reason", "[call]")
{
    const auto refusal = [](const char* type, std::string body) {
        caller by;
        by.request.headers = {{"content-type", type}};
        by.request.body = std::move(body);
        return refused([&] { by.call().json(); });
    };
    CHECK(refusal("text/plain", "{}") == std::pair{415U, std::string{"media_type"}});
    CHECK(refusal("application/jsonp", "{}") == std::pair{415U, std::string{"media_type"}});
    CHECK(refusal("application/json", "") == std::pair{400U, std::string{"bad_json"}});
    CHECK(refusal("application/json", "{\"a\":1,\"a\":2}") == std::pair{400U, std::string{"bad_json"}});
    CHECK(refusal("application/json", std::string(40, '[')) == std::pair{400U, std::string{"bad_json"}});
    CHECK(refusal("application/json", "[1]") == std::pair{422U, std::string{"not_an_object"}});

    caller good;
    good.request.headers = {{"content-type", "Application/JSON; charset=utf-8"}};
    good.request.body = R"({"a":1})";
    CHECK(good.call().json().at("a") == 1);
}

TEST_CASE("what is no number in a path is nowhere", "[call]")
{
    for (const char* text : {"", "0", "-1", "1x", "0x1", "9223372036854775808", "1 OR 1=1", "%31"}) {
        caller by;
        by.path = {text};
        INFO(text);
        CHECK(refused([&] { by.call().number(0); }) == std::pair{404U, std::string{"not_found"}});
    }
    caller by;
    by.path = {"9223372036854775807"};
    CHECK(by.call().number(0) == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("a list goes on where its cursor says, and a made-up cursor is refused", "[page]")
{
    const auto first = page_reply({}, std::string{"17"});
    caller by;
    by.request.query = {
        {"cursor", std::string{json::parse(first.body).at("next").as_string()}}, {"limit", "3"}};
    auto part = requested_page(by.call());
    CHECK(part.limit == 3);
    CHECK(part.after_number() == 17);

    for (const char* text : {"", "x", "1", "zz", "3137x", "31373"}) {
        caller other;
        other.request.query = {{"cursor", text}};
        INFO(text);
        CHECK(refused([&] { requested_page(other.call()); }) == std::pair{400U, std::string{"bad_cursor"}});
    }
    caller of_another_list;
    of_another_list.request.query = {{"cursor", "373a39"}};  // 7:9
    part = requested_page(of_another_list.call());
    CHECK(refused([&] { part.after_number(); }) == std::pair{400U, std::string{"bad_cursor"}});

    for (const char* text : {"0", "201", "-1", "many", "1e2", ""}) {
        caller other;
        other.request.query = {{"limit", text}};
        INFO(text);
        CHECK(refused([&] {
                  requested_page(other.call());
              }) == std::pair{400U, std::string{"bad_parameter"}});
    }
    CHECK_FALSE(json::parse(page_reply({}, std::nullopt).body).as_object().contains("next"));
}

TEST_CASE("a change is taken only from who saw the latest revision", "[etag]")
{
    const auto refusal = [](const char* header) {
        caller by;
        if (header)
            by.request.headers = {{"if-match", header}};
        return refused([&] { must_match(by.call(), 7); });
    };
    CHECK(etag(7) == "\"7\"");
    CHECK(refusal("\"7\"").first == 0);
    CHECK(refusal(nullptr) == std::pair{428U, std::string{"if_match_required"}});
    CHECK(refusal("\"6\"") == std::pair{412U, std::string{"changed"}});
    for (const char* text : {"7", "*", "\"\"", "\"7", "W/\"7\"", "\"seven\"", "\"7\", \"8\""}) {
        INFO(text);
        CHECK(refusal(text) == std::pair{412U, std::string{"changed"}});
    }
}

TEST_CASE("an exported line cannot become a formula or another line", "[csv]")
{
    CHECK(csv_line({"", "a", ""}) == ",a,\r\n");
    CHECK(
        csv_line({"=HYPERLINK(\"http://x\")", "+1", "-1", "@a", "\tb"}) ==
        "\"'=HYPERLINK(\"\"http://x\"\")\",'+1,'-1,'@a,'\tb\r\n"
    );
    CHECK(csv_line({"a,b", "c\r\nd"}) == "\"a,b\",\"c\r\nd\"\r\n");
}
