#include "adapters/enetviet/content_witnesses.hpp"
#include "adapters/enetviet/wire.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/error.hpp>

#include <array>
#include <numeric>

using loa::destination;
using loa::enetviet_params;
using loa::outcome_class;
using loa::presence;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view digits = "0123456789abcdef";

loa::idempotency_key key(std::size_t i)
{
    std::array<char, 32> out{};
    out.fill('e');
    out[30] = digits[i / 16 % 16];
    out[31] = digits[i % 16];
    return loa::idempotency_key{out};
}

std::vector<destination> accounts(std::size_t count)
{
    std::vector<destination> out;
    for (std::size_t i = 0; i != count; ++i)
        out.push_back({static_cast<std::uint32_t>(i + 1), "0901234567", "", key(i)});
    return out;
}

loa::http_exchange answer(unsigned status, std::string body, std::string type = "application/json")
{
    loa::http_exchange out;
    out.progress = loa::http_progress::answered;
    out.request_whole = true;
    out.answer.status = status;
    out.answer.body = std::move(body);
    out.answer.content_type = std::move(type);
    return out;
}

std::string result(std::size_t i, std::string_view code)
{
    return "{\"ma_yeu_cau\":\"" + std::string{key(i).view()} + "\",\"ma\":" + std::string{code} + "}";
}

std::string results(const std::vector<std::string>& each)
{
    std::string out = "{\"status\":200,\"data\":[";
    for (const auto& one : each) out += (out.back() == '[' ? "" : ",") + one;
    return out + "]}";
}

std::vector<outcome_class> classes(const loa::post_verdict& verdict)
{
    std::vector<outcome_class> out;
    for (const auto& each : verdict.outcomes) out.push_back(each.what);
    return out;
}

/// To one account.
loa::outcome judged(const loa::http_exchange& exchange, const enetviet_params& params = {})
{
    const auto to = accounts(1);
    return loa::judge_post(params, exchange, to, {}).outcomes.at(0);
}

enetviet_params to_audiences()
{
    enetviet_params params;
    params.addressing = loa::enetviet_addressing::audience;
    return params;
}

}  // namespace

TEST_CASE("each account gets its own result, in whatever order they come", "[enetviet][wire]")
{
    const auto to = accounts(6);
    const auto verdict = loa::judge_post(
        {},
        answer(
            200,
            results(
                {result(5, "200"), result(2, "404"), result(0, "\"200\""), result(3, "409"), result(1, "500")}
            )
        ),
        to,
        {}
    );
    CHECK(
        classes(verdict) ==
        std::vector{
            outcome_class::accepted,
            outcome_class::transient,
            outcome_class::rejected,
            outcome_class::duplicate,
            outcome_class::unknown,
            outcome_class::accepted}
    );
    CHECK(verdict.outcomes[2].cause == "code 404");
    CHECK(verdict.outcomes[0].cause.empty());
    CHECK_FALSE(verdict.divisible);
}

TEST_CASE("what one account is refused for never concerns the others", "[enetviet][wire]")
{
    const auto to = accounts(3);
    const auto verdict = loa::judge_post(
        {}, answer(200, results({result(0, "200"), result(1, "422"), result(2, "200")})), to, {}
    );
    CHECK(
        classes(verdict) ==
        std::vector{outcome_class::accepted, outcome_class::rejected, outcome_class::accepted}
    );
    CHECK(verdict.outcomes[1].cause == "code 422");
}

TEST_CASE("the content is to blame once two were refused alone and nobody was accepted", "[enetviet]")
{
    using finding = loa::content_witnesses::finding;
    loa::content_witnesses fresh;
    CHECK_FALSE(fresh.wanted());
    CHECK(fresh.refused(1, "422") == finding::destination);
    CHECK(fresh.wanted());
    CHECK(fresh.refused(1, "422") == finding::destination);  // the same one again proves nothing
    CHECK(fresh.refused(2, "400") == finding::destination);  // nor does another reason
    CHECK(fresh.refused(3, "400") == finding::content);

    loa::content_witnesses taken;
    const std::vector<loa::outcome> accepted(1);
    taken.hear(accepted);
    CHECK(taken.refused(1, "422") == finding::destination);
    CHECK(taken.refused(2, "422") == finding::destination);
    CHECK_FALSE(taken.wanted());
}

