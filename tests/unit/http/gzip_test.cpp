#include "gateway/http/gzip.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace loa;

TEST_CASE("gzip is used if the other side takes it, and does not want the rest more", "[http]")
{
    const std::vector<std::pair<std::string, bool>> rows{
        {"", false},
        {"gzip", true},
        {"GZip", true},
        {"x-gzip", true},
        {"deflate, gzip, br", true},
        {"deflate, br", false},
        {"*", true},
        {"*;q=0", false},
        {"gzip;q=0", false},
        {"gzip;q=0.000", false},
        {"gzip;q=0.001", true},
        {"gzip ; q=1.000", true},
        {"*;q=0, gzip;q=0.5", true},
        {"gzip;q=0, *;q=1", false},
        {"identity;q=1, gzip;q=0.5", false},
        {"identity;q=0.5, gzip;q=1", true},
        {"gzip;q=banana", false},
        {"gzip;q=1.0.0", false},
        {";;;,,,=", false},
    };
    for (const auto& [field, expected] : rows) {
        CAPTURE(field);
        CHECK(accepts_gzip(field) == expected);
    }
}

TEST_CASE("only text of some length is compressed", "[http]")
{
    const auto coding = [](const std::string& type, std::size_t bytes, http_fields more = {}) {
        http_reply reply;
        reply.headers = std::move(more);
        reply.headers.emplace_back("Content-Type", type);
        reply.body = std::string(bytes, 'a');
        compress(reply, "gzip");
        return reply.body.size() < bytes;
    };
    for (const auto* type :
         {"text/html; charset=utf-8",
          "application/json",
          "application/problem+json",
          "text/css",
          "text/javascript",
          "image/svg+xml"})
        CHECK(coding(type, 2'000));
    CHECK_FALSE(coding("image/png", 2'000));
    CHECK_FALSE(coding("text/event-stream", 2'000));
    CHECK_FALSE(coding("application/json", 1'000));
    CHECK_FALSE(coding("application/json", 2'000, {{"content-encoding", "br"}}));
}
