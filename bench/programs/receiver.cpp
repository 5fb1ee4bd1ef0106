/// \file
/// The partner's side for measuring: takes posts to accounts as fast as they come, answers each account, and
/// counts exactly what it accepted. Cheaper than the sandbox, which also shows and misbehaves, so that the
/// sender is what is measured.
///
///   bench_receiver PORT
///
/// GET /tally says what arrived, POST /reset forgets it, POST /transient/5 fails 5 % of the accounts from now
/// on, a look-up is answered truly.

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace {

using namespace std::literals;
using key = std::pair<std::uint64_t, std::uint64_t>;

struct key_hash {
    using is_avalanching = void;  // keys are parts of a MAC
    std::size_t operator()(const key& of) const noexcept { return of.first; }
};

std::optional<key> read_key(std::string_view text)
{
    key out;
    const auto* end = text.data() + 32;
    if (text.size() < 32 ||
        std::from_chars(text.data(), text.data() + 16, out.first, 16).ptr != text.data() + 16 ||
        std::from_chars(text.data() + 16, end, out.second, 16).ptr != end)
        return std::nullopt;
    return out;
}

struct counts {
    std::uint64_t posts = 0, accepted = 0, repeated = 0, transient = 0;
    std::chrono::steady_clock::time_point first, last;  ///< post
    boost::unordered_flat_set<key, key_hash> keys;
};

class partner {
public:
    /// Appends the answer to one whole request.
    void answer(std::string& out, std::string_view head, std::string_view body)
    {
        body_.clear();
        if (head.starts_with("GET /tally"))
            tally();
        else if (head.starts_with("POST /reset")) {
            seen_ = {};
            body_ = "{}";
        }
        else if (head.starts_with("POST /transient/")) {
            transient_percent_ = static_cast<unsigned>(std::strtoul(head.data() + 16, nullptr, 10));
            body_ = "{}";
        }
        else if (head.starts_with("GET "))
            look_up(head.substr(0, head.find("\r\n")));
        else
            take(body);
        out.append("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ");
        out.append(std::to_string(body_.size())).append("\r\n\r\n").append(body_);
    }

private:
    void tally()
    {
        body_ = "{\"posts\":" + std::to_string(seen_.posts) +
                ",\"accepted\":" + std::to_string(seen_.accepted) +
                ",\"distinct\":" + std::to_string(seen_.keys.size()) +
                ",\"repeated\":" + std::to_string(seen_.repeated) +
                ",\"transient\":" + std::to_string(seen_.transient) + ",\"seconds\":" +
                std::to_string(std::chrono::duration<double>{seen_.last - seen_.first}.count()) + "}";
    }

    void take(std::string_view body)
    {
        seen_.last = std::chrono::steady_clock::now();
        if (++seen_.posts == 1)
            seen_.first = seen_.last;
        body_ = R"({"status":200,"message":"ok","data":[)";
        constexpr auto mark = R"("ma_yeu_cau":")"sv;
        for (auto at = body.find(mark); at != body.npos; at = body.find(mark, at + 32)) {
            at += mark.size();
            const auto text = body.substr(at, 32);
            const auto each = read_key(text);
            if (!each)
                continue;
            auto code = "200"sv;
            if (transient_percent_ != 0 && draw() % 100 < transient_percent_) {
                code = "503";
                ++seen_.transient;
            }
            else if (seen_.keys.insert(*each).second)
                ++seen_.accepted;
            else {
                code = "409";
                ++seen_.repeated;
            }
            body_.append(body_.back() == '[' ? "{\"ma_yeu_cau\":\"" : ",{\"ma_yeu_cau\":\"");
            body_.append(text)
                .append("\",\"ma\":")
                .append(code)
                .append(",\"id\":\"")
                .append(text.substr(0, 12))
                .append("\"}");
        }
        body_.append("]}");
    }

    void look_up(std::string_view line)
    {
        body_ = R"({"status":200,"data":[)";
        constexpr auto mark = "ma_yeu_cau="sv;
        for (auto at = line.find(mark); at != line.npos; at = line.find(mark, at)) {
            at += mark.size();
            const auto text = line.substr(at, 32);
            const auto each = read_key(text);
            if (each && seen_.keys.contains(*each))
                body_.append(body_.back() == '[' ? "" : ",")
                    .append("{\"ma_yeu_cau\":\"")
                    .append(text)
                    .append("\",\"trang_thai\":\"da_gui\"}");
        }
        body_.append("]}");
    }

    std::uint64_t draw()
    {
        random_ ^= random_ << 13;
        random_ ^= random_ >> 7;
        return random_ ^= random_ << 17;
    }

    unsigned transient_percent_ = 0;
    std::uint64_t random_ = 0x9e3779b97f4a7c15;
    counts seen_;
    std::string body_;
};

struct line {
    std::string in, out;
};

/// How many bytes of `in` are one whole request and where its body begins; nothing if it is not whole.
std::optional<std::pair<std::size_t, std::size_t>> whole_request(std::string_view in)
{
    const auto end = in.find("\r\n\r\n");
    if (end == in.npos)
        return std::nullopt;
    std::size_t length = 0;
    const auto head = in.substr(0, end);
    auto at = head.find("Content-Length: ");
    if (at == head.npos)
        at = head.find("content-length: ");
    if (at != head.npos)
        std::from_chars(head.data() + at + 16, head.data() + head.size(), length);
    if (in.size() < end + 4 + length)
        return std::nullopt;
    return std::pair{end + 4 + length, end + 4};
}

/// False if the connection is over.
bool serve(int fd, line& on, partner& with)
{
    static std::array<char, 256 * 1024> buffer;
    const auto got = ::read(fd, buffer.data(), buffer.size());
    if (got < 0)
        return errno == EAGAIN || errno == EINTR;
    if (got == 0)
        return false;
    on.in.append(buffer.data(), static_cast<std::size_t>(got));
    std::string_view rest = on.in;
    while (const auto request = whole_request(rest)) {
        with.answer(
            on.out,
            rest.substr(0, request->second),
            rest.substr(request->second, request->first - request->second)
        );
        rest.remove_prefix(request->first);
    }
    on.in.erase(0, on.in.size() - rest.size());
    while (!on.out.empty()) {
        const auto sent = ::send(
            fd, on.out.data(), on.out.size(), MSG_NOSIGNAL
        );  // answers fit what the kernel holds, or wait here
        if (sent < 0)
            return false;
        on.out.erase(0, static_cast<std::size_t>(sent));
    }
    return true;
}

int listen_on(std::uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(port);
    if (::bind(fd, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0 || ::listen(fd, 1024) != 0) {
        std::perror("bench_receiver");
        std::exit(1);
    }
    return fd;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return std::fputs("usage: bench_receiver PORT\n", stderr), 2;
    partner with;
    const int door = listen_on(static_cast<std::uint16_t>(std::atoi(argv[1])));
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = door;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, door, &wanted);
    std::unordered_map<int, line> lines;
    std::array<epoll_event, 256> ready;
    for (;;) {
        const int count = ::epoll_wait(poll, ready.data(), static_cast<int>(ready.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = ready[static_cast<std::size_t>(i)].data.fd;
            if (fd == door) {
                const int in = ::accept4(door, nullptr, nullptr, SOCK_CLOEXEC);
                const int yes = 1;
                ::setsockopt(in, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
                wanted.data.fd = in;
                ::epoll_ctl(poll, EPOLL_CTL_ADD, in, &wanted);
                lines[in];
            }
            else if (!serve(fd, lines[fd], with)) {
                lines.erase(fd);
                ::close(fd);
            }
        }
    }
}
