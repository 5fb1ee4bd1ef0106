"""Who may do what: every route with every role and with none, by key and by session; and what belongs to somebody."""
import json

from browser import Browser, employ
from running import ROLES, Running, numbered, operations, roles_of

PASSWORD = "con voi ăn chuối"
DRAFT = {"content": {
    "title": "Lịch tập huấn", "summary": "Chiều thứ Ba.", "body_html": "<p>Chiều thứ Ba.</p>", "department": "Văn phòng Sở", "category": "cchc",
    "audience": {"include": [{"unit": "th-binh-minh", "roles": ["teacher"]}]}}}


def guarded():
    """Routes that ask who it is. The others are for everybody, or prove themselves by what is sent."""
    for method, path, one in operations():
        if one["x-roles"] != "open":
            yield method, path, roles_of(one)


class Roles(Running):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for role in ROLES:
            cls.stage.loa("admin", "create", f"ban-{role}", "--role", role, typed=PASSWORD + "\n")
        cls.browsers = {role: Browser(cls.stage, f"ban-{role}", PASSWORD) for role in ROLES}

    def refused(self, reply, method, path, status, code):
        self.assertEqual((reply.status, reply.json.get("code")), (status, code), reply.raw)
        self.assert_as_documented(method, path, reply)

    def test_every_route_takes_exactly_its_roles(self):
        for by in ("key", "session"):
            for method, path, allowed in guarded():
                for role in ROLES:
                    with self.subTest(operation=f"{method} {path}", role=role, by=by):
                        # Nothing that is there: whoever may ask is told so, or that the body is none, but never that he may not.
                        ask = self.browsers[role].ask if by == "session" else lambda *at: self.stage.ask(*at, role)
                        if method == "DELETE" and path == "/api/session" and by == "session":
                            continue  # ends the session; see the walk
                        reply = ask(method, numbered(path))
                        if role not in allowed:
                            self.refused(reply, method, path, 403, "not_allowed")
                        else:
                            self.assertNotIn(reply.status, (401, 403, 500), reply.raw)

    def test_nobody_may_do_nothing(self):
        for method, path, _ in guarded():
            with self.subTest(operation=f"{method} {path}"):
                self.refused(self.stage.ask(method, numbered(path)), method, path, 401, "unauthenticated")
                for told, code in (({"Cookie": "loa_session=" + "A" * 43}, "session_over"), ({"Authorization": "Bearer loa_no"}, "key_unknown")):
                    self.refused(self.stage.ask(method, numbered(path), headers=told), method, path, 401, code)

    def test_a_session_writes_only_with_its_own_token_and_from_our_pages(self):
        other = self.browsers["auditor"].session["csrf"]
        for method, path, _ in guarded():
            if method == "GET":
                continue
            for role, one in self.browsers.items():
                with self.subTest(operation=f"{method} {path}", role=role):
                    for csrf in (None, "", "x", other if role != "auditor" else self.browsers["editor"].session["csrf"]):
                        self.refused(one.ask(method, numbered(path), csrf=csrf), method, path, 403, "csrf_token")
                    for told in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://lua-dao.example"}):
                        self.refused(one.ask(method, numbered(path), headers=told), method, path, 403, "cross_site")
        for one in self.browsers.values():
            self.assertEqual(one.ask("GET", "/api/session").status, 200)
        reply = self.stage.ask("POST", "/api/session", body={"name": "ban-editor", "password": PASSWORD}, headers={"Sec-Fetch-Site": "cross-site"})
        self.refused(reply, "POST", "/api/session", 403, "cross_site")

    def test_who_has_a_one_time_password_may_only_change_it(self):
        admin = self.browsers["administrator"]
        made = admin.ask("POST", "/api/users", {"name": "moi", "full_name": "Người mới", "roles": ROLES, "password": "dùng một lần thôi"})
        self.assertEqual(made.status, 201, made.raw)
        one = Browser(self.stage, "moi", "dùng một lần thôi")
        for method, path, _ in guarded():
            if path.startswith("/api/session"):
                continue
            with self.subTest(operation=f"{method} {path}"):
                self.refused(one.ask(method, numbered(path)), method, path, 403, "password_must_change")
        self.assertEqual(one.ask("GET", "/api/session").status, 200)
        before = one.cookie
        one.choose("dùng một lần thôi", "tê giác ngủ trưa")
        self.assertNotEqual(one.cookie, before)
        self.assertEqual(self.stage.ask("GET", "/api/drafts", headers={"Cookie": before}).status, 401)
        self.assertEqual(one.ask("GET", "/api/drafts").status, 200)
        # What is taken away is gone at once.
        tag = admin.ask("GET", f"/api/users/{made.json['id']}").headers["ETag"]
        self.assertEqual(admin.ask("PATCH", f"/api/users/{made.json['id']}", {"roles": ["auditor"]}, {"If-Match": tag}).status, 200)
        self.refused(one.ask("GET", "/api/drafts"), "GET", "/api/drafts", 401, "session_over")

    def submitted(self, by):
        made = by.ask("POST", "/api/drafts", DRAFT)
        self.assertEqual(made.status, 201, made.raw)
        done = by.ask("POST", f"/api/drafts/{made.json['id']}/submit", headers={"If-Match": made.headers["ETag"]})
        self.assertEqual(done.status, 200, done.raw)
        return done.json["id"], done.headers["ETag"], done.json["broadcast"]

    def test_a_draft_is_its_authors_alone(self):
        mine, admin = self.browsers["editor"], self.browsers["administrator"]
        other = employ(self.stage, admin.ask, "khac", ["editor"], mailbox="khac@school.test")
        made = mine.ask("POST", "/api/drafts", DRAFT)
        at, match = f"/api/drafts/{made.json['id']}", {"If-Match": made.headers["ETag"]}
        for method, below, body in (("PUT", "", DRAFT), ("DELETE", "", None), ("POST", "/submit", None), ("POST", "/reopen", None), ("POST", "/test", None)):
            with self.subTest(method=method, below=below):
                self.refused(other.ask(method, at + below, body, match), method, "/api/drafts/{id}" + below, 403, "not_your_draft")
        self.assertEqual(other.ask("GET", at).status, 200)
        self.assertEqual(other.ask("POST", at + "/check").status, 200)
        self.assertEqual(mine.ask("GET", at).headers["ETag"], made.headers["ETag"])
        self.assertEqual(mine.ask("DELETE", at, headers=match).status, 204)

    def test_an_editor_takes_back_or_moves_what_he_submitted_and_nothing_else(self):
        mine, admin = self.browsers["editor"], self.browsers["administrator"]
        other = employ(self.stage, admin.ask, "khac-nua", ["editor"])
        draft, _, broadcast = self.submitted(mine)
        at = f"/api/broadcasts/{broadcast}"
        later, back = ("/schedule", {"start_at": "2031-01-01T01:00:00Z"}), ("/give-back", {"comment": "Sai ngày"})
        for below, body in (later, back):
            self.refused(other.ask("POST", at + below, body), "POST", "/api/broadcasts/{id}" + below, 403, "not_your_own")
        # By a key of his it is his as well.
        made = mine.ask("POST", "/api/keys", {"name": "cua-ban", "roles": ["editor"], "expires": self.stage.in_days(1)})
        self.assertEqual(made.status, 201, made.raw)
        key = {"Authorization": "Bearer " + made.json["key"]}
        moved = self.stage.ask("POST", at + later[0], body=later[1], headers=key)
        self.assertEqual((moved.status, moved.json["start_at"]), (200, "2031-01-01T01:00:00Z"), moved.raw)
        self.assertEqual(mine.ask("GET", f"/api/drafts/{draft}").json["start_at"], "2031-01-01T01:00:00Z")
        self.assertEqual(mine.ask("POST", at + back[0], back[1]).status, 200)
        self.assertEqual(mine.ask("GET", f"/api/drafts/{draft}").json["state"], "open")
        # What the portal published is nobody's of the editors; an approver may.
        held = self.stage.publish("01-plan.json", audience={"include": [{"unit": "th-binh-minh", "roles": ["parent"]}]})
        self.refused(mine.ask("POST", f"/api/broadcasts/{held}/give-back", back[1]), "POST", "/api/broadcasts/{id}/give-back", 403, "not_your_own")
        self.assertEqual(self.browsers["approver"].ask("POST", f"/api/broadcasts/{held}/give-back", back[1]).status, 200)

    def test_nobody_approves_what_he_submitted_himself_by_no_way(self):
        both = employ(self.stage, self.browsers["administrator"].ask, "ca-hai", ["editor", "approver"])
        _, _, broadcast = self.submitted(both)
        at = f"/api/broadcasts/{broadcast}"
        hash_of = {"hash": both.ask("GET", at).json["hash"]}
        self.refused(both.ask("POST", at + "/approve", hash_of), "POST", "/api/broadcasts/{id}/approve", 403, "own_submission")
        made = both.ask("POST", "/api/keys", {"name": "ca-hai", "roles": ["approver"], "expires": self.stage.in_days(1)})
        by_key = self.stage.ask("POST", at + "/approve", body=hash_of, headers={"Authorization": "Bearer " + made.json["key"]})
        self.refused(by_key, "POST", "/api/broadcasts/{id}/approve", 403, "own_submission")
        self.assertEqual(both.ask("GET", at).json["state"], "held")
        self.assertEqual(self.browsers["approver"].ask("POST", at + "/approve", hash_of).status, 200)

    def test_a_key_is_seen_and_revoked_by_its_owner_and_administrators_and_makes_no_keys(self):
        mine = self.browsers["operator"]
        wanted = {"name": "theo-doi", "roles": ["operator"], "expires": self.stage.in_days(1)}
        made = mine.ask("POST", "/api/keys", wanted)
        self.assertEqual(made.status, 201, made.raw)
        at, names = f"/api/keys/{made.json['id']}", lambda reply: {one["name"] for one in reply.json["items"]}
        self.assertIn("theo-doi", names(mine.ask("GET", "/api/keys")))
        self.assertIn("theo-doi", names(self.browsers["administrator"].ask("GET", "/api/keys")))
        self.assertNotIn("theo-doi", names(self.browsers["editor"].ask("GET", "/api/keys")))
        self.refused(self.browsers["editor"].ask("DELETE", at), "DELETE", "/api/keys/{id}", 404, "not_found")
        self.assertEqual(mine.ask("POST", "/api/keys", {**wanted, "name": "hon-nua", "roles": ["operator", "approver"]}).status, 422)
        by_key = {"Authorization": "Bearer " + made.json["key"]}
        self.refused(self.stage.ask("POST", "/api/keys", body={**wanted, "name": "con"}, headers=by_key), "POST", "/api/keys", 403, "needs_session")
        self.refused(self.stage.ask("DELETE", at, headers=by_key), "DELETE", "/api/keys/{id}", 403, "needs_session")
        changed = self.stage.ask("PUT", "/api/session/password", body={"current": PASSWORD, "new": "tê giác ngủ trưa"}, headers=by_key)
        self.refused(changed, "PUT", "/api/session/password", 403, "needs_session")
        self.assertEqual(mine.ask("DELETE", at).status, 204)
        self.refused(self.stage.ask("GET", "/api/channels", headers=by_key), "GET", "/api/channels", 401, "key_revoked")
