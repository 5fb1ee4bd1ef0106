#include "gateway/http/listeners.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace loa {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& why)
{
    throw std::runtime_error{std::string{"the API cannot listen on "}.append(where).append(": ").append(why)};
}

/// Whether a program listens on the socket.
bool is_alive(asio::io_context& loop, const asio::local::stream_protocol::endpoint& where)
{
    asio::basic_stream_socket<asio::local::stream_protocol, executor> probe{loop.get_executor()};
    error_code error;
    probe.connect(where, error);
    return error != asio::error::connection_refused;
}

void remove_left_over(asio::io_context& loop, const std::string& path)
{
    struct stat there {};
    if (::lstat(path.c_str(), &there) != 0)
        return;
    if (!S_ISSOCK(there.st_mode))
        fail(path, "there is a file of that name that is no socket");
    if (is_alive(loop, path))
        fail(path, "another program listens there");
    ::unlink(path.c_str());
}

/// One customer's network in IPv6 is a /64 at least: addresses in it cost nothing.
std::string group_of(const asio::ip::address& address)
{
    if (!address.is_v6())
        return address.to_string();
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return asio::ip::address_v6{bytes}.to_string() + "/64";
}

}  // namespace

tcp_acceptor listen_on(asio::io_context& loop, const std::string& address, std::uint16_t port)
{
    const auto where = std::string{address}.append(" port ").append(std::to_string(port));
    error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error)
        fail(where, "the address must be an IP address");
    tcp_acceptor out{loop.get_executor()};
    const tcp::endpoint end{ip, port};
    out.open(end.protocol(), error);
    if (!error)
        out.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error)
        out.bind(end, error);
    if (!error)
        out.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        fail(where, error.message());
    return out;
}

unix_listener::unix_listener(asio::io_context& loop, std::string path)
    : acceptor{loop.get_executor()}, path_{std::move(path)}
{
    if (path_.size() >= sizeof(sockaddr_un{}.sun_path))
        fail(path_, "the path is too long for a socket");
    remove_left_over(loop, path_);
    error_code error;
    acceptor.open({}, error);
    if (!error)
        acceptor.bind(path_, error);
    // Between the two nobody can connect yet.
    if (!error && ::chmod(path_.c_str(), 0660) != 0)
        error.assign(errno, boost::system::system_category());
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        fail(path_, error.message());
    struct stat own {};
    if (::stat(path_.c_str(), &own) == 0)
        inode_ = own.st_ino;
}

unix_listener::~unix_listener()
{
    struct stat there {};
    if (::stat(path_.c_str(), &there) == 0 && there.st_ino == inode_)  // not that of a successor
        ::unlink(path_.c_str());
}

std::optional<http_peer> tcp_peer(const stream_socket& of, bool has_tls)
{
    error_code error;
    const auto end = of.remote_endpoint(error);
    tcp::endpoint where;
    if (error || end.size() > where.capacity())
        return std::nullopt;
    std::memcpy(where.data(), end.data(), end.size());
    auto address = where.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return http_peer{address.to_string(), group_of(address), false, has_tls};
}

std::optional<http_peer> unix_peer(stream_socket& of)
{
    ucred who{};
    socklen_t size = sizeof who;
    if (::getsockopt(of.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0)
        return std::nullopt;
    const auto name = std::string{"unix:"}.append(std::to_string(who.uid));
    return http_peer{name, name, true, true};
}

}  // namespace loa
