"""How soon the first delivery goes out."""
import statistics

from figures import found, goal, percentile
from first_delivery_run import times


class first_delivery:
    name = "first-delivery"
    about = (
        "an urgent bulletin to 1,400 people, gateway idle, from XADD (the milliseconds in the entry's id) to the first delivery that a receiver "
        "has accepted, which it is asked for every millisecond; sandbox and a mail server over TLS"
    )

    def measure(self, quick):
        goals, lines = [], ["ledger: as it is shipped: durability full"]
        measured = times(5 if quick else 100)
        for channel, each in measured.items():
            middle, late = statistics.median(each), percentile(each, 0.99)
            lines.append(f"{channel}: {len(each)} times, median {middle:.0f} ms, p99 {late:.0f} ms, worst {max(each):.0f} ms")
            goals.append(goal(f"{channel}: median", middle, 20, at_most=True, unit=" ms"))
            goals.append(goal(f"{channel}: p99", late, 100, at_most=True, unit=" ms"))
        return found(goals, lines, {channel + "_ms": each for channel, each in measured.items()})
