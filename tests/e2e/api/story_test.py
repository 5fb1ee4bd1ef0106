#!/usr/bin/env python3
"""A week at the Office, told by the running program: a bulletin from the first draft to the auditor, between a real Redis, a real mail server and
the sandbox partner. What everybody got is counted by who received it.

story_test.py LOA [unittest words]"""
import json
import pathlib
import sqlite3
import sys
import time
import unittest
import urllib.request

from browser import Browser, employ
from office import FIRST, SCHOOL, TEACHERS, Office, content
from receivers import Listener, unsubscribe_path
from stage import Stage, wait_for

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
ROOT_PASSWORD = "con voi ăn chuối"
TITLE, SECOND = "Lịch tập huấn cải cách hành chính", "Kết quả tập huấn cải cách hành chính"


class Story(unittest.TestCase):
    def setUp(self):
        self.stage = Office(PROGRAM)
        self.addCleanup(self.stage.close)
        self.mail = self.stage.mail

    def good(self, reply, status=200):
        self.assertEqual(reply.status, status, reply.raw[:800])
        return reply

    def refused(self, reply, status, code):
        self.assertEqual((reply.status, reply.json["code"]), (status, code), reply.raw[:800])
        return reply

    def state(self, broadcast):
        return self.good(self.auditor.ask("GET", f"/api/broadcasts/{broadcast}")).json

    def until(self, broadcast, *states):
        return wait_for(lambda: (now := self.state(broadcast))["state"] in states and now, limit=60,
                        why=lambda: json.dumps(self.state(broadcast), ensure_ascii=False))

    def counts(self, broadcast, channel):
        return next(one["counts"] for one in self.state(broadcast)["channels"] if one["channel"] == channel)

    def test_a_bulletin_from_the_first_draft_to_the_auditor(self):
        self.people_are_employed()
        listener = Listener(self.stage.port, self.operator.cookie)
        self.addCleanup(listener.close)
        self.editor_writes()
        self.editor_looks_and_tries()
        self.first_submission_is_given_back()
        self.second_is_recalled_within_the_hold()
        self.third_goes_out_a_tenth_first()
        self.operator_pauses_and_resumes()
        self.everybody_got_it_once(self.broadcast, TITLE, self.page)
        self.listener_saw_it(listener)
        self.partner_sends_receipts()
        self.one_recipient_stops_mail()
        self.metrics_count_it()
        self.auditor_reads()

    # --- people ---

    def people_are_employed(self):
        self.stage.loa("admin", "create", "goc.quantri", "--full-name", "Quản trị gốc", typed=ROOT_PASSWORD + "\n")
        self.admin = Browser(self.stage, "goc.quantri", ROOT_PASSWORD)
        self.assertFalse(self.admin.session["must_change_password"])
        hire = lambda name, role, **more: employ(self.stage, self.admin.ask, name, [role], **more)
        self.editor = hire("lan.bientap", "editor", mailbox="bientap@school.test")
        self.approver = hire("minh.duyet", "approver")
        self.operator = hire("hoa.vanhanh", "operator")
        self.auditor = hire("thu.kiemtra", "auditor")
        self.refused(self.auditor.ask("POST", "/api/drafts", {"content": {}}), 403, "not_allowed")

    # --- writing ---

    def editor_writes(self):
        self.page = "https://hcm.edu.vn/tap-huan/ct/1/1"
        made = self.good(self.editor.ask("POST", "/api/drafts", {"content": content(TITLE, "https://lua-dao.example/tai-lieu", self.page)}), 201)
        self.draft, self.tag = f"/api/drafts/{made.json['id']}", made.headers["ETag"]
        found = self.good(self.editor.ask("POST", self.draft + "/check")).json
        self.assertFalse(found["can_be_submitted"])
        self.assertIn("host_not_allowed", [one["code"] for one in found["problems"]])
        self.refused(self.editor.ask("POST", self.draft + "/submit", headers={"If-Match": self.tag}), 422, "draft_not_ready")
        self.save(content(TITLE, "https://hcm.edu.vn/tai-lieu", self.page))
        self.assertTrue(self.good(self.editor.ask("POST", self.draft + "/check")).json["can_be_submitted"])

    def save(self, what):
        saved = self.good(self.editor.ask("PUT", self.draft, {"content": what}, {"If-Match": self.tag}))
        self.assertNotEqual(saved.headers["ETag"], self.tag)
        self.tag = saved.headers["ETag"]

    def editor_looks_and_tries(self):
        by_channel = {one["channel"]: one["preview"] for one in
                      self.good(self.editor.ask("POST", self.draft + "/preview", {"person": "longest"})).json["channels"]}
        self.assertIn(TITLE, by_channel["enetviet"]["title"])
        self.assertEqual(by_channel["email"]["title"], TITLE)
        self.assertIn("https://hcm.edu.vn/tai-lieu", by_channel["email"]["html"])
        counted = self.good(self.editor.ask("POST", "/api/audience/count", {"audience": SCHOOL})).json["channels"]
        self.assertEqual({one["channel"]: one["reachable"] for one in counted}, {"enetviet": TEACHERS, "email": TEACHERS})
        tried = self.good(self.editor.ask("POST", self.draft + "/test")).json["channels"]
        self.assertEqual({one["channel"]: one["outcome"] for one in tried}, {"enetviet": "accepted", "email": "accepted"})
        self.assertEqual(dict(self.mail.count("[THỬ] " + TITLE)), {"bientap@school.test": 1})
        self.assertEqual(self.good(self.editor.ask("GET", "/api/broadcasts")).json["items"], [])

    def submit(self, version):
        done = self.good(self.editor.ask("POST", self.draft + "/submit", headers={"If-Match": self.tag}))
        self.assertEqual((done.json["state"], done.json["version"]), ("submitted", version))
        self.broadcast = done.json["broadcast"]
        self.at = f"/api/broadcasts/{self.broadcast}"
        now = self.state(self.broadcast)
        self.assertEqual((now["state"], now["needs"], now["submitted_by"], now["version"]), ("held", "approval", "lan.bientap", version))
        return now["hash"]

    def given_back(self, comment, version):
        open_again = self.good(self.editor.ask("GET", self.draft))
        self.assertEqual((open_again.json["state"], open_again.json["comment"], open_again.json["version"]), ("open", comment, version))
        self.tag = open_again.headers["ETag"]

    # --- approving ---

    def first_submission_is_given_back(self):
        seen = self.submit(1)
        # The editor is made approver as well: still not his own.
        user = next(one for one in self.good(self.admin.ask("GET", "/api/users")).json["items"] if one["name"] == "lan.bientap")
        for roles in (["editor", "approver"], ["editor"]):
            tag = self.good(self.admin.ask("GET", f"/api/users/{user['id']}")).headers["ETag"]
            self.good(self.admin.ask("PATCH", f"/api/users/{user['id']}", {"roles": roles}, {"If-Match": tag}))
            self.assertEqual(self.editor.ask("GET", "/api/drafts").status, 401)
            self.editor = Browser(self.stage, "lan.bientap", "ngựa vằn đọc báo")
            code = "own_submission" if "approver" in roles else "not_allowed"
            self.refused(self.editor.ask("POST", self.at + "/approve", {"hash": seen}), 403, code)
        self.good(self.approver.ask("POST", self.at + "/give-back", {"comment": "Ghi rõ phòng họp"}))
        self.given_back("Ghi rõ phòng họp", 2)
        self.refused(self.approver.ask("POST", self.at + "/approve", {"hash": seen}), 409, "not_held")
        mended = content(TITLE, "https://hcm.edu.vn/tai-lieu", self.page)
        mended["body_html"] = mended["body_html"].replace("tại trường", "tại phòng họp A")
        self.save(mended)

    def second_is_recalled_within_the_hold(self):
        seen = self.submit(2)
        self.refused(self.approver.ask("POST", self.at + "/approve", {"hash": "0" * 64}), 409, "changed")
        approved = self.good(self.approver.ask("POST", self.at + "/approve", {"hash": seen})).json
        self.assertEqual((approved["state"], approved["approved_by"]), ("waiting", "minh.duyet"))
        self.good(self.editor.ask("POST", self.at + "/give-back", {"comment": "Sai giờ"}))
        self.assertEqual(self.state(self.broadcast)["state"], "cancelled")
        self.given_back("Sai giờ", 3)

    # --- sending ---

    def third_goes_out_a_tenth_first(self):
        seen = self.submit(3)
        self.mail.hold_next()
        person = self.good(self.admin.ask("GET", "/api/people", query={"q": "gv7@school.test"})).json["items"][0]["no"]
        shown = self.good(self.approver.ask("POST", self.at + "/preview", {"person": person})).json["channels"]
        self.promised = next(one["preview"]["source"] for one in shown if one["channel"] == "email")
        approved_at = time.monotonic()
        self.good(self.approver.ask("POST", self.at + "/approve", {"hash": seen}))
        self.assertTrue(self.mail.held.wait(30))
        self.assertGreater(time.monotonic() - approved_at, 2.5)
        # One of the first waits in the mail server's hands, so nobody but the first gets anything by mail.
        sent = lambda: self.mail.count(TITLE).total()
        wait_for(lambda: sent() >= FIRST - 5, why=sent)
        time.sleep(1)
        self.assertLessEqual(sent(), FIRST + 5)
        by_mail = self.counts(self.broadcast, "email")
        self.assertGreaterEqual(by_mail["queued"], TEACHERS - FIRST - 5, by_mail)
        self.mail.let_go.set()
        wait_for(lambda: sent() > 2 * FIRST, why=sent)
        self.assertIn("gv200@school.test", [mailbox for _, mailbox, _ in self.mail.of(TITLE)[:FIRST + 5]])

    def arrived(self):
        return self.mail.count(TITLE).total(), self.stage.partner_says("GET", "/tally")["accepted"]

    def operator_pauses_and_resumes(self):
        self.refused(self.auditor.ask("POST", self.at + "/pause"), 403, "not_allowed")
        self.good(self.operator.ask("POST", self.at + "/pause"))
        time.sleep(0.5)  # what was under way
        at_rest = self.arrived()
        self.assertLess(at_rest[0], TEACHERS)
        time.sleep(1.5)
        self.assertEqual(self.arrived(), at_rest)
        self.assertEqual(self.state(self.broadcast)["reason"], "paused by hoa.vanhanh")
        self.refused(self.operator.ask("POST", self.at + "/pause"), 409, "already_paused")
        self.good(self.operator.ask("POST", self.at + "/resume"))
        self.until(self.broadcast, "finished")

    def everybody_got_it_once(self, broadcast, title, page, without=()):
        wanted = {f"gv{i}@school.test": 1 for i in range(1, TEACHERS + 1) if i not in without}
        self.assertEqual(dict(self.mail.count(title)), wanted)
        accounts = [f"0901000{i:03}" for i in range(1, TEACHERS + 1)]
        if title == TITLE:
            accounts.append("0903000001")  # the editor's own test
        tally = self.stage.partner_says("POST", f"/tally/expected?url={page}", "\n".join(accounts) + "\n")
        self.assertEqual({key: tally[key] for key in ("found", "missing", "unexpected", "doubled")},
                         {"found": len(accounts), "missing": 0, "unexpected": 0, "doubled": 0}, tally)
        self.assertEqual(self.counts(broadcast, "enetviet")["accepted"], TEACHERS)
        self.assertEqual(self.counts(broadcast, "email")["accepted"], TEACHERS - len(without))
        self.assertEqual(self.counts(broadcast, "email")["suppressed"], len(without))
        if title == TITLE:
            # Byte for byte what the approver saw, but for the address and the link that stops mail: those are the recipient's alone.
            message = next(message for _, mailbox, message in self.mail.of(title) if mailbox == "gv7@school.test")
            link = unsubscribe_path(message).removeprefix("/u/").encode()
            sent = self.mail.raw["gv7@school.test", title].replace(link, b"x" * len(link)).replace(b"gv7@school.test", b"g***@school.test")
            self.assertEqual(sent, self.promised.encode())

    # --- watching ---

    def listener_saw_it(self, listener):
        wait_for(lambda: any(one["state"] == "finished" for _, one in listener.of(self.broadcast)))
        seen = listener.of(self.broadcast)
        states = [one["state"] for _, one in seen]
        for state in ("waiting", "sending", "paused", "finished"):
            self.assertIn(state, states)
        still_open = [sum(channel["open"] for channel in one["channels"]) for _, one in seen if one["state"] in ("sending", "finished")]
        self.assertGreater(len(set(still_open)), 5)
        self.assertEqual(still_open[-1], 0)
        self.assertLessEqual(len(seen), (seen[-1][0] - seen[0][0]) / 0.25 + 3)

    def partner_sends_receipts(self):
        order = {"url": f"http://127.0.0.1:{self.stage.port}/hooks/enetviet", "kind": "da_nhan", "how": "repeated"}
        self.stage.partner_says("POST", "/receipts", json.dumps(order))
        told = self.state(self.broadcast)["receipts"]
        self.assertEqual(told, [{"channel": "enetviet", "kind": "delivered", "count": TEACHERS}])
        self.assertEqual(self.counts(self.broadcast, "enetviet")["accepted"], TEACHERS)

    def one_recipient_stops_mail(self):
        message = next(message for _, mailbox, message in self.mail.of(TITLE) if mailbox == "gv5@school.test")
        path = unsubscribe_path(message)
        self.assertIn("form", self.good(self.stage.ask("GET", path)).raw.decode())
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.good(self.stage.ask("POST", path, body="List-Unsubscribe=One-Click", headers=form))
        page = "https://hcm.edu.vn/tap-huan/ct/1/2"
        made = self.good(self.editor.ask("POST", "/api/drafts", {"content": content(SECOND, "https://hcm.edu.vn/ket-qua", page)}), 201)
        self.draft, self.tag = f"/api/drafts/{made.json['id']}", made.headers["ETag"]
        self.good(self.approver.ask("POST", f"/api/broadcasts/{self.first_of_next()}/approve", {"hash": self.hash}))
        self.until(self.next, "finished")
        self.everybody_got_it_once(self.next, SECOND, page, without=(5,))

    def first_of_next(self):
        first = self.broadcast
        self.hash = self.submit(1)
        self.next, self.broadcast = self.broadcast, first
        return self.next

    def metrics_count_it(self):
        told = self.good(self.stage.ask("GET", "/metrics")).raw.decode()
        for line in (f'loa_deliveries_total{{channel="email",state="accepted"}} {2 * TEACHERS - 1}',
                     f'loa_deliveries_total{{channel="enetviet",state="accepted"}} {2 * TEACHERS}',
                     'loa_deliveries_total{channel="email",state="suppressed"} 1'):
            self.assertIn(line + "\n", told)
        self.assertRegex(told, r'loa_unsubscribes_total\{[^}]*\} 1\n')
        for line in (f'delivered"}} {TEACHERS}', 'unknown"} 1', 'repeated"} 1'):  # the editor's test is no broadcast
            self.assertIn('loa_receipts_total{kind="' + line + "\n", told)

    # --- afterwards ---

    def auditor_reads(self):
        entries, cursor = [], None
        while True:
            page = self.good(self.auditor.ask("GET", "/api/audit", query={"limit": "20", **({"cursor": cursor} if cursor else {})})).json
            entries += page["items"]
            cursor = page.get("next")
            if not cursor:
                break
        entries.reverse()
        self.assertEqual([one["seq"] for one in entries], list(range(1, len(entries) + 1)))
        done = [(one["who"], one["action"]) for one in entries if one["subject"] == f"broadcast {self.broadcast}"]
        self.assertEqual(done, [("minh.duyet", "broadcast.approve"), ("hoa.vanhanh", "broadcast.pause"), ("hoa.vanhanh", "broadcast.resume")])
        actions = [(one["who"], one["action"]) for one in entries]
        self.assertEqual(actions.count(("lan.bientap", "draft.submit")), 4)
        self.assertEqual(actions.count(("goc.quantri", "user.add")), 4)
        self.assertIn(("minh.duyet", "broadcast.give_back"), actions)
        self.assertIn(("lan.bientap", "broadcast.give_back"), actions)
        self.assertIn(("lan.bientap", "draft.test"), actions)
        self.assertIn(("recipient", "suppression.add"), actions)
        everything = json.dumps(entries, ensure_ascii=False)
        self.assertNotRegex(everything, r"\w@school\.test")
        for secret in ("argon2", ROOT_PASSWORD, "090100", "0903000001"):
            self.assertNotIn(secret, everything)
        self.assertTrue(self.good(self.auditor.ask("GET", "/api/audit/check")).json["intact"])
        self.assertIn(f"{len(entries)} entries", self.stage.loa("audit", "verify").stdout)
        # Somebody at the machine makes it look as if another had approved.
        (approval,) = (one["seq"] for one in entries if one["action"] == "broadcast.approve" and one["subject"] == f"broadcast {self.broadcast}")
        with sqlite3.connect(self.stage.at / "store/ledger.db", timeout=20) as store:
            store.execute("DROP TRIGGER audit_unchanged")
            store.execute("UPDATE audit SET who = 'hoa.vanhanh' WHERE seq = ?", (approval,))
        found = self.stage.loa("audit", "verify", check=False)
        self.assertEqual(found.returncode, 1)
        self.assertIn(f"entry {approval}", found.stderr)
        told = self.good(self.auditor.ask("GET", "/api/audit/check")).json
        self.assertEqual((told["intact"], told["broken_at"]), (False, approval))


