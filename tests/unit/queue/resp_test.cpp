#include "queue/resp.hpp"

#include "gateway/core/error.hpp"
#include "tests/support/catch.hpp"

#include <boost/system/errc.hpp>

#include <array>
#include <string>

using loa::reply;
using kind = loa::reply::kind;

namespace {

reply text(kind what, std::string value)
{
    reply out;
    out.what = what;
    out.text = std::move(value);
    return out;
}

reply array_of(std::vector<reply> elements)
{
    reply out;
    out.what = kind::array;
    out.elements = std::move(elements);
    return out;
}

reply number(std::int64_t value)
{
    reply out;
    out.what = kind::integer;
    out.integer = value;
    return out;
}

std::string repeated(std::string_view part, int times)
{
    std::string out;
    for (int i = 0; i != times; ++i) out += part;
    return out;
}

}  // namespace

TEST_CASE("a command is sent with the length of each argument, whatever bytes it holds", "[resp]")
{
    using namespace std::string_view_literals;
    const std::array command{"XADD"sv, "a b"sv, "\r\n\0"sv, ""sv};
    CHECK(loa::format(command) == "*4\r\n$4\r\nXADD\r\n$3\r\na b\r\n$3\r\n\r\n\0\r\n$0\r\n\r\n"sv);
}

TEST_CASE("every kind of reply is understood, however its bytes are cut", "[resp]")
{
    const std::string bytes =
        "+OK\r\n-ERR "
        "no\r\n:-7\r\n$5\r\na\r\nbc\r\n$-1\r\n*-1\r\n*0\r\n*2\r\n*2\r\n$1\r\nx\r\n*1\r\n:1\r\n$0\r\n\r\n";
    const std::vector<reply> expected{
        text(kind::status, "OK"),
        text(kind::error, "ERR no"),
        number(-7),
        text(kind::string, "a\r\nbc"),
        reply{},
        reply{},
        array_of({}),
        array_of({array_of({text(kind::string, "x"), array_of({number(1)})}), text(kind::string, "")}),
    };
    const auto step =
        GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{1000});
    loa::reply_reader reader;
    std::vector<reply> got;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(std::string_view{bytes}.substr(at, step));
        for (;;) {
            auto next = reader.next();
            REQUIRE(next.has_value());
            if (!*next)
                break;
            got.push_back(std::move(**next));
        }
    }
    CHECK(got == expected);
}

TEST_CASE("a hostile reply ends in an error and in little memory", "[resp]")
{
    struct hostile {
        std::string name, bytes;
        boost::system::error_code error;
    };
    const boost::system::error_code nonsense = loa::errc::redis_reply;
    const boost::system::error_code too_large = make_error_code(boost::system::errc::message_size);
    const auto attack = GENERATE_COPY(
        hostile{"not the protocol", "HTTP/1.1 400 Bad Request\r\n", nonsense},
        hostile{"nothing known", std::string("\0\0\0\0", 4), nonsense},
        hostile{"RESP3 double", ",1.5\r\n", nonsense},
        hostile{"RESP3 map", "%1\r\n+a\r\n+b\r\n", nonsense},
        hostile{"length is no number", "$1x\r\nab\r\n", nonsense},
        hostile{"length is empty", "$\r\n", nonsense},
        hostile{"negative length", "$-2\r\n", nonsense},
        hostile{"negative count", "*-2\r\n", nonsense},
        hostile{"count beyond 64 bits", "*99999999999999999999\r\n", nonsense},
        hostile{"length beyond 64 bits", "$99999999999999999999\r\n", nonsense},
        hostile{"nested without end", repeated("*1\r\n", 1000), nonsense},
        hostile{"huge count", "*2000000000\r\n", too_large},
        hostile{"many small arrays", "*60000\r\n" + repeated("*60000\r\n", 10), too_large},
        hostile{"endless line", "+" + std::string(300'000, 'a'), too_large},
        hostile{"endless number", ":" + std::string(300'000, '1'), too_large},
        hostile{"endless length", "$" + std::string(300'000, '1'), too_large},
        hostile{"endless line of returns", "+" + std::string(300'000, '\r'), too_large},
        hostile{"a string beyond the limit", "$2000000\r\n" + std::string(2'000'000, 'a'), too_large},
        hostile{
            "strings that add up",
            "*100\r\n" + repeated("$60000\r\n" + std::string(60'000, 'a') + "\r\n", 100),
            too_large}
    );
    INFO(attack.name);
    loa::reply_reader reader{{.bytes = 1 << 20, .elements = 100'000, .line = 64 << 10}};
    boost::system::error_code error;
    for (std::size_t at = 0; at < attack.bytes.size() && !error; at += 4096) {
        reader.feed(std::string_view{attack.bytes}.substr(at, 4096));
        for (;;) {
            auto next = reader.next();
            if (!next)
                error = next.error();
            if (!next || !*next)
                break;
        }
    }
    CHECK(error == attack.error);
    reader.feed("+OK\r\n");
    CHECK(reader.next().error() == attack.error);  // and stays one
}

TEST_CASE("a huge length that is only announced is waited for, not allocated", "[resp]")
{
    loa::reply_reader reader;
    reader.feed("$536870912\r\nabc");
    const auto next = reader.next();
    REQUIRE(next.has_value());
    CHECK(!next->has_value());
}

TEST_CASE("replies that fill the limit each do not add up", "[resp]")
{
    loa::reply_reader reader{{.bytes = 4096, .elements = 4, .line = 64}};
    const auto one = "*4\r\n$3000\r\n" + std::string(3000, 'a') + "\r\n:1\r\n:2\r\n:3\r\n";
    for (int i = 0; i != 10; ++i) {
        reader.feed(one);
        const auto next = reader.next();
        REQUIRE(next.has_value());
        REQUIRE(next->has_value());
        CHECK((*next)->elements.size() == 4);
    }
}
