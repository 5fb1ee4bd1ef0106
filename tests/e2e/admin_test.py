#!/usr/bin/env python3
"""Users, the audit log and the purge at the command line, without a gateway. Arguments: the program loa."""
import json
import os
import pathlib
import pty
import sqlite3
import subprocess
import sys
import tempfile
import unittest

LOA = sys.argv[1]
GOOD, OTHER = "con voi ăn chuối", "ngựa vằn đọc báo"


class admin_test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="loa-test-")
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        self.config = self.at / "loa.toml"
        self.config.write_text('[store]\nfolder = "store"\n[email]\nhost = "127.0.0.1"\ntls = "none"\nhelo_name = "loa.test"\n')

    def loa(self, *words, typed=""):
        return subprocess.run([LOA, *words, "--config", self.config], input=typed, capture_output=True, text=True, timeout=30)

    def done(self, *words, typed=""):
        ended = self.loa(*words, typed=typed)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        return ended.stdout

    def by_hand(self, sql):
        with sqlite3.connect(self.at / "store/ledger.db") as store:
            store.executescript(sql)

    def test_the_first_administrator_is_made_before_there_is_anything(self):
        self.assertIn("administrator", self.done("admin", "create", "lan.nguyen", "--full-name", "Nguyễn Thị Lan", typed=GOOD + "\n"))
        self.assertEqual(oct((self.at / "store/ledger.db").stat().st_mode & 0o777), "0o600")
        users = json.loads(self.done("admin", "list", "--json"))
        self.assertEqual([(one["name"], one["roles"]) for one in users], [("lan.nguyen", ["administrator"])])
        again = self.loa("admin", "create", "lan.nguyen", typed=GOOD + "\n")
        self.assertEqual(again.returncode, 1)
        self.assertIn("loa admin password lan.nguyen", again.stderr)

    def test_what_is_no_password_name_or_role_is_refused_and_makes_nobody(self):
        self.assertEqual(self.loa("admin", "create", "lan", typed="quá ngắn\n").returncode, 1)
        self.assertEqual(self.loa("admin", "create", "lan", typed="").returncode, 1)
        self.assertEqual(self.loa("admin", "create", "Lan Nguyễn", typed=GOOD + "\n").returncode, 1)
        self.assertEqual(self.loa("admin", "create", "lan", "--role", "boss", typed=GOOD + "\n").returncode, 2)
        self.assertEqual(json.loads(self.done("admin", "list", "--json")), [])

    def test_a_terminal_does_not_show_the_password(self):
        inside, outside = pty.openpty()
        program = subprocess.Popen([LOA, "admin", "create", "lan", "--config", self.config], stdin=outside, stdout=outside, stderr=outside)
        os.close(outside)
        shown = b""
        for question in (b"Password: ", b"Once more: "):
            while not shown.endswith(question):
                shown += os.read(inside, 1000)
            os.write(inside, GOOD.encode() + b"\n")
        while b"can sign in" not in shown:
            shown += os.read(inside, 1000)
        self.assertEqual(program.wait(20), 0)
        os.close(inside)
        self.assertNotIn("chuối".encode(), shown)

    def test_a_log_changed_by_hand_is_found_and_an_anchor_finds_what_a_new_chain_hides(self):
        self.done("admin", "create", "lan", typed=GOOD + "\n")
        first = json.loads(self.done("audit", "verify", "--json"))["last_hash"]
        self.done("admin", "password", "lan", typed=OTHER + "\n")
        self.assertIn("2 entries", self.done("audit", "verify"))
        self.done("audit", "verify", "--expect", first)
        self.assertEqual(self.loa("audit", "verify", "--expect", "0" * 64).returncode, 1)
        self.by_hand("DROP TRIGGER audit_unchanged; UPDATE audit SET who = 'cli:minh' WHERE seq = 2")
        changed = self.loa("audit", "verify")
        self.assertEqual(changed.returncode, 1)
        self.assertIn("entry 2", changed.stderr)
        purged = self.loa("purge")
        self.assertEqual(purged.returncode, 3)
        self.assertIn("left as it is", purged.stderr)

    def test_the_log_as_csv_names_who_did_it_and_no_secret(self):
        self.done("admin", "create", "lan", typed=GOOD + "\n")
        self.done("audit", "export", "--csv", self.at / "audit.csv", "--from", "2026-01-01T00:00:00+07:00")
        text = (self.at / "audit.csv").read_text()
        self.assertEqual(len(text.splitlines()), 2)
        self.assertIn("cli:", text)
        self.assertNotIn("argon2", text)
        self.assertEqual(self.loa("audit", "export", "--csv", self.at / "x.csv", "--from", "yesterday").returncode, 2)

    def test_a_purge_that_only_says_changes_nothing(self):
        self.done("admin", "create", "lan", typed=GOOD + "\n")
        self.by_hand("INSERT INTO sign_in (at, name, peer, succeeded, why) VALUES (1000, 'lan', '10.0.0.1', 0, 'wrong_password')")
        self.assertEqual(json.loads(self.done("purge", "--dry-run", "--json"))["sign_ins"], 1)
        self.assertEqual(json.loads(self.done("purge", "--json"))["sign_ins"], 1)
        self.assertEqual(json.loads(self.done("purge", "--json"))["sign_ins"], 0)
        self.assertIn("2 entries", self.done("audit", "verify"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
