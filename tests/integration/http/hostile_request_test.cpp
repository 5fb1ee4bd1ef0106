// What nobody who means well would send: refused with a reason, the connection closed, and the next one
// served as if nothing had been.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"

#include <string>
#include <vector>

using namespace loa;
using namespace loa::testing;

namespace {

struct hostile {
    std::string what, bytes, status, code;
};

const std::string get_line = "GET / HTTP/1.1\r\n";
const std::string post_line = "POST / HTTP/1.1\r\nHost: loa\r\n";

std::string with_field(const std::string& field)
{
    return get_line + "Host: loa\r\n" + field + "\r\n\r\n";
}

std::string for_path(const std::string& path)
{
    return "GET " + path + " HTTP/1.1\r\nHost: loa\r\n\r\n";
}

std::string chunked(const std::string& body)
{
    return post_line + "Transfer-Encoding: chunked\r\n\r\n" + body;
}

const std::vector<hostile>& smuggling()
{
    static const std::vector<hostile> rows{
        {"both lengths",
         post_line + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400",
         "bad_framing"},
        {"both lengths, the other way",
         post_line + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
         "400",
         "bad_framing"},
        {"two lengths",
         post_line + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
         "400",
         "repeated_field"},
        {"the same length twice",
         post_line + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
         "400",
         "repeated_field"},
        {"a list of lengths", post_line + "Content-Length: 4, 4\r\n\r\nabcd", "400", "bad_length"},
        {"a signed length", post_line + "Content-Length: +4\r\n\r\nabcd", "400", "bad_length"},
        {"a negative length", post_line + "Content-Length: -1\r\n\r\n", "400", "bad_length"},
        {"a hexadecimal length", post_line + "Content-Length: 0x4\r\n\r\nabcd", "400", "bad_length"},
        {"an endless length",
         post_line + "Content-Length: 99999999999999999999999\r\n\r\n",
         "400",
         "bad_length"},
        {"an empty length", post_line + "Content-Length:\r\n\r\n", "400", "bad_length"},
        {"two codings",
         post_line + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
         "400",
         "repeated_field"},
        {"a list of codings",
         post_line + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         "501",
         "unknown_coding"},
        {"an unknown coding",
         post_line + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
         "501",
         "unknown_coding"},
        {"a coding in HTTP/1.0",
         "POST / HTTP/1.0\r\nHost: loa\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400",
         "bad_framing"},
        {"space before the colon", with_field("Content-Length : 4"), "400", "bad_field"},
        {"tab before the colon", with_field("Transfer-Encoding\t: chunked"), "400", "bad_field"},
        {"a folded line", with_field("X-A: 1\r\n Content-Length: 4"), "400", "bad_field"},
        {"a first line that is folded", get_line + " Host: loa\r\n\r\n", "400", "bad_field"},
        {"a field without a colon", with_field("nonsense"), "400", "bad_field"},
        {"a field without a name", with_field(": value"), "400", "bad_field"},
        {"bare LF", "GET / HTTP/1.1\nHost: loa\n\n", "400", "bad_line_end"},
        {"bare LF in a field", with_field("X-A: 1\nContent-Length: 4"), "400", "bad_line_end"},
        {"bare CR in a field", with_field("X-A: 1\rContent-Length: 4"), "400", "bad_line_end"},
        {"CR twice", "GET / HTTP/1.1\r\r\nHost: loa\r\n\r\n", "400", "bad_line_end"},
        {"NUL in a field", with_field(std::string{"X-A: 1\0 2", 9}), "400", "bad_character"},
        {"an escape in a field", with_field("X-A: \x1b[2J"), "400", "bad_character"},
        {"bytes that are no UTF-8", with_field("X-A: \xc0\xaf"), "400", "bad_field"},
        {"a chunk size with 0x", chunked("0x4\r\nabcd\r\n0\r\n\r\n"), "400", "bad_chunk"},
        {"a chunk size with a sign", chunked("-4\r\nabcd\r\n0\r\n\r\n"), "400", "bad_chunk"},
        {"a chunk size that overflows", chunked("fffffffffffffffff\r\n"), "413", "body_too_large"},
        {"a chunk size that is huge", chunked("ffffffffffffffff\r\n"), "413", "body_too_large"},
        {"a chunk size with space", chunked("4 \r\nabcd\r\n0\r\n\r\n"), "400", "bad_chunk"},
        {"no chunk size", chunked("\r\nabcd"), "400", "bad_chunk"},
        {"a chunk that is longer than it says", chunked("4\r\nabcdef\r\n0\r\n\r\n"), "400", "bad_chunk"},
        {"a chunk with a bare LF", chunked("4\nabcd\n0\n\n"), "400", "bad_chunk"},
        {"an extension with a bare LF", chunked("4;a\nb\r\nabcd\r\n0\r\n\r\n"), "400", "bad_chunk"},
        {"an endless extension", chunked("4;" + std::string(5'000, 'a') + "\r\n"), "400", "bad_chunk"},
        {"a trailer that is no field", chunked("0\r\nGET / HTTP/1.1\r\n\r\n"), "400", "bad_chunk"},
    };
    return rows;
}

const std::vector<hostile>& targets()
{
    static const std::vector<hostile> rows{
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400", "bad_target"},
        {"TLS on a plain port",
         std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11},
         "400",
         "bad_character"},
        {"no request", "hello\r\n\r\n", "400", "bad_request_line"},
        {"HTTP/0.9", "GET /\r\n\r\n", "400", "bad_request_line"},
        {"a later version", "GET / HTTP/2.0\r\nHost: loa\r\n\r\n", "505", "bad_version"},
        {"an earlier version", "GET / HTTP/0.9\r\nHost: loa\r\n\r\n", "505", "bad_version"},
        {"no version", "GET / HTTP/1.x\r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"a version in small letters", "GET / http/1.1\r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"three spaces", "GET  / HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"space at the end", "GET / HTTP/1.1 \r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"tab for a space", "GET\t/ HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"a method with marks", "GE(T / HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_request_line"},
        {"an endless method",
         std::string(5'000, 'A') + " / HTTP/1.1\r\nHost: loa\r\n\r\n",
         "400",
         "bad_request_line"},
        {"an address for a path", "GET http://loa/ HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_target"},
        {"a tunnel", "CONNECT mail.hcm.edu.vn:25 HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_target"},
        {"a star", "OPTIONS * HTTP/1.1\r\nHost: loa\r\n\r\n", "400", "bad_target"},
        {"no host", get_line + "\r\n", "400", "bad_host"},
        {"two hosts", get_line + "Host: a\r\nHost: b\r\n\r\n", "400", "bad_host"},
        {"an empty host", get_line + "Host:\r\n\r\n", "400", "bad_host"},
        {"a host with a path", get_line + "Host: a/b\r\n\r\n", "400", "bad_host"},
        {"two accounts",
         with_field("Authorization: Bearer a\r\nAuthorization: Bearer b"),
         "400",
         "repeated_field"},
        {"two cookies", with_field("Cookie: a=1\r\nCookie: a=2"), "400", "repeated_field"},
        {"up", for_path("/api/../etc/passwd"), "400", "bad_path"},
        {"up, escaped", for_path("/api/%2e%2e/etc/passwd"), "400", "bad_path"},
        {"up, half escaped", for_path("/api/.%2E/etc/passwd"), "400", "bad_path"},
        {"here", for_path("/./api"), "400", "bad_path"},
        {"an escaped slash", for_path("/api/..%2fetc"), "400", "bad_path"},
        {"an escaped backslash", for_path("/api/..%5cetc"), "400", "bad_path"},
        {"a backslash", for_path("/api\\..\\etc"), "400", "bad_path"},
        {"an empty segment", for_path("/api//users"), "400", "bad_path"},
        {"a host in the path", for_path("//evil.example/api"), "400", "bad_path"},
        {"an escape that is none", for_path("/api/%zz"), "400", "bad_path"},
        {"half an escape", for_path("/api/%4"), "400", "bad_path"},
        {"NUL in the path", for_path("/api/a%00b"), "400", "bad_path"},
        {"a line end in the path", for_path("/api/a%0d%0aSet-Cookie:%20b"), "400", "bad_path"},
        {"an overlong slash", for_path("/api/%c0%afetc"), "400", "bad_path"},
        {"half a character", for_path("/api/%e1%ba"), "400", "bad_path"},
        {"a surrogate", for_path("/api/%ed%a0%80"), "400", "bad_path"},
        {"NUL in a parameter", for_path("/api?a=%00"), "400", "bad_path"},
        {"an escape in a parameter that is none", for_path("/api?a=%g0"), "400", "bad_path"},
        {"a parameter that is no UTF-8", for_path("/api?a=%ff"), "400", "bad_path"},
        {"a fragment", for_path("/api#a"), "400", "bad_path"},
        {"bytes that are not escaped", for_path("/api/\xe1\xba\xa1"), "400", "bad_request_line"},
        {"an unknown expectation", with_field("Expect: 200-ok"), "417", "unknown_expectation"},
    };
    return rows;
}

const std::vector<hostile>& sizes()
{
    static const std::vector<hostile> rows{
        {"an endless path", "GET /" + std::string(20'000, 'a'), "431", "head_too_large"},
        {"an endless field", with_field("X-A: " + std::string(20'000, 'a')), "431", "head_too_large"},
        {"endless fields",
         [] {
             auto bytes = get_line + "Host: loa\r\n";
             for (int i = 0; i != 200; ++i) bytes += "X-" + std::to_string(i) + ": 1\r\n";
             return bytes + "\r\n";
         }(),
         "431",
         "head_too_large"},
        {"a body that says it is large",
         post_line + "Content-Length: 2097153\r\n\r\n",
         "413",
         "body_too_large"},
        {"a large chunk", chunked("200001\r\n"), "413", "body_too_large"},
        {"too many chunks",
         chunked("100000\r\n" + std::string(0x100000, 'a') + "\r\n100001\r\n"),
         "413",
         "body_too_large"},
        {"endless trailers",
         chunked(
             "0\r\n" +
             [] {
                 std::string bytes;
                 for (int i = 0; i != 2'000; ++i) bytes += "X-" + std::to_string(i) + ": 12345\r\n";
                 return bytes;
             }()
         ),
         "431",
         "head_too_large"},
    };
    return rows;
}

void check_all(const std::vector<hostile>& rows)
{
    http_stage stage;
    for (const auto& row : rows) {
        INFO(row.what);
        const auto before = stage.handler.asked.load();
        raw_client client{stage.port()};
        client.say(row.bytes);
        const auto reply = client.rest();
        CHECK(client.has_ended);
        CHECK(status_in(reply) == row.status);
        CHECK(contains(reply, "\"code\":\"" + row.code + "\""));
        CHECK(contains(reply, "Content-Type: application/problem+json\r\n"));
        CHECK(contains(reply, "Connection: close\r\n"));
        CHECK(reply.find("X-Request-Id") == reply.rfind("X-Request-Id"));  // one reply: nothing was smuggled
        CHECK(stage.handler.asked == before);
        CHECK(status_in(get(stage.port(), "/")) == "200");
    }
}

}  // namespace

TEST_CASE("a request that could be read as two is refused", "[http]")
{
    check_all(smuggling());
}

TEST_CASE("a target that could mean something else is refused", "[http]")
{
    check_all(targets());
}

TEST_CASE("what is too large is refused before it is stored", "[http]")
{
    check_all(sizes());
}

TEST_CASE("a refused request takes what was sent behind it along", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(
        post_line +
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /secret HTTP/1.1\r\nHost: "
        "loa\r\n\r\n"
    );
    const auto reply = client.rest();
    CHECK(status_in(reply) == "400");
    CHECK_FALSE(contains(reply, "/secret"));
    CHECK(stage.handler.asked == 0);
}
