"""Disk, clock, descriptors: the machine fails under the gateway."""
import datetime
import os
import pathlib
import resource
import shutil
import subprocess
import time

from row import fault, skipped

FAKETIME = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
PAGE = 4096


class on_small_disk:
    """A stage whose store lies on a file system of a few megabytes."""

    def __init__(self, run, **settings):
        if os.geteuid() != 0:
            raise skipped("mounting a small file system takes root")
        self.on = run.stage(**settings)
        self.on.fill_store = self.fill_store

    def fill_store(self):
        store = self.on.store
        store.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", store], capture_output=True, text=True)
        if mounted.returncode != 0:
            raise skipped(f"a tmpfs cannot be mounted here: {mounted.stderr.strip()}")
        type(self.on).fill_store(self.on, make=False)

    def fill(self):
        """Leaves no byte, also of what is freed meanwhile."""
        with open(self.on.store / "ballast", "ab", buffering=0) as ballast:
            for size in (65536, 4096, 1):
                try:
                    while True:
                        ballast.write(b"x" * size)
                except OSError:
                    pass

    def free(self):
        (self.on.store / "ballast").unlink()

    def __enter__(self):
        try:
            self.on.__enter__()
        except BaseException:
            self.unmount()
            raise
        return self

    def __exit__(self, *_):
        self.on.stop()
        self.unmount()

    def unmount(self):
        subprocess.run(["umount", "--lazy", self.on.store], capture_output=True)


def full_disk(run, seconds, bound):
    with on_small_disk(run) as disk:
        on = disk.on
        on.publish("everybody")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.05, 0.2))
        disk.fill()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.2)
            disk.fill()
        disk.free()
        run.resumed(on, time.monotonic())
        on.hurry()
        run.count(on, email=on.calls * on.messages if bound else 0)
        run.played("disk is full" in on.log())


@fault("disk-full", "no byte left under the ledger, for less than a lease", runs=(1, 3))
def disk_full(run):
    full_disk(run, run.dice.uniform(2, 4), bound=False)


@fault("disk-full-long", "the same for longer than a lease", runs=(1, 3))
def disk_full_long(run):
    full_disk(run, run.dice.uniform(7, 12), bound=True)


def torn(run, damage):
    """Kills the gateway, damages the end of the write-ahead log, starts it again."""
    with run.stage() as on:
        on.publish("everybody")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.1, 0.5))
        on.kill_gateway()
        log = on.store / "ledger.db-wal"
        damage(log)
        on.start_gateway()
        run.resumed(on, on.started_at)
        on.hurry()
        # What was in flight at the kill, and what the last commit had recorded of the calls before.
        run.count(on, email=2 * on.calls * on.messages)


@fault("ledger-torn-cut", "kill, and the last page of the write-ahead log is only half there", runs=(1, 4))
def ledger_torn_cut(run):
    torn(run, lambda log: os.truncate(log, log.stat().st_size - run.dice.randrange(1, PAGE)))


@fault("ledger-torn-garbage", "kill, and the last page of the write-ahead log is garbage", runs=(1, 4))
def ledger_torn_garbage(run):
    def garble(log):
        with open(log, "r+b") as file:
            file.seek(-PAGE, os.SEEK_END)
            file.write(run.dice.randbytes(PAGE))

    torn(run, garble)


@fault("ledger-damaged", "kill, and a page of the ledger itself is garbage: it must say so, and go on from a good copy", runs=(1, 2))
def ledger_damaged(run):
    with run.stage() as on:
        on.publish("everybody")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.1, 0.5))
        on.kill_gateway()
        good = on.work / "copy"
        shutil.copytree(on.store, good)
        subprocess.run(["/usr/bin/python3", "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')",
                        on.store / "ledger.db"], check=True)  # fmt: skip
        pages = (on.store / "ledger.db").stat().st_size // PAGE
        with open(on.store / "ledger.db", "r+b") as file:
            for page in range(1, pages):
                file.seek(page * PAGE)
                file.write(run.dice.randbytes(PAGE))
        done = subprocess.run([on.program, "serve", "--config", on.config], capture_output=True, text=True, timeout=30)
        said = (done.stdout + done.stderr).strip()
        run.check(done.returncode != 0 and "damaged" in said, f"a damaged ledger was not refused: exit code {done.returncode}, {said[-200:]}")
        run.note(f"said of the damaged ledger: {said.splitlines()[-1].replace(str(on.store) + chr(47), str()) if said else None}")
        shutil.rmtree(on.store)
        shutil.copytree(good, on.store)
        on.start_gateway()
        run.resumed(on, on.started_at)
        on.hurry()
        run.count(on, email=on.calls * on.messages)


def faked_clock(on, seconds):
    """For the gateway's wall clock alone; it notices at once."""
    file = on.work / "clock"
    fresh = file.with_suffix(".new")
    fresh.write_text(f"{seconds:+d}\n")
    fresh.replace(file)
    on.environment = {"LD_PRELOAD": str(FAKETIME[0]), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1",
                      "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}  # fmt: skip


def clock_jump(run, seconds, restart=False):
    """Batches are claimed one by one, and some messages are to be tried again: so there are times in the ledger on both sides of the
    jump, of leases as well as of work to come."""
    if not FAKETIME:
        raise skipped("the package faketime is not installed")
    with run.stage(latency=0.02, mail_latency=0.02, batches=1) as on:
        faked_clock(on, 0)
        on.publish("everybody")
        on.mail.fate = lambda _: "grey" if run.dice.random() < 0.2 else "take"
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.05, 0.5))
        if restart:
            on.kill_gateway()
        faked_clock(on, seconds)
        if restart:
            on.start_gateway()
        run.resumed(on, time.monotonic())
        run.resumed(on, time.monotonic(), url=on.publish(urgency="urgent"))
        on.mail.fate = lambda _: "take"
        on.hurry()
        run.count(on, email=on.calls * on.messages if restart else 0)
        times = [on.ask("status", number)["taken_in"] for number in (1, 2)]
        passed = (datetime.datetime.fromisoformat(times[1]) - datetime.datetime.fromisoformat(times[0])).total_seconds()
        run.played(abs(passed - seconds) < 600)


@fault("clock-forward", "the wall clock jumps an hour forward", runs=(1, 4))
def clock_forward(run):
    clock_jump(run, 3600)


@fault("clock-back", "the wall clock jumps an hour back", runs=(1, 4))
def clock_back(run):
    clock_jump(run, -3600)


@fault("clock-back-restart", "kill, and at the next start the wall clock is an hour back", runs=(1, 4))
def clock_back_restart(run):
    clock_jump(run, -3600, restart=True)


@fault("descriptors", "no file descriptor left while all connections have to be made anew", runs=(1, 3))
def descriptors(run):
    with run.stage(redis=("--appendonly", "yes", "--appendfsync", "always")) as on:
        on.publish("everybody")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.05, 0.3))
        before = resource.prlimit(on.gateway.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(on.gateway.pid, resource.RLIMIT_NOFILE, (3, before[1]))
        for each in on.gates():
            on.cut(each)
        time.sleep(run.dice.uniform(2, 5))
        run.check(on.gateway.process.poll() is None, "the gateway ended")
        run.played("Too many open files" in on.log())
        resource.prlimit(on.gateway.pid, resource.RLIMIT_NOFILE, before)
        run.resumed(on, time.monotonic())
        on.publish()
        on.hurry()
        run.count(on, email=on.calls)  # cutting the connections left one message on each without a reply
