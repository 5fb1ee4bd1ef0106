"""The queues that people would pick instead, each with its worker and a private Redis."""
import contextlib
import email.policy
import json
import os
import pathlib
import signal
import subprocess
import time

from demo_servers import CHECKOUT, answers, end_with_parent, free_port, server, trouble
from figures import sent
from processes import cost, run, watched

HERE = CHECKOUT / "bench" / "peers"
CONNECTIONS = 64
LIMIT = 120  # seconds for one run, also one whose worker was killed


class queue:
    """`enqueue(count, batch)` and `worker()` are commands; `ready(process)` waits for a started worker, `go(process)` lets it begin."""

    durability = "Redis with AOF everysec: up to a second of what was queued or done is lost with the machine's power"

    def __init__(self, folder, name, channel):
        self.folder, self.name, self.channel = folder, name, channel
        self.redis_port = free_port()

    def __enter__(self):
        work = self.folder / f"redis-{self.redis_port}"
        work.mkdir()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.redis_port), "--save", "", "--appendonly", "yes",
                   "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0", "--dir", str(work)]  # fmt: skip
        self.redis = server("redis", command, self.folder / "redis.log")
        self.redis.wait_until(lambda: answers(self.redis_port))
        return self

    def __exit__(self, *_):
        self.redis.stop()

    def ask_redis(self, *words):
        done = subprocess.run(["redis-cli", "-p", str(self.redis_port), *map(str, words)], capture_output=True, text=True, check=True)
        return done.stdout

    def memory(self):
        return int(next(line for line in self.ask_redis("INFO", "memory").splitlines() if line.startswith("used_memory:")).split(":")[1])

    def fill(self, count, batch):
        """Returns what it took, and the bytes of Redis for each delivery."""
        self.ask_redis("FLUSHALL")
        before = self.memory()
        run(self.enqueue(count, batch), **self.surroundings())
        return (self.memory() - before) / count

    def surroundings(self):
        return {}

    @contextlib.contextmanager
    def working(self):
        """A worker that has begun; killed if it is still there at the end."""
        log = open(self.folder / f"{self.name}.log", "ab")
        process = subprocess.Popen([str(part) for part in self.worker()], stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True,
                                   preexec_fn=end_with_parent, **self.surroundings())  # fmt: skip
        try:
            self.wait_until_ready(process)
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            log.close()

    def wait_until_ready(self, process):
        log, deadline = self.folder / f"{self.name}.log", time.monotonic() + 30
        while self.readies() == self.known_readies:
            if process.poll() is not None or time.monotonic() > deadline:
                raise trouble(f"{self.name} did not get ready; its log: {log}")
            time.sleep(0.02)
        self.known_readies = self.readies()

    known_readies = 0

    def readies(self):
        return (self.folder / f"{self.name}.log").read_text(errors="replace").count(self.ready_word)

    def send(self, receiver, count, batch=1):
        """Fills the queue, then lets a worker empty it: by the receiver's own times, from the first to the last."""
        self.bytes_each = self.fill(count, batch)
        receiving = receiver.begin()
        with self.working() as process:
            family = [watched(pid) for pid in family_of(process.pid)]
            redis = watched(self.redis.pid)
            started = time.monotonic()
            self.go(process)
            self.wait_for(lambda: receiver.so_far() >= count, process)
            took = time.monotonic() - started
            each = [one.since() for one in family]
        spent = cost(sum(one.cpu for one in each), sum(one.peak for one in each))
        costs = {self.name: spent, "redis": redis.since(), "receiver": receiving.since()}
        counted = receiver.counted()
        counted.expect(count, self.name)
        return sent(count, counted.seconds or took, costs)

    def wait_for(self, done, process):
        deadline = time.monotonic() + LIMIT
        while not done():
            if process.poll() is not None or time.monotonic() > deadline:
                raise trouble(f"{self.name} did not come to an end; its log: {self.folder / (self.name + '.log')}")
            time.sleep(0.02)

    def killed(self, receiver, count):
        """What was lost and doubled when the worker is killed at 40 % and another takes over; and the seconds until all was over."""
        self.fill(count, 1)
        receiver.begin()
        with self.working() as process:
            self.go(process)
            self.wait_for(lambda: receiver.so_far() >= 0.4 * count, process)
        started = time.monotonic()
        with self.working() as process:
            self.go(process)
            while receiver.counted().distinct < count and time.monotonic() < started + LIMIT:
                time.sleep(1)
            time.sleep(2)  # whatever comes twice has come by then
        seen = receiver.counted()
        return {"lost": count - seen.distinct, "doubled": seen.count - seen.distinct, "over_after_s": round(time.monotonic() - started - 2, 1)}


class bullmq(queue):
    ready_word = "ready"

    def __init__(self, folder, kind, to, content=None):
        """`to`: the partner's URL for undici, the relay's port for nodemailer."""
        super().__init__(folder, f"bullmq-{kind}", "email" if kind == "nodemailer" else "enetviet")
        self.program, self.to, self.content = HERE / f"bullmq_{kind}.mjs", to, content

    def enqueue(self, count, batch):
        return ["node", self.program, "enqueue", self.redis_port, count, batch]

    def worker(self):
        return ["node", self.program, "work", self.redis_port, self.to, self.content, CONNECTIONS]

    def go(self, process):
        process.stdin.write(b"go\n")
        process.stdin.flush()


class celery(queue):
    ready_word = " ready."

    def __init__(self, folder, to, content):
        super().__init__(folder, "celery-requests", "enetviet")
        self.to, self.content = to, content

    def surroundings(self):
        values = {**os.environ, "REDIS_PORT": str(self.redis_port), "URL": self.to, "CONTENT": str(self.content), "PYTHONDONTWRITEBYTECODE": "1"}
        return {"env": values, "cwd": HERE}

    def enqueue(self, count, batch):
        return ["/usr/bin/python3", HERE / "celery_requests.py", "enqueue", count]

    def worker(self):
        # On a queue of which nothing comes, until `go`.
        return ["/usr/bin/python3", "-m", "celery", "-A", "celery_requests", "worker", "--pool", "prefork", "--concurrency", 4, "--queues", "idle",
                "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]  # fmt: skip

    def go(self, process):
        command = ["/usr/bin/python3", "-m", "celery", "-A", "celery_requests", "control", "add_consumer", "broadcast"]
        run(command, **self.surroundings())


def family_of(pid):
    """A process and its children."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def post_content(request, folder):
    """What goes before the accounts of a post, as the gateway composes it."""
    file = folder / "post.json"
    file.write_text(request.partition("\r\n\r\n")[2].partition('"nguoi_nhan":[')[0] + '"nguoi_nhan":[', encoding="utf-8")
    return file


def mail_content(message, folder):
    """The parts of a message as the gateway composes it."""
    parsed = email.message_from_string(message, policy=email.policy.default)
    part = lambda kind: parsed.get_body((kind,)).get_content()
    file = folder / "mail.json"
    file.write_text(json.dumps({"subject": parsed["subject"], "text": part("plain"), "html": part("html")}, ensure_ascii=False), encoding="utf-8")
    return file
