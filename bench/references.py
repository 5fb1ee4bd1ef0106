"""Programs that do the same work as nothing else but that work: wrk, smtp-source, OpenSSL."""
import json
import re

from demo_servers import trouble
from figures import sent
from processes import run

HEADERS = 140  # bytes of smtp-source's own beside what -l says
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


def wrk(receiver, url, request, seconds, connections, receiver_name="nginx"):
    """Posts the same bytes again and again over kept connections, with one thread as we have one. `request`: whole, as the adapter composed it."""
    head, _, body = request.partition("\r\n\r\n")
    first, *fields = head.split("\r\n")
    script = receiver.folder / "post.lua"
    set_fields = "".join(f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}\n" for name, value in (field.split(": ", 1) for field in fields)
                         if name not in ("Host", "Content-Length"))  # fmt: skip
    script.write_text(f'wrk.method = "POST"\nwrk.body = [==[{body}]==]\n{set_fields}')
    receiving = receiver.begin()
    done = run(["wrk", "-t", 1, "-c", connections, "-d", f"{seconds}s", "-s", script, url + first.split(" ")[1]])
    costs = {"wrk": done.cost, receiver_name: receiving.since()}
    said = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", done.output)
    if said is None or "Non-2xx" in done.output or "Socket errors" in done.output:
        raise trouble(f"wrk: {done.output}")
    count, took = int(said[1]), float(said[2]) * UNITS[said[3]]
    arrived = receiver.counted().count
    if not count <= arrived <= count + connections:  # those under way when it stopped
        raise trouble(f"wrk says {count:,} requests, nginx {arrived:,}: the run is void")
    return sent(count, took, costs)


def smtp_source(receiver, count, size, sessions, receiver_name="smtp-sink"):
    """Sends over kept sessions (-d), each message to an address of its own (-N)."""
    receiving = receiver.begin()
    command = ["smtp-source", "-d", "-N", "-s", sessions, "-m", count, "-l", size - HEADERS, "-f", "bantin@hcm.edu.vn", "-t", "nguyen.van.an@truong.hcm.edu.vn",
               f"127.0.0.1:{receiver.port}"]  # fmt: skip
    done = run(command)
    received = receiving.since()
    receiver.counted().expect(count, "smtp-source")
    return sent(count, done.seconds, {"smtp-source": done.cost, receiver_name: received})


def rsa_signatures(seconds, cores):
    """RSA-2048 signatures by OpenSSL on so many cores at once, and nothing else."""
    done = run(["openssl", "speed", "-seconds", seconds, "-multi", cores, "rsa2048"])
    rate = float(re.search(r"rsa 2048 bits \S+ \S+\s+([\d.]+)", done.output)[1])
    return sent(rate * seconds, seconds, {"openssl": done.cost})
