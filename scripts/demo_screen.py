"""What the demo shows while it sends: a table that is written over on a terminal, plain lines elsewhere."""
import collections
import shutil
import sys
import time

OPEN = ("queued", "in_flight", "retrying", "unknown")
REACHED = ("accepted", "delivered")
REFUSED = ("rejected", "bounced", "suppressed")
NOBODY = ("no_address", "covered")  # no delivery of their own


def total(counts, states):
    return sum(counts[state] for state in states)


def destinations(counts):
    """Deliveries with an address of their own."""
    return sum(n for state, n in counts.items() if state not in NOBODY and state != "retried")


def add(counts):
    out = collections.Counter()
    for each in counts:
        out.update(each)
    return out


def length(seconds):
    if seconds is None:
        return "-"
    minutes, seconds = divmod(int(seconds + 0.5), 60)
    return f"{minutes}:{seconds:02d} min" if minutes else f"{seconds} s"


class rate:
    """How many a second, over the last ten seconds."""

    def __init__(self):
        self.points = collections.deque()

    def __call__(self, now, done):
        self.points.append((now, done))
        while len(self.points) > 2 and self.points[0][0] < now - 10:
            self.points.popleft()
        (t0, d0), (t1, d1) = self.points[0], self.points[-1]
        return (d1 - d0) / (t1 - t0) if t1 > t0 else 0.0


def table(rows, right_from=1):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return ["  ".join(cell.rjust(w) if i >= right_from else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths))) for row in rows]


def bar(share, width=18):
    return "█" * int(share * width) + "░" * (width - int(share * width))


class screen:
    def __init__(self, out=sys.stdout):
        self.out, self.live = out, out.isatty()
        self.lines, self.started, self.told = 0, time.monotonic(), 0.0
        self.rates = collections.defaultdict(rate)

    def show(self, broadcasts, memory, force=False):
        """`broadcasts`: as `loa status --json` gives them."""
        now = time.monotonic()
        by_channel = collections.defaultdict(list)
        for each in broadcasts:
            for channel in each["channels"]:
                by_channel[channel["channel"]].append(channel["counts"])
        rows = [["channel", "to reach", "accepted", "waiting", "retrying", "refused", "a second", "left"]]
        plain = []
        for name, parts in sorted(by_channel.items()):
            counts = add(parts)
            waiting = total(counts, OPEN)
            speed = self.rates[name](now, destinations(counts) - waiting)
            left = length(waiting / speed) if waiting and speed > 0 else "-"
            numbers = [destinations(counts), total(counts, REACHED), waiting, counts["retrying"] + counts["unknown"], total(counts, REFUSED)]
            rows.append([name, *(f"{n:,}" for n in numbers), f"{speed:,.0f}", left])
            plain.append(f"{name}: {numbers[1]:,} of {numbers[0]:,} accepted, {numbers[3]:,} retrying, {numbers[4]:,} refused")
        if not self.live:
            if plain and (force or now - self.told >= 5):
                self.told = now
                print(f"{length(now - self.started):>8}  {'; '.join(plain)}", file=self.out, flush=True)
            return
        width = shutil.get_terminal_size().columns
        lines = ["", f"{length(now - self.started)} since the first bulletin, gateway {memory / 2**20:.0f} MiB", "", *table(rows), ""]
        for each in sorted(broadcasts, key=lambda b: b["id"]):
            counts = add(channel["counts"] for channel in each["channels"])
            whole = destinations(counts)
            share = 1 - total(counts, OPEN) / whole if whole else 0.0
            lines.append(f"{each['state']:<9} {bar(share)} {whole:>11,}  {'! ' if each['urgency'] == 'urgent' else ''}{each['title']}")
        up = f"\033[{self.lines}A" if self.lines else ""
        print(up + "".join(f"{line[: width - 1]}\033[K\n" for line in lines) + "\033[J", end="", file=self.out, flush=True)
        self.lines = len(lines)
