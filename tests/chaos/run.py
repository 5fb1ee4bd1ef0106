#!/usr/bin/python3
"""The chaos run, after scripts/chaos has installed and built. See `scripts/chaos --help`."""
import argparse
import fcntl
import pathlib
import random
import shutil
import signal
import sys
import time

sys.dont_write_bytecode = True  # what is made goes to .work/, nowhere else
import table
from row import ROWS, figures, run, skipped
from stage import FOLDER, LOA, prepare, trouble

import faults_gateway  # the order of the table
import faults_redis
import faults_partner
import faults_mail
import faults_machine


def say(text):
    print(text, flush=True)


def play(what, seed, quick):
    """All runs of one row. Folders of runs that went well are not kept."""
    found = figures()
    started = time.monotonic()
    for number in range(what.runs[0 if quick else 1]):
        before = (sum(found.lost.values()), found.over_bound, len(found.wrong))
        one = run(what, number, seed, quick, found)
        try:
            what.play(one)
        except skipped as why:
            found.skipped = str(why)
            break
        except (trouble, OSError) as why:
            found.wrong.append(f"run {number}: {why}")
        found.runs += 1
        folder = FOLDER / f"{what.name}-{number}"
        if (sum(found.lost.values()), found.over_bound, len(found.wrong)) == before:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            one.note(f"what is left of it: {folder}")
    found.seconds = time.monotonic() - started
    return found


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/chaos",
        description="Tries to make Loa lose or double a delivery: real processes on loopback, killed, stopped, starved, cut off and lied to "
        "in the middle of broadcasts. Counted by the receivers, held against the directory's own rows. See docs/reliability.md.",
        epilog="The last line is for scripts: chaos: rows=N kills=N lost=N over_bound=N. Exit code 0 only if nothing was lost, no bound "
        "was passed, and after a kill sending went on within 2 s. All it makes is in .work/chaos; of runs that went well nothing is kept.",
    )
    parser.add_argument("--quick", action="store_true", help="the short form: at least 20 kills, some minutes")
    parser.add_argument("--seed", type=int, help="repeats a run: the same faults at the same points in time")
    parser.add_argument("--row", action="append", metavar="NAME", help="only this row; may be given several times")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--program", type=pathlib.Path, metavar="FILE", default=LOA, help="another build of loa, e.g. with sanitizers")
    options = parser.parse_args()
    for name in options.row or ():
        if name not in ROWS:
            parser.error(f"there is no row {name}; --list names them")
    return options


def perform(options):
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1_000_000)
    chosen = [each for each in ROWS.values() if not options.row or each.name in options.row]
    say(f"seed {seed}{', short form' if options.quick else ''}; again with: scripts/chaos {'--quick ' if options.quick else ''}--seed {seed}")
    prepare(options.program)
    rows = []
    for what in chosen:
        rows.append((what, play(what, seed, options.quick)))
        say(table.line(*rows[-1]))
        if options.json:
            table.save(options.json, seed, options, rows)
    say("")
    for each in table.whole(rows):
        say(each)
    say("")
    failed = [what.name for what, found in rows if not found.is_as_it_must_be(what.limit_resume)]
    if failed:
        say(f"NOT as it must be: {', '.join(failed)}")
    say(table.last_line(rows))
    return 1 if failed else 0


def main():
    options = parse_arguments()
    if options.list:
        for each in ROWS.values():
            print(f"{each.name:<26} {each.fault}")
        return 0
    for each in (signal.SIGINT, signal.SIGTERM):  # what a script starts in the background ignores SIGINT otherwise
        signal.signal(each, signal.default_int_handler)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("scripts/chaos: it is running in this checkout already", file=sys.stderr)
            return 1
        try:
            return perform(options)
        except (trouble, OSError) as why:
            print(f"\nscripts/chaos: {why}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\nscripts/chaos: stopped", file=sys.stderr)
            return 130


if __name__ == "__main__":
    sys.exit(main())
