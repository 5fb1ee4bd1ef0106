"""Holds what the receivers counted against what had to arrive, and adds up the table at the end."""
import csv
import urllib.parse

from demo_screen import OPEN, REACHED, REFUSED, add, destinations, table, total
from demo_servers import get_json

RECEIVERS = {"enetviet": "accounts", "email": "mailboxes"}  # channel -> which list of the sample directory
# States in which the gateway says by itself that somebody was not reached.
ADMITTED = {"rejected", "bounced", "suppressed", "dead", "unknown", "expired", "cancelled"}


def missed(stage, broadcast, channel):
    """Addresses that the gateway says it did not reach. Read line by line: whoever has no mailbox is listed too, millions in a city."""
    with stage.loa_lines("missed", broadcast, "--channel", channel, "--full") as lines:
        return {row["address"].lower() for row in csv.DictReader(lines) if row["state"] in ADMITTED}


class result:
    """`lost`: had to be reached, was never accepted by the receiver, and the gateway does not say so. `doubled`: accepted more than
    once. `astray`: accepted, but not in the audience. All three are counted by the receivers, against the sample's own lists."""

    def __init__(self):
        self.channels = {}  # name -> row
        self.notes = []

    def reckon(self, stage, broadcasts, sample, urls):
        """`urls`: broadcast id -> (bulletin file name, URL), of those that went out."""
        tallies = {"enetviet": get_json(stage.sandbox_url + "/tally"), "email": get_json(stage.mail_url + "/tally")}
        self.tallies = tallies
        self.causes = add({cause["cause"]: cause["deliveries"] for cause in each["causes"]} for each in broadcasts)
        for channel, kind in RECEIVERS.items():
            counts = add(c["counts"] for each in broadcasts for c in each["channels"] if c["channel"] == channel)
            row = {
                "destinations": destinations(counts), "accepted": total(counts, REACHED), "retried": counts["retried"],
                "rejected": total(counts, REFUSED), "dead": counts["dead"], "unknown": counts["unknown"],
                "other": total(counts, ("expired", "cancelled")) + total(counts, OPEN) - counts["unknown"],
                "lost": 0, "doubled": 0, "astray": 0,
            }  # fmt: skip
            base = {"enetviet": stage.sandbox_url, "email": stage.mail_url}[channel]
            for id, (file, url) in urls.items():
                if not any(c["channel"] == channel for each in broadcasts if each["id"] == id for c in each["channels"]):
                    continue
                expected = (sample / "expected" / f"{file}.{kind}").read_bytes()
                ask = lambda body: get_json(f"{base}/tally/expected?url={urllib.parse.quote(url, safe='')}", body)
                answer = ask(expected)
                row["astray"] += answer["unexpected"]
                row["doubled"] += answer["doubled"]
                if answer["missing"]:
                    admitted = missed(stage, id, channel)
                    answer = ask("\n".join(set(expected.decode().split()) - admitted).encode())
                    row["lost"] += answer["missing"]
                if answer["missing"]:
                    self.notes.append(f"{file}: lost on {channel}, among others: {', '.join(answer['first_missing'])}")
            self.channels[channel] = row
        self.total = add(self.channels.values())

    def ok(self):
        return not (self.total["lost"] or self.total["doubled"] or self.total["astray"] or self.total["other"])

    def lines(self):
        columns = ["destinations", "accepted", "retried", "rejected", "dead", "unknown", "lost", "doubled"]
        columns += [extra for extra in ("astray", "other") if self.total[extra]]
        rows = [["", *columns]]
        for name, row in [*self.channels.items(), ("together", self.total)]:
            rows.append([name, *(f"{row[column]:,}" for column in columns)])
        lines = table(rows)
        played = {name: {k: v for k, v in tally.items() if isinstance(v, int) and v} for name, tally in self.tallies.items()}
        lines += ["", "counted by the receivers (lost and doubled are theirs):"]
        lines += [f"  {name:<9} " + ", ".join(f"{k} {v:,}" for k, v in tally.items()) for name, tally in played.items()]
        lines += self.notes
        if self.causes:
            lines += ["", "why not at once, or not at all:"]
            lines += [f"  {count:>9,}  {cause}" for cause, count in self.causes.most_common(12)]
        return lines

    def last_line(self, seconds):
        keys = ("destinations", "accepted", "retried", "rejected", "dead", "unknown", "lost", "doubled")
        return "demo: " + " ".join(f"{key}={self.total[key]}" for key in keys) + f" seconds={seconds:.1f}"
