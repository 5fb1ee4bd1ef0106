"""The pages that people work with, as a browser asks for them."""
import re

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def is_page(test, reply, kept):
    policy = reply.headers["Content-Security-Policy"]
    nonce = re.search(r"style-src 'self' 'nonce-([^']+)'", policy)[1]
    test.assertNotIn(nonce, kept.setdefault("nonces", set()))
    kept["nonces"].add(nonce)
    test.assertIn(nonce.encode(), reply.raw)
    test.assertNotIn(b"__CSP_NONCE__", reply.raw)
    test.assertEqual(reply.headers["Cache-Control"], "no-store")
    for rule in ("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
        test.assertIn(rule, policy.split("; "))


def is_kept_by_nobody(test, reply, kept):
    test.assertEqual(reply.headers["Cache-Control"], "no-store")


def is_kept(test, reply, kept):
    test.assertEqual(reply.headers["Cache-Control"], "public, max-age=31536000, immutable")


STEPS = [
    {"do": "GET /", "expect": 200, "check": is_page, "keep": {"script": lambda reply: re.search(rb'src="/assets/([^"]+\.js)"', reply.raw)[1].decode()}},
    {"do": "GET /assets/{file}", "path": {"file": "$script"}, "expect": 200, "check": is_kept, "keep": {"tag": lambda reply: reply.headers["ETag"]}},
    {"do": "GET /assets/{file}", "path": {"file": "$script"}, "headers": {"Accept-Encoding": "gzip"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual((reply.headers["Content-Encoding"], reply.raw[:2]), ("gzip", b"\x1f\x8b"))},
    {"do": "GET /assets/{file}", "path": {"file": "$script"}, "headers": {"If-None-Match": "$tag"}, "expect": 304},
    {"do": "GET /assets/{file}", "path": {"file": "nowhere.js"}, "headers": PAGE, "expect": 404},
    {"do": "GET /{path}", "path": {"path": "login"}, "headers": PAGE, "expect": 200, "check": is_page},
    {"do": "GET /{path}", "path": {"path": "bulletins/17"}, "headers": PAGE, "expect": 200, "check": is_page},
    {"do": "GET /{path}", "path": {"path": "login"}, "headers": {"Accept": "*/*"}, "expect": 404, "check": is_kept_by_nobody},
    {"do": "GET /{path}", "path": {"path": "api/nowhere"}, "headers": PAGE, "expect": 404},
    {"do": "GET /{path}", "path": {"path": "favicon.svg"}, "expect": 200, "keep": {"tag": lambda reply: reply.headers["ETag"]}},
    {"do": "GET /{path}", "path": {"path": "favicon.svg"}, "headers": {"If-None-Match": "$tag"}, "expect": 304},
]
