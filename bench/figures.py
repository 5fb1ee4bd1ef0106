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
        return f"{'met   ' if self.met else 'MISSED'}  {self.what}: {self.value:.3g}{self.unit} (goal {sign} {self.bound:g}{self.unit})"

    def as_json(self):
        return {"what": self.what, "value": self.value, "bound": self.bound, "at_most": self.at_most, "unit": self.unit, "met": self.met}


class found:
    """Of one row."""

    def __init__(self, goals, lines, figures):
        self.goals, self.lines, self.figures = goals, lines, figures
