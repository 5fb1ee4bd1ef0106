"""One broadcast through the whole gateway, or by an adapter alone, counted at the receiver."""
import json
import socket
import subprocess

from demo_servers import trouble
from directory import audience
from figures import sent
from gateway import bulletin, reached, seconds_between
from processes import cost, run
from receivers import PROGRAMS

ROLES = {"enetviet": "parent", "email": "teacher"}


def through_gateway(on, receiver, count, channel, body="<p>Thử.</p>", receiver_name="receiver", exact=True):
    """From planned to finished, by the gateway's own times: the last outcome is in the ledger, on disk, by then."""
    receiving, sending = receiver.begin(), on.watch()
    status = on.wait(on.publish(audience(count, ROLES[channel], on.directory), channel, body))
    costs = {"gateway": sending.since(), receiver_name: receiving.since()}
    counted = receiver.counted()
    if exact:
        if reached(status) != count:
            raise trouble(f"{count:,} had to be reached, the gateway says {reached(status):,}: the run is void; its log: {on.gateway.log}")
        counted.expect(count, "the gateway")
    return sent(counted.count, seconds_between(status, "planned_at", "finished_at"), costs)


def write_bulletin(folder, channel, body):
    """For the adapter alone: the same content as the gateway's."""
    file = folder / f"{channel}.json"
    file.write_text(json.dumps(bulletin(1, {"include": [{"unit": "sgddt-hcm"}]}, channel, body), ensure_ascii=False), encoding="utf-8")
    return file


def adapter_command(channel, file, *more):
    return [PROGRAMS / "bench_adapter", channel, "--bulletin", file, *more]


def by_adapter(receiver, count, channel, file, *more, receiver_name="receiver"):
    receiving = receiver.begin()
    done = json.loads(run(adapter_command(channel, file, "--count", count, *more)).output)
    received = receiving.since()
    receiver.counted().expect(count, "the adapter alone")
    return sent(count, done["seconds"], {"adapter": cost(done["cpu"], done["peak"]), receiver_name: received})


def composed_request(folder, file):
    """The bytes of one post for one account, as the adapter sends them."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        command = adapter_command("enetviet", file, "--url", url, "--token-file", token_file(folder), "--count", 1, "--connections", 1)
        with subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as sender:
            line, _ = door.accept()
            line.settimeout(10)
            request = b""
            while b"\r\n\r\n" not in request or not request.endswith(b"]}"):
                request += line.recv(65536)
            line.close()
            sender.wait(10)
    return request.decode()


def token_file(folder):
    file = folder / "token"
    file.write_text("0123456789abcdef\n")
    file.chmod(0o600)
    return file


def message_size(file):
    """Bytes of one message, as the adapter composes it."""
    return len(run(adapter_command("email", file, "--show")).output.encode())
