"""Reading the API while the gateway sends, and with much behind it."""
import contextlib
import datetime
import json
import pathlib
import statistics
import subprocess
import time

from demo_run import performance
from demo_servers import mixture, trouble
from figures import found, goal, percentile, spread
from gateway import ask, durability

RATE = 200  # reads a second
CONNECTIONS = 16
CLIENT = pathlib.Path(__file__).resolve().with_name("api_client.py")


@contextlib.contextmanager
def running_gateway(size):
    with performance(size, mixture(rough=False)) as (on, _):
        yield on, on.work / "loa.sock"


class reading:
    """Reads at the rate until stopped."""

    def __init__(self, socket, paths):
        command = ["/usr/bin/python3", CLIENT, socket, RATE, CONNECTIONS, *paths]
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def stop(self):
        said, _ = self.process.communicate("\n", timeout=30)
        if self.process.returncode != 0:
            raise trouble("the reading client failed: see above")
        seen = json.loads(said)
        if seen["failures"]:
            raise trouble(f"{len(seen['failures'])} of {len(seen['times'])} reads were not answered with 200, the first with {seen['failures'][0]}")
        return [1000 * each for each in seen["times"]]


def bulletin(number):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "source": "portal", "id": f"41848-{98000 + number}", "version": 1,
        "url": f"https://hcm.edu.vn/ban-tin-cai-cach-hanh-chinh/do-toc-do/ct/41848/{98000 + number}",
        "title": f"Đo tốc độ, lần {number}", "summary": "Gửi tới phụ huynh toàn thành phố.", "body_html": "<p>Thử.</p>",
        "attachments": [], "category": "cchc", "urgency": "bulk", "department": "Văn phòng Sở", "author": "vp.bientap",
        "approved_by": "vp.duyet", "published_at": now.isoformat(timespec="seconds"), "channels": ["enetviet"],
        "audience": {"include": [{"unit": "sgddt-hcm", "roles": ["parent"]}]},
    }  # fmt: skip


class city_wide:
    """Publishes one bulletin to all parents and waits for its end."""

    def __init__(self, on):
        self.on, self.number = on, 0

    def publish(self):
        self.number += 1
        file = self.on.work / "bulletins" / f"bench-{self.number}.json"
        file.write_text(json.dumps(bulletin(self.number), ensure_ascii=False), encoding="utf-8")
        self.on.loa("publish", file)
        deadline = time.monotonic() + 60
        while True:
            newest = self.on.ask("broadcasts", "--most", 1)
            if newest and newest[0]["title"].endswith(f" {self.number}") and newest[0]["state"] != "waiting":
                return newest[0]["id"]
            if time.monotonic() > deadline:
                raise trouble(f"bulletin {self.number} was not planned within 60 s; the gateway's log: {self.on.gateway.log}")
            time.sleep(0.02)

    def wait(self, id):
        """Deliveries a second, by the gateway's own times, and how many."""
        deadline = time.monotonic() + 600
        while (status := self.on.ask("status", id))["state"] != "finished":
            self.on.check()
            if time.monotonic() > deadline:
                raise trouble(f"broadcast {id} was not over after 600 s; the gateway's log: {self.on.gateway.log}")
            time.sleep(0.25)
        taken = lambda name: datetime.datetime.fromisoformat(status[name].replace("Z", "+00:00"))
        accepted = sum(channel["counts"]["accepted"] for channel in status["channels"])
        return accepted / (taken("finished_at") - taken("planned_at")).total_seconds(), accepted


class api_reads:
    name = "api-reads"
    about = f"a broadcast to every parent, with {RATE} status reads a second over the API and without: what a read takes, what it costs the sending"

    def measure(self, quick):
        times, slowed, lines = [], [], []
        with running_gateway("district" if quick else "city") as (on, socket):
            job = city_wide(on)
            lines.append(f"ledger: durability {durability(ask(socket, '/api/system'))}")
            job.wait(job.publish())  # warm-up
            for _ in range(2 if quick else 5):
                alone, accepted = job.wait(job.publish())
                id = job.publish()
                readers = reading(socket, [f"/api/broadcasts/{id}", "/api/broadcasts?limit=20"])
                read, same = job.wait(id)
                times.append(readers.stop())
                if accepted != same:
                    raise trouble(f"{accepted} accepted without reading, {same} with: the pair is void")
                slowed.append(read / alone)
                lines.append(f"{accepted:,} deliveries: {alone:,.0f}/s alone, {read:,.0f}/s while read; {len(times[-1]):,} reads, p50 "
                             f"{statistics.median(times[-1]):.1f} ms, p99 {percentile(times[-1], 0.99):.1f} ms, worst {max(times[-1]):.1f} ms")  # fmt: skip
        together = [each for run in times for each in run]
        p99 = percentile(together, 0.99)
        lines.append(f"rate while read over rate alone: {spread(slowed)}")
        return found(
            [goal("99 of 100 reads took at most", p99, 20, at_most=True, unit=" ms"),
             goal("rate while read over rate alone, median", statistics.median(slowed), 0.95, at_most=False)],
            lines, {"p50_ms": statistics.median(together), "p99_ms": p99, "worst_ms": max(together), "ratios": slowed},
        )  # fmt: skip


class api_backlog:
    name = "api-backlog"
    about = "what a list, a status, the channels and the metrics take with 10 million deliveries in the ledger, over what they take with 10 broadcasts of a few"
    PATHS = ("/api/broadcasts?limit=20", "/api/broadcasts/{id}", "/api/channels", "/metrics")

    def measure(self, quick):
        size = "district" if quick else "city"
        seconds = 1 if quick else 3
        small, few = self.times("small", 10, seconds)
        large, many = self.times(size, 4, seconds)
        lines, goals, figures = [f"ledger: durability {self.durability}; {few:,} deliveries in the one, {many:,} in the other"], [], {}
        for path in self.PATHS:
            ratio = statistics.median(large[path]) / statistics.median(small[path])
            lines.append(f"{path}: {spread(large[path], 'ms')} over {spread(small[path], 'ms')}")
            goals.append(goal(f"{path}: times", ratio, 1.25, at_most=True))
            figures[path] = {"large_ms": large[path], "small_ms": small[path]}
        return found(goals, lines, figures)

    def times(self, size, broadcasts, seconds):
        with running_gateway(size) as (on, socket):
            job, sent = city_wide(on), 0
            for _ in range(broadcasts):
                id = job.publish()
                sent += job.wait(id)[1]
            out, self.durability = {}, durability(ask(socket, "/api/system"))
            for path in self.PATHS:
                readers = reading(socket, [path.format(id=id)])
                time.sleep(seconds)
                out[path] = readers.stop()
            return out, sent
