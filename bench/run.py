#!/usr/bin/python3
"""The rows, after scripts/bench has installed and built. See `scripts/bench --help`."""
import argparse
import json
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True  # what is made goes to .work/, nowhere else
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scripts"))
import instructions
from demo_run import alone
from demo_servers import CHECKOUT, trouble
from rows_api import api_backlog, api_reads
from rows_email import cpu_over_adapter, email_row, email_signed
from rows_first import first_delivery
from rows_http import http_batch, http_row
from rows_peers import celery_requests, bullmq_nodemailer, bullmq_undici
from rows_scaling import scaling_rows
from rows_store import import_row, ledger_bytes, memory, planning

ROWS = {row.name: row for row in (
    http_row(tls=False), http_row(tls=True), http_batch(), email_row(), email_signed(), first_delivery(), planning(), import_row(), memory(),
    ledger_bytes(), cpu_over_adapter(), bullmq_undici(), bullmq_nodemailer(), celery_requests(), *scaling_rows(), api_reads(), api_backlog(),
)}  # fmt: skip


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures Loa against references doing the same work, on loopback. Each row is a number of pairs (reference, ours, reference, ...) "
        "after a warm-up; only the ratios within a pair count, as the machine is never quiet.",
        epilog="The last line is for scripts: bench: rows=N met=N missed=NAME,... Exit code 0 if every row was measured, "
        "whether its goal is met or not; 1 if a run was void: something was lost or doubled. "
        "Figures are also in .work/bench/report.json.",
    )
    parser.add_argument("--row", action="append", choices=sorted(ROWS), metavar="NAME", help="only this row; may be given several times")
    parser.add_argument("--quick", action="store_true", help="two pairs instead of five, the small directory instead of the city")
    parser.add_argument("--list", action="store_true", help="name the rows and end")
    parser.add_argument("--instructions", action="store_true", help="instead of rows: count the instructions of the adapters' inner loops, and fail if one "
                        "is not within 10 %% of bench/instructions.json")  # fmt: skip
    parser.add_argument("--record-instructions", action="store_true", help="the same, and write them down there")
    return parser.parse_args()


def commit():
    return subprocess.run(["git", "describe", "--always", "--dirty"], cwd=CHECKOUT, capture_output=True, text=True).stdout.strip()


def measure_row(row, quick):
    """What is to be kept of it, and whether its goals are met; None if a run was void."""
    print(f"\n{row.name}: {row.about}", flush=True)
    try:
        found = row.measure(quick=quick)
    except trouble as what:
        print(f"  VOID    {what}")
        return {"about": row.about, "void": str(what)}, None
    for line in [*found.lines, *map(str, found.goals)]:
        print(f"  {line}", flush=True)
    kept = {"about": row.about, "goals": [goal.as_json() for goal in found.goals], "lines": found.lines, **found.figures}
    return kept, all(goal.met for goal in found.goals)


def measure(options):
    names = options.row or [name for name, row in ROWS.items() if getattr(row, "by_default", True)]
    report = {"commit": commit(), "cores": os.cpu_count(), "quick": options.quick, "rows": {}}
    verdicts = {}
    for name in names:
        report["rows"][name], verdicts[name] = measure_row(ROWS[name], options.quick)
    folder = CHECKOUT / ".work" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    missed = [name for name, met in verdicts.items() if not met]
    print(f"\nbench: rows={len(names)} met={len(names) - len(missed)} missed={','.join(missed)}")
    return 1 if None in verdicts.values() else 0


if __name__ == "__main__":
    arguments = parse_arguments()
    if arguments.list:
        for each in ROWS.values():
            print(f"{each.name:<23} {each.about}")
        sys.exit(0)
    if arguments.instructions or arguments.record_instructions:
        sys.exit(instructions.check(record=arguments.record_instructions))
    sys.exit(alone(lambda: measure(arguments)))
