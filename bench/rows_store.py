"""The directory and the ledger: importing, planning and counting, memory, bytes."""
import shutil
import sqlite3
import statistics
import time

from demo_servers import LOA
from directory import audience, directory
from figures import comparison, found, goal, sent, spread
from gateway import gateway, reached, seconds_between
from processes import run
from receivers import partner, sandbox
from rows_http import accounts, folder_of, pairs, serving

# As the gateway makes them, but that .import cannot write NULL: who has no mailbox has '' here, and the index leaves those out instead.
MAILBOXES = ("WHERE email IS NOT NULL", "WHERE email <> ''"), ("WHERE account IS NOT NULL", "WHERE account <> ''")
TABLES = ("unit", "unit_edge", "person", "membership")


class import_row:
    name = "import"
    about = (
        "a directory into an empty store. gateway: loa directory import: each row checked, put into normal form, compared with what is there; reference: "
        "sqlite3's .import of what came out, split by table already, into the same tables and indexes, with the same pragmas (WAL, synchronous = FULL, "
        "the same cache)"
    )

    def measure(self, quick):
        of = directory(100_000, 100_000) if quick else directory(2_600_000, 110_000)
        of.files()
        rows = of.accounts + of.mailboxes
        with folder_of(self.name) as folder:
            self.prepare(of, folder)
            both = comparison({"gateway": lambda: self.ours(of, folder, rows), ".import": lambda: self.reference(folder, rows)}, pairs(quick), warm_up=quick)
        return found(
            [goal("gateway over .import, rows a second", both.ratio("gateway", ".import"), 0.4, at_most=False)],
            ["store: durability full (PRAGMA synchronous = FULL, WAL), one transaction on either side"] + both.lines(), both.as_json(),
        )  # fmt: skip

    def prepare(self, of, folder):
        """The tables as CSV, and the statements that make them empty."""
        of.imported()
        store = of.store / "directory.db"
        with sqlite3.connect(store) as made:
            schema = [sql for (sql,) in made.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (name IN ({0}) OR tbl_name IN ({0}))".format(
                ",".join(f"'{table}'" for table in TABLES)))]  # fmt: skip
        text = ";\n".join(schema) + ";\n"
        for theirs, ours in MAILBOXES:
            text = text.replace(theirs, ours)
        (folder / "schema.sql").write_text(text)
        for table in TABLES:
            run(["sqlite3", "-csv", store, f".once {folder}/{table}.csv", f"SELECT * FROM {table}"])

    def ours(self, of, folder, rows):
        store = folder / "store"
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir()
        config = folder / "loa.toml"
        config.write_text(f'[store]\nfolder = "{store}"\n[email]\n')
        done = run([LOA, "directory", "import", of.units, of.people, "--config", config])
        return sent(rows, done.seconds, {"loa": done.cost})

    def reference(self, folder, rows):
        for file in folder.glob("reference.db*"):
            file.unlink()
        script = ["PRAGMA journal_mode = WAL;", "PRAGMA synchronous = FULL;", "PRAGMA cache_size = -32768;", f".read {folder}/schema.sql"]
        script += [".mode csv", "BEGIN;", *(f".import {folder}/{table}.csv {table}" for table in TABLES), "COMMIT;"]
        (folder / "import.sql").write_text("\n".join(script) + "\n")
        done = run(["sqlite3", "-bail", folder / "reference.db", f".read {folder}/import.sql"])
        return sent(rows, done.seconds, {"sqlite3": done.cost})


