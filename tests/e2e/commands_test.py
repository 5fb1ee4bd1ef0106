"""The steering commands against the running program: over its socket, by its URL with a key, and on the ledger when no gateway runs.

usage: commands_test.py LOA
"""
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "api"))
from stage import Stage, free_port, wait_for  # noqa: E402

PROGRAM = sys.argv.pop(1)
NOBODY = 65534
TO_PARENTS = {"include": [{"unit": "th-binh-minh", "roles": ["parent"]}]}


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(PROGRAM)
        cls.addClassCleanup(cls.stage.close)
        for role in ("operator", "auditor"):
            (cls.stage.at / f"{role}.key").write_text(cls.stage.keys[role] + "\n")
        # Nobody answers at the relay of the stage: the mails stay due, so that this is being sent until it is cancelled.
        cls.id = cls.stage.publish("01-plan.json")
        wait_for(lambda: cls.state_of(cls.id) == "sending")

    @classmethod
    def state_of(cls, broadcast):
        return cls.stage.ask("GET", f"/api/broadcasts/{broadcast}", "auditor").json["state"]

    def url(self, role="operator"):
        return ["--url", f"http://127.0.0.1:{self.stage.port}", "--key-file", self.stage.at / f"{role}.key"]

    def done(self, *words):
        """What it says on standard output."""
        ran = self.stage.loa(*words, check=False)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""), words)
        return ran.stdout

    def refused(self, *words, code=1):
        ran = self.stage.loa(*words, check=False)
        self.assertEqual((ran.returncode, ran.stdout), (code, ""), (words, ran.stderr))
        return ran.stderr

    def last_entry(self):
        return self.stage.ask("GET", "/api/audit", "auditor", query={"limit": "1"}).json["items"][0]

    def stop_gateway(self):
        self.stage.gateway.send_signal(signal.SIGTERM)
        self.stage.gateway.wait(20)

    def test_every_way_says_the_same(self):
        """Only what is written down of who did it differs."""
        def round_trip(*way):
            number = str(self.id)
            return [self.done("pause", number, *way), self.refused("pause", number, *way), self.done("resume", number, *way), self.refused("resume", number, *way),
                    self.done("pause", "email", *way), self.done("pause", "email", *way), self.done("resume", "email", "--json", *way), self.done("retry", number, *way),
                    self.done("retry", number, "--cause", "no such cause", *way),
                    self.refused("release", number, *way), self.refused("retry", number, "--channel", "pigeon", *way, code=2),
                    *(self.refused(word, "99", *way) for word in ("pause", "resume", "cancel", "retry", "release"))]
        over_socket = round_trip()
        self.assertEqual(self.last_entry()["who"], f"unix:{os.getuid()}")
        by_key = round_trip(*self.url())
        self.assertEqual(self.last_entry()["who"], "key:operator")
        on_ledger = round_trip("--ledger")
        self.assertTrue(self.last_entry()["who"].startswith("cli:"))
        self.assertEqual(by_key, over_socket)
        self.assertEqual(on_ledger, over_socket)
        self.assertIn("there is no broadcast 99", over_socket[-1])

    def test_a_key_over_the_socket_counts_for_what_it_may(self):
        self.assertIn("the role operator", self.refused("pause", "email", "--key-file", self.stage.at / "auditor.key"))
        self.done("pause", "email", "--key-file", self.stage.at / "operator.key")
        self.assertEqual(self.last_entry()["who"], "key:operator")
        self.done("resume", "email")

    def test_an_auditor_may_look_and_not_steer(self):
        self.assertIn("to steer it needs the role operator", self.refused("pause", str(self.id), *self.url("auditor")))
        self.assertEqual(self.state_of(self.id), "sending")
        self.assertIn(f"Broadcast {self.id}:", self.done("status", str(self.id), *self.url("auditor")))

    def test_looking_from_elsewhere_shows_what_looking_here_shows(self):
        number = str(self.id)
        for channel in ("enetviet", "email"):
            self.done("pause", channel)
            self.addCleanup(self.done, "resume", channel)
        wait_for(lambda: not any(one["counts"]["in_flight"] for one in json.loads(self.done("status", number, "--json"))["channels"]))
        no = self.stage.ask("GET", f"/api/broadcasts/{number}/missed", "auditor", query={"channel": "email", "limit": "1"}).json["items"][0]["no"]
        for words in (["status", number], ["broadcasts"], ["broadcasts", "--most", "1"], ["delivery", number, str(no)]):
            for form in ([], ["--json"]):
                self.assertEqual(self.done(*words, *form, *self.url()), self.done(*words, *form), words)
        self.assertEqual(self.refused("status", "99", *self.url()), self.refused("status", "99"))
        shown = json.loads(self.done("status", number, "--json", *self.url()))
        self.assertEqual({one["paused_by"] for one in shown["channels"]}, {f"unix:{os.getuid()}"})

    def test_status_shows_receipts(self):
        self.stage.write("INSERT INTO receipt_total (broadcast, channel, kind, count) VALUES (?, 'enetviet', 'read', 7)", self.id)
        for way in ([], self.url()):
            self.assertRegex(self.done("status", str(self.id), *way), r"read +7  \(receipts\)")

    def test_times_are_those_of_the_clock_here(self):
        for zone, offset in (("Asia/Ho_Chi_Minh", r"\+07:00"), ("America/St_Johns", "-0[23]:30"), ("UTC", r"\+00:00")):
            with unittest.mock.patch.dict(os.environ, TZ=zone):
                self.assertRegex(self.done("status", str(self.id)), rf"taken in   20\d\d-\d\d-\d\d \d\d:\d\d:\d\d {offset}\n")

    def test_what_waits_for_approval_is_let_go_only_on_purpose(self):
        held = self.stage.publish("02-procedure.json", audience=TO_PARENTS)
        for way in ([], self.url(), ["--ledger"]):
            self.assertIn("waits for an approval", self.refused("release", str(held), *way))
        self.assertIn("own machine", self.refused("release", str(held), "--without-approval", *self.url(), code=2))
        self.assertEqual(self.state_of(held), "held")
        self.done("release", str(held), "--without-approval")
        entry = self.last_entry()
        self.assertEqual((entry["action"], entry["subject"]), ("broadcast.release", f"broadcast {held}"))
        self.assertIn('"without_approval":true', entry["after"] if isinstance(entry["after"], str) else json.dumps(entry["after"], separators=(",", ":")))
        self.assertNotEqual(self.state_of(held), "held")

    def test_somebody_else_is_told_what_to_do(self):
        at = self.stage.at
        for path, mode in ((at, 0o755), (at / "loa.toml", 0o644), (at / "operator.key", 0o644)):
            path.chmod(mode)

        def ran(*words):
            return subprocess.run([PROGRAM, *map(str, words), "--config", at / "loa.toml"], capture_output=True, text=True, timeout=60, user=NOBODY, group=NOBODY, extra_groups=[])
        if os.getuid() != 0:
            self.skipTest("becoming somebody else needs root")
        shut_out = ran("pause", "email")
        self.assertEqual(shut_out.returncode, 1)
        self.assertIn("sudo -u loa", shut_out.stderr)
        (at / "api.sock").chmod(0o666)  # as it is for those of the gateway's group
        unknown = ran("pause", "email")
        self.assertEqual(unknown.returncode, 1)
        self.assertRegex(unknown.stderr, "does not know you: .*--key-file")
        self.assertEqual(ran("pause", "email", "--key-file", at / "operator.key").returncode, 0)
        self.done("resume", "email")
        (at / "api.sock").chmod(0o660)

    def test_wrong_addresses_are_told_clearly(self):
        key = ["--key-file", self.stage.at / "operator.key"]
        self.assertRegex(self.refused("pause", "email", "--url", f"http://127.0.0.1:{free_port()}", *key), "does not answer: Connection refused")
        self.assertIn("is no gateway", self.refused("pause", "email", "--url", self.stage.partner, *key))
        self.assertIn("--url must be https", self.refused("pause", "email", "--url", "http://loa.example", *key, code=2))
        self.assertIn("needs --key-file", self.refused("pause", "email", "--url", f"http://127.0.0.1:{self.stage.port}", code=2))
        self.assertIn("neither the number", self.refused("pause", "pigeon", code=2))
        (self.stage.at / "wrong.key").write_text("loa_deadbeef_" + "0" * 48)
        self.assertIn("not one of ours", self.refused("pause", "email", "--url", f"http://127.0.0.1:{self.stage.port}", "--key-file", self.stage.at / "wrong.key"))

    def test_a_certificate_that_nobody_vouches_for_is_refused(self):
        at = self.stage.at
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", at / "own.key", "-out", at / "own.pem"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(at / "own.pem", at / "own.key")
        with socket.create_server(("127.0.0.1", 0)) as door:
            def greet():
                try:
                    with context.wrap_socket(door.accept()[0], server_side=True) as line:
                        line.recv(1)
                except OSError:
                    pass
            guest = threading.Thread(target=greet)
            guest.start()
            said = self.refused("pause", "email", "--url", f"https://localhost:{door.getsockname()[1]}", "--key-file", at / "operator.key")
            guest.join(20)
        self.assertRegex(said, "certificate verify failed.*--ca-file")

    def test_a_word_that_is_no_command_suggests_one(self):
        self.assertIn('did you mean "status"', self.refused("statsu", "1", code=2))
        self.assertIn('did you mean "check"', self.refused("config", "chekc", code=2))

    def test_z_without_a_gateway_the_ledger_is_the_way(self):
        number = str(self.id)
        self.stop_gateway()
        self.addCleanup(self.stage.open)
        self.assertIn("no gateway listens", self.done("status", number))
        self.assertIn("is paused", self.done("pause", number))
        self.assertRegex(json.loads(self.done("status", number, "--json"))["reason"], "paused by cli:")
        self.done("resume", number)
        self.assertIn("none listens", self.refused("pause", number, "--key-file", self.stage.at / "operator.key"))
        self.assertIn("is cancelled", self.done("cancel", number))
        self.assertIn("over already", self.refused("cancel", number))
        without = (self.stage.at / "loa.toml").read_text().replace("[email]\n", "[email]\nenabled = false\n")
        (self.stage.at / "loa.toml").write_text(without)
        self.assertIn("not in the gateway's settings", self.refused("pause", "email"))
        self.stage.open()
        self.assertIn("not in the gateway's settings", self.refused("pause", "email"))
        self.stop_gateway()


if __name__ == "__main__":
    unittest.main()
