#!/usr/bin/python3
"""The demo, after scripts/demo has installed and built. See `scripts/demo --help`."""
import argparse
import contextlib
import datetime
import fcntl
import hashlib
import json
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.dont_write_bytecode = True  # what is made goes to .work/, nowhere else
from demo_people import employ, introduce
from demo_result import result
from demo_screen import screen
from demo_servers import CHECKOUT, LOA, SCRIPTS, mixture, stage, trouble

BULLETINS = CHECKOUT / "tests" / "data" / "bulletins"
FOLDER = CHECKOUT / ".work" / "demo"
OVER = ("finished", "held", "cancelled", "replaced")
STANDSTILL = 120  # seconds without any change: then something is wrong


def say(text):
    print(text, flush=True)


def make_sample(size):
    """Writes the sample directory unless it is there, made by this very generator."""
    folder = FOLDER / size / "sample"
    sources = [SCRIPTS / "sample_directory.py", SCRIPTS / "sample_names.py", *sorted(BULLETINS.glob("*.json"))]
    wanted = hashlib.sha256(b"\0".join(file.read_bytes() for file in sources)).hexdigest()
    stamp = folder / "made-by"
    if not (stamp.exists() and stamp.read_text() == wanted and (folder / "sample.json").exists()):
        stamp.unlink(missing_ok=True)
        say(f"writing the sample directory ({size})")
        command = ["/usr/bin/python3", SCRIPTS / "sample_directory.py", size, folder, "--bulletins", BULLETINS]
        if subprocess.run(command).returncode != 0:
            raise trouble(f"the sample directory could not be written; try it alone: {' '.join(map(str, command))}")
        stamp.write_text(wanted)
    return folder, wanted


def import_directory(on, sample, version):
    """Skipped when this very sample was imported before. The ledger starts empty every time."""
    for file in on.store.glob("ledger.db*"):
        file.unlink()
    stamp = on.store / "imported"
    if stamp.exists() and stamp.read_text() == version and (on.store / "directory.db").exists():
        say("directory: imported before, unchanged")
        return
    stamp.unlink(missing_ok=True)
    say("importing the directory")
    command = [LOA, "directory", "import", sample / "units.csv", sample / "people.csv", "--config", on.config, "--rejects",
               on.work / "rejects.csv"]  # fmt: skip
    if subprocess.run(command).returncode != 0:
        raise trouble(f"the import failed (see above); rejected rows: {on.work / 'rejects.csv'}")
    stamp.write_text(version)


def current(file, folder):
    """The bulletin as if published now: same content, today's dates."""
    bulletin = json.loads(file.read_text(encoding="utf-8"))
    now = datetime.datetime.now(datetime.timezone.utc).astimezone()
    bulletin["published_at"] = now.isoformat(timespec="seconds")
    if "expires_at" in bulletin:
        bulletin["expires_at"] = (now + datetime.timedelta(hours=12)).isoformat(timespec="seconds")
    made = folder / file.name
    made.write_text(json.dumps(bulletin, ensure_ascii=False, indent=2), encoding="utf-8")
    return made, bulletin


