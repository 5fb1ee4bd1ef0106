#include "gateway/service/service_notifier.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

using namespace loa;
using namespace std::chrono_literals;

namespace {

// Stands for systemd: receives what the service says.
class service_manager_socket {
public:
    service_manager_socket()
    {
        const auto path = (folder_.path() / "notify").string();
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        REQUIRE(path.size() < sizeof address.sun_path);
        path.copy(address.sun_path, path.size());
        socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }
    ~service_manager_socket()
    {
        ::unsetenv("NOTIFY_SOCKET");
        ::unsetenv("WATCHDOG_USEC");
        ::unsetenv("WATCHDOG_PID");
        ::close(socket_);
    }
    service_manager_socket(const service_manager_socket&) = delete;
    service_manager_socket& operator=(const service_manager_socket&) = delete;

    /// The next datagram, empty if none is there.
    std::string heard()
    {
        char buffer[512];
        const auto size = ::recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
        return size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : std::string{};
    }

private:
    testing::temp_folder folder_;
    int socket_ = -1;
};

}  // namespace

TEST_CASE("systemd hears when the gateway is ready, what it does and that it stops", "[service]")
{
    service_manager_socket systemd;
    service_notifier service;
    service.ready("email and enetviet are open");
    CHECK(systemd.heard() == "READY=1\nSTATUS=email and enetviet are open");
    service.status("sending broadcast 12\nMAINPID=1");
    CHECK(systemd.heard() == "STATUS=sending broadcast 12 MAINPID=1");
    service.stopping("finishing what is in flight");
    CHECK(systemd.heard() == "STOPPING=1\nSTATUS=finishing what is in flight");
    CHECK(systemd.heard().empty());
}

TEST_CASE("the watchdog is fed where one is set", "[service]")
{
    service_manager_socket systemd;
    service_notifier service;
    CHECK_FALSE(service.watchdog_limit());

    ::setenv("WATCHDOG_USEC", "30000000", 1);
    REQUIRE(service.watchdog_limit());
    CHECK(*service.watchdog_limit() == 30s);
    service.feed();
    CHECK(systemd.heard() == "WATCHDOG=1");

    ::setenv("WATCHDOG_PID", "1", 1);  // meant for another process
    CHECK_FALSE(service.watchdog_limit());
    ::setenv("WATCHDOG_USEC", "nonsense", 1);
    ::unsetenv("WATCHDOG_PID");
    CHECK_FALSE(service.watchdog_limit());
}

TEST_CASE("without systemd nothing happens", "[service]")
{
    ::unsetenv("NOTIFY_SOCKET");
    service_notifier service;
    service.ready("here");
    service.status("still here");
    service.feed();
    service.stopping("gone");
    CHECK_FALSE(service.watchdog_limit());
}
