#include "gateway/http/request_target.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace loa;

namespace {

std::string path_of(std::string_view target)
{
    std::string path;
    http_fields query;
    return read_target(target, path, query) ? "refused" : path;
}

http_fields query_of(std::string_view target)
{
    std::string path;
    http_fields query;
    REQUIRE_FALSE(read_target(target, path, query));
    return query;
}

}  // namespace

TEST_CASE("a path has one reading", "[http]")
{
    const std::vector<std::pair<std::string, std::string>> rows{
        {"/", "/"},
        {"/?", "/"},
        {"/api", "/api"},
        {"/api/", "/api"},
        {"/a/b/c", "/a/b/c"},
        {"/a%20b", "/a b"},
        {"/%C4%90%E1%BB%A3t", "/Đợt"},
        {"/a+b", "/a+b"},
        {"/...", "/..."},
        {"/a..b/.c", "/a..b/.c"},
        {"/%252e%252e", "/%2e%2e"},
        {"/a:b@c;d=e,f", "/a:b@c;d=e,f"},
        {"", "refused"},
        {"a", "refused"},
        {"//", "refused"},
        {"/a//", "refused"},
        {"/.", "refused"},
        {"/a/..", "refused"},
        {"/%2e%2e/", "refused"},
        {"/a%2Fb", "refused"},
        {"/a%5Cb", "refused"},
        {"/a%7f", "refused"},
        {"/a%0a", "refused"},
        {"/%", "refused"},
        {"/[", "refused"},
    };
    for (const auto& [target, path] : rows) {
        CAPTURE(target);
        CHECK(path_of(target) == path);
    }
}

TEST_CASE("parameters come decoded and in order, as forms send them", "[http]")
{
    CHECK(
        query_of("/?q=b%E1%BA%A3n+tin%2B1&q=&empty&a=b=c") ==
        http_fields{{"q", "bản tin+1"}, {"q", ""}, {"empty", ""}, {"a", "b=c"}}
    );
}
