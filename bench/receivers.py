"""Who takes what is sent, on loopback, and counts it: nginx, Postfix's smtp-sink, a partner that answers each account, the sandbox."""
import http.client
import os
import re
import time

from demo_servers import CHECKOUT, get_json, free_port, make_certificates, server, trouble
from processes import child_of, watched

PROGRAMS = CHECKOUT / "build" / "release" / "bench"

# Answers a post for one account as the partner does, with the account's own key, and writes the key down, so that what was lost or doubled
# can be counted. The same for whoever asks.
NGINX = """
load_module /usr/lib/nginx/modules/ngx_http_echo_module.so;
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-errors.log warn;
worker_rlimit_nofile 4096;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    client_body_buffer_size 64k;
    keepalive_requests 100000000;
    keepalive_timeout 300s;
    default_type application/json;
    ssl_certificate {folder}/tls/server.pem;
    ssl_certificate_key {folder}/tls/server.key;
    ssl_protocols TLSv1.3;
    map $request_body $key {{ default ""; "~\\"ma_yeu_cau\\":\\"(?<digits>[0-9a-f]+)\\"" $digits; }}
    log_format keys escape=none '$msec $key';
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        listen 127.0.0.1:{tls_port} ssl backlog=1024;
        location / {{ echo_read_request_body; echo_exec @answer; }}
        location @answer {{
            access_log {folder}/keys.log keys buffer=64k flush=200ms;
            return 200 '{{"status":200,"message":"ok","data":[{{"ma_yeu_cau":"$key","ma":200}}]}}';
        }}
        location = /status {{ stub_status; }}
    }}
}}
"""


class counted:
    """Of one run, by the receiver: how many, how many different ones, and the seconds from the first to the last."""

    def __init__(self, count, distinct, seconds=None):
        self.count, self.distinct, self.seconds = count, distinct, seconds

    def expect(self, many, who):
        if self.count != many or self.distinct != many:
            raise trouble(f"{who}: {many:,} had to arrive once each; the receiver has {self.count:,}, {self.distinct:,} different ones: the run is void")


class nginx:
    def __init__(self, folder):
        self.folder = folder
        make_certificates(folder / "tls")
        self.port, self.tls_port = free_port(), free_port()
        self.url, self.tls_url = f"http://127.0.0.1:{self.port}", f"https://127.0.0.1:{self.tls_port}"
        self.ca = folder / "tls" / "ca.pem"
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=self.port, tls_port=self.tls_port))
        (folder / "keys.log").write_text("")
        # As root its worker would be another user, who may not write here.
        self.server = server("nginx", ["nginx", "-c", str(folder / "nginx.conf"), "-g", "user root;"], folder / "nginx.log")
        self.asked = self.seen = 0
        self.server.wait_until(lambda: self.requests() >= 0)
        self.worker = child_of(self.server.pid)

    def requests(self):
        """Posts so far, by nginx's own count, which has our questions too."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/status")
        text = connection.getresponse().read().decode()
        connection.close()
        self.asked += 1
        return int(text.split("requests")[1].split()[2]) - self.asked

    def begin(self):
        self.settle()
        self.seen = (self.folder / "keys.log").stat().st_size
        self.at_begin = self.requests()
        return watched(self.worker)

    def settle(self):
        time.sleep(0.3)  # the log is written at least every 200 ms

    def so_far(self):
        """Since `begin`, those answered."""
        return self.requests() - self.at_begin

    def counted(self):
        """Since `begin`."""
        self.settle()
        with open(self.folder / "keys.log", "rb") as log:
            log.seek(self.seen)
            lines = log.read().split()
        times, keys = lines[0::2], lines[1::2]
        seconds = float(max(times)) - float(min(times)) if times else 0
        return counted(len(keys), len(set(keys)), seconds)

    def stop(self):
        self.server.stop()


class sink:
    """smtp-sink counts messages; that of two one was lost and one doubled it would not see, so a sender's own count has to agree."""

    def __init__(self, folder, *more, user="nobody"):
        self.port = free_port()
        self.log = folder / f"sink-{self.port}.log"
        as_whom = ["-u", user] if os.geteuid() == 0 else []
        command = ["smtp-sink", "-c", *more, *as_whom, f"127.0.0.1:{self.port}", "1024"]
        self.server = server("smtp-sink", command, self.log)
        time.sleep(0.2)
        self.server.check()
        self.seen = 0

    def messages(self):
        with open(self.log, "rb") as log:
            log.seek(max(0, self.log.stat().st_size - 200))
            found = re.findall(rb"mesg=(\d+)", log.read())
        return int(found[-1]) if found else 0

    def begin(self):
        self.seen = self.messages()
        return watched(self.server.pid)

    def so_far(self):
        return self.messages() - self.seen

    def counted(self):
        count = self.messages() - self.seen
        return counted(count, count)

    def stop(self):
        self.server.stop()


class kept_mail(sink):
    """smtp-sink that keeps every message, so that it can be told who got one, and who two. Slower."""

    def __init__(self, folder):
        self.file = folder / "kept-mail"
        super().__init__(folder, "-D", str(self.file), user="root")

    def begin(self):
        self.file.write_bytes(b"")
        return super().begin()

    def counted(self):
        with open(self.file, "rb") as kept:
            recipients = [line for line in kept if line.startswith(b"X-Rcpt-Args:")]
        return counted(len(recipients), len(set(recipients)))


class partner:
    """bench_receiver: an answer for each account of a post; a key that comes again is answered 409, as the partner does, and counted."""

    def __init__(self, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [str(PROGRAMS / "bench_receiver"), str(self.port)]
        self.server = server("bench_receiver", command, folder / "receiver.log")
        self.server.wait_until(self.tally)

    def tally(self):
        return get_json(self.url + "/tally")

    def fail(self, percent):
        """Of the accounts, from now on: 503, to be tried again."""
        get_json(f"{self.url}/transient/{percent}", b"")

    def begin(self):
        get_json(self.url + "/reset", b"")
        return watched(self.server.pid)

    def so_far(self):
        return self.tally()["accepted"]

    def counted(self):
        now = self.tally()
        return counted(now["accepted"] + now["repeated"], now["distinct"], now["seconds"])

    def stop(self):
        self.server.stop(1)


class sandbox:
    """The partner that comes with Loa: slower, but it can fail in every way, and shows the posts."""

    def __init__(self, folder, program, *misbehaviour):
        port_file = folder / "sandbox.port"
        port_file.unlink(missing_ok=True)
        command = [str(program), "sandbox", "--port", "0", "--port-file", str(port_file), *misbehaviour]
        self.server = server("sandbox", command, folder / "sandbox.log")
        self.port = self.server.wait_until(lambda: int(port_file.read_text()))
        self.url = f"http://127.0.0.1:{self.port}"
        self.before = self.tally()

    def tally(self):
        return get_json(self.url + "/tally")

    def begin(self):
        self.before = self.tally()
        return watched(self.server.pid)

    def counted(self):
        now = self.tally()
        accepted = now["accepted"] - self.before["accepted"]
        return counted(accepted, accepted - (now["doubled"] - self.before["doubled"]))

    def stop(self):
        self.server.stop()
