"""What a run of chaos stands on: a private Redis, the sandbox partner behind a gate, the counting mail server, gateways that may die,
and the made-up people whom they must reach."""
import asyncio
import datetime
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(CHECKOUT / "scripts"))
import demo_servers
from demo_servers import LOA, answers, free_port, get_json, trouble

from gate import gate
from mail_counter import mail_counter

FOLDER = CHECKOUT / ".work" / "chaos"
PROGRAM = FOLDER / "loa"  # a copy: a build meanwhile does not change what a run is about
SAMPLE = FOLDER / "sample"
ROLES = ["staff", "teacher", "parent"]
AUDIENCES = {"everybody": "sgddt-hcm", "cluster": "cum-05"}
CHANNELS = ("enetviet", "email")


def bulletin(number, audience, channels=CHANNELS, urgency="normal"):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "source": "chaos", "id": f"tin-{number}", "version": 1, "url": f"https://hcm.edu.vn/chaos/ct/1/{number}",
        "title": f"Tin thử số {number}", "summary": "Đến từng người, đúng một lần.", "body_html": "<p>Thử.</p>", "category": "cchc",
        "urgency": urgency, "department": "Văn phòng Sở", "author": "vp.bientap", "published_at": now.isoformat(timespec="seconds"),
        "audience": {"include": [{"unit": AUDIENCES[audience], "roles": ROLES}]}, "channels": list(channels),
    }  # fmt: skip


def prepare(program=LOA):
    """Once for all runs: a copy of the program, the people, and whom each audience means; worked out from the rows, not by the gateway."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    PROGRAM.unlink(missing_ok=True)
    shutil.copy2(program, PROGRAM)
    shutil.rmtree(SAMPLE, ignore_errors=True)
    (SAMPLE / "bulletins").mkdir(parents=True)
    for name in AUDIENCES:
        (SAMPLE / "bulletins" / f"{name}.json").write_text(json.dumps(bulletin(0, name)))
    quietly(["/usr/bin/python3", CHECKOUT / "scripts" / "sample_directory.py", "small", SAMPLE, "--bulletins", SAMPLE / "bulletins"])
    (SAMPLE / "store").mkdir()
    (SAMPLE / "loa.toml").write_text(f'[store]\nfolder = "{SAMPLE / "store"}"\n[email]\n')
    quietly([PROGRAM, "directory", "import", SAMPLE / "units.csv", SAMPLE / "people.csv", "--config", SAMPLE / "loa.toml",
             "--rejects", SAMPLE / "rejects.csv"])  # fmt: skip


def quietly(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise trouble(f"{' '.join(map(str, command))} failed:\n{done.stdout}{done.stderr}")


def expected(audience, channel):
    kind = {"enetviet": "accounts", "email": "mailboxes"}[channel]
    return (SAMPLE / "expected" / f"{audience}.json.{kind}").read_bytes().lower()


def redis_says(port, *words, limit=10):
    """One command, one answer: text, number, None, or a list of such. An error of Redis is an OSError."""
    with socket.create_connection(("127.0.0.1", port), limit) as line:
        parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        line.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
        return read_reply(line.makefile("rb"))


def read_reply(stream):
    line = stream.readline().rstrip(b"\r\n")
    kind, rest = line[:1], line[1:].decode()
    if kind == b"-" or not line:
        raise OSError(f"Redis: {rest or 'connection lost'}")
    if kind == b"+":
        return rest
    if kind == b":":
        return int(rest)
    if int(rest) < 0:
        return None
    if kind == b"$":
        return stream.read(int(rest) + 2)[:-2].decode()
    return [read_reply(stream) for _ in range(int(rest))]


class loop_thread:
    """The event loop of the receivers that live in this process."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: None)  # a connection that breaks is what we are here for
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)


LOOP = loop_thread()