class planning:
    name = "planning"
    about = (
        "a broadcast to all accounts, from taken in to planned (audience evaluated and frozen, batches in the ledger), and the count of that audience by "
        "POST /api/audience/count; nobody is sent to: the partner is not there"
    )

    def measure(self, quick):
        of = directory(100_000, 100_000) if quick else directory(2_600_000, 110_000)
        everybody = audience(of.accounts, "parent", of)
        planned, counted = [], []
        with gateway(self.name, of, accounts("http://127.0.0.1:9", 500, 1)) as on:
            lines = [f"ledger: durability {on.durability()}; {of.accounts:,} accounts"]
            first = self.count(on, everybody)
            for _ in range(pairs(quick)):
                id = on.publish(everybody, "enetviet")
                planned.append(seconds_between(on.get(f"/api/broadcasts/{id}"), "taken_in", "planned_at"))
                on.loa("cancel", id)
                counted.append(self.count(on, everybody))
            cost = on.cost()
        in_ms = lambda values: spread([1000 * each for each in values], "ms", 0)
        lines += [f"planned in {in_ms(planned)}", f"counted in {in_ms(counted)}; the first time, when the census is read, {1000 * first:.0f} ms",
                  f"gateway: {cost.cpu:.2f} s of CPU, {cost.peak / 2**20:.1f} MiB"]  # fmt: skip
        return found(
            [goal("planning, median", statistics.median(planned), 1.5, at_most=True, unit=" s"),
             goal("count of the audience, median", statistics.median(counted), 0.5, at_most=True, unit=" s")],
            lines, {"planned_s": planned, "counted_s": counted, "first_count_s": first, "gateway": cost.as_json()},
        )  # fmt: skip

    def count(self, on, everybody):
        started = time.monotonic()
        on.get("/api/audience/count", {"audience": everybody})
        return time.monotonic() - started


class memory:
    name = "memory"
    about = "peak memory of the gateway (VmHWM) from its start to the end of one broadcast in posts of 500, to all accounts and to 100,000"

    def measure(self, quick):
        many, few = (100_000, 20_000) if quick else (2_600_000, 100_000)
        large, lines = self.peak(many, 110_000 if many > 100_000 else 100_000)
        small, _ = self.peak(few, few)
        lines.append(f"{many:,} accounts: {spread([each / 2**20 for each in large], 'MiB')}; {few:,}: {spread([each / 2**20 for each in small], 'MiB')}")
        ratio = statistics.median(large) / statistics.median(small)
        return found(
            [goal(f"peak memory, {many:,} accounts", statistics.median(large) / 2**20, 64, at_most=True, unit=" MiB"),
             goal(f"{many:,} accounts over {few:,}", ratio, 1.1, at_most=True)],
            lines, {"large_bytes": large, "small_bytes": small},
        )  # fmt: skip

    def peak(self, count, mailboxes):
        of, out = directory(count, mailboxes), []
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver:
            for _ in range(2):
                with gateway(self.name, of, accounts(receiver.url, 500, 8)) as on:
                    lines = [f"ledger: durability {on.durability()}"]
                    receiver.begin()
                    status = on.wait(on.publish(audience(count, "parent", of), "enetviet"))
                    receiver.counted().expect(reached(status), "the gateway")
                    out.append(on.cost().peak)
        return out, lines


class ledger_bytes:
    name = "ledger-bytes"
    about = "what a broadcast adds to the ledger's file, indexes and all, when 98 of 100 succeed: the sandbox refuses 2 % of the accounts for good"

    def measure(self, quick):
        of = directory(100_000, 100_000) if quick else directory(2_600_000, 110_000)
        each, lines = [], []
        with folder_of(self.name) as folder, serving(sandbox(folder, LOA, "--rejected", "0.02")) as receiver:
            with gateway(self.name, of, accounts(receiver.url, 500, 8)) as on:
                lines.append(f"ledger: durability {on.durability()}")
                before = on.ledger_bytes()
                for _ in range(2):
                    status = on.wait(on.publish(audience(of.accounts, "parent", of), "enetviet"))
                    after = on.ledger_bytes()
                    each.append((after - before) / of.accounts)
                    share = reached(status) / of.accounts
                    lines.append(f"{of.accounts:,} deliveries, {100 * share:.1f} % accepted: {after - before:,} bytes more in the ledger")
                    before = after
        return found([goal("bytes a delivery", max(each), 2, at_most=True)], lines, {"bytes_each": each})
