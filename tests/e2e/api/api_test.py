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
import yaml

from stage import ROLES, SOURCE, Stage, wait_for
from walk import WALK

PROGRAM, PRINT_ROUTES = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
DOCUMENT = yaml.safe_load((SOURCE / "gateway/api/openapi.yaml").read_text())


def operations():
    for path, item in DOCUMENT["paths"].items():
        for method, one in item.items():
            if method != "parameters":
                yield method.upper(), path, one


def resolved(part):
    while "$ref" in part:
        at = DOCUMENT
        for name in part["$ref"].removeprefix("#/").split("/"):
            at = at[name]
        part = at
    return part


def roles_of(operation):
    who = operation["x-roles"]
    if who in ("readers", "signed_in"):
        return set(ROLES)
    return set() if who == "open" else set(who)


def numbered(path):
    """The path with something in place of each name, that is nowhere."""
    return re.sub(r"\{(\w+)\}", lambda name: "nowhere" if name[1] in ("name", "token", "reference") else "999999", path)


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


class Running(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(PROGRAM)
        cls.addClassCleanup(cls.stage.close)

    def assert_as_documented(self, method, path, reply):
        """The status is one of those that the document names, and the body is what it says."""
        told = DOCUMENT["paths"][path][method.lower()]["responses"]
        self.assertIn(str(reply.status), told, f"{method} {path}: {reply.raw[:500]}")
        content = resolved(told[str(reply.status)]).get("content", {})
        if not content:
            self.assertEqual(reply.raw, b"")
            return
        self.assertIn(reply.media, content)
        if reply.media.endswith("json"):
            schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": DOCUMENT["components"], **content[reply.media]["schema"]}
            jsonschema.validate(reply.json, schema, cls=jsonschema.Draft202012Validator)
        else:
            self.assertNotEqual(reply.raw, b"")
        if path.startswith("/api"):
            self.assertEqual(reply.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("default-src 'none'", reply.headers["Content-Security-Policy"])
            self.assertNotIn("Access-Control-Allow-Origin", reply.headers)


class Roles(Running):
    def test_every_route_takes_exactly_its_roles(self):
        for method, path, one in operations():
            if one["x-roles"] == "open" and one.get("security") == []:
                continue  # proves itself by what it sends, or is for everybody
            allowed = roles_of(one)
            for role in [None, *ROLES]:
                with self.subTest(operation=f"{method} {path}", role=role):
                    # Nothing that is there: whoever may ask is told so, or that the body is none.
                    reply = self.stage.ask(method, numbered(path), role)
                    if one["x-roles"] == "open":
                        self.assertNotIn(reply.status, (401, 403))
                    elif role is None:
                        self.assertEqual(reply.status, 401, reply.raw)
                        self.assertEqual(reply.json["code"], "unauthenticated")
                        self.assert_as_documented(method, path, reply)
                    elif role in allowed:
                        # A key makes no keys and has no password: that is no matter of roles.
                        if reply.status != 403 or reply.json["code"] == "not_allowed":
                            self.assertNotIn(reply.status, (401, 403, 500), reply.raw)
                    else:
                        self.assertEqual(reply.status, 403, reply.raw)
                        self.assert_as_documented(method, path, reply)


class Walk(Running):
    def test_every_path_answers_every_status_as_documented(self):
        seen = {}
        kept = {}
        for step in WALK:
            if callable(step):
                step(self.stage, kept)
                continue
            method, path = step["do"].split(" ")
            fill = lambda value: re.sub(r"\$(\w+)", lambda name: str(kept[name[1]]), value) if isinstance(value, str) else value
            fills = lambda values: {key: fill(value) for key, value in (values or {}).items()}
            at = path
            for name, value in fills(step.get("path")).items():
                at = at.replace("{" + name + "}", value)
            body = step.get("body")
            body = fills(body) if isinstance(body, dict) and "body_as_is" not in step else body
            ask = lambda: self.stage.ask(method, at, step.get("as"), body, fills(step.get("headers")), fills(step.get("query")))
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
                seen.setdefault((method, path), set()).add(str(reply.status))
        for method, path, one in operations():
            told = {status for status in one["responses"] if status not in ("401", "403")}  # those are tried role by role
            with self.subTest(operation=f"{method} {path}"):
                self.assertEqual(told - seen.get((method, path), set()) - set(one.get("x-not-walked", [])), set(), "documented, but never seen")

    def test_what_is_nowhere_or_takes_another_method_says_so(self):
        reply = self.stage.ask("GET", "/api/nowhere", "auditor", headers={"Accept-Language": "en"})
        self.assertEqual((reply.status, reply.json["code"]), (404, "no_such_route"))
        reply = self.stage.ask("DELETE", "/api/channels", "operator")
        self.assertEqual((reply.status, reply.headers["Allow"]), (405, "GET"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