class stage(demo_servers.stage):
    """Settings that rows change:

    calls, messages, accounts  calls at once on each channel; messages and accounts in one call
    batches                    claimed at once on each channel
    mail_latency, latency      seconds that a message, or a piece of a request or answer, takes: they stretch a broadcast
    redis                      more arguments of redis-server
    sandbox                    more arguments of `loa sandbox`
    environment                of the gateway
    """

    program = PROGRAM

    def __init__(self, work, seed=0, calls=4, messages=5, accounts=20, batches=16, latency=0.01, mail_latency=0.01, redis=(),
                 sandbox=(), environment=None):  # fmt: skip
        super().__init__(work, work / "store", None)
        self.calls, self.messages, self.accounts, self.batches = calls, messages, accounts, batches
        self.redis_arguments, self.sandbox_arguments, self.environment = redis, sandbox, environment or {}
        self.published = {}  # URL -> (audience, channels)
        self.kills = 0
        self.gateways = []
        self.mail = mail_counter()
        self.mail.latency = mail_latency
        self.latency, self.seed = latency, seed

    def __enter__(self):
        try:
            self.start_receivers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start_receivers(self):
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "bulletins").mkdir(parents=True)
        self.fill_store()
        self.set_token("a" * 32)
        self.redis_port = free_port()
        self.start_redis()
        sandbox = self.start("sandbox", [self.program, "sandbox", "--port-file", self.work / "sandbox.port", "--seed", self.seed % 2**32,
                                         "--token-file", self.work / "token", *self.sandbox_arguments])  # fmt: skip
        port = sandbox.wait_until(lambda: int((self.work / "sandbox.port").read_text()))
        self.sandbox_url = f"http://127.0.0.1:{port}"
        self.partner_gate, self.redis_gate, self.mail_gate = (gate(to, self.seed) for to in (port, self.redis_port, 0))
        self.partner_gate.latency = self.latency
        LOOP.run(self.mail.listen())
        self.mail_gate.target = self.mail.port
        for each in self.gates():
            LOOP.run(each.listen())

    def gates(self):
        return self.partner_gate, self.redis_gate, self.mail_gate

    def fill_store(self, make=True):
        if make:
            self.store.mkdir()
        shutil.copy2(SAMPLE / "store" / "directory.db", self.store)

    def set_token(self, text):
        fresh = self.work / "token.new"
        fresh.write_text(text + "\n")
        fresh.chmod(0o600)
        fresh.replace(self.work / "token")

    def start_redis(self):
        redis = self.start("redis", ["redis-server", "--bind", "127.0.0.1", "--port", self.redis_port, "--save", "", "--dir", self.work,
                                     *(self.redis_arguments or ("--appendonly", "no"))])  # fmt: skip
        redis.wait_until(lambda: answers(self.redis_port))
        self.redis_server = redis

    def redis(self, *words):
        return redis_says(self.redis_port, *words)

    def write_settings(self, instance):
        dispatch = f'calls = {self.calls}\nbatches = {self.batches}\nattempt_timeout = "2s"\nlease = "5s"\nattempts = 15\nretry_first = "200ms"\nretry_most = "1s"\n' \
                   'look_up_after = "200ms"\nprobe_first = "200ms"\nprobe_most = "1s"\nthrottle_default = "500ms"\npoll = "100ms"\n'  # fmt: skip
        file = self.work / f"{instance}.toml"
        file.write_text(f"""instance = "{instance}"
[redis]
url = "redis://127.0.0.1:{self.redis_gate.port}/0"
block = "1s"
claim_idle = "2s"
reply_timeout = "2s"
reconnect_most = "500ms"
[store]
folder = "{self.store}"
[api]
port = 0
unix_socket = "{self.work / instance}.sock"
[approval]
parents = "automatic"
urgent_in_quiet_hours = "automatic"
[quiet_hours]
# Tried at any hour of the day.
enabled = false
[enetviet]
base_url = "http://127.0.0.1:{self.partner_gate.port}"
token_file = "{self.work / 'token'}"
accounts_per_request = {self.accounts}
connections = {self.calls}
[enetviet.dispatch]
{dispatch}
[email]
host = "127.0.0.1"
port = {self.mail_gate.port}
tls = "none"
connections = {self.calls}
messages_per_call = {self.messages}
[email.dispatch]
{dispatch}
""")  # fmt: skip
        return file

    # Gateways

    def start_gateway(self, instance="chaos-1", wait=True):
        """Started with `wait` it has said that it is ready."""
        self.config = self.write_settings(instance)
        name = f"{instance}-{time.monotonic_ns()}"
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind("\0" + name)
        told.settimeout(0)
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **self.environment, "NOTIFY_SOCKET": "@" + name}
        self.started_at = time.monotonic()
        self.gateway = self.start("gateway", [self.program, "serve", "--config", self.config], env=environment)
        self.gateway.told = told
        self.ready = False
        if wait:
            self.wait_ready()
        return self.gateway

    def wait_ready(self, limit=30):
        if not self.ready:
            self.gateway.wait_until(lambda: b"READY=1" in self.gateway.told.recv(4096), limit=limit)
            self.ready = True

    def kill_gateway(self):
        self.forget(self.gateway, signal.SIGKILL)
        self.kills += 1

    def forget(self, what, number):
        """Ends a process by a signal, and no longer minds that it is gone."""
        what.process.send_signal(number)
        what.process.wait(30)
        self.running.remove(what)
        if hasattr(what, "told"):
            what.told.close()

    # Bulletins

    def publish(self, audience="cluster", channels=CHANNELS, urgency="normal"):
        """As the portal does: XADD. What Redis refuses is an OSError, and then not published."""
        what = bulletin(len(self.published) + 1, audience, channels, urgency)
        self.redis("XADD", "loa:bulletins", "*", "bulletin", json.dumps(what, ensure_ascii=False))
        self.published[what["url"]] = (audience, tuple(channels))
        return what["url"]

    def destinations(self, channel):
        return sum(len(set(expected(audience, channel).split())) for audience, channels in self.published.values() if channel in channels)

    def partner_tally(self):
        return get_json(self.sandbox_url + "/tally")

    def script(self, *fates):
        get_json(self.sandbox_url + "/script", json.dumps({"next": list(fates)}).encode())

    def arrived(self, url, channel):
        """How many the receiver has got of it."""
        if channel == "email":
            return len(self.mail.taken.get(url, ()))
        return self.partner_tally()["by_url"].get(url, {"distinct": 0})["distinct"]

    def left(self, channel):
        """How many the receiver has not got yet."""
        got = self.mail.distinct() if channel == "email" else self.partner_tally()["distinct"]
        return self.destinations(channel) - got

    def wait_for_share(self, share, channel=None, limit=60):
        """Until that part of what was published has arrived (on the channel, or on each)."""
        deadline = time.monotonic() + limit
        for each in [channel] if channel else CHANNELS:
            while self.left(each) > (1 - share) * self.destinations(each):
                if time.monotonic() > deadline:
                    raise trouble(f"{share:.0%} of the deliveries by {each} were not there after {limit} s; log: {self.work / 'gateway.log'}")
                time.sleep(0.01)

    def wait_taken_in(self, limit=20):
        deadline = time.monotonic() + limit
        while len(self.ask("broadcasts", "--most", 1000)) < len(self.published):
            if time.monotonic() > deadline:
                raise trouble(f"a bulletin was not taken in after {limit} s; log: {self.work / 'gateway.log'}")
            time.sleep(0.05)

    def over(self):
        """Whether the gateway says that everything published is finished. Only this is asked of it, and whom it gave up."""
        try:
            broadcasts = self.ask("broadcasts", "--most", 1000)
        except trouble:
            return False
        return len(broadcasts) == len(self.published) and all(each["state"] == "finished" for each in broadcasts)

    def wait_over(self, limit):
        deadline = time.monotonic() + limit
        while not self.over():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def log(self):
        return (self.work / "gateway.log").read_text(errors="replace")

    def hurry(self):
        """The fault is over: no need to stretch it any more."""
        self.mail.latency = self.partner_gate.latency = 0.0

    def compare(self, url, audience, channel):
        """(missing, addresses that were not meant), as the receiver counted."""
        if channel == "enetviet":
            answer = get_json(f"{self.sandbox_url}/tally/expected?url={urllib.parse.quote(url, safe='')}", expected(audience, channel))
            return answer["missing"], answer["unexpected"]
        meant, seen = {line.decode() for line in expected(audience, channel).split()}, self.mail.taken[url].keys()
        return len(meant - seen), len(seen - meant)

    def switch(self, which, mode):
        LOOP.run(which.switch(mode))

    def cut(self, which):
        """Every connection through the gate, once."""
        LOOP.loop.call_soon_threadsafe(which.cut_all)

    def stop(self):
        for each in self.running:
            if each.process.poll() is None:
                each.process.send_signal(signal.SIGCONT)
        super().stop()
        for each in (*(getattr(self, "partner_gate", None) and self.gates() or ()), self.mail):
            LOOP.run(each.close())