TEST_CASE(
    "results of strangers are ignored, doubled ones count once, contradictory ones for nothing",
    "[enetviet][wire]"
)
{
    const auto to = accounts(3);
    const auto verdict = loa::judge_post(
        {},
        answer(
            200,
            results(
                {result(200, "404"),
                 result(0, "200"),
                 result(0, "200"),
                 result(1, "200"),
                 result(1, "404"),
                 "7",
                 "{}",
                 "{\"ma_yeu_cau\":5}"}
            )
        ),
        to,
        {}
    );
    CHECK(
        classes(verdict) ==
        std::vector{outcome_class::accepted, outcome_class::unknown, outcome_class::unknown}
    );
}

TEST_CASE("both envelopes of the partner are understood", "[enetviet][wire]")
{
    const auto params = to_audiences();
    CHECK(
        judged(answer(200, R"({"status":200,"message":"ok","data":{"id":1}})"), params).what ==
        outcome_class::accepted
    );
    CHECK(
        judged(answer(200, R"({"error":200,"mes":"ok","data":{"id":1}})"), params).what ==
        outcome_class::accepted
    );
    CHECK(judged(answer(200, R"({"error":409,"mes":"đã có"})"), params).what == outcome_class::duplicate);
}

TEST_CASE("a code means what the table says, with the words that go with it", "[enetviet][wire]")
{
    const auto code = [](int value, const std::string& message) {
        return judged(
            answer(200, "{\"status\":" + std::to_string(value) + ",\"message\":\"" + message + "\"}"),
            to_audiences()
        );
    };
    CHECK(code(500, "Đơn vị không tồn tại").what == outcome_class::rejected);
    CHECK(code(500, "Hệ thống bận").what == outcome_class::transient);
    CHECK(code(422, "Từ cấm").what == outcome_class::content_rejected);
    CHECK(code(422, "Từ cấm").cause == "code 422: Từ cấm");
    CHECK(code(404, "").what == outcome_class::rejected);
    CHECK(code(401, "").what == outcome_class::unauthorized);
    CHECK(code(429, "").what == outcome_class::throttled);
    CHECK(code(1, "?").what == outcome_class::unknown);

    auto params = to_audiences();
    params.post_codes.insert(params.post_codes.begin(), {"1", "", outcome_class::transient});
    CHECK(judged(answer(200, R"({"error":1,"message":"?"})"), params).what == outcome_class::transient);
}

TEST_CASE("a cause names no person", "[enetviet][wire]")
{
    const auto cause =
        judged(
            answer(200, R"({"status":422,"message":"Tài khoản 0901234567 (an@hcm.edu.vn) bị khóa"})"),
            to_audiences()
        )
            .cause;
    CHECK(cause.find("0901234567") == std::string::npos);
    CHECK(cause.find("an@hcm") == std::string::npos);
}

TEST_CASE(
    "Retry-After is obeyed in seconds, as a date by the partner's own clock, or not at all",
    "[enetviet][wire]"
)
{
    auto exchange = answer(429, "{}");
    CHECK(judged(exchange).what == outcome_class::throttled);
    CHECK_FALSE(judged(exchange).retry_after);
    exchange.answer.retry_after = "120";
    CHECK(judged(exchange).retry_after == 120s);
    exchange.answer.date = "Sun, 06 Nov 1994 08:49:37 GMT";
    exchange.answer.retry_after = "Sun, 06 Nov 1994 08:50:37 GMT";
    CHECK(judged(exchange).retry_after == 60s);
    exchange.answer.retry_after = "Sun, 06 Nov 1994 08:00:00 GMT";
    CHECK(judged(exchange).retry_after == 0s);
    exchange.answer.retry_after = "99999999999999999999";
    CHECK_FALSE(judged(exchange).retry_after);
    exchange.answer.retry_after = "999999999999";
    CHECK(judged(exchange).retry_after == 168h);
    exchange.answer.retry_after = "soon";
    CHECK_FALSE(judged(exchange).retry_after);
    // A head is enough for a verdict that needs no body.
    exchange.progress = loa::http_progress::sent;
    exchange.answer.retry_after = "5";
    CHECK(judged(exchange).retry_after == 5s);
}

