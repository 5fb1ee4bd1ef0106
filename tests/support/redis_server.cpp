#include "tests/support/redis_server.hpp"

#include <arpa/inet.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>

namespace loa::testing {
namespace {

std::uint16_t free_port()
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(fd);
    if (!bound)
        throw std::runtime_error{"no free port"};
    return ntohs(address.sin_port);
}

std::string to_text(const redisReply* reply)
{
    if (reply == nullptr)
        return "error: no reply";
    switch (reply->type) {
        case REDIS_REPLY_INTEGER: return std::to_string(reply->integer);
        case REDIS_REPLY_NIL: return "nil";
        case REDIS_REPLY_ERROR:
            return "error: " + std::string{reply->str, static_cast<std::size_t>(reply->len)};
        case REDIS_REPLY_ARRAY: {
            std::string out = "[";
            for (std::size_t i = 0; i != static_cast<std::size_t>(reply->elements); ++i)
                out += (i == 0 ? "" : ", ") + to_text(reply->element[i]);
            return out + "]";
        }
        default: return {reply->str, static_cast<std::size_t>(reply->len)};
    }
}

std::string ask(const std::string& socket, const std::vector<std::string>& command)
{
    const timeval limit{10, 0};
    const std::unique_ptr<redisContext, decltype(&redisFree)> context{
        redisConnectUnixWithTimeout(socket.c_str(), limit), redisFree};
    if (!context || context->err != 0 || redisSetTimeout(context.get(), limit) != REDIS_OK)
        return "error: cannot connect";
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& each : command) {
        texts.push_back(each.data());
        sizes.push_back(each.size());
    }
    const std::unique_ptr<void, decltype(&freeReplyObject)> reply{
        redisCommandArgv(context.get(), static_cast<int>(texts.size()), texts.data(), sizes.data()),
        freeReplyObject};
    return to_text(static_cast<const redisReply*>(reply.get()));
}

}  // namespace

redis_server::redis_server(redis_server_params params) : params_{std::move(params)}
{
    // A free port may be somebody else's by the time the server binds it: then choose another.
    for (int tries = 0; tries != 5; ++tries) {
        port_ = params_.tcp ? free_port() : std::uint16_t{0};
        tls_port_ = params_.certificate.empty() ? std::uint16_t{0} : free_port();
        if (spawn())
            return;
    }
    throw std::runtime_error{"redis-server does not start: " + log()};
}

redis_server::~redis_server()
{
    kill();
}

std::string redis_server::unix_url() const
{
    return "unix://" + (folder_ / "redis.sock").string();
}

std::string redis_server::tcp_url() const
{
    return "redis://127.0.0.1:" + std::to_string(port_);
}

void redis_server::kill()
{
    if (pid_ <= 0)
        return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

void redis_server::start()
{
    if (!spawn())
        throw std::runtime_error{"redis-server does not start again: " + log()};
}

std::string redis_server::run(const std::vector<std::string>& command) const
{
    return ask((folder_ / "redis.sock").string(), command);
}

bool redis_server::spawn()
{
    std::filesystem::remove(folder_ / "redis.sock");
    {
        std::ofstream conf{folder_ / "redis.conf"};
        conf << "port " << port_ << "\nbind 127.0.0.1\nunixsocket " << (folder_ / "redis.sock").string()
             << "\nunixsocketperm 700\ndir " << folder_.path().string() << "\nlogfile "
             << (folder_ / "redis.log").string() << "\nsave \"\"\ndaemonize no\n";
        if (tls_port_ != 0)
            conf << "tls-port " << tls_port_ << "\ntls-auth-clients no\ntls-cert-file "
                 << params_.certificate.string() << "\ntls-key-file " << params_.key.string() << '\n';
        for (const auto& [name, value] : params_.settings) conf << name << ' ' << value << '\n';
    }
    const auto conf = (folder_ / "redis.conf").string();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // never left behind, however the test ends
        ::execlp("redis-server", "redis-server", conf.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
         std::chrono::steady_clock::now() < until;) {
        if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
            pid_ = -1;
            return false;
        }
        const auto answer = run({"PING"});
        if (answer == "PONG" || answer.starts_with("error: NOAUTH") || answer.starts_with("error: NOPERM"))
            return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    kill();
    return false;
}

std::string redis_server::log() const
{
    std::ifstream in{folder_ / "redis.log"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace loa::testing
