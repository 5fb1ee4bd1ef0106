// The unix socket: who may come, and whose file it is.

#include "tests/integration/http/http_stage.hpp"
#include "tests/integration/http/raw_client.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/complaint.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/local/stream_protocol.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

using namespace loa;
using namespace loa::testing;

namespace {

struct unix_house {
    temp_folder folder;
    std::string path = (folder / "loa.sock").string();

    http_server_params params() const
    {
        auto out = quick_params();
        out.unix_socket = path;
        return out;
    }
};

}  // namespace

TEST_CASE_METHOD(
    unix_house,
    "who comes over the unix socket is known by his user, and nobody but user and group may",
    "[http]"
)
{
    http_stage stage{params()};
    CHECK(stage.port() == 0);
    struct stat there {};
    REQUIRE(::stat(path.c_str(), &there) == 0);
    CHECK((there.st_mode & 0777) == 0660);
    raw_client client{path};
    client.say("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(contains(client.rest(), "GET /hello peer=unix:" + std::to_string(::getuid()) + " secure=1 local=1")
    );
}

TEST_CASE_METHOD(
    unix_house, "a socket that a killed gateway left behind is replaced; one that is in use is not", "[http]"
)
{
    {
        boost::asio::io_context loop;
        boost::asio::local::stream_protocol::acceptor killed{
            loop, boost::asio::local::stream_protocol::endpoint{path}};
    }
    REQUIRE(std::filesystem::exists(path));
    http_stage stage{params()};
    raw_client client{path};
    client.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(contains(client.until("body="), "200 OK"));
    CHECK(contains(
        complaint([&] { const http_stage second{params()}; }), path + ": another program listens there"
    ));
    client.say("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(contains(client.until("body="), "200 OK"));
}

TEST_CASE_METHOD(unix_house, "the socket is gone when the gateway has stopped", "[http]")
{
    http_stage stage{params()};
    CHECK(std::filesystem::exists(path));
    stage.stop();
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE_METHOD(unix_house, "a file that is no socket is left alone", "[http]")
{
    std::ofstream{path} << "somebody's";
    CHECK(contains(
        complaint([&] { const http_stage stage{params()}; }),
        path + ": there is a file of that name that is no socket"
    ));
    CHECK(std::filesystem::file_size(path) == 10);
}

TEST_CASE("a port that is in use is named", "[http]")
{
    http_stage first;
    auto params = quick_params();
    params.port = first.port();
    CHECK(contains(
        complaint([&] { const http_stage second{params}; }),
        "the API cannot listen on 127.0.0.1 port " + std::to_string(first.port()) + ": Address already in use"
    ));
}