class sending:
    """Publishes the bulletins, as their turn comes, and watches until nothing is open."""

    def __init__(self, on):
        self.on = on
        self.files = sorted(BULLETINS.glob("*.json"))
        self.bulletins = {}  # (id, version) -> (file name, URL)
        self.published = 0
        self.broadcasts = []

    def publish(self, files):
        made = []
        for file in files:
            path, bulletin = current(file, self.on.work / "bulletins")
            self.bulletins[bulletin["id"], bulletin["version"]] = (file.name, bulletin["url"])
            made.append(path)
        self.on.loa("publish", *made)
        self.published += len(made)

    def status(self):
        """Final states do not change: those broadcasts are not asked for again. What somebody sends by the console meanwhile is his own."""
        known = {each["id"]: each for each in self.broadcasts}
        for each in self.on.ask("broadcasts", "--most", 100):
            if each["source"] == "editor":
                continue
            old = known.get(each["id"])
            if not (old and old["state"] in OVER):
                known[each["id"]] = self.on.ask("status", each["id"])
        self.broadcasts = sorted(known.values(), key=lambda each: each["id"])

    def state_of(self, bulletin, version):
        return next((each["state"] for each in self.broadcasts if (each["bulletin"], each["version"]) == (bulletin, version)), None)

    def run(self):
        """The city-wide bulletin first; the urgent one when that is on its way, so that it overtakes; the correction after it is out."""
        corrections, urgent, others, versions = [], [], [], {}
        for file in self.files:
            bulletin = json.loads(file.read_text(encoding="utf-8"))
            versions[file] = (bulletin["id"], bulletin["version"])
            (corrections if bulletin["version"] > 1 else urgent if bulletin.get("urgency") == "urgent" else others).append(file)
        widest = next(f for f in others if any(versions[f][0] == versions[c][0] for c in corrections))
        others.sort(key=lambda file: file != widest)

        show = screen()
        self.publish(others)
        last, last_change = None, time.monotonic()
        while True:
            self.status()
            show.show(self.broadcasts, self.on.gateway.peak_memory())
            under_way = self.state_of(versions[widest][0], 1) in ("sending", "finished")
            if urgent and under_way:
                self.publish(urgent)
                urgent = []
            elif corrections and under_way and not urgent:
                self.publish(corrections)
                corrections = []
            elif self.over() and not (urgent or corrections):
                break
            self.on.check()
            if self.broadcasts != last:
                last, last_change = self.broadcasts, time.monotonic()
            elif time.monotonic() - last_change > STANDSTILL:
                raise trouble(f"nothing has changed for {STANDSTILL} s.\n  What the gateway says: {self.on.gateway.log}\n"
                              f"  How far it is: {LOA} broadcasts --config {self.on.config}")  # fmt: skip
            time.sleep(0.4)
        show.show(self.broadcasts, self.on.gateway.peak_memory(), force=True)

    def over(self):
        return len(self.broadcasts) == self.published and all(each["state"] in OVER for each in self.broadcasts)

    def sent(self):
        return [each for each in self.broadcasts if each["state"] == "finished"]

    def urls(self):
        return {each["id"]: self.bulletins[each["bulletin"], each["version"]] for each in self.sent()}


def ledger_bytes(store):
    """With the write-ahead log folded in."""
    try:
        with sqlite3.connect(store / "ledger.db", timeout=5) as ledger:
            ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error:
        pass  # busy: what is on disk is counted as it is
    return sum(file.stat().st_size for file in store.glob("ledger.db*") if not file.name.endswith("-shm"))


def where_to_look(on):
    mails = sorted((on.work / "mail" / "messages").glob("*.html"))
    say("")
    if mails:
        say(f"an email as it arrived:   file://{mails[0]}  (all: {mails[0].parent}, Maildir: {on.work / 'mail' / 'maildir'})")
    say(f"the eNetViet posts:       {on.sandbox_url}/  (as long as the demo runs; the pictures are on the Department's own site)")
    for line in introduce(on.api_port):
        say(line)
    say(f"ask the gateway:          {LOA.relative_to(CHECKOUT)} broadcasts --config {on.config}")
    say(f"its API, as a page:       http://127.0.0.1:{on.api_port}/api/ (by hand: curl --unix-socket {on.api_socket} http://localhost/api/broadcasts)")
    say(f"its log, and the others': {on.work}/*.log")


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Shows Loa at work on this machine, everything on loopback: a Redis, the eNetViet sandbox, a mail server, the sample "
        "bulletins, a made-up directory. Runs until Ctrl-C, so that one can look around.",
        epilog="The last line is for scripts: demo: destinations=N accepted=N retried=N rejected=N dead=N unknown=N lost=N doubled=N seconds=S. "
        "Exit code 0 only if nothing was lost, doubled or sent astray. All it makes is in .work/demo.",
    )
    parser.add_argument("--once", action="store_true", help="end after the table")
    parser.add_argument("--city", action="store_true", help="2.6 million accounts and 110,000 mailboxes instead of 5,000 and 1,500")
    parser.add_argument("--district", action="store_true", help="100,000 accounts and 4,400 mailboxes: to compare memory with")
    parser.add_argument("--watch", action="store_true", help="no faster than 8,000 accounts and 500 mailboxes a second: a city takes ten minutes, in which one can try the console")
    parser.add_argument("--rough", action="store_true", help="receivers that fail: 5 %% transient, 1 %% rejected, 1 %% reset after the body, 1 %% 429")
    return parser.parse_args()


