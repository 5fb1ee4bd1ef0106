#!/usr/bin/env python3
"""The API's document against the running program: the same routes, the same roles, every path and every documented status.

api_test.py LOA PRINT_ROUTES [unittest words]"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

import roles
from running import DOCUMENT, SEEN, Running, operations, resolved
from stage import SOURCE, wait_for
from walk import WALK

PROGRAM, PRINT_ROUTES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
Running.program = PROGRAM


class Document(unittest.TestCase):
    maxDiff = None

    def test_every_route_is_in_the_document_with_its_roles_and_nothing_else_is(self):
        routes = json.loads(subprocess.run([PRINT_ROUTES], check=True, capture_output=True, timeout=30).stdout)
        served = {(one["method"], one["path"]): one["who"] for one in routes}
        told = {(method, path): one["x-roles"] for method, path, one in operations()}
        self.assertEqual(sorted(served), sorted(told))
        order = lambda who: who if isinstance(who, str) else sorted(who)
        self.assertEqual({key: order(who) for key, who in served.items()}, {key: order(who) for key, who in told.items()})

    def test_the_page_says_what_the_document_says(self):
        subprocess.run([sys.executable, SOURCE / "scripts/api_page", "--check"], check=True)

    def test_the_document_is_sound(self):
        names = [one["operationId"] for _, _, one in operations()]
        self.assertEqual(len(names), len(set(names)))
        for name, schema in DOCUMENT["components"]["schemas"].items():
            with self.subTest(schema=name):
                jsonschema.Draft202012Validator.check_schema(schema)
        for method, path, one in operations():
            with self.subTest(operation=f"{method} {path}"):
                self.assertTrue({"tags", "summary", "x-roles", "responses"} <= one.keys())
                shared = DOCUMENT["paths"][path].get("parameters", [])
                in_path = {resolved(p)["name"] for p in shared + one.get("parameters", []) if resolved(p)["in"] == "path"}
                self.assertEqual(set(re.findall(r"\{(\w+)\}", path)), in_path)
                for part in shared + one.get("parameters", []) + list(one["responses"].values()):
                    resolved(part)


class Roles(roles.Roles):
    ran = False

    @classmethod
    def tearDownClass(cls):
        cls.ran = True


class Walk(Running):
    """After the roles, which see 401 and 403 everywhere."""

    def test_every_path_answers_every_status_as_documented(self):
        kept = {}
        for step in WALK:
            if callable(step):
                for method, path, reply in step(self.stage, kept) or ():
                    with self.subTest(step=step.__name__, operation=f"{method} {path}"):
                        self.assert_as_documented(method, path, reply)
                continue
            method, path = step["do"].split(" ")
            fill = lambda value: kept[value[1:]] if isinstance(value, str) and isinstance(kept.get(value[1:]), dict) else \
                re.sub(r"\$(\w+)", lambda name: str(kept[name[1]]), value) if isinstance(value, str) else value
            fills = lambda values: {key: fill(value) for key, value in (values or {}).items()}
            at = path
            for name, value in fills(step.get("path")).items():
                at = at.replace("{" + name + "}", value)
            body = step.get("body")
            if "body_as_is" not in step:
                body = fills(body) if isinstance(body, dict) else fill(body)
            headers, query = fills(step.get("headers")), fills(step.get("query"))
            if "by" in step:
                ask = lambda: kept[step["by"]].ask(method, at, body, headers, query)
            else:
                ask = lambda: self.stage.ask(method, at, step.get("as"), body, headers, query)
            with self.subTest(step=step):
                if "until" in step:
                    reply = wait_for(lambda: (got := ask()) and step["until"](got) and got)
                else:
                    reply = ask()
                self.assertEqual(reply.status, step["expect"], reply.raw[:800])
                self.assert_as_documented(method, path, reply)
                if "code" in step:
                    self.assertEqual(reply.json["code"], step["code"])
                for name, take in step.get("keep", {}).items():
                    kept[name] = take(reply)
                if "check" in step:
                    step["check"](self, reply, kept)
        self.count()

    def count(self):
        """Every documented status was seen, or the document says why not; and what it says so of was not."""
        told = {(method, path, status) for method, path, one in operations() for status in one["responses"]}
        if not Roles.ran:
            told = {one for one in told if one[2] not in ("401", "403")}
        seen = {(*at, status) for at, statuses in SEEN.items() for status in statuses}
        excused = {(method, path, status): why for method, path, one in operations() for status, why in one.get("x-not-walked", {}).items()}
        print(f"{len(told & seen)} of {len(told)} documented statuses walked; {len(excused)} not:", file=sys.stderr)
        for (method, path, status), why in sorted(excused.items()):
            print(f"  {method} {path} {status}: {why}", file=sys.stderr)
            self.assertGreater(len(why), 10)
            self.assertNotIn((method, path, status), seen, "walked after all")
            self.assertGreaterEqual(int(status), 300)
        self.assertEqual(sorted(told - seen - set(excused)), [], "documented, but never seen")

    def test_what_is_nowhere_or_takes_another_method_says_so(self):
        reply = self.stage.ask("GET", "/api/nowhere", "auditor", headers={"Accept-Language": "en"})
        self.assertEqual((reply.status, reply.json["code"]), (404, "no_such_route"))
        reply = self.stage.ask("DELETE", "/api/channels", "operator")
        self.assertEqual((reply.status, reply.headers["Allow"]), (405, "GET"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
