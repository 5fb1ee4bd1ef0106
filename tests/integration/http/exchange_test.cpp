// Requests and replies of people who mean well.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/file.hpp"
#include "tests/support/temp_folder.hpp"

#include <cstdlib>
#include <string>

using namespace loa;
using namespace loa::testing;

namespace {

std::string body_of(const std::string& reply)
{
    const auto at = reply.find("\r\n\r\n");
    return at == std::string::npos ? std::string{} : reply.substr(at + 4);
}

std::string value_in(const std::string& reply, const std::string& name)
{
    const auto at = reply.find("\r\n" + name + ": ");
    if (at == std::string::npos)
        return {};
    const auto start = at + name.size() + 4;
    return reply.substr(start, reply.find("\r\n", start) - start);
}

}  // namespace

TEST_CASE("a request arrives as it was sent, and its reply says what it is", "[http]")
{
    http_stage stage;
    const auto reply = get(stage.port(), "/b%E1%BA%A3n%20tin/?q=a+b", "X-Request-Id: abc-1\r\n");
    CHECK(status_in(reply) == "200");
    CHECK(body_of(reply) == "GET /bản tin peer=127.0.0.1 secure=0 local=0 id=abc-1 body=");
    CHECK(value_in(reply, "X-Request-Id") == "abc-1");
    CHECK(value_in(reply, "Content-Length") == std::to_string(body_of(reply).size()));
    CHECK(value_in(reply, "Date").ends_with(" GMT"));
    CHECK(value_in(reply, "Server").empty());
    CHECK(value_in(reply, "Connection") == "close");
}

TEST_CASE("an id of a request that could do harm in a log is not taken", "[http]")
{
    http_stage stage;
    const auto first = value_in(get(stage.port(), "/", "X-Request-Id: <script>\r\n"), "X-Request-Id");
    const auto second =
        value_in(get(stage.port(), "/", "X-Request-Id: " + std::string(65, 'a') + "\r\n"), "X-Request-Id");
    CHECK(first.size() > 8);
    CHECK_FALSE(contains(first, "<"));
    CHECK(second.size() < 60);
    CHECK(first != second);
}

TEST_CASE("a connection serves one request after the other, also those sent at once", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(
        "GET /1 HTTP/1.1\r\nHost: loa\r\n\r\nPOST /wait?ms=100 HTTP/1.1\r\nHost: loa\r\nContent-Length: "
        "3\r\n\r\nabc"
        "POST /3 HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n"
        "GET /4 HTTP/1.1\r\nHost: loa\r\n\r\n"
    );
    CHECK(contains(client.until(" body="), "GET /1 "));
    CHECK(contains(client.until("waited"), "200 OK"));
    CHECK(contains(client.until("body=abcde"), "POST /3 "));
    CHECK(contains(client.until(" body="), "GET /4 "));
    client.say(
        "GET /5 HTTP/1.1\r\nHost: loa\r\nConnection: Keep-Alive, Close\r\n\r\nGET /6 HTTP/1.1\r\nHost: "
        "loa\r\n\r\n"
    );
    const auto last = client.rest();
    CHECK(contains(last, "GET /5 "));
    CHECK_FALSE(contains(last, "GET /6 "));
    CHECK(client.has_ended);
}

TEST_CASE("a request may come byte by byte", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    for (const char c : std::string{"\r\nPOST /slow HTTP/1.1\r\nHost: loa\r\nTransfer-Encoding: "
                                    "chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"})
        client.say(std::string(1, c));
    CHECK(contains(client.until("body=ab"), "POST /slow "));
}

TEST_CASE("HTTP/1.0 is answered and the connection closed", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /old HTTP/1.0\r\n\r\n");
    const auto reply = client.rest();
    CHECK(client.has_ended);
    CHECK(contains(body_of(reply), "GET /old "));
}

