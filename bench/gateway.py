"""A gateway for one row: a private Redis, the store of a made-up directory with an empty ledger, and receivers as the row wants them."""
import datetime
import http.client
import json
import os
import re
import shutil
import socket
import sqlite3
import time

from demo_servers import answers, free_port, stage, trouble
from directory import WORK
from processes import cost, peak_memory, watched

HELLO = "Gửi phụ huynh, học sinh và giáo viên toàn thành phố: kế hoạch thực hiện cải cách hành chính của ngành Giáo dục và Đào tạo. "


def bulletin(number, audience, channel, body="<p>Thử.</p>", urgency="bulk"):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "source": "portal", "id": f"41848-{number}", "version": 1,
        "url": f"https://hcm.edu.vn/ct/41848/{number}", "title": f"Đo tốc độ, lần {number}", "summary": "Gửi tới phụ huynh.",
        "body_html": body, "attachments": [], "category": "cchc", "urgency": urgency, "department": "Văn phòng Sở", "author": "vp.bientap",
        "approved_by": "vp.duyet", "published_at": now.isoformat(timespec="seconds"), "channels": [channel], "audience": audience,
    }  # fmt: skip


def body_of(size):
    """HTML of about that many bytes of UTF-8."""
    return "".join(f"<p>{HELLO}</p>" for _ in range(size // len(f"<p>{HELLO}</p>".encode()))) or "<p>Thử.</p>"


class unix_connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def ask(path_of_socket, path, body=None):
    """The API, as somebody on this machine."""
    connection = unix_connection(path_of_socket)
    headers = {"Accept": "application/json", "Content-Type": "application/json"}
    connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status // 100 != 2:
        raise trouble(f"{path} of the API answered {answer.status}: {text.decode(errors='replace')}")
    return json.loads(text)


def durability(system):
    """As the gateway says of its ledger, of what /api/system answers."""
    said = system["ledger"]["durability"]
    return f"{said}{' (a commit has reached the disk)' if said == 'full' else ''}"


class gateway(stage):
    """`enetviet` and `email`: lines of their tables; `dispatch`: of both [...dispatch]. A channel that is None is off."""

    def __init__(self, name, directory, enetviet=None, email=None, dispatch=""):
        work = WORK / "run" / name
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        super().__init__(work, directory.imported().store, None)
        self.directory, self.tables, self.dispatch, self.number = directory, (enetviet, email), dispatch, int(time.time()) % 100_000 * 1000
        self.api_socket = work / "loa.sock"
        (work / "token").write_text("0123456789abcdef\n")
        (work / "token").chmod(0o600)

    def __enter__(self):
        self.redis_port = free_port()
        redis = self.start("redis", ["redis-server", "--bind", "127.0.0.1", "--port", self.redis_port, "--save", "", "--appendonly", "no",
                                     "--dir", self.work])  # fmt: skip
        redis.wait_until(lambda: answers(self.redis_port))
        self.config.write_text(self.settings(), encoding="utf-8")
        try:
            self.start_gateway()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def settings(self):
        enetviet, email = self.tables
        off = "enabled = false\n"
        return f"""instance = "bench"
[redis]
url = "redis://127.0.0.1:{self.redis_port}/0"
[store]
folder = "{self.store}"
[quiet_hours]
enabled = false
[api]
port = 0
unix_socket = "{self.api_socket}"
[approval]
parents = "automatic"
[enetviet]
{off if enetviet is None else f'token_file = "{self.work / "token"}"' + chr(10) + enetviet}
[enetviet.dispatch]
{self.dispatch if enetviet is not None else ""}
[email]
{off if email is None else 'host = "127.0.0.1"' + chr(10) + 'tls = "none"' + chr(10) + 'helo_name = "loa.bench.hcm.edu.vn"' + chr(10) + email}
[email.dispatch]
{self.dispatch if email is not None else ""}
"""

    def get(self, path, body=None):
        return ask(self.api_socket, path, body)

    def durability(self):
        """Of the ledger."""
        return durability(self.get("/api/system"))

    def commits(self):
        """Of the ledger so far: how many, and the seconds they took, by the gateway's own metrics."""
        connection = unix_connection(self.api_socket)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return [float(re.search(rf"^loa_ledger_commit_seconds_{what} (\S+)", text, re.MULTILINE)[1]) for what in ("count", "sum")]

    def said_of_commits(self, since, deliveries):
        count, seconds = (now - then for now, then in zip(self.commits(), since))
        return f"ledger: {count:,.0f} commits for {deliveries:,} deliveries, {deliveries / count:,.0f} each, {1000 * seconds / count:.1f} ms each"

    def publish(self, audience, channel, body="<p>Thử.</p>", urgency="bulk"):
        """The number of its broadcast, as soon as that is planned."""
        self.number += 1
        what = bulletin(self.number, audience, channel, body, urgency)
        file = self.work / "bulletin.json"
        file.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")
        self.loa("publish", file)
        deadline = time.monotonic() + 120
        while True:
            newest = self.get("/api/broadcasts?limit=1")["items"]
            if newest and newest[0]["bulletin"] == what["id"] and newest[0]["state"] not in ("waiting",):
                return newest[0]["id"]
            if time.monotonic() > deadline:
                raise trouble(f"bulletin {self.number} was not planned within 120 s; the gateway's log: {self.gateway.log}")
            time.sleep(0.01)

    def wait(self, id, limit=900):
        """The broadcast when it is finished."""
        deadline = time.monotonic() + limit
        while (status := self.get(f"/api/broadcasts/{id}"))["state"] != "finished":
            self.check()
            if status["state"] in ("held", "cancelled", "paused") or time.monotonic() > deadline:
                raise trouble(f"broadcast {id} is {status['state']} ({status.get('reason')}); the gateway's log: {self.gateway.log}")
            time.sleep(0.1)
        return status

    def cost(self):
        """Of the gateway since it was started."""
        return cost(self.gateway.cpu_seconds(), peak_memory(self.gateway.pid))

    def watch(self):
        return watched(self.gateway.pid)

    def kill(self):
        self.gateway.process.kill()
        self.gateway.process.wait()
        self.running.remove(self.gateway)

    def queue_bytes(self):
        """Of its Redis."""
        with socket.create_connection(("127.0.0.1", self.redis_port), 5) as redis:
            redis.sendall(b"INFO memory\r\n")
            said = redis.makefile("rb")
            while not (line := said.readline()).startswith(b"used_memory:"):
                pass
        return int(line.split(b":")[1])

    def ledger_bytes(self):
        """With the write-ahead log folded in."""
        with sqlite3.connect(self.store / "ledger.db", timeout=10) as ledger:
            ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return sum(os.stat(file).st_size for file in self.store.glob("ledger.db*") if not file.name.endswith("-shm"))


def seconds_between(status, first, last):
    taken = lambda name: datetime.datetime.fromisoformat(status[name].replace("Z", "+00:00"))
    return (taken(last) - taken(first)).total_seconds()


def reached(status):
    return sum(channel["counts"]["accepted"] for channel in status["channels"])
