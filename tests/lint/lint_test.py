#!/usr/bin/env python3
"""House rules that a compiler does not check. Run by ctest; prints file:line and fails."""
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])

# folder -> folders whose headers it may include (itself always; main.cpp, app and tests anything)
ARROWS = {
    "gateway/core": set(),
    "gateway/pipeline": {"gateway/core"},
    "gateway/ledger": {"gateway/core"},
    "gateway/http": {"gateway/core"},
    "gateway/metrics": {"gateway/core"},
    "gateway/accounts": {"gateway/core"},
    "gateway/api": {"gateway/core", "gateway/http", "gateway/accounts"},
    # The outermost ring beside app: the commands open stores and adapters by their factories; nothing includes them.
    "gateway/cli": {"gateway/core", "gateway", "gateway/accounts", "gateway/api", "gateway/ledger", "gateway/logging", "config", "queue", "adapters/enetviet", "adapters/http_client"},
    "adapters/html": {"gateway/core"},
    "adapters/net": {"gateway/core"},
    "adapters/http_client": {"gateway/core", "adapters/net"},
    "adapters/oidc": {"gateway/core", "gateway/accounts", "adapters/http_client"},
    "adapters/enetviet": {"gateway/core", "adapters/html", "adapters/http_client"},
    "adapters/email": {"gateway/core", "adapters/html", "adapters/net"},
    "queue": {"gateway/core"},
    "config": {"gateway/core"},  # plus any *_params.hpp, see below
}
# What core may never see.
FORBIDDEN_IN_CORE = re.compile(r"#include <(boost/beast|hiredis|sqlite3|SQLiteCpp|spdlog|boost/asio/ip|boost/asio/ssl)")
BANNED_NAME = re.compile(r"(^|[/_])(util|utils|helper|helpers|manager|common|misc|impl)([_.]|$)")


def folder(path):
    return max((f for f in ARROWS if path.startswith(f + "/")), key=len, default=None)


def awaited_arguments(text):
    """Yields (offset, argument text) of each call to the right of a co_await."""
    for match in re.finditer(r"\bco_await\b", text):
        depth, start = 0, match.end()
        i = start
        for i in range(start, len(text)):
            c = text[i]
            if c == "(":
                depth += 1
            elif c == ")":
                depth -= 1
            if depth < 0 or (depth == 0 and c in ";{"):
                break
        yield match.start(), text[start:i]


def conditions(text):
    """Yields (offset, text between the parentheses) of each if, while and switch."""
    for match in re.finditer(r"\b(if|while|switch) \(", text):
        depth = 0
        for i in range(match.end() - 1, len(text)):
            depth += {"(": 1, ")": -1}.get(text[i], 0)
            if depth == 0:
                yield match.start(), text[match.end():i]
                break


def without_comments_and_strings(source):
    keep_includes = lambda m: m[0] if m[0][0] == '"' and "/" in m[0] else " " * len(m[0])
    return re.sub(r'//[^\n]*|"(\\.|[^"\\\n])*"', keep_includes, source)


problems = []
sources = sorted(p for d in ("gateway", "adapters", "queue", "config", "tests", "bench") for p in (ROOT / d).rglob("*.[ch]pp"))
for file in sources:
    name = file.relative_to(ROOT).as_posix()
    source = file.read_text()
    text = without_comments_and_strings(source)
    here = folder(name)
    line = lambda offset: text.count("\n", 0, offset) + 1

    if BANNED_NAME.search(name):
        problems.append(f"{name}:1: a file is named by its subject")
    if name.endswith(".hpp") and "#pragma once" not in source:
        problems.append(f"{name}:1: #pragma once is missing")
    for match in re.finditer(r'#include "([^"]+)"', text):
        there = folder(match[1]) or (match[1].split("/")[0] if here else None)
        params_of_module = here == "config" and match[1].endswith("_params.hpp")
        if here and there and there != here and there not in ARROWS[here] and not params_of_module:
            problems.append(f"{name}:{line(match.start())}: {here} must not include {match[1]}")
    if here == "gateway/core":
        for match in FORBIDDEN_IN_CORE.finditer(text):
            problems.append(f"{name}:{line(match.start())}: core does no I/O: {match[0]}")
    # g++ 12 destroys brace-made aggregates and inline closures in an awaited call twice.
    for offset, args in awaited_arguments(text):
        if re.search(r"\w\s*\{|[(,]\s*\{|\[[^\]\d][^\]]*\]\s*[({]", args):
            problems.append(f"{name}:{line(offset)}: name the braces or the lambda before co_await (g++ 12 destroys them twice)")

    # ... and runs into nowhere after some loops with a co_await in the condition of an if.
    for offset, condition in conditions(text):
        if re.search(r"\bco_await\b", condition.split(";")[-1]):
            problems.append(f"{name}:{line(offset)}: name the result of co_await before the condition (g++ 12 miscompiles it)")

print("\n".join(problems) or f"ok: {len(sources)} files")
sys.exit(bool(problems))
