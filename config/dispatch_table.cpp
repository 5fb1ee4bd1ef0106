#include "config/duration_text.hpp"
#include "config/tables.hpp"

namespace loa {

using namespace std::chrono_literals;

void read_dispatch(table_reader table, dispatcher_params& into, std::size_t connections)
{
    table.number("calls", into.calls, 1, 1'000);
    table.number("batches", into.batches, 1, 1'000);
    table.duration("attempt_timeout", into.attempt_limit, 1s, 1h);
    table.duration("lease", into.lease, 5s, 24h);
    table.number("attempts", into.retry.attempts, 1, most_attempts);
    table.duration("retry_first", into.retry.first_delay, 100ms, 24h);
    table.duration("retry_most", into.retry.longest_delay, 100ms, 24h * 7);
    table.choice("on_unknown", into.on_unknown, {{"resend", on_unknown::resend}, {"park", on_unknown::park}});
    table.duration("look_up_after", into.look_up_after, 0ms, 1h);
    table.duration("probe_first", into.gate.probe_first, 100ms, 1h);
    table.duration("probe_most", into.gate.probe_most, 100ms, 24h);
    table.duration("throttle_default", into.gate.throttle_default, 100ms, 1h);
    table.number("quota", into.rate.quota, 0, 1'000'000'000);
    table.duration("burst", into.rate.burst, 10ms, 1min);
    table.number("retry_percent", into.rate.retry_percent, 1, 100);
    table.number("daily_cap", into.daily_cap, 0, 250);
    table.duration("poll", into.poll, 10ms, 10s);  // well within WatchdogSec= of the unit

    // A call beyond them would wait for a connection until its deadline and come back with nothing done.
    table.check(
        into.calls <= connections,
        {"calls"},
        "no more calls than there are connections (" + std::to_string(connections) + ")"
    );
    table.check(
        into.lease > 2 * into.attempt_limit,
        {"lease", "attempt_timeout"},
        "a lease longer than two attempt_timeouts (2 x " + format_duration(into.attempt_limit) + ")"
    );
    table.check(
        into.retry.longest_delay >= into.retry.first_delay,
        {"retry_most", "retry_first"},
        "retry_most not shorter than retry_first"
    );
    table.check(
        into.gate.probe_most >= into.gate.probe_first,
        {"probe_most", "probe_first"},
        "probe_most not shorter than probe_first"
    );
    table.finish();
}

}  // namespace loa
