"""What the demo runs on loopback: a private Redis, the sandbox partner, a mail server, and the gateway itself, each in a process of its
own that ends with the demo."""
import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

SCRIPTS = pathlib.Path(__file__).resolve().parent
CHECKOUT = SCRIPTS.parent
LOA = CHECKOUT / "build" / "release" / "gateway" / "loa"
PR_SET_PDEATHSIG = 1


class trouble(Exception):
    """Something that the demo cannot go on with: a sentence, and what to do or where to look."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get_json(url, body=None, limit=120):
    with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=limit) as answer:
        return json.load(answer)


LIBC = ctypes.CDLL(None)


def end_with_parent():
    """In a child before it becomes another program: SIGTERM if whoever started it dies."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class server:
    """A process with a log. It gets no Ctrl-C of its own, and SIGTERM if the demo dies without stopping it."""

    def __init__(self, name, command, log, **more):
        self.name, self.log = name, log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                preexec_fn=end_with_parent, **more,
            )  # fmt: skip

    @property
    def pid(self):
        return self.process.pid

    def check(self):
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace").splitlines()[-12:]
            raise trouble(f"{self.name} ended by itself (exit code {self.process.returncode}).\n" + "\n".join(f"  {line}" for line in tail)
                          + f"\n  All of its log: {self.log}")  # fmt: skip

    def wait_until(self, ready, limit=20):
        """Returns what `ready` returns once that is something; an exception of I/O or half a file counts as nothing."""
        deadline = time.monotonic() + limit
        while True:
            self.check()
            try:
                found = ready()
                if found:
                    return found
            except (OSError, ValueError):
                pass
            if time.monotonic() > deadline:
                raise trouble(f"{self.name} was not ready after {limit} s; its log: {self.log}")
            time.sleep(0.02)

    def stop(self, limit=40):
        """SIGTERM, and SIGKILL after the limit. Returns whether it ended by itself."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(limit)
            return True
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return False

    def peak_memory(self):
        """Bytes."""
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
        return 0

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class mixture:
    """How often the receivers misbehave."""

    def __init__(self, rough, accounts_per_request=500):
        # Resets and 429 are for a whole request: the small directory needs small ones, to see some.
        self.accounts_per_request = accounts_per_request
        self.partner = ["--transient", "0.05", "--rejected", "0.01", "--reset", "0.01", "--throttle", "0.01"] if rough else []
        # The mail server resets after the body too, but never after taking the message: SMTP has no way to ask afterwards, so that
        # Loa would send such a message again, with the same Message-ID, and the mailbox would have it twice.
        self.mail = ["--transient", "0.05", "--rejected", "0.01", "--drop", "0.01", "--drop-accepted", "0"] if rough else []


class stage:
    """The servers, in the folder `work`; `store` is the gateway's and outlives the run."""

    program = LOA

    def __init__(self, work, store, failures, pace=None):
        self.work, self.store, self.failures, self.pace = work, store, failures, pace or {}
        self.running = []
        self.config = work / "loa.toml"

    def start(self, name, command, **more):
        started = server(name, [str(part) for part in command], self.work / f"{name}.log", **more)
        self.running.append(started)
        return started

    def start_receivers(self):
        make_certificates(self.work / "tls")
        for name in ("token", "password"):
            secret = self.work / name
            secret.write_text(os.urandom(16).hex() + "\n")
            secret.chmod(0o600)
        self.redis_port = free_port()
        redis = self.start("redis", ["redis-server", "--bind", "127.0.0.1", "--port", self.redis_port, "--save", "", "--appendonly", "no",
                                     "--dir", self.work])  # fmt: skip
        sandbox = self.start("sandbox", [self.program, "sandbox", "--port", 0, "--port-file", self.work / "sandbox.port",
                                         "--token-file", self.work / "token", *self.failures.partner])
        mail = self.start("mail", ["/usr/bin/python3", SCRIPTS / "demo_mail_server.py", "--folder", self.work / "mail", "--cert",
                                   self.work / "tls" / "server.pem", "--key", self.work / "tls" / "server.key", "--username", "loa",
                                   "--password-file", self.work / "password", *self.failures.mail])  # fmt: skip
        redis.wait_until(lambda: answers(self.redis_port))
        self.sandbox_url = "http://127.0.0.1:%d" % sandbox.wait_until(lambda: int((self.work / "sandbox.port").read_text()))
        ports = mail.wait_until(lambda: json.loads((self.work / "mail" / "ports.json").read_text()))
        self.mail_port, self.mail_url = ports["smtp"], "http://127.0.0.1:%d" % ports["http"]
        self.api_port, self.api_socket = free_port(), self.work / "loa.sock"
        self.config.write_text(self.settings(), encoding="utf-8")

    def settings(self):
        return f"""# Written by scripts/demo for one run. What each key means: config/loa.example.toml
instance = "demo"

[redis]
url = "redis://127.0.0.1:{self.redis_port}/0"

[store]
folder = "{self.store}"

[quiet_hours]
# A demo is shown at any hour.
enabled = false

[api]
port = {self.api_port}
unix_socket = "{self.api_socket}"
console = "{self.console()}"

[approval]
# Nobody is there to approve.
parents = "automatic"

[enetviet]
base_url = "{self.sandbox_url}"
token_file = "{self.work / 'token'}"
accounts_per_request = {self.failures.accounts_per_request}

[enetviet.dispatch]
# Short, so that a demo's failures are over in a demo's time.
retry_first = "500ms"
retry_most = "4s"
look_up_after = "500ms"
probe_first = "200ms"
quota = {self.pace.get("enetviet", 0)}

[email]
host = "127.0.0.1"
port = {self.mail_port}
ca_file = "{self.work / 'tls' / 'ca.pem'}"
username = "loa"
password_file = "{self.work / 'password'}"
helo_name = "loa.demo.hcm.edu.vn"

[email.dispatch]
retry_first = "500ms"
retry_most = "4s"
probe_first = "200ms"
quota = {self.pace.get("email", 0)}
"""

    def console(self):
        """That of the checkout, if it is built."""
        built = CHECKOUT / "console" / "dist"
        return built if (built / "index.html").exists() else ""

    def start_gateway(self):
        """Starts it and waits until it says that it is ready (sd_notify(3))."""
        name = f"loa-demo-{os.getpid()}-{time.monotonic_ns()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.bind("\0" + name)
            told.settimeout(0)
            environment = {**os.environ, "NOTIFY_SOCKET": "@" + name}
            self.gateway = self.start("gateway", [self.program, "serve", "--config", self.config], env=environment)
            self.gateway.wait_until(lambda: b"READY=1" in told.recv(4096), limit=60)
        return self.gateway

    @contextlib.contextmanager
    def loa_lines(self, *arguments):
        """Runs a subcommand and yields its standard output, as it comes."""
        command = [str(self.program), *map(str, arguments), "--config", str(self.config)]
        with tempfile.TemporaryFile("w+") as errors, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as running:
            yield running.stdout
            if running.wait() != 0:
                errors.seek(0)
                raise trouble(f"{' '.join(command)}\n  ended with {running.returncode}: {errors.read().strip()}")

    def loa(self, *arguments):
        with self.loa_lines(*arguments) as lines:
            return lines.read()

    def ask(self, *arguments):
        return json.loads(self.loa(*arguments, "--json"))

    def check(self):
        for each in self.running:
            each.check()

    def stop(self):
        """The gateway first, so that it finds its peers alive while it finishes what is in flight."""
        for each in reversed(self.running):
            if not each.stop():
                print(f"{each.name} did not end on SIGTERM and was killed; its log: {each.log}")
        self.running.clear()


def answers(port):
    with socket.create_connection(("127.0.0.1", port), 1) as to:
        to.sendall(b"PING\r\n")
        return to.recv(16).startswith(b"+PONG")


def make_certificates(folder):
    """A certification authority of the demo's own and a certificate for 127.0.0.1."""
    if (folder / "made").exists() and (folder / "made").stat().st_mtime > time.time() - 300 * 86400:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    (folder / "server.ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    for arguments in (
        ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "365", "-subj", "/CN=Loa demo CA"],
        ["req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "365", "-extfile",
         "server.ext", "-out", "server.pem"],
    ):  # fmt: skip
        done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise trouble(f"openssl {arguments[0]} failed in {folder}:\n{done.stderr}")
    (folder / "made").touch()
