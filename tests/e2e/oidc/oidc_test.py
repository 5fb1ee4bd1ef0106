#!/usr/bin/env python3
"""Signing in by OpenID Connect: the running program between a browser (this test) and a provider over HTTPS.

oidc_test.py LOA [unittest words]"""
import http.client
import http.cookies
import json
import pathlib
import ssl
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from provider import CLIENT, SECRET, Key, Provider, make_certificate
from stage import Stage, free_port

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
CALLBACK = "https://loa.test/api/session/oidc/callback"


def settings(at, port, authority, timeout):
    (at / "client").write_text(SECRET + "\n")
    (at / "client").chmod(0o600)
    return f"""
[api.oidc]
issuer = "https://127.0.0.1:{port}/realms/so"
client_id = "{CLIENT}"
client_secret_file = "{at}/client"
ca_file = "{authority}"
timeout = "{timeout}"
"""


class Browser:
    """Keeps cookies, and goes where it is led one step at a time."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def get(self, path, method="GET", body=None, accept=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Host": "loa.test", "Accept-Language": "en", "Sec-Fetch-Site": "cross-site" if method == "GET" else "same-origin"}
            if self.cookies:
                headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            if accept:
                headers["Accept"] = accept
            if body is not None:
                headers["Content-Type"] = "application/json"
            line.request(method, path, body=body and json.dumps(body), headers=headers)
            reply = line.getresponse()
            raw = reply.read()
            self.set = reply.headers.get_all("Set-Cookie") or []
        finally:
            line.close()
        for each in self.set:
            for name, morsel in http.cookies.SimpleCookie(each).items():
                self.cookies.pop(name, None)
                if morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
        body = json.loads(raw) if raw else {}
        return reply.status, body.get("code"), reply.headers, body

    def go(self):
        """To the provider and back: the path of the callback."""
        status, code, headers, _ = self.get("/api/session/oidc")
        assert status == 302, (status, code)
        return self.back_from(headers["Location"])

    def back_from(self, where):
        at = urllib.parse.urlsplit(where)
        line = http.client.HTTPSConnection(at.hostname, at.port, timeout=30, context=ssl._create_unverified_context())
        try:
            line.request("GET", f"{at.path}?{at.query}")
            reply = line.getresponse()
            reply.read()
            back = reply.headers["Location"]
        finally:
            line.close()
        assert back.startswith(CALLBACK + "?"), back
        return back.removeprefix("https://loa.test")


class World(unittest.TestCase):
    timeout = "2s"  # that the gateway gives the provider

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="loa-oidc-")
        cls.addClassCleanup(folder.cleanup)
        cls.at = pathlib.Path(folder.name)
        cls.port = free_port()
        cls.certificate = make_certificate(cls.at, "sso")
        cls.keys = [Key(cls.at, name) for name in ("first", "second")]
        cls.stage = Stage(PROGRAM, settings(cls.at, cls.port, cls.certificate[0], cls.timeout))
        cls.addClassCleanup(cls.stage.close)
        for name in ("lan.nguyen", "minh.tran"):
            made = cls.stage.ask("POST", "/api/users", "administrator", {"name": name, "full_name": name, "roles": ["editor"]})
            assert made.status == 201, made.raw

    def last_sign_in(self):
        one = self.stage.ask("GET", "/api/sign-ins", "auditor", query={"limit": "1"}).json["items"][0]
        return one["name"], one["succeeded"], one["why"]


class Round(World):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = Provider(cls.port, cls.certificate, cls.keys[:1])
        cls.addClassCleanup(cls.provider.close)

    def setUp(self):
        self.provider.person = {"preferred_username": "lan.nguyen"}
        self.provider.claims, self.provider.signs_with, self.provider.keys = {}, None, self.keys[:1]
        self.browser = Browser(self.stage.port)

    def test_somebody_without_a_password_signs_in_by_the_provider_and_only_so(self):
        self.assertTrue(self.stage.ask("GET", "/api/session/ways").json["oidc"])
        back = self.browser.go()
        self.assertIn("SameSite=Lax; Max-Age=600; Secure", self.browser.set[0])
        self.assertIn("HttpOnly", self.browser.set[0])
        status, _, headers, _ = self.browser.get(back)
        self.assertEqual((status, headers["Location"]), (303, "/"))
        self.assertEqual(list(self.browser.cookies), ["__Host-loa_session"])
        status, _, _, who = self.browser.get("/api/session")
        self.assertEqual((status, who["name"], who["by"], who["roles"]), (200, "lan.nguyen", "session", ["editor"]))
        self.assertEqual(self.last_sign_in(), ("lan.nguyen", True, ""))
        self.assertEqual(Browser(self.stage.port).get("/api/session", "POST", {"name": "lan.nguyen", "password": "con voi ăn chuối"})[:2], (401, "sign_in_failed"))

    def test_whom_nobody_knows_here_and_who_is_disabled_is_told_so(self):
        self.provider.person = {"preferred_username": "nobody"}
        status, code, _, body = self.browser.get(self.browser.go())
        self.assertEqual((status, code), (403, "oidc_no_user"))
        self.assertIn("administrator", body["title"])
        self.assertEqual(self.last_sign_in(), ("nobody", False, "no_such_user"))
        self.stage.write("UPDATE user SET active = 0 WHERE name = 'minh.tran'")
        self.provider.person = {"preferred_username": "minh.tran"}
        self.assertEqual(self.browser.get(self.browser.go())[:2], (403, "oidc_inactive"))
        self.assertEqual(self.last_sign_in(), ("minh.tran", False, "inactive"))
        self.assertEqual(self.browser.cookies, {})
        self.provider.person = {}
        self.assertEqual(self.browser.get(self.browser.go())[:2], (403, "oidc_no_name"))

    def test_a_person_at_a_browser_who_is_refused_comes_back_to_the_page_where_one_signs_in(self):
        page = "text/html,application/xhtml+xml,*/*;q=0.8"
        self.provider.person = {"preferred_username": "nobody"}
        status, _, headers, _ = self.browser.get(self.browser.go(), accept=page)
        self.assertEqual((status, headers["Location"]), (303, "/?sign_in_refused=oidc_no_user"))
        self.assertEqual(self.browser.cookies, {})

    def test_a_way_back_is_good_once_and_in_its_own_browser(self):
        back = self.browser.go()
        kept = dict(self.browser.cookies)
        self.assertEqual(Browser(self.stage.port).get(back)[:2], (400, "oidc_state"))
        other = Browser(self.stage.port)
        other.go()
        self.assertEqual(other.get(back)[:2], (400, "oidc_state"))
        self.assertEqual(self.browser.get(back)[0], 303)
        self.browser.cookies = kept
        self.assertEqual(self.browser.get(back)[:2], (400, "oidc_state"))

    def test_who_turns_round_at_the_provider_is_not_signed_in(self):
        state = urllib.parse.parse_qs(urllib.parse.urlsplit(self.browser.go()).query)["state"][0]
        asked = len(self.provider.asked)
        self.assertEqual(self.browser.get(f"/api/session/oidc/callback?error=access_denied&state={state}")[:2], (403, "oidc_refused"))
        self.assertEqual(len(self.provider.asked), asked)
        self.assertEqual(self.last_sign_in(), ("?", False, "oidc_refused"))
        back = self.browser.go()
        self.provider.codes.clear()
        self.assertEqual(self.browser.get(back)[:2], (403, "oidc_refused"))

    def test_a_token_that_proves_nothing_signs_nobody_in(self):
        for claims in ({"nonce": "other"}, {"aud": "mail"}, {"iss": "https://evil.test"}, {"exp": int(time.time()) - 61}):
            with self.subTest(claims=claims):
                self.provider.claims = claims
                self.assertEqual(self.browser.get(self.browser.go())[:2], (403, "oidc_refused"))
        self.provider.claims = {}
        forger = Key(self.at, "forged")
        forger.name = "first"
        self.provider.signs_with = forger
        self.assertEqual(self.browser.get(self.browser.go())[:2], (403, "oidc_refused"))
        self.assertIn("wrong_signature", (self.stage.at / "gateway.log").read_text())

    def test_a_provider_that_changes_its_key_is_believed_after_a_look(self):
        self.assertEqual(self.browser.get(self.browser.go())[0], 303)
        self.provider.keys = self.keys[1:]
        time.sleep(5.1)  # its keys are read again so often at most
        self.assertEqual(self.browser.get(self.browser.go())[0], 303)
        self.provider.keys = self.keys[:1]
        self.assertEqual(self.browser.get(self.browser.go())[0], 403)
        time.sleep(5.1)
        self.assertEqual(self.browser.get(self.browser.go())[0], 303)

    def test_a_provider_that_stalls_holds_up_nobody_else(self):
        waiting = [Browser(self.stage.port) for _ in range(2)]
        backs = [one.go() for one in waiting]
        third = self.browser.go()
        asked = len(self.provider.asked)
        self.provider.stalls.set()
        got = {}
        threads = [threading.Thread(target=lambda i=i: got.update({i: waiting[i].get(backs[i])[:2]})) for i in range(2)]
        try:
            for one in threads:
                one.start()
            while len(self.provider.asked) < asked + 2:
                time.sleep(0.01)
            begun = time.monotonic()
            status, code, headers, _ = self.browser.get(third)
            self.assertEqual((status, code, headers["Retry-After"]), (503, "busy", "1"))
            self.assertEqual(self.stage.ask("GET", "/api/users", "administrator").status, 200)
            self.assertEqual(self.stage.ask("GET", "/api/broadcasts", "editor").status, 200)
            self.assertLess(time.monotonic() - begun, 1)
            for one in threads:
                one.join(10)
            self.assertEqual(got, {0: (503, "oidc_unavailable"), 1: (503, "oidc_unavailable")})
        finally:
            self.provider.stalls.clear()
        # The one that was turned away loads the page again.
        self.assertEqual(self.browser.get(third)[0], 303)


class Stopping(World):
    timeout = "15s"

    def test_a_gateway_told_to_stop_does_not_wait_for_the_provider(self):
        provider = Provider(self.port, self.certificate, self.keys[:1])
        self.addCleanup(provider.close)
        browser = Browser(self.stage.port)
        back = browser.go()
        asked = len(provider.asked)
        provider.stalls.set()
        self.addCleanup(provider.stalls.clear)
        waiting = threading.Thread(target=lambda: self.hung_up(browser, back))
        waiting.start()
        while len(provider.asked) == asked:
            time.sleep(0.01)
        begun = time.monotonic()
        self.stage.gateway.terminate()
        self.assertEqual(self.stage.gateway.wait(20), 0)
        self.assertLess(time.monotonic() - begun, 5)
        waiting.join(10)

    @staticmethod
    def hung_up(browser, path):
        try:
            browser.get(path)
        except (OSError, http.client.HTTPException):
            pass


class Down(World):
    def test_without_the_provider_all_else_works_and_with_it_again_so_does_this(self):
        browser = Browser(self.stage.port)
        status, code, headers, body = browser.get("/api/session/oidc")
        self.assertEqual((status, code, headers["Retry-After"]), (503, "oidc_unavailable", "5"))
        self.assertIn("name and password", body["title"])
        self.assertEqual(self.stage.ask("GET", "/readyz").status, 200)
        self.assertEqual(self.stage.ask("GET", "/api/users", "administrator").status, 200)

        time.sleep(3.1)  # so long nobody asks it again
        impostor = Provider(self.port, make_certificate(self.at, "impostor"), self.keys[:1])
        try:
            self.assertEqual(browser.get("/api/session/oidc")[:2], (503, "oidc_unavailable"))
            self.assertEqual(impostor.asked, [])
        finally:
            impostor.close()

        provider = Provider(self.port, self.certificate, self.keys[:1])
        self.addCleanup(provider.close)
        provider.person = {"preferred_username": "lan.nguyen"}
        time.sleep(3.1)
        self.assertEqual(browser.get(browser.go())[0], 303)
        self.assertNotIn(SECRET, (self.stage.at / "gateway.log").read_text())


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
