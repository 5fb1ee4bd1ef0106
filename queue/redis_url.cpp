#include "queue/redis_url.hpp"

#include <boost/url/decode_view.hpp>
#include <boost/url/grammar/ci_string.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <charconv>
#include <optional>

namespace loa {
namespace {

namespace urls = boost::urls;

problems wrong(std::string code, std::string text)
{
    return {problem{"url", std::move(code), std::move(text)}};
}

std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t most)
{
    std::uint32_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || out > most)
        return std::nullopt;
    return out;
}

std::string_view view(boost::core::string_view text)
{
    return {text.data(), text.size()};
}

template <class Decoded>
std::string decoded(const Decoded& text)
{
    return {text.begin(), text.end()};
}

constexpr std::uint32_t most_databases = 1'000'000;
constexpr std::size_t longest_socket_path = 107;  // sun_path

}  // namespace

boost::system::result<redis_address, problems> parse_redis_url(std::string_view text)
{
    const auto parsed = urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return wrong(
            "not_a_url",
            "is not a URL; expected one like redis://127.0.0.1:6379/0 or unix:///run/redis/redis.sock"
        );
    const urls::url_view url = *parsed;

    redis_address out;
    if (urls::grammar::ci_is_equal(url.scheme(), "redis"))
        out.by = redis_address::way::tcp;
    else if (urls::grammar::ci_is_equal(url.scheme(), "rediss"))
        out.by = redis_address::way::tls;
    else if (urls::grammar::ci_is_equal(url.scheme(), "unix"))
        out.by = redis_address::way::unix_socket;
    else
        return wrong("unknown_scheme", "must begin with redis://, rediss:// (TLS) or unix://");
    if (url.has_userinfo())
        return wrong(
            "has_password", "must not hold a user name or password: they have settings of their own"
        );
    if (url.has_fragment())
        return wrong("has_fragment", "must not hold a # part");

    std::string db;
    if (out.by == redis_address::way::unix_socket) {
        out.path = decoded(urls::decode_view{url.encoded_path()});
        if (!url.encoded_authority().empty() || out.path.size() < 2 || out.path.front() != '/' ||
            out.path.find('\0') != std::string::npos)
            return wrong(
                "no_path", "must name the socket by its whole path, as in unix:///run/redis/redis.sock"
            );
        if (out.path.size() > longest_socket_path)
            return wrong(
                "path_too_long", "names a socket by more than 107 characters, which no system takes"
            );
        for (const auto& each : url.params()) {
            if (decoded(each.key) != "db")
                return wrong("unknown_parameter", "has a parameter nobody knows; only ?db=n is known");
            db = decoded(each.value);
            if (db.empty())
                return wrong("bad_database", "must give the database as a number, as in ?db=0");
        }
    }
    else {
        if (url.has_query())
            return wrong("unknown_parameter", "must not hold a ? part");
        // encoded_host_address: an IPv6 address without its brackets.
        out.host = decoded(urls::decode_view{url.encoded_host_address()});
        if (out.host.empty() || out.host.find('\0') != std::string::npos)
            return wrong("no_host", "must name a host, as in redis://127.0.0.1:6379/0");
        if (url.has_port()) {
            const auto port = parse_number(view(url.port()), 65'535);
            if (!port || *port == 0)
                return wrong("bad_port", "must have a port from 1 to 65535");
            out.port = static_cast<std::uint16_t>(*port);
        }
        const auto path = view(url.encoded_path());
        db = path.empty() ? "" : std::string{path.substr(1)};
    }
    if (!db.empty()) {
        const auto number = parse_number(db, most_databases);
        if (!number)
            return wrong("bad_database", "must end in the number of a database, as in /0");
        out.db = *number;
    }
    return out;
}

std::string to_string(const redis_address& where)
{
    if (where.by == redis_address::way::unix_socket)
        return where.path;
    const bool ipv6 = where.host.find(':') != std::string::npos;
    return (ipv6 ? "[" + where.host + "]" : where.host) + ":" + std::to_string(where.port);
}

}  // namespace loa
