"""A gateway to ask: real Redis, the sandbox partner, `loa serve` with its API, a small directory, and a key for each role."""
import hashlib
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parents[3]
ROLES = ["editor", "approver", "operator", "administrator", "auditor"]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_for(what, limit=30, every=0.02, why=lambda: ""):
    until = time.monotonic() + limit
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError(f"not within {limit} s: {what.__name__}; {why()}")
        time.sleep(every)


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.raw = status, headers, body

    @property
    def media(self):
        return self.headers.get("Content-Type", "").split(";")[0].strip()

    @property
    def json(self):
        return json.loads(self.raw)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Stage:
    def __init__(self, program, more=""):
        """more: settings behind all others."""
        self.program = program
        self.more = more
        self.started = []
        self.folder = tempfile.TemporaryDirectory(prefix="loa-api-")
        at = pathlib.Path(self.folder.name)
        self.at = at
        self.port = free_port()
        self.partner_port = at / "partner-port"
        self.keys = {}
        self.opener = urllib.request.build_opener(NoRedirect)
        try:
            self.build()
        except BaseException:
            self.close()
            raise

    def build(self):
        at = self.at
        self.redis = self.start(["redis-server", "--port", "0", "--unixsocket", at / "redis.sock", "--save", "", "--dir", at], "redis")
        (at / "token").write_text("secret-of-the-partner\n")
        (at / "receipts").write_text("secret-of-the-receipts\n")
        for secret in ("token", "receipts"):
            (at / secret).chmod(0o600)
        self.start([self.program, "sandbox", "--port-file", self.partner_port, "--token-file", at / "token", "--receipts-secret-file", at / "receipts"], "partner")
        wait_for(self.partner_port.exists)
        self.partner = "http://127.0.0.1:" + self.partner_port.read_text().strip()
        (at / "loa.toml").write_text(self.settings())
        (at / "loa.toml").chmod(0o600)
        people = ["ref,name,role,unit,account,email", *self.people()]
        (at / "people.csv").write_text("\n".join(people) + "\n")
        (at / "units.csv").write_text("\n".join(["ref,name,kind,levels,parents", *self.units()]) + "\n")
        self.loa("directory", "import", at / "units.csv", at / "people.csv")
        self.open()
        self.ways_at_first = self.ask("GET", "/api/session/ways").json
        for role in ROLES:
            self.keys[role] = self.make_key(role)

    def settings(self):
        at = self.at
        return f"""
instance = "walk"
[redis]
url = "unix://{at}/redis.sock"
[store]
folder = "store"
[quiet_hours]
enabled = false
[api]
port = {self.port}
unix_socket = "{at}/api.sock"
console = "{self.console()}"
public_url = "https://loa.test"
recall_time = "2s"
import_bytes = 1048576
[enetviet]
base_url = "{self.partner}"
token_file = "token"
receipts_secret_file = "receipts"
[enetviet.dispatch]
retry_first = "100ms"
retry_most = "200ms"
[email]
host = "127.0.0.1"
port = {free_port()}
tls = "none"
helo_name = "loa.test"
[email.dispatch]
probe_first = "100ms"
probe_most = "200ms"
{self.more}"""

    def console(self):
        """The one of this checkout; where it is not built, a small one of the same form."""
        built = SOURCE / "console/dist"
        if (built / "index.html").exists():
            return built
        made = self.at / "console"
        (made / "assets").mkdir(parents=True)
        (made / "index.html").write_text('<script type="module" nonce="__CSP_NONCE__" src="/assets/index-4f2a.js"></script>')
        (made / "assets/index-4f2a.js").write_text("// " + "loa " * 500)
        (made / "favicon.svg").write_text("<svg/>")
        return made

    def units(self):
        """Lines of the directory."""
        return ["sgddt-hcm,Sở Giáo dục và Đào tạo,department,,", "th-binh-minh,Trường Tiểu học Bình Minh,school,th,sgddt-hcm"]

    def people(self):
        """Lines of the directory."""
        out = [f"gv-{i},Nguyễn Thị Hồng {i},teacher,th-binh-minh,09010000{i:02},gv{i}@school.test" for i in range(1, 13)]
        out += [f"ph-{i},Trần Văn {i},parent,th-binh-minh,09020000{i:02}," for i in range(1, 4)]
        return out + [f"cb-{i},Lê Văn {i},staff,sgddt-hcm,09030000{i:02},cb{i}@school.test" for i in range(1, 4)]

    def open(self):
        self.gateway = self.start([self.program, "serve", "--config", self.at / "loa.toml"], "gateway")
        wait_for(self.is_up, why=lambda: (self.at / "gateway.log").read_text()[-2000:])

    def is_up(self):
        if self.gateway.poll() is not None:
            raise AssertionError((self.at / "gateway.log").read_text())
        return "gateway started" in (self.at / "gateway.log").read_text()

    def make_key(self, role):
        """A user with the role alone and a key of his, straight into the ledger: how they are made is tried elsewhere."""
        key = f"loa_{hashlib.sha256(role.encode()).hexdigest()[:8]}_{os.urandom(24).hex()}"
        now = int(time.time() * 1000)
        bits = 1 << ROLES.index(role)
        with sqlite3.connect(self.at / "store/ledger.db", timeout=20) as store:
            owner = store.execute(
                "INSERT INTO user (name, full_name, mailbox, roles, active, password, must_change, revision, created) VALUES (?, ?, ?, ?, 1, '', 0, 1, ?)",
                (role, f"Người {role}", f"{role}@school.test", bits, now)).lastrowid
            store.execute("INSERT INTO api_key (name, prefix, hash, roles, owner, created, expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                          (role, key[4:12], hashlib.sha256(key.encode()).digest(), bits, owner, now, now + 86_400_000))
        return key

    @staticmethod
    def in_days(days):
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + days * 86_400))

    def write(self, sql, *values):
        with sqlite3.connect(self.at / "store/ledger.db", timeout=20) as store:
            store.execute(sql, values)

    def start(self, command, name):
        with open(self.at / f"{name}.log", "wb") as log:
            one = subprocess.Popen([str(word) for word in command], stdout=log, stderr=log, cwd=self.at)
        self.started.append(one)
        return one

    def loa(self, *words, typed="", check=True):
        done = subprocess.run([self.program, *map(str, words), "--config", self.at / "loa.toml"], input=typed, capture_output=True, text=True, timeout=60)
        assert not check or done.returncode == 0, done.stderr + done.stdout
        return done

    def publish(self, sample, **changes):
        """Through Redis, as the portal does. Returns the broadcast's number."""
        bulletin = json.loads((SOURCE / "tests/data/bulletins" / sample).read_text())
        bulletin.update(changes)
        file = self.at / "bulletin.json"
        file.write_text(json.dumps(bulletin))
        self.loa("publish", file)

        def stored():
            listed = self.ask("GET", "/api/broadcasts", "auditor").json["items"]
            return next((one["id"] for one in listed if one["bulletin"] == bulletin["id"] and one["version"] == bulletin.get("version", 1)), None)
        return wait_for(stored, why=lambda: (self.at / "gateway.log").read_text()[-2000:])

    def ask(self, method, path, role=None, body=None, headers=None, query=None):
        url = f"http://127.0.0.1:{self.port}" + urllib.parse.quote(path) + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = dict(headers or {})
        if role:
            headers.setdefault("Authorization", f"Bearer {self.keys[role]}")
        raw = body
        if body is not None and not isinstance(body, (bytes, str)):
            raw = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        if isinstance(raw, str):
            raw = raw.encode()
        request = urllib.request.Request(url, data=raw, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=30) as reply:
                stream = reply.headers.get_content_type() == "text/event-stream"
                return Reply(reply.status, reply.headers, reply.read1(65536) if stream else reply.read())
        except urllib.error.HTTPError as e:
            with e:
                return Reply(e.code, e.headers, e.read())

    def close(self):
        for one in reversed(self.started):
            if one.poll() is None:
                one.send_signal(signal.SIGTERM)
        for one in reversed(self.started):
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
