"""What a row found, and whether that is what we want."""
import statistics


def percentile(values, part):
    """The smallest value that `part` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def spread(values, unit="", digits=2):
    """median (least-greatest)"""
    say = lambda x: f"{x:,.{digits}f}"
    return f"{say(statistics.median(values))} ({say(min(values))}-{say(max(values))}) {unit}".rstrip()


class goal:
    """A figure held against a bound."""

    def __init__(self, what, value, bound, at_most, unit=""):
        self.what, self.value, self.bound, self.at_most, self.unit = what, value, bound, at_most, unit
        self.met = value <= bound if at_most else value >= bound

    def __str__(self):
        sign = "<=" if self.at_most else ">="
        value = f"{self.value:,.0f}" if abs(self.value) >= 1000 else f"{self.value:.3g}"
        return f"{'met   ' if self.met else 'MISSED'}  {self.what}: {value}{self.unit} (goal {sign} {self.bound:,g}{self.unit})"

    def as_json(self):
        return {"what": self.what, "value": self.value, "bound": self.bound, "at_most": self.at_most, "unit": self.unit, "met": self.met}


class found:
    """Of one row."""

    def __init__(self, goals, lines, figures):
        self.goals, self.lines, self.figures = goals, lines, figures


class sent:
    """One run of one side: so many deliveries (or rows) in so many seconds, at what cost of each process. `sender` names the process
    whose cost is set against the other side's."""

    def __init__(self, count, seconds, costs, sender=None):
        self.count, self.seconds, self.costs = count, seconds, costs
        self.sender = sender or next(iter(costs))

    @property
    def rate(self):
        return self.count / self.seconds

    @property
    def cpu_each(self):
        """Microseconds of the sender."""
        return 1e6 * self.costs[self.sender].cpu / self.count

    def as_json(self):
        return {"count": self.count, "seconds": round(self.seconds, 3), "costs": {name: each.as_json() for name, each in self.costs.items()}}


class comparison:
    """Sides that do the same work by turns: `sides` is name -> function that returns what was `sent`. Once each to warm up, then `pairs`
    times. A side that lost or doubled anything raises, and there is no figure."""

    def __init__(self, sides, pairs, warm_up=True):
        self.runs = {name: [] for name in sides}
        for number in range(pairs + warm_up):
            for name, run in sides.items():
                result = run()
                if number >= warm_up:
                    self.runs[name].append(result)

    def rates(self, side):
        return [each.rate for each in self.runs[side]]

    def ratios(self, side, to):
        return [a.rate / b.rate for a, b in zip(self.runs[side], self.runs[to])]

    def cpu_ratios(self, side, to):
        return [a.cpu_each / b.cpu_each for a, b in zip(self.runs[side], self.runs[to])]

    def ratio(self, side, to):
        return statistics.median(self.ratios(side, to))

    def cpu_ratio(self, side, to):
        return statistics.median(self.cpu_ratios(side, to))

    def lines(self):
        out = []
        for name, runs in self.runs.items():
            costs = "; ".join(
                f"{process} {spread([each.costs[process].cpu for each in runs])} s of CPU, {max(each.costs[process].peak for each in runs) / 2**20:,.1f} MiB"
                for process in runs[0].costs
            )
            out.append(f"{name}: {spread(self.rates(name), '/s', 0)}, {spread([each.cpu_each for each in runs])} us of the sender's CPU each, "
                       f"{runs[0].count:,} each time")  # fmt: skip
            out.append(f"    {costs}")
        names = list(self.runs)
        for other in names[1:]:
            out.append(f"{names[0]} over {other}: rate {spread(self.ratios(names[0], other))}, CPU each {spread(self.cpu_ratios(names[0], other))}")
        return out

    def as_json(self):
        return {name: [each.as_json() for each in runs] for name, runs in self.runs.items()}
