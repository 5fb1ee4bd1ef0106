#include "adapters/net/known_addresses.hpp"
#include "tests/support/catch.hpp"

#include <boost/asio/error.hpp>

using loa::address_list;
using loa::known_addresses;
using namespace std::chrono_literals;

namespace {

const boost::system::error_code away = boost::asio::error::host_not_found_try_again;

address_list at(const char* address)
{
    return {{boost::asio::ip::make_address(address), 25}};
}

}  // namespace

TEST_CASE("a name server that is away does not stop connections to a host that is there", "[net]")
{
    known_addresses known;
    loa::time_point now{};
    now += 1h;
    CHECK_FALSE(known.fresh(now));
    known.fail(away, now);
    REQUIRE_FALSE(known.get().has_value());
    CHECK(known.get().error() == away);
    CHECK_FALSE(known.fresh(now));  // nothing is known: whoever comes next asks

    known.learn(at("192.0.2.1"), now);
    CHECK(known.fresh(now));
    now += known_addresses::good_for;
    CHECK_FALSE(known.fresh(now));
    known.fail(away, now);
    REQUIRE(known.get().has_value());
    CHECK(*known.get() == at("192.0.2.1"));

    // It is asked again soon, but not by every connection.
    CHECK(known.fresh(now));
    now += known_addresses::again_after;
    CHECK_FALSE(known.fresh(now));
    known.learn(at("192.0.2.2"), now);
    CHECK(*known.get() == at("192.0.2.2"));
}
