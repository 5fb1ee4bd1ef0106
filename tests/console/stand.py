#!/usr/bin/python3
"""A gateway with its console for a browser to try: real Redis, mail server and partner, a small Department, a user for each role.

    tests/console/stand.py PROGRAM CONSOLE                       runs until Ctrl-C; prints one line of JSON: address, users, control
    tests/console/stand.py PROGRAM CONSOLE --run FILE.test.mjs   runs that test against it, with the same JSON in STAND; its exit code

The control address takes what a browser cannot do: POST /publish, /gateway/stop, /gateway/start, /mail/hold, /partner/<path>.
"""
import argparse
import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e" / "api"))
from browser import employ  # noqa: E402
from receivers import MailServer  # noqa: E402
from stage import ROLES, Stage  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PASSWORD = "ngựa vằn đọc báo"  # as employ() chooses it
NAMES = {"editor": "Nguyễn Thị Biên Tập", "approver": "Trần Văn Duyệt", "operator": "Lê Thị Vận Hành",
         "administrator": "Phạm Văn Quản Trị", "auditor": "Hoàng Thị Kiểm Tra"}
SCHOOLS = {  # reference: name, level, parents
    "th-binh-minh": ("Trường Tiểu học Bình Minh", "th", "cum-05;phuong-sai-gon"),
    "thcs-nguyen-du": ("Trường THCS Nguyễn Du", "thcs", "cum-05;phuong-sai-gon"),
    "thpt-le-quy-don": ("Trường THPT Lê Quý Đôn", "thpt", "cum-05;phuong-xuan-hoa"),
    "mn-hoa-sen": ("Trường Mầm non Hoa Sen", "mn", "cum-02;phuong-xuan-hoa"),
    "thpt-gia-dinh": ("Trường THPT Gia Định", "thpt", "cum-02;phuong-xuan-hoa"),
}


class Stand(Stage):
    def __init__(self, program, console, slow=False):
        self.built_console = console
        self.slow = slow
        self.mail = MailServer()
        self.users = {}
        super().__init__(program)
        for role in ROLES:
            self.users[role] = employ(self, self.as_administrator, f"nguoi.{role}", [role], full_name=NAMES[role], mailbox=f"{role}@hcm.edu.vn")

    def as_administrator(self, method, path, body):
        return self.ask(method, path, "administrator", body)

    def settings(self):
        out = re.sub(r'(\[email\]\nhost = .*\nport = )\d+', rf"\g<1>{self.mail.port}\nmessages_per_call = 5", super().settings())
        out = out.replace("[enetviet]\n", "[enetviet]\naccounts_per_request = 20\n", 1)
        if self.slow:
            for channel in ("enetviet", "email"):
                out = out.replace(f"[{channel}.dispatch]\n", f'[{channel}.dispatch]\nquota = 60\nburst = "100ms"\n', 1)
        return out.replace('public_url = "https://loa.test"\n', "")

    def console(self):
        return self.built_console

    def people(self):
        out = []
        for at, school in enumerate(SCHOOLS, 1):
            out += [f"gv-{at}-{i},Nguyễn Thị Hồng {at}.{i},teacher,{school},0901{at:02}{i:04},gv{at}.{i}@hcm.edu.vn" for i in range(1, 41)]
            out += [f"ph-{at}-{i},Trần Văn {at}.{i},parent,{school},0902{at:02}{i:04}," for i in range(1, 61)]
        return [*out, *(f"cb-{i},Lê Văn {i},staff,sgddt-hcm,09030000{i:02},cb{i}@hcm.edu.vn" for i in range(1, 9))]

    def units(self):
        above = {"cum-02": ("Cụm chuyên môn số 2", "cluster"), "cum-05": ("Cụm chuyên môn số 5", "cluster"),
                 "phuong-sai-gon": ("Phường Sài Gòn", "ward"), "phuong-xuan-hoa": ("Phường Xuân Hòa", "ward")}
        return ["sgddt-hcm,Sở Giáo dục và Đào tạo TP. Hồ Chí Minh,department,,",
                *(f"{ref},{name},{kind},,sgddt-hcm" for ref, (name, kind) in above.items()),
                *(f"{ref},{name},school,{level},{parents}" for ref, (name, level, parents) in SCHOOLS.items())]

    def partner_says(self, method, path, body=None):
        request = urllib.request.Request(self.partner + path, data=body and body.encode(), method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read() or b"{}")

    def close(self):
        self.mail.close()
        super().close()

    def describe(self, control):
        users = {role: {"name": f"nguoi.{role}", "password": PASSWORD, "full_name": NAMES[role]} for role in ROLES}
        return {"address": f"http://127.0.0.1:{self.port}", "users": users, "keys": self.keys, "control": control}


class Control(http.server.BaseHTTPRequestHandler):
    """What happens outside of the browser. The stand is the server's `stand`."""

    def do_POST(self):
        stand = self.server.stand
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        answer = {}
        if self.path == "/publish":  # {"sample": "...json", other keys of the bulletin}
            answer["id"] = stand.publish(body.pop("sample"), **body)
        elif self.path == "/rubbish":  # what intake refuses: {"text": "..."}
            socket = str(stand.at / "redis.sock")
            subprocess.run(["redis-cli", "-s", socket, "XADD", "loa:bulletins", "*", "bulletin", body["text"]], check=True, stdout=subprocess.DEVNULL)
        elif self.path == "/gateway/stop":
            stand.gateway.send_signal(signal.SIGTERM)
            stand.gateway.wait(30)
        elif self.path == "/gateway/start":
            (stand.at / "gateway.log").unlink()
            stand.open()
        elif self.path == "/mail/hold":
            stand.mail.hold_next()
        elif self.path == "/mail/let-go":
            stand.mail.let_go.set()
        elif self.path == "/mail/count":  # {"title": "..."}
            answer["count"] = sum(stand.mail.count(body["title"]).values())
        elif self.path.startswith("/partner/"):
            answer = stand.partner_says("POST", self.path.removeprefix("/partner"), json.dumps(body))
        raw = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("console", type=pathlib.Path, help="the built console: console/dist")
    parser.add_argument("--run", type=pathlib.Path, help="a test to run against it")
    parser.add_argument("--slow", action="store_true", help="both channels send 60 a second, so that there is something to watch")
    options = parser.parse_args()
    if not (options.console / "index.html").exists():
        print(f"there is no built console in {options.console}: run scripts/console", file=sys.stderr)
        return 1
    with Stand(options.program.resolve(), options.console.resolve(), options.slow) as stand:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Control)
        server.stand = stand
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told = json.dumps(stand.describe(f"http://127.0.0.1:{server.server_port}"), ensure_ascii=False)
        if options.run:
            done = subprocess.run(["node", "--test", options.run], env={**os.environ, "STAND": told}, timeout=280)
            if done.returncode != 0:
                print((stand.at / "gateway.log").read_text()[-3000:], file=sys.stderr)
            return done.returncode
        print(told, flush=True)
        try:
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
        except KeyboardInterrupt:
            pass
        return 0


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM):  # what a script starts in the background ignores SIGINT otherwise
        signal.signal(each, signal.default_int_handler)
    sys.exit(main())
