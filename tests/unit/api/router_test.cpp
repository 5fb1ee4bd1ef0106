#include "gateway/api/router.hpp"
#include "tests/support/catch.hpp"

using namespace loa;

namespace {

router some_routes()
{
    router out;
    const auto nothing = [](api_call&) { return http_reply{}; };
    out.add({"GET", "/api/broadcasts", access::readers(), nothing});
    out.add({"GET", "/api/broadcasts/{id}", access::readers(), nothing});
    out.add({"PATCH", "/api/broadcasts/{id}", access::readers(), nothing});
    out.add({"GET", "/api/broadcasts/{id}/deliveries/{no}", access::readers(), nothing});
    return out;
}

}  // namespace

TEST_CASE("a path finds its route and the values in it", "[router]")
{
    const auto routes = some_routes();
    const auto found = routes.find("GET", "/api/broadcasts/17/deliveries/4");
    REQUIRE(found.to != nullptr);
    CHECK(found.path == std::vector<std::string>{"17", "4"});
    CHECK(routes.find("HEAD", "/api/broadcasts").to == routes.find("GET", "/api/broadcasts").to);
}

TEST_CASE("a path that is nowhere, or takes another method, is told apart", "[router]")
{
    const auto routes = some_routes();
    for (const char* path :
         {"",
          "/",
          "/api",
          "/api/broadcasts/1/2",
          "/API/broadcasts",
          "api/broadcasts",
          "/api/broadcasts/1/deliveries"}) {
        INFO(path);
        const auto found = routes.find("GET", path);
        CHECK(found.to == nullptr);
        CHECK(found.allowed.empty());
    }
    CHECK(routes.find("DELETE", "/api/broadcasts/1").allowed == "GET, PATCH");
}

TEST_CASE("the rest takes what nothing else has, and no other method", "[router]")
{
    auto routes = some_routes();
    routes.add_rest({"GET", "/{path}", access::open(), [](api_call&) { return http_reply{}; }});
    routes.add({"POST", "/later", access::open(), [](api_call&) { return http_reply{}; }});
    for (const char* path : {"/", "/login", "/api/broadcasts/1/2"}) {
        INFO(path);
        const auto found = routes.find("HEAD", path);
        REQUIRE(found.to != nullptr);
        CHECK(found.to->path == "/{path}");
        CHECK(found.path == std::vector<std::string>{path});
        CHECK(routes.find("POST", path).to == nullptr);
    }
    CHECK(routes.find("GET", "/api/broadcasts").to->path == "/api/broadcasts");
    CHECK(routes.find("GET", "/later").allowed == "POST");
}
