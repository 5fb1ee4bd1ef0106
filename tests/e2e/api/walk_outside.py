"""Those who have no account: recipients with the link in their mail, the partner with its receipts, Prometheus; and who watches."""
import base64
import contextlib
import hashlib
import hmac
import socket
import sqlite3
import struct
import time

SECRET = "secret-of-the-receipts"
RECEIPTS = '{"data":[{"ma_dot":"999999","ma_yeu_cau":"k","trang_thai":"da_nhan"}]}'


def make_link(stage, kept):
    """As gateway/core/refusal_token.cpp makes it, written a second time."""
    with sqlite3.connect(stage.at / "store/ledger.db", timeout=20) as store:
        (secret,) = store.execute("SELECT value FROM setting WHERE name = 'secret'").fetchone()
    key = hmac.digest(secret, b"loa refusal token", "sha256")
    said = struct.pack(">BqI", 1, 1, 1)
    kept["link"] = base64.urlsafe_b64encode(said + hmac.digest(key, said, "sha256")[:16]).decode().rstrip("=")


def sign(name, body, age=0):
    def step(stage, kept):
        kept["at_" + name] = at = str(int(time.time()) - age)
        kept["by_" + name] = hashlib.sha256(("loa" + body + at + SECRET).encode()).hexdigest()
    return step


def receipts(name, body, **more):
    return {"do": "POST /hooks/enetviet", "body": body, **more,
            "headers": {"Content-Type": "application/json", "X-Timestamp": "$at_" + name, "X-Signature": "$by_" + name}}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OURS, NOT_OURS = {"token": "$link"}, {"token": "A" * 39}
CLICK = "List-Unsubscribe=One-Click"
STEPS = [
    # --- watching ---
    {"do": "GET /api/events", "as": "auditor", "expect": 200},
    {"do": "GET /metrics", "expect": 200, "check": lambda test, reply, kept: test.assertIn(b"loa_build_info{", reply.raw)},
    {"do": "GET /metrics", "expect": 401, "headers": {"X-Forwarded-For": "203.0.113.9"}},
    {"do": "GET /metrics", "as": "editor", "expect": 403, "headers": {"X-Forwarded-For": "203.0.113.9"}},
    {"do": "GET /metrics", "as": "auditor", "expect": 200, "headers": {"X-Forwarded-For": "203.0.113.9"}},
    # --- recipients ---
    make_link,
    {"do": "GET /u/{token}", "path": OURS, "expect": 200},
    {"do": "GET /u/{token}", "path": NOT_OURS, "expect": 404},
    {"do": "POST /u/{token}", "path": OURS, "body": CLICK, "headers": FORM, "expect": 200},
    {"do": "POST /u/{token}", "path": NOT_OURS, "body": CLICK, "headers": FORM, "expect": 404},
    {"do": "POST /u/{token}/undo", "path": OURS, "expect": 200},
    {"do": "POST /u/{token}/undo", "path": NOT_OURS, "expect": 404},
    # --- the partner ---
    sign("good", RECEIPTS), sign("old", RECEIPTS, age=600), sign("odd", "{}"),
    receipts("good", RECEIPTS, expect=200),
    receipts("good", RECEIPTS, expect=200, check=lambda test, reply, kept: test.assertEqual(reply.json["message"], "repeated")),
    receipts("good", RECEIPTS + " ", expect=401, code="bad_signature"),
    receipts("old", RECEIPTS, expect=401, code="stale_message"),
    receipts("odd", "{}", expect=422, code="bad_receipts"),
]


def without_redis(stage, kept):
    stage.redis.kill()
    stage.redis.wait()


def too_many_watch(stage, kept):
    """From several addresses: the connections of one are limited to fewer."""
    head = f"GET /api/events HTTP/1.1\r\nHost: loa.test\r\nAuthorization: Bearer {stage.keys['auditor']}\r\n\r\n".encode()
    with contextlib.ExitStack() as all_of_them:
        for i in range(128):
            line = all_of_them.enter_context(socket.create_connection(("127.0.0.1", stage.port), 10, (f"127.0.0.{10 + i // 50}", 0)))
            line.sendall(head)
            if (said := line.recv(15)) != b"HTTP/1.1 200 OK":
                break
        reply = stage.ask("GET", "/api/events", "auditor")
        assert i > 100 and reply.status == 503 and reply.headers["Retry-After"], (i, said, reply.raw)
        yield "GET", "/api/events", reply


# The gateway is ready no more: the last of all.
LAST = [
    too_many_watch,
    without_redis,
    {"do": "GET /readyz", "until": lambda reply: reply.status == 503, "expect": 503,
     "check": lambda test, reply, kept: test.assertEqual((reply.json["ledger"], reply.json["redis"]), (True, False))},
    {"do": "GET /healthz", "expect": 200},
]