TEST_CASE("a status without an answer of the partner's own says what it can", "[enetviet][wire]")
{
    const auto by = [](unsigned status) { return judged(answer(status, "<html>", "text/html")).what; };
    CHECK(by(200) == outcome_class::unknown);
    CHECK(by(204) == outcome_class::unknown);
    CHECK(by(400) == outcome_class::content_rejected);
    CHECK(by(401) == outcome_class::unauthorized);
    CHECK(by(403) == outcome_class::unauthorized);
    CHECK(by(404) == outcome_class::unavailable);
    CHECK(by(413) == outcome_class::content_rejected);
    CHECK(by(500) == outcome_class::unknown);
    CHECK(by(503) == outcome_class::transient);
    CHECK(by(308) == outcome_class::unavailable);
    CHECK(by(418) == outcome_class::unknown);
    // A gateway that passed the request on does not know what became of it; one that never took it does.
    CHECK(by(502) == outcome_class::unknown);
    auto early = answer(502, "");
    early.request_whole = false;
    CHECK(judged(early).what == outcome_class::transient);
    CHECK(judged(early).cause == "HTTP 502 before the request was read");

    auto redirected = answer(302, "");
    redirected.answer.location = "https://enetviet.com/page-error?er=1&ms=x";
    CHECK(judged(redirected).what == outcome_class::unauthorized);
    redirected.answer.location = "/home";
    CHECK(judged(redirected).what == outcome_class::unknown);
}

TEST_CASE("without an answer the outcome depends on how far the request got", "[enetviet][wire]")
{
    loa::http_exchange exchange;
    exchange.error = boost::asio::error::connection_refused;
    CHECK(judged(exchange).what == outcome_class::unavailable);
    exchange.error = loa::errc::deadline_exceeded;
    CHECK(judged(exchange).what == outcome_class::unavailable);  // nothing was offered: no attempt counts
    exchange.progress = loa::http_progress::nothing_sent;
    CHECK(judged(exchange).what == outcome_class::transient);
    exchange.progress = loa::http_progress::sent;
    CHECK(judged(exchange).what == outcome_class::unknown);
    CHECK(judged(exchange).cause == "no answer within the time limit");
    exchange.error = boost::asio::error::connection_reset;
    CHECK(judged(exchange).what == outcome_class::unknown);
}

TEST_CASE("a refusal of a whole request of many says that smaller ones may tell", "[enetviet][wire]")
{
    const auto to = accounts(4);
    CHECK(loa::judge_post({}, answer(200, R"({"status":413})"), to, {}).divisible);
    CHECK(loa::judge_post({}, answer(413, ""), to, {}).divisible);
    CHECK(loa::judge_post({}, answer(413, ""), to, {}).too_large);
    CHECK(loa::judge_post({}, answer(200, R"({"status":500,"message":"Tài khoản không tồn tại"})"), to, {})
              .divisible);
    // One account that is none can have the content of all refused.
    for (const auto& refused : {answer(200, R"({"status":422})"), answer(422, ""), answer(400, "")}) {
        const auto verdict = loa::judge_post({}, refused, to, {});
        CHECK(verdict.divisible);
        CHECK_FALSE(verdict.too_large);
        CHECK(
            loa::judge_post({}, refused, accounts(1), {}).outcomes[0].what == outcome_class::content_rejected
        );
    }
    // Which of them is there already is not said: the look-up will.
    const auto doubled = loa::judge_post({}, answer(200, R"({"status":409})"), to, {});
    CHECK_FALSE(doubled.divisible);
    CHECK(doubled.outcomes[3].what == outcome_class::unknown);
    CHECK(
        loa::judge_post({}, answer(413, ""), accounts(1), {}).outcomes[0].what ==
        outcome_class::content_rejected
    );
}

