#include "gateway/http/request_reader.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace loa;

namespace {

request_reader read(std::string_view bytes, std::size_t step)
{
    request_reader out{1'000, 1'000};
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, step);
        const auto taken = out.take(piece);
        bytes.remove_prefix(taken);
        if (taken < piece.size())
            break;
    }
    return out;
}

}  // namespace

TEST_CASE("a request is the same however its bytes are cut", "[http]")
{
    const std::string bytes =
        "POST /a/b?x=1&y=2 HTTP/1.1\r\nHost: loa\r\nX-Long:  a b \t\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "5\r\nhello\r\n00a;name=\"v\"\r\n 0123\r\n789\r\n0\r\nHost: other\r\nX-Key: 1\r\n\r\nGET";
    for (std::size_t step = 1; step != bytes.size(); ++step) {
        CAPTURE(step);
        auto reader = read(bytes, step);
        REQUIRE(reader.is_done());
        CHECK_FALSE(reader.refused());
        const auto request = reader.take_request();
        CHECK(request.path == "/a/b");
        CHECK(request.query == http_fields{{"x", "1"}, {"y", "2"}});
        CHECK(request.header("x-long") == "a b");
        CHECK(request.header("host") == "loa");
        CHECK(request.header("x-key").empty());
        CHECK(request.body == "hello 0123\r\n789");
    }
}

TEST_CASE("a body that is taken in pieces is the same, and may be larger than one that is kept", "[http]")
{
    const std::string text(3'000, 'x');
    const std::string sized = "POST /a HTTP/1.1\r\nHost: loa\r\nContent-Length: 3000\r\n\r\n" + text + "GET";
    const std::string chunked = "POST /a HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: chunked\r\n\r\nbb8\r\n" +
                                text + "\r\n0\r\n\r\nGET";
    for (const auto& all : {sized, chunked})
        for (const std::size_t step : {1UL, 7UL, 100UL, all.size()}) {
            CAPTURE(step);
            request_reader reader{1'000, 1'000, [](const http_request& head) {
                                      return head.path == "/a" ? std::uint64_t{3'000} : 0;
                                  }};
            std::string got;
            std::string_view bytes = all;
            while (!reader.is_done() && !reader.refused() && !bytes.empty()) {
                const bool had_head = reader.has_head();
                bytes.remove_prefix(reader.take(bytes.substr(0, step)));
                if (!had_head && reader.has_head())  // nothing of the body yet: somebody must agree first
                    CHECK(all.size() - bytes.size() == all.find("\r\n\r\n") + 4);
                const auto piece = reader.take_piece();
                CHECK(piece.size() <= step);
                got += piece;
            }
            CHECK(reader.is_done());
            CHECK(bytes == "GET");
            CHECK(got == text);
        }
    request_reader small{1'000, 1'000, [](const http_request&) { return std::uint64_t{2'999}; }};
    small.take(sized);
    CHECK(small.refused() == http_refusal::body_too_large);
}

TEST_CASE("what comes behind a request is not taken", "[http]")
{
    request_reader reader{1'000, 1'000};
    const std::string first = "PUT / HTTP/1.1\r\nHost: loa\r\nContent-Length: 3\r\n\r\nabc";
    CHECK(reader.take(first + "GET / HTTP/1.1\r\n") == first.size());
    CHECK(reader.is_done());
    CHECK(reader.take("more") == 0);
    CHECK(reader.take_request().body == "abc");
}

TEST_CASE("a head may be as large as the limit, and not a byte larger", "[http]")
{
    const auto of_size = [](std::size_t size) {
        std::string out = "GET / HTTP/1.1\r\nHost: loa\r\nX: ";
        return out + std::string(size - out.size() - 4, 'a') + "\r\n\r\n";
    };
    CHECK(read(of_size(1'000), 7).is_done());
    CHECK(read(of_size(1'001), 7).refused() == http_refusal::head_too_large);
}

TEST_CASE("a body may be as large as the limit, and not a byte larger", "[http]")
{
    const std::string head = "PUT / HTTP/1.1\r\nHost: loa\r\n";
    CHECK(read(head + "Content-Length: 1000\r\n\r\n" + std::string(1'000, 'a'), 64).is_done());
    CHECK(read(head + "Content-Length: 1001\r\n\r\n", 64).refused() == http_refusal::body_too_large);
    const auto chunk = "1f4\r\n" + std::string(500, 'a') + "\r\n";
    CHECK(read(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n", 64).is_done());
    CHECK(
        read(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\n", 64).refused() ==
        http_refusal::body_too_large
    );
}

TEST_CASE("a connection is kept unless the other side or its age says otherwise", "[http]")
{
    const auto kept = [](const std::string& version, const std::string& connection) {
        auto reader = read("GET / HTTP/" + version + "\r\nHost: loa\r\n" + connection + "\r\n", 1'000);
        REQUIRE(reader.is_done());
        return reader.head().keeps_alive;
    };
    CHECK(kept("1.1", ""));
    CHECK(kept("1.1", "Connection: keep-alive\r\n"));
    CHECK_FALSE(kept("1.1", "Connection: CLOSE\r\n"));
    CHECK_FALSE(kept("1.1", "Connection: upgrade , close\r\n"));
    CHECK_FALSE(kept("1.1", "Connection: upgrade\r\nConnection: close\r\n"));
    CHECK_FALSE(kept("1.0", ""));
    CHECK_FALSE(kept("1.0", "Connection: keep-alive\r\n"));
}
