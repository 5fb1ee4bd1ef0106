#include "tests/integration/enetviet/partner_test.hpp"
#include "tests/support/peak_memory.hpp"
#include "tests/support/scripted_peer.hpp"

using loa::outcome_class;
using loa::testing::partner_test;
using loa::testing::peak_growth;
using loa::testing::peer_step;
using loa::testing::scripted_peer;
using namespace std::chrono_literals;

namespace {

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

peer_step says(std::string text, std::string then_again = {})
{
    peer_step out;
    out.says = std::move(text);
    out.then_again = std::move(then_again);
    return out;
}

peer_step answers(const std::string& body)
{
    return says(head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    out.reserve(text.size() * times);
    for (; times != 0; --times) out += text;
    return out;
}

std::string accepted_by_key(std::string_view key)
{
    return R"({"status":200,"message":"","data":[{"ma_yeu_cau":")" + std::string{key} +
           R"(","ma":200,"id":7}]})";
}

}  // namespace

TEST_CASE(
    "whatever a partner answers, however long, it is unknown with a reason, and the next post is accepted",
    "[enetviet][hostile]"
)
{
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    const std::string kilobytes(8 * 1024, 'x');
    const auto key = partner_test::to(1).key;
    const auto good = accepted_by_key(key.view());
    struct row {
        const char* name;
        peer_step step;
        const char* cause;
    };
    const std::vector<row> rows{
        {"100 MB, announced",
         says(head + "Content-Length: 104857600\r\n\r\n", kilobytes),
         "no whole answer: "},
        {"100 MB, not announced", says(head + "\r\n", kilobytes), "no whole answer: "},
        {"100 MB in chunks", says(chunked, "2000\r\n" + kilobytes + "\r\n"), "no whole answer: "},
        {"100 MB in chunks of a byte", says(chunked, repeated("1\r\nx\r\n", 1'000)), "no whole answer: "},
        {"empty chunk extensions without end", says(chunked + "1", ";a"), "no whole answer: "},
        {"a trailer without end", says(chunked + "0\r\n", "X-Y: z\r\n"), "no whole answer: "},
        {"a head without end", says(head, "X-Y: z\r\n"), "no whole answer: "},
        {"a header without end", says(head + "Retry-After: ", "9"), "no whole answer: "},
        {"a start line without end", says("HTTP/1.1 200 ", kilobytes), "no whole answer: "},
        {"line ends without end", says("", "\r\n"), "no whole answer: "},
        {"interim answers without end", says("", "HTTP/1.1 100 Continue\r\n\r\n"), "no whole answer: "},
        {"fewer bytes than announced",
         says(head + "Content-Length: 1000\r\n\r\n" + good),
         "no whole answer: "},
        {"more bytes than announced",
         says(head + "Content-Length: 9\r\n\r\n" + good),
         "answer that cannot be read"},
        {"two lengths", says(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), "no whole answer: "},
        {"a length and chunks",
         says(head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"),
         "no whole answer: "},
        {"JSON nested 500,000 deep", answers(repeated("[", 500'000)), "answer that cannot be read"},
        {"objects nested 100,000 deep",
         answers(repeated("{\"data\":", 100'000)),
         "answer that cannot be read"},
        {"a million numbers",
         answers("{\"status\":200,\"data\":[" + repeated("1,", 500'000) + "1]}"),
         "no result for the account"},
        {"a hundred thousand strangers",
         answers("{\"status\":200,\"data\":[" + repeated(R"({"ma":1},)", 100'000) + "1]}"),
         "no result for the account"},
        {"truncated JSON", answers(good.substr(0, good.size() - 1)), "answer that cannot be read"},
        {"JSON that is not UTF-8",
         answers("{\"status\":\"\xff\xfe\",\"data\":[]}"),
         "answer that cannot be read"},
        {"a code of the wrong type", answers(R"({"status":[200],"data":{}})"), "answer that cannot be read"},
        {"a code that is a number too large",
         answers(R"({"status":1e400,"data":[]})"),
         "answer that cannot be read"},
        {"a message with control characters",
         answers("{\"status\":777,\"message\":\"\\u001b[31m\\r\\nX-Evil: 1\"}"),
         "code 777: [31m X-Evil: 1"},
        {"results of the wrong type",
         answers(R"({"status":200,"data":[[],"a",{"ma_yeu_cau":5,"ma":200}]})"),
         "no result for the account"},
        {"a result of the wrong type",
         answers(R"({"status":200,"data":[{"ma_yeu_cau":")" + std::string{key.view()} + R"(","ma":{}}]})"),
         "result without a code"},
    };
    for (const auto& each : rows) {
        INFO(each.name);
        partner_test test;
        const scripted_peer peer{test.context, {each.step, answers(good)}};
        test.params.base_url = "http://127.0.0.1:" + std::to_string(peer.port());
        test.start();
        const peak_growth memory;
        const auto begin = std::chrono::steady_clock::now();
        const auto got = test.deliver({partner_test::to(1)}).at(0);
        CHECK(got.what == outcome_class::unknown);
        CHECK(got.cause.substr(0, std::string_view{each.cause}.size()) == each.cause);
        CHECK(got.cause.size() < 200);
        CHECK(std::chrono::steady_clock::now() - begin < 3s);
        CHECK(memory.megabytes() < 64);
        CHECK(test.deliver({partner_test::to(1)}).at(0).what == outcome_class::accepted);
    }
}