TEST_CASE("nothing a partner can say is taken for success by mistake", "[enetviet][wire][hostile]")
{
    const auto to = accounts(2);
    const std::string deep = std::string(100'000, '[');
    std::string deep_data = "{\"status\":200,\"data\":";
    for (int i = 0; i != 40; ++i) deep_data += "[";
    const std::vector<std::string> bodies{
        "",
        " ",
        "null",
        "200",
        "\"200\"",
        "[]",
        "{}",
        "{",
        "{\"status\":200",
        "{\"status\":null}",
        "{\"status\":[200]}",
        "{\"status\":{}}",
        "{\"status\":2e2}",
        "{\"status\":true}",
        "{\"status\":\"" + std::string(100, '2') + "\"}",
        "{\"status\":-1}",
        "{\"status\":18446744073709551615}",
        "{\"status\":200}",
        "{\"status\":200,\"data\":null}",
        "{\"status\":200,\"data\":{}}",
        "{\"status\":200,\"data\":\"ok\"}",
        "{\"status\":200,\"data\":[]}",
        "{\"status\":200,\"data\":[[]]}",
        "{\"status\":200,\"data\":[{\"ma\":200}]}",
        "{\"status\":200,\"data\":[{\"ma_yeu_cau\":\"\",\"ma\":200}]}",
        "{\"status\":200,\"data\":[{\"ma_yeu_cau\":\"x\",\"ma\":200}]}",
        "{\"data\":[" + result(0, "200") + "]}",
        "{\"status\":200}{\"status\":200}",
        "\xff\xfe{\"status\":200}",
        "{\"status\":200,\"message\":\"\xc3\x28\"}",
        deep,
        deep_data,
        "<html><body>200 OK</body></html>",
        std::string(1 << 20, 'a'),
        std::string("{\"status\":200,\0\"data\":[]}", 26),
    };
    for (const auto& body : bodies) {
        INFO(body.substr(0, 80));
        for (const unsigned status : {200u, 201u, 500u}) {
            const auto verdict = loa::judge_post({}, answer(status, body), to, {});
            REQUIRE(verdict.outcomes.size() == 2);
            for (const auto& each : verdict.outcomes) {
                CHECK(each.what == outcome_class::unknown);
                CHECK_FALSE(each.cause.empty());
                CHECK(each.cause.size() < 400);
            }
        }
    }
    // A success wrapped into a failure of HTTP.
    CHECK(judged(answer(500, R"({"status":200,"data":{}})"), to_audiences()).what == outcome_class::unknown);
}

TEST_CASE("an unknown post is present, absent or untold, as the partner can show", "[enetviet][wire]")
{
    const auto of = accounts(3);
    const auto entry = [](std::size_t i, const std::string& state) {
        return "{\"ma_yeu_cau\":\"" + std::string{key(i).view()} + "\",\"trang_thai\":\"" + state + "\"}";
    };
    const auto told =
        loa::judge_look_up({}, answer(200, results({entry(2, "da_gui"), entry(0, "dang_xu_ly")})), of);
    CHECK(told.presences == std::vector{presence::cannot_tell, presence::absent, presence::present});

    for (const auto& body :
         {std::string{},
          std::string{"[]"},
          std::string{R"({"status":500,"data":[]})"},
          std::string{R"({"status":200})"},
          std::string{R"({"status":200,"data":{}})"},
          results({"{\"trang_thai\":\"da_gui\"}"}),
          results({"1"})}) {
        INFO(body);
        CHECK(
            loa::judge_look_up({}, answer(200, body), of).presences == std::vector(3, presence::cannot_tell)
        );
    }
    CHECK(
        loa::judge_look_up({}, answer(404, results({})), of).presences ==
        std::vector(3, presence::cannot_tell)
    );
    CHECK(loa::judge_look_up({}, answer(401, ""), of).token_refused);
    auto broken = answer(200, results({}));
    broken.progress = loa::http_progress::sent;
    CHECK(loa::judge_look_up({}, broken, of).presences[0] == presence::cannot_tell);
}