class Portal(unittest.TestCase):
    def test_what_the_portal_publishes_for_parents_waits_for_an_approver(self):
        with Stage(PROGRAM) as stage:
            broadcast = stage.publish("02-procedure.json", audience={"include": [{"unit": "th-binh-minh", "roles": ["parent"]}]})
            at = f"/api/broadcasts/{broadcast}"
            held = stage.ask("GET", at, "auditor").json
            self.assertEqual((held["state"], held["needs"], held["submitted_by"], held["source"]), ("held", "approval", "", "portal"))
            time.sleep(1)
            self.assertEqual(stage.ask("GET", at, "auditor").json["state"], "held")
            self.assertEqual(stage.ask("POST", at + "/approve", "operator", {"hash": held["hash"]}).status, 403)
            self.assertEqual(stage.ask("POST", at + "/approve", "approver", {"hash": held["hash"]}).status, 200)
            done = wait_for(lambda: (now := stage.ask("GET", at, "auditor").json)["state"] == "finished" and now,
                            why=lambda: stage.ask("GET", at, "auditor").raw)
            self.assertEqual(done["approved_by"], "key:approver")
            with urllib.request.urlopen(stage.partner + "/tally", timeout=20) as reply:
                tally = json.loads(reply.read())
            self.assertEqual((tally["distinct"], tally["doubled"]), (3, 0))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
