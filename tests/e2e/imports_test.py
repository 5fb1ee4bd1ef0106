"""Files of the directory sent to the running program: large ones, while bulletins go out, killed and stopped in the middle, on a full disk.

usage: imports_test.py LOA
"""
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "api"))
from stage import Stage, wait_for  # noqa: E402

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
# A sanitizer keeps what was freed for a while.
SANITIZED = re.search(r"lib[at]san", subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout) is not None
IMPORTS = "/api/directory/imports"
CSV = {"Content-Type": "text/csv"}


class City(Stage):
    fence = []  # in front of the gateway's command

    def settings(self):
        return super().settings().replace("import_bytes = 1048576", "import_bytes = 100000000")

    def start(self, command, name):
        return super().start([*self.fence, *command] if name == "gateway" else command, name)

    def send(self, what, text, file="danh-ba.csv"):
        return self.ask("POST", IMPORTS, "administrator", text, CSV, {"what": what, "file": file})

    def state(self, number):
        return self.ask("GET", f"{IMPORTS}/{number}", "auditor").json

    def over(self, number, limit=60):
        return wait_for(lambda: (now := self.state(number))["state"] != "running" and now, limit=limit)

    def people_known(self):
        return json.loads(self.loa("directory", "count", "--json").stdout)["people"]

    def files(self):
        return sorted(one.name for one in (self.at / "store/imports").iterdir())


def parents(count, prefix="nhieu"):
    lines = (f"{prefix}-{i},Phụ huynh {i},parent,th-binh-minh,08{i:08},{prefix}{i}@school.test" for i in range(count))
    return "ref,name,role,unit,account,email\n" + "\n".join(lines) + "\n"