@contextlib.contextmanager
def performance(size, failures, pace=None):
    """Everything up and running: yields the stage and the sample's folder; stops all. `pace`: most destinations a second, by channel."""
    sample, version = make_sample(size)
    work = FOLDER / size / "run"
    shutil.rmtree(work, ignore_errors=True)
    (work / "bulletins").mkdir(parents=True)
    store = FOLDER / size / "store"
    store.mkdir(parents=True, exist_ok=True)
    on = stage(work, store, failures, pace)
    try:
        on.start_receivers()
        import_directory(on, sample, version)
        employ(LOA, on.config)
        on.start_gateway()
        yield on, sample
    finally:
        on.stop()


def perform(options):
    size = "city" if options.city else "district" if options.district else "small"
    failures = mixture(options.rough, accounts_per_request=20 if options.rough and size == "small" else 500)
    with performance(size, failures, {"enetviet": 8000, "email": 500} if options.watch else None) as (on, sample):
        work, store, gateway = on.work, on.store, on.gateway
        for line in introduce(on.api_port):
            say(line)
        say(f"gateway, redis, sandbox and mail server are up; publishing {len(list(BULLETINS.glob('*.json')))} bulletins")
        started = time.monotonic()
        job = sending(on)
        job.run()
        seconds = time.monotonic() - started

        say("\ncounting at the receivers")
        found = result()
        found.reckon(on, job.sent(), sample, job.urls())
        deliveries = sum(n for each in job.sent() for c in each["channels"] for s, n in c["counts"].items() if s != "retried")
        size_of_ledger = ledger_bytes(store)
        report = {
            "directory": size, "rough": options.rough, "seconds": round(seconds, 2), "gateway_peak_bytes": gateway.peak_memory(),
            "gateway_cpu_seconds": gateway.cpu_seconds(), "deliveries": deliveries, "ledger_bytes": size_of_ledger,
            "ledger_bytes_per_delivery": round(size_of_ledger / max(1, deliveries), 3), "channels": found.channels, "total": found.total,
            "causes": found.causes, "tallies": found.tallies,
        }  # fmt: skip
        (work / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        say("")
        for line in found.lines():
            say(line)
        for each in job.broadcasts:
            if each["state"] == "held":
                say(f"\nheld for an editor's decision: {each['bulletin']} version {each['version']}, {each['title']}")
        say(f"\n{seconds:.1f} s; gateway: peak memory {report['gateway_peak_bytes'] / 2**20:.1f} MiB, {report['gateway_cpu_seconds']:.2f} s of CPU, "
            f"ledger {size_of_ledger / 2**20:.2f} MiB for {deliveries:,} deliveries ({report['ledger_bytes_per_delivery']} bytes each)")  # fmt: skip
        where_to_look(on)
        if not found.ok():
            say(f"\nNOT as it must be: see the table above and {work / 'report.json'}")
        if not options.once:
            say("\nCtrl-C ends it.")
            try:
                while True:
                    on.check()
                    time.sleep(0.5)
            except KeyboardInterrupt:
                say("")
        on.stop()
        say(found.last_line(seconds))
        return 0 if found.ok() else 1


def alone(perform):
    """Runs it unless another demo is running in this checkout; returns the exit code of the process."""
    for each in (signal.SIGINT, signal.SIGTERM):  # what a script starts in the background ignores SIGINT otherwise
        signal.signal(each, signal.default_int_handler)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("scripts/demo: another demo is running in this checkout: end it first (Ctrl-C there)", file=sys.stderr)
            return 1
        try:
            return perform()
        except (trouble, OSError) as what:
            print(f"\nscripts/demo: {what}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nscripts/demo: stopped", file=sys.stderr)
            return 130


if __name__ == "__main__":
    arguments = parse_arguments()
    sys.exit(alone(lambda: perform(arguments)))
