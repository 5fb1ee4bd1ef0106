"""Says of each message in a folder, in the order of their names, how each of its DKIM signatures fares with dkimpy: "pass", "fail" or why it
cannot be read. keys.txt beside them is the DNS: a name and its text on each line.
"""
import pathlib
import sys

import dkim

folder = pathlib.Path(sys.argv[1])
dns = dict(line.split(" ", 1) for line in (folder / "keys.txt").read_text().splitlines())


def look_up(name, timeout=5):
    return dns.get(name.decode().rstrip("."))


def verdict(message, index):
    try:
        return "pass" if dkim.DKIM(message).verify(idx=index, dnsfunc=look_up) else "fail"
    except dkim.DKIMException as error:
        return f"[{error}]"


for file in sorted(folder.glob("*.eml")):
    message = file.read_bytes()
    count = sum(name.lower() == b"dkim-signature" for name, _ in dkim.DKIM(message).headers)
    print(" ".join(verdict(message, index) for index in range(count)))