class Imports(unittest.TestCase):
    fence = []

    def setUp(self):
        city = type("City", (City,), {"fence": self.fence})
        self.stage = city(PROGRAM)
        self.addCleanup(self.stage.close)

    def begun(self, text):
        """Sends it, and waits until it is being read."""
        sent = self.stage.send("people", text)
        self.assertEqual(sent.status, 202, sent.raw)
        number = sent.json["id"]
        wait_for(lambda: self.stage.state(number)["rows"] != 0)
        self.assertEqual(self.stage.state(number)["state"], "running")
        return number

    def failed_as_stopped(self, number, before):
        now = self.stage.state(number)
        self.assertEqual((now["state"], now["cause"], now["by"]), ("failed", "gateway_stopped", "key:administrator"), now)
        self.assertIn("bị dừng", now["message"])
        self.assertIsNotNone(now["ended"])
        self.assertEqual(self.stage.people_known(), before)
        self.assertNotIn(".csv", "".join(self.stage.files()))
        log = self.stage.ask("GET", "/api/audit", "auditor", query={"action": "directory."}).json["items"]
        self.assertEqual([one["action"] for one in log], ["directory.import_failed", "directory.import"])
        again = self.stage.send("people", parents(10))
        self.assertEqual((again.status, again.json["id"]), (202, number + 1), again.raw)
        self.assertEqual(self.stage.over(number + 1)["created"], 10)

    def test_a_gateway_that_is_killed_leaves_the_directory_as_it_was_and_says_so_when_it_is_back(self):
        before = self.stage.people_known()
        number = self.begun(parents(150_000))
        self.stage.gateway.kill()
        self.stage.gateway.wait()
        self.stage.open()
        self.failed_as_stopped(number, before)

    def test_a_gateway_that_is_stopped_does_not_wait_for_the_import(self):
        before = self.stage.people_known()
        number = self.begun(parents(150_000))
        started = time.monotonic()
        self.stage.gateway.send_signal(signal.SIGTERM)
        self.assertEqual(self.stage.gateway.wait(20), 0)
        self.assertLess(time.monotonic() - started, 10)
        self.stage.open()
        self.failed_as_stopped(number, before)

    def test_while_a_large_file_is_read_a_bulletin_goes_out_and_a_second_file_is_refused(self):
        number = self.begun(parents(200_000))
        broadcast = self.stage.publish("01-plan.json", channels=["enetviet"],
                                       audience={"include": [{"unit": "th-binh-minh", "roles": ["teacher"]}]})
        self.assertEqual(self.stage.send("units", "ref,name,kind\n").json["code"], "import_running")
        wait_for(lambda: self.stage.ask("GET", f"/api/broadcasts/{broadcast}", "auditor").json["state"] == "finished")
        self.assertEqual(self.stage.state(number)["state"], "running", "too few to show it")
        done = self.stage.over(number)
        self.assertEqual((done["state"], done["rows"], done["accepted"], done["created"], done["rejected"]), ("done", 200_000, 200_000, 200_000, 0))
        self.assertEqual(self.stage.ask("GET", "/api/units/th-binh-minh", "editor").json["people"]["parent"], 200_003)

    def peak(self):
        """Of the gateway's memory, in MB."""
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.stage.gateway.pid}/status").read_text())[1]) >> 10

    def test_a_file_never_is_in_memory_and_what_is_wrong_with_it_is_listed_up_to_a_number(self):
        line = "a,Tên có dấu,school,th,sgddt-hcm\n"  # the same reference, again and again
        text = "ref,name,kind,levels,parents\n" + line * 1_500_000
        before = self.peak()
        sent = self.stage.send("units", text.encode())
        self.assertEqual((sent.status, sent.json["bytes"]), (202, len(text.encode())))
        if not SANITIZED:
            self.assertLess(self.peak() - before, 20)
        done = self.stage.over(sent.json["id"])
        self.assertEqual((done["accepted"], done["rejected"], done["created"]), (1, 1_499_999, 1))
        if not SANITIZED:
            self.assertLess(self.peak() - before, 40)
        page = self.stage.ask("GET", f"{IMPORTS}/1/rejects", "administrator").json
        self.assertEqual((len(page["items"]), page["items"][0]["text"]), (50, "Mã này đã có ở một dòng khác trong tệp. (2)"))
        lines = self.stage.ask("GET", f"{IMPORTS}/1/rejects.csv", "administrator").raw.decode("utf-8-sig").split("\r\n")
        self.assertEqual(lines[0], "row,field,code,reason,content")
        self.assertEqual(len(lines), 100_002)
        self.assertTrue(lines[-2].startswith("100002,ref,repeated_reference,"), lines[-2])

    def test_in_chunks_and_cut_off(self):
        line = http.client.HTTPConnection("127.0.0.1", self.stage.port, timeout=30)
        told = {"Authorization": f"Bearer {self.stage.keys['administrator']}", **CSV}
        pieces = (parents(20_000)[at:at + 7_777].encode() for at in range(0, 1 << 21, 7_777))
        line.request("POST", IMPORTS + "?what=people", body=(one for one in pieces if one), headers=told, encode_chunked=True)
        reply = line.getresponse()
        self.assertEqual(reply.status, 202)
        self.assertEqual(self.stage.over(json.loads(reply.read())["id"])["created"], 20_000)
        line.close()
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", self.stage.port)) as cut:
                cut.sendall(f"POST {IMPORTS}?what=people HTTP/1.1\r\nHost: loa\r\nContent-Length: 9000000\r\nContent-Type: text/csv\r\n"
                            f"Authorization: {told['Authorization']}\r\n\r\n".encode() + b"ref,name,role,unit\n" * 30_000)
        # Nothing came of them, and they are in nobody's way.
        sent = wait_for(lambda: (reply := self.stage.send("people", parents(1, "sau"))).status == 202 and reply)
        self.assertEqual(sent.json["id"], 2)
        self.assertEqual(self.stage.over(2)["created"], 1)
        wait_for(lambda: self.stage.files() == ["1.json", "2.json", "turn"])


class FullDisk(Imports):
    """No file of the gateway can grow past 4 MB."""
    fence = ["sh", "-c", "trap '' XFSZ; ulimit -f 8192; exec \"$@\"", "sh"]

    def test_a_full_disk_is_told_of_and_nothing_is_left(self):
        sent = self.stage.send("people", parents(100_000))
        self.assertEqual((sent.status, sent.json["code"]), (507, "disk_full"), sent.raw)
        self.assertIn("đã đầy", sent.json["title"])
        wait_for(lambda: self.stage.files() == ["turn"])
        self.assertEqual(self.stage.ask("GET", IMPORTS, "auditor").json["items"], [])
        sent = self.stage.send("people", parents(10))
        self.assertEqual(sent.status, 202, sent.raw)
        self.assertEqual(self.stage.over(sent.json["id"])["created"], 10)


def load_tests(loader, *_):
    names = [name for name in loader.getTestCaseNames(Imports)]
    return unittest.TestSuite([*map(Imports, names), FullDisk("test_a_full_disk_is_told_of_and_nothing_is_left")])


if __name__ == "__main__":
    unittest.main()
