"""Instructions that the adapters' inner loops take for each delivery, by callgrind: the same on every run, whatever else the machine does.
Held against instructions.json, within 10 %."""
import json
import pathlib
import re

from demo_servers import CHECKOUT, trouble
from gateway import body_of
from processes import run
from receivers import PROGRAMS
from sending import write_bulletin

RECORDED = pathlib.Path(__file__).with_name("instructions.json")
WITHIN = 0.10
FEW, MANY = 500, 2_500
LOOPS = {
    "compose-1": "a post for one account composed, without what all have in common",
    "compose-500": "the same in posts of 500, for each account",
    "answer-1": "the answer to a post for one account read and judged, from its first byte",
    "answer-500": "the same in answers for 500, for each account",
    "mail": "a message composed, its SMTP commands and the replies to them, without a socket",
}


def instructions(loop, bulletin, deliveries):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PROGRAMS / "bench_instructions", loop, bulletin, deliveries]
    said = run(command).output
    found = re.search(r"Collected : (\d+)", said)
    if found is None:
        raise trouble(f"callgrind said no number: {said}")
    return int(found[1])


def count():
    folder = CHECKOUT / ".work" / "bench" / "run"
    folder.mkdir(parents=True, exist_ok=True)
    bulletin = write_bulletin(folder, "email", body_of(1024))
    return {loop: round((instructions(loop, bulletin, MANY) - instructions(loop, bulletin, FEW)) / (MANY - FEW)) for loop in LOOPS}


def check(record):
    """0 if each is within bounds. `record`: writes what was found down instead."""
    found = count()
    if record:
        RECORDED.write_text(json.dumps(found, indent=1) + "\n")
    known, outside = json.loads(RECORDED.read_text()), []
    for loop, about in LOOPS.items():
        ratio = found[loop] / known[loop]
        good = abs(ratio - 1) <= WITHIN
        outside += [] if good else [loop]
        print(f"{loop:<12} {found[loop]:>7,} instructions, recorded {known[loop]:>7,}: {100 * (ratio - 1):+.1f} % {'' if good else ' OUTSIDE'}  {about}")
    print(f"instructions: loops={len(LOOPS)} outside={','.join(outside)}")
    if outside:
        print("If that is meant, or better: scripts/bench --record-instructions, and commit bench/instructions.json with the reason.")
    return 1 if outside else 0
