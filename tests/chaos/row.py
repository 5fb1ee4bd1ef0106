"""Rows of the table: what a fault is, how often it is run, and what the receivers counted."""
import random
import statistics
import time
from dataclasses import dataclass, field

from stage import CHANNELS, FOLDER, stage

ROWS = {}  # name -> row, in the order of the table


@dataclass
class row:
    name: str
    fault: str  # for the table
    runs: tuple  # quick, long
    play: object
    limit_resume: float = 0  # seconds within which sending must be under way again; 0: only shown


def fault(name, text, runs=(1, 3), limit_resume=0):
    def add(play):
        ROWS[name] = row(name, text, runs, play, limit_resume)
        return play

    return add


class skipped(Exception):
    """Why a row cannot be run here."""


@dataclass
class figures:
    """Of all runs of a row."""

    runs: int = 0
    kills: int = 0
    destinations: int = 0
    lost: dict = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0))
    doubled: dict = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0))
    bound: dict = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0))
    over_bound: int = 0
    repeated: int = 0  # offered to the partner again under the same key, and refused by it: nobody saw it
    resume: list = field(default_factory=list)  # seconds
    notes: list = field(default_factory=list)
    wrong: list = field(default_factory=list)  # what makes a row fail beside lost and over_bound
    seconds: float = 0.0
    skipped: str = ""

    def result(self, limit_resume=0):
        if self.skipped:
            return "skipped"
        if sum(self.lost.values()) or self.over_bound or self.wrong:
            return "FAILED"
        if limit_resume and self.resume and max(self.resume) > limit_resume:
            return "slow"
        return "ok"

    def is_as_it_must_be(self, limit_resume):
        return self.result(limit_resume) in ("ok", "skipped")

    def resume_text(self):
        if not self.resume:
            return "-"
        median, worst = statistics.median(self.resume), max(self.resume)
        return f"{median:.2f}" if len(self.resume) == 1 else f"{median:.2f}, worst {worst:.2f}"


class run:
    """One time through a row. `figures` are the row's."""

    def __init__(self, what, number, seed, quick, into):
        self.what, self.number, self.quick, self.figures = what, number, quick, into
        self.dice = random.Random(f"{seed}/{what.name}/{number}")
        self.bound = dict.fromkeys(CHANNELS, 0)

    def stage(self, **settings):
        return stage(FOLDER / f"{self.what.name}-{self.number}", seed=self.dice.getrandbits(32), **settings)

    def note(self, text):
        if text not in self.figures.notes:
            self.figures.notes.append(text)

    def check(self, holds, text):
        if not holds and text not in self.figures.wrong:
            self.figures.wrong.append(text)

    def played(self, holds):
        """A row whose fault was not there says nothing."""
        self.check(holds, "the fault was not played")

    def resumed(self, on, since, channel=None, url=None, limit=15):
        """Waits for the next delivery that a receiver accepts after `since`, which must be about now: of that bulletin, or on that channel,
        or any. Notes how long it took. What was on its way before must have arrived: it is no sign of life."""
        before = on.partner_tally()["distinct"]

        def by_email():
            if url:
                return time.monotonic() if on.mail.taken.get(url) else None
            return next((when for when in on.mail.accepted[-500:] if when >= since), None)

        def by_app():
            tally = on.partner_tally()
            return time.monotonic() if (url in tally["by_url"] if url else tally["distinct"] > before) else None

        while time.monotonic() < since + limit:
            when = (channel != "enetviet" and by_email()) or (channel != "email" and by_app())
            if when:
                self.figures.resume.append(when - since)
                return
            time.sleep(0.005)
        self.check(False, f"nothing was delivered in {limit} s after the fault")

    def count(self, on, limit=60, app=0, email=0):
        """Waits until everything published is over, then holds the receivers' counts against who had to be reached. `app` and `email` are
        the bounds on what may have arrived twice."""
        over = on.wait_over(limit)
        into = self.figures
        into.kills += on.kills
        lost, given_up = dict.fromkeys(CHANNELS, 0), 0
        for url, (audience, channels) in on.published.items():
            for channel in channels:
                missing, astray = on.compare(url, audience, channel)
                lost[channel] += missing
                self.check(not astray, "delivered to somebody who was not meant")
        if not over:
            self.check(False, f"not finished {limit} s after the fault, so that who was not reached yet counts as lost")
        tally = on.partner_tally()
        doubled = {"enetviet": tally["doubled"], "email": on.mail.doubled()}
        into.repeated += tally["repeated"]
        self.check(not on.mail.under_two_ids(), "a mailbox got a bulletin under two Message-IDs")
        for channel, bound in (("enetviet", app), ("email", email)):
            into.destinations += on.destinations(channel)
            into.lost[channel] += lost[channel]
            into.doubled[channel] += doubled[channel]
            into.bound[channel] += bound
            into.over_bound += max(0, doubled[channel] - bound)
