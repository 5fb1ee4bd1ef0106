#!/usr/bin/env python3
"""The JSON Schema and the gateway say the same of a bulletin: both take the samples, both refuse each spoiled one."""
import copy
import json
import pathlib
import subprocess
import sys

import jsonschema

root, reader = pathlib.Path(sys.argv[1]), sys.argv[2]
schema = json.loads((root / "config/bulletin.schema.json").read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
samples = {p.name: json.loads(p.read_text()) for p in sorted((root / "tests/data/bulletins").glob("*.json"))}
full = samples["05-urgent.json"] | {k: samples["01-plan.json"][k] for k in ("image", "attachments", "document", "content_area")}


def gateway_takes(bulletin):
    """`reader` exits 0 if the text on its standard input is a bulletin."""
    return subprocess.run([reader], input=json.dumps(bulletin).encode(), stdout=subprocess.DEVNULL).returncode == 0


def paths(value, here=()):
    yield here
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, here + (key,))


def changed(bulletin, path, value):
    out = copy.deepcopy(bulletin)
    at = out
    for key in path[:-1]:
        at = at[key]
    if value is KeyError:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return out


problems, checked = [], 0
cases = [(name, b) for name, b in samples.items()] + [("full", full)]
for path in paths(full):
    if path:
        for value in (KeyError, None, 7, -1, "", "?", "x" * 5000, [], {}, True, {"unknown": 1}, ["?"]):
            cases.append((f"{'.'.join(map(str, path))} = {str(value)[:20]}", changed(full, path, value)))
for key in ("expire_at", "Title"):
    cases.append((f"extra key {key}", full | {key: "x"}))
for name, bulletin in cases:
    checked += 1
    by_schema, by_gateway = validator.is_valid(bulletin), gateway_takes(bulletin)
    if name in samples and not (by_schema and by_gateway):
        problems.append(f"{name}: a sample is refused (schema {by_schema}, gateway {by_gateway})")
    elif by_schema != by_gateway:
        problems.append(f"{name}: the schema says {by_schema}, the gateway {by_gateway}")
print("\n".join(problems) or f"ok: {checked} bulletins, the same verdict on each")
sys.exit(bool(problems))