TEST_CASE("HEAD tells everything but the body", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say(
        "HEAD /text?bytes=500 HTTP/1.1\r\nHost: loa\r\n\r\nHEAD /events HTTP/1.1\r\nHost: loa\r\n\r\n"
        "GET /nothing HTTP/1.1\r\nHost: loa\r\n\r\nGET /text?bytes=3 HTTP/1.1\r\nHost: loa\r\nConnection: "
        "close\r\n\r\n"
    );
    const auto head = client.until("\r\n\r\n");
    CHECK(value_in(head, "Content-Length") == "500");
    CHECK(contains(client.until("\r\n\r\n"), "Transfer-Encoding: chunked\r\n"));
    const auto nothing = client.until("\r\n\r\n");
    CHECK(status_in(nothing) == "204");
    CHECK_FALSE(contains(nothing, "Content-Length"));
    CHECK(body_of(client.rest()) == "aaa");
}

TEST_CASE("who asks whether to send the body is told, and not if it is too large", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("POST / HTTP/1.1\r\nHost: loa\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    CHECK(client.until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    client.say("abc");
    CHECK(contains(client.until("body=abc"), "200 OK"));

    raw_client large{stage.port()};
    large.say("POST / HTTP/1.1\r\nHost: loa\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n");
    CHECK(status_in(large.rest()) == "413");
}

TEST_CASE("a handler that fails is answered with 500 and its request's id, and logged", "[http]")
{
    http_stage stage;
    raw_client client{stage.port()};
    client.say("GET /throw HTTP/1.1\r\nHost: loa\r\nX-Request-Id: r-7\r\nAccept-Language: en\r\n\r\n");
    const auto reply = client.until("}");
    CHECK(status_in(reply) == "500");
    CHECK(contains(reply, R"("instance":"r-7")"));
    CHECK(contains(reply, "The server failed"));
    CHECK_FALSE(contains(reply, "a bug"));
    CHECK(stage.log.said(log_level::error, "could not be answered"));
    client.say("GET /split HTTP/1.1\r\nHost: loa\r\n\r\n");
    const auto split = client.rest();
    CHECK(status_in(split) == "500");
    CHECK_FALSE(contains(split, "Set-Cookie"));
}

TEST_CASE("large text is compressed for those who can read it", "[http]")
{
    http_stage stage;
    const temp_folder folder;
    const auto fetch = [&](const std::string& path, const std::string& accept) {
        return get(stage.port(), path, "Accept-Encoding: " + accept + "\r\n");
    };
    const auto packed = fetch("/json?bytes=100000", "br;q=1.0, gzip;q=0.5");
    CHECK(value_in(packed, "Content-Encoding") == "gzip");
    CHECK(value_in(packed, "Vary") == "Accept-Encoding");
    CHECK(body_of(packed).size() < 50'000);
    std::ofstream{folder / "a.gz", std::ios::binary} << body_of(packed);
    const auto command = "gunzip '" + (folder / "a.gz").string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(concurrency-mt-unsafe): tests only
    CHECK(read_file(folder / "a") == body_of(fetch("/json?bytes=100000", "identity")));

    CHECK(value_in(fetch("/json?bytes=100000", "gzip;q=0"), "Content-Encoding").empty());
    CHECK(value_in(fetch("/json?bytes=100000", "gzip;q=0"), "Vary") == "Accept-Encoding");
    CHECK(value_in(fetch("/text?bytes=1000", "gzip"), "Content-Encoding").empty());
}

TEST_CASE("one line of the log for a request, without what may be secret", "[http]")
{
    http_stage stage;
    get(stage.port(), "/u/secret-token?key=secret", "Authorization: Bearer secret\r\nX-Request-Id: r-1\r\n");
    stage.stop();
    bool seen = false;
    for (const auto& line : stage.log.lines())
        for (const auto& field : line.fields) {
            const auto* text = std::get_if<std::string>(&field.value);
            CHECK_FALSE((text != nullptr && contains(*text, "secret")));
            seen = seen ||
                   (line.message == "request" && field.key == "request" && text != nullptr && *text == "r-1");
        }
    CHECK(seen);
}
