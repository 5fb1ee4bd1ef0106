#include "gateway/core/send_rate.hpp"

#include "tests/support/catch.hpp"

using namespace loa;
using namespace std::chrono_literals;

namespace {

const time_point noon{std::chrono::hours{12}};

/// Sends as fast as it may for the given time; returns how many left.
double send_for(send_rate& rate, time_point& now, std::chrono::seconds time, std::size_t each = 10)
{
    const auto end = now + time;
    double sent = 0;
    while (now < end) {
        now = std::max(now, rate.take(each, 0, now));
        sent += static_cast<double>(each);
        now += 1ms;
    }
    return sent;
}

}  // namespace

TEST_CASE("without a quota nothing waits", "[rate]")
{
    send_rate rate{{}, noon};
    for (int i = 0; i != 1'000; ++i)
        CHECK(rate.take(1'000, 0, noon) == noon);
    CHECK(rate.rate() == 0);
}

TEST_CASE("a quota is used nearly whole and never exceeded for longer than the burst", "[rate]")
{
    send_rate rate{{1'000, 1s, 20}, noon};
    auto now = noon;
    const auto sent = send_for(rate, now, 60s);
    CHECK(sent <= 61'000 + 10);
    CHECK(sent >= 59'000);
}

TEST_CASE("a refusal takes the rate down once, however many calls were refused together, and it comes back slowly", "[rate]")
{
    send_rate rate{{1'000, 1s, 20}, noon};
    rate.report_throttled(noon + 2s);
    rate.report_throttled(noon + 2100ms);
    CHECK(rate.rate() == Catch::Approx(700));
    rate.take(1, 0, noon + 6s);
    CHECK(rate.rate() == Catch::Approx(700));
    rate.take(1, 0, noon + 8s);
    CHECK(rate.rate() > 750);
    CHECK(rate.rate() < 900);
    rate.take(1, 0, noon + 60s);
    CHECK(rate.rate() == Catch::Approx(1'000));
}

TEST_CASE("without a quota the ceiling is found from the rate at which refusals came", "[rate]")
{
    send_rate rate{{}, noon};
    auto now = noon;
    for (int i = 0; i != 5'000; ++i) {
        rate.take(1, 0, now);
        now += 1ms;  // a thousand a second
    }
    rate.report_throttled(now);
    CHECK(rate.rate() > 500);
    CHECK(rate.rate() < 800);
}

TEST_CASE("slow answers stop the increase", "[rate]")
{
    send_rate rate{{1'000, 1s, 20}, noon};
    for (int i = 0; i != 100; ++i)
        rate.report_answered(10, 10ms, noon + 1s);
    rate.report_throttled(noon + 2s);
    for (int i = 0; i != 100; ++i)
        rate.report_answered(10, 200ms, noon + 2s);
    rate.take(1, 0, noon + 30s);
    CHECK(rate.rate() == Catch::Approx(700));
}

TEST_CASE("answers that become slow take the rate down, to half of the quota and no further, and quick ones bring it back", "[rate]")
{
    send_rate rate{{1'000, 1s, 20}, noon};
    auto now = noon;
    const auto answer_for = [&](std::chrono::seconds time, std::chrono::milliseconds latency) {
        for (const auto end = now + time; now < end; now += 100ms) {
            rate.take(10, 0, now);
            rate.report_answered(10, latency, now);
        }
    };
    answer_for(10s, 20ms);
    CHECK(rate.rate() == Catch::Approx(1'000));
    answer_for(12s, 200ms);
    CHECK(rate.rate() < 850);
    answer_for(60s, 200ms);
    CHECK(rate.rate() >= 500);
    CHECK(rate.rate() < 600);
    answer_for(30s, 20ms);
    CHECK(rate.rate() == Catch::Approx(1'000));
}

TEST_CASE("large calls that take longer than small ones are not slow", "[rate]")
{
    send_rate rate{{1'000, 1s, 20}, noon};
    auto now = noon;
    for (int i = 0; i != 600; ++i, now += 100ms) {
        const bool small = i % 4 != 0;
        rate.report_answered(small ? 1 : 500, small ? 5ms : 400ms, now);
        rate.take(1, 0, now);
    }
    CHECK(rate.rate() == Catch::Approx(1'000));
}

TEST_CASE("the ceiling of a partner who allows less than the quota is found in seconds and used nearly whole", "[rate]")
{
    const double ceiling = 400;
    send_rate rate{{1'000, 100ms, 20}, noon};
    auto now = noon;
    auto second = noon;
    double in_second = 0, sent = 0, refused = 0;
    while (now < noon + 140s) {
        now = std::max(now, rate.take(10, 0, now));
        if (now - second >= 1s) {
            second = now;
            in_second = 0;
        }
        const bool counts = now >= noon + 20s;
        if (in_second + 10 > ceiling) {
            rate.report_throttled(now);
            refused += counts ? 10 : 0;
            now = second + 1s;  // Retry-After, which the gate keeps
            continue;
        }
        in_second += 10;
        sent += counts ? 10 : 0;
        rate.report_answered(10, 20ms, now);
        now += 1ms;
    }
    CHECK(sent / 120 > 0.75 * ceiling);
    CHECK(sent / 120 <= ceiling);
    CHECK(refused / sent < 0.02);
}

TEST_CASE("retries are a fifth of what is sent, so that the end of an outage is no storm", "[rate]")
{
    send_rate rate{{}, noon};
    std::size_t retried = 0, sent = 0;
    auto now = noon;
    for (int i = 0; i != 10'000; ++i) {
        now += 1ms;
        if (rate.allows_retries(10, now)) {
            rate.take(0, 10, now);
            retried += 10;
        }
        rate.take(10, 0, now);
        sent += 10;
    }
    CHECK(static_cast<double>(retried) / static_cast<double>(sent) < 0.23);
    CHECK(static_cast<double>(retried) / static_cast<double>(sent) > 0.18);
}

TEST_CASE("retries that succeed are not held back when nothing else is left to send", "[rate]")
{
    send_rate rate{{}, noon};
    auto now = noon;
    std::size_t retried = 0;
    for (int i = 0; i != 1'000; ++i) {
        now += 1ms;
        if (!rate.allows_retries(20, now))
            continue;
        rate.take(0, 20, now);
        retried += 20;
        rate.report_retried(20);
    }
    CHECK(retried == 20'000);
}

TEST_CASE("retries that fail go on at a trickle, and a large call holds up the next one for seconds only", "[rate]")
{
    send_rate rate{{}, noon};
    rate.take(0, 10'000, noon);
    CHECK_FALSE(rate.allows_retries(500, noon + 4s));
    CHECK(rate.allows_retries(500, noon + 6s));
}
