"""The API's document, and the running program that is held to it."""
import re
import unittest

import jsonschema
import yaml

from stage import ROLES, SOURCE, Stage

DOCUMENT = yaml.safe_load((SOURCE / "gateway/api/openapi.yaml").read_text())
SEEN = {}  # (method, path): statuses that the program answered with


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


class Running(unittest.TestCase):
    program = None
    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage(cls.program, cls.settings)
        cls.addClassCleanup(cls.stage.close)

    def assert_as_documented(self, method, path, reply):
        """The status is one of those that the document names, and the body is what it says."""
        told = DOCUMENT["paths"][path][method.lower()]["responses"]
        self.assertIn(str(reply.status), told, f"{method} {path}: {reply.raw[:500]}")
        SEEN.setdefault((method, path), set()).add(str(reply.status))
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
