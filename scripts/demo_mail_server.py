#!/usr/bin/python3
"""The demo's mail server: aiosmtpd with STARTTLS and AUTH on loopback, which delivers nowhere and counts exactly.

A message counts once for each (bulletin, recipient): the bulletin is the URL in its Archived-At header. The first messages are kept
to be looked at: all of them in a Maildir, one of each bulletin also as .eml, .html and .txt.

  demo_mail_server.py --folder F --cert C --key K --username U --password-file P [failures]

Writes into the folder: ports.json (once it listens), tally.json (twice a second and at the end), maildir/, messages/.
Over HTTP, as the sandbox partner does: GET /tally; POST /tally/expected?url=URL with one address a line answers {"expected", "found",
"missing", "unexpected", "doubled", "first_missing"}. SIGTERM or SIGINT ends it. It takes some 18,000 messages of 4 KB a second over TLS.
"""
import argparse
import asyncio
import hmac
import http.server
import json
import logging
import mailbox
import pathlib
import random
import re
import signal
import socket
import ssl
import threading
import urllib.parse
import zlib
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

ARCHIVED_AT = re.compile(rb"^Archived-At:\s*<?([^>\s]+)>?", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"\s*<([^<>\s]+)>(.*)$")
KEPT_EACH = 25  # messages of each bulletin: some 200 of the demo's eight


class counting_smtp(SMTP):
    """aiosmtpd, with what it does per message made cheap: a city is a quarter of a million messages, on half a core."""

    line_length_limit = 1 << 20  # also the reader's buffer: whole messages are read at once
    command_size_limit = 2048

    def _getaddr(self, arg):
        # The general parser costs 0.2 ms an address; its result is the same for addresses without comments or quotes.
        plain = ADDRESS.match(arg) if arg and '"' not in arg and "(" not in arg else None
        return (plain[1], plain[2]) if plain else super()._getaddr(arg)

    async def push(self, status):
        self._writer.write((status.encode() if isinstance(status, str) else status) + b"\r\n")
        if self._writer.transport.get_write_buffer_size() > 65536:
            await self._writer.drain()

    def _reset_timeout(self, duration=None):
        # aiosmtpd makes a timer for every command; one that looks at the time of the last command does.
        self._last_command = self.loop.time()
        if self._timeout_handle is None:
            self._timeout_handle = self.loop.call_later(self._timeout_duration, self._timeout_cb)

    def _timeout_cb(self):
        left = self._last_command + self._timeout_duration - self.loop.time()
        if left > 0:
            self._timeout_handle = self.loop.call_later(left, self._timeout_cb)
        else:
            super()._timeout_cb()

    async def smtp_DATA(self, arg):
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            # Header lines come first, so a lone dot is never the first line.
            body = await self._reader.readuntil(b"\r\n.\r\n")
        except asyncio.LimitOverrunError:
            await self.push("552 5.3.4 Error: too much mail data")
            self.transport.close()
            return
        body = body[:-3]
        if b"\r\n.." in body:
            body = body.replace(b"\r\n..", b"\r\n.")
        self.envelope.content = body
        status = await self._call_handler_hook("DATA")
        self._set_post_data_state()
        if status is None:
            self.transport.abort()
            raise asyncio.CancelledError  # what was pipelined behind it is never looked at
        else:
            await self.push(status)


class counter:
    """aiosmtpd's handler: decides what happens to each message and counts what was accepted. Used on one loop only."""

    def __init__(self, params):
        self.params = params
        self.accepted = {}  # bulletin -> {recipient: how often}
        self.failures = {"transient": 0, "rejected": 0, "dropped": 0}
        self.kept = {}  # bulletin -> how many messages were kept
        self.draw = random.Random().random

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        # aiosmtpd reads its commands from one buffer and answers in order, so PIPELINING (RFC 2920) holds: it only does not say so.
        return responses[:-1] + ["250-PIPELINING", "250-ENHANCEDSTATUSCODES"] + responses[-1:]

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return "250 2.1.0 sender ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if zlib.crc32(address.lower().encode()) < self.params.rejected * 2**32:  # the same ones every time
            self.failures["rejected"] += 1
            return "550 5.1.1 no such user here"
        if self.draw() < self.params.transient / 2:  # half of them here, half after the body
            self.failures["transient"] += 1
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient ok"

    async def handle_DATA(self, server, session, envelope):
        if self.draw() < self.params.transient / 2:
            self.failures["transient"] += 1
            return "451 4.3.2 try again later"
        if self.draw() < self.params.drop:
            self.failures["dropped"] += 1
            if self.draw() < self.params.drop_accepted:
                self.accept(envelope)
            return None
        self.accept(envelope)
        return "250 2.0.0 accepted"

    def accept(self, envelope):
        found = ARCHIVED_AT.search(envelope.content)
        bulletin = found[1].decode(errors="replace") if found else "(no Archived-At header)"
        seen = self.accepted.setdefault(bulletin, {})
        for address in envelope.rcpt_tos:
            address = address.lower()
            seen[address] = seen.get(address, 0) + 1
        kept = self.kept.get(bulletin, 0)
        if kept < KEPT_EACH:
            self.kept[bulletin] = kept + 1
            keep(self.params.folder, bulletin, envelope.content, first=kept == 0)

    def summary(self):
        bulletins = {
            url: {"accepted": sum(seen.values()), "distinct": len(seen), "doubled": sum(seen.values()) - len(seen)}
            for url, seen in self.accepted.items()
        }
        total = {key: sum(b[key] for b in bulletins.values()) for key in ("accepted", "distinct", "doubled")}
        return {**total, **self.failures, "by_url": bulletins}

    def expected(self, url, addresses):
        seen = self.accepted.get(url, {})
        missing = addresses - seen.keys()
        return {
            "expected": len(addresses), "found": len(addresses) - len(missing), "missing": len(missing),
            "unexpected": len(seen.keys() - addresses), "doubled": sum(seen.values()) - len(seen), "first_missing": sorted(missing)[:10],
        }  # fmt: skip


def keep(folder, bulletin, content, first):
    """Keeps the message in the Maildir, and the first of each bulletin in forms that a browser opens."""
    content = content.replace(b"\r\n", b"\n")
    mailbox.Maildir(folder / "maildir").add(content)
    if not first:
        return
    message = message_from_bytes(content, policy=policy.default)
    name = re.sub(r"[^\w.-]+", "-", urllib.parse.urlsplit(bulletin).path).strip("-")[-80:] or "message"
    (folder / "messages" / f"{name}.eml").write_bytes(content)
    for kind, suffix in (("html", "html"), ("plain", "txt")):
        part = message.get_body((kind,))
        if part is not None:
            (folder / "messages" / f"{name}.{suffix}").write_text(part.get_content(), encoding="utf-8")


def write_whole(path, value):
    """Readers see the old file or the new one, never half of one."""
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temporary.replace(path)


def make_http(counts, loop):
    def on_loop(function, *arguments):
        async def call():
            return function(*arguments)

        return asyncio.run_coroutine_threadsafe(call(), loop).result(30)

    class handler(http.server.BaseHTTPRequestHandler):
        def answer(self, code, value):
            body = json.dumps(value, ensure_ascii=False).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            if self.path == "/tally":
                self.answer(200, on_loop(counts.summary))
            else:
                self.answer(404, {"error": "there is GET /tally and POST /tally/expected?url=URL"})

        def do_POST(self):
            url = urllib.parse.urlsplit(self.path)
            about = urllib.parse.parse_qs(url.query).get("url", [""])[0]
            addresses = set(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode().lower().split())
            if url.path == "/tally/expected" and about:
                self.answer(200, on_loop(counts.expected, about, addresses))
            else:
                self.answer(404, {"error": "there is GET /tally and POST /tally/expected?url=URL"})

        def log_message(self, *_):
            pass

    return http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)


async def serve(params):
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    password = params.password_file.read_text().strip().encode()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(params.cert, params.key)
    counts = counter(params)
    loop = asyncio.get_running_loop()

    def authenticate(server, session, envelope, mechanism, login):
        right = (
            isinstance(login, LoginPassword)
            and login.login == params.username.encode()
            and hmac.compare_digest(login.password, password)
        )
        return AuthResult(success=right, handled=False)

    def session():
        return counting_smtp(
            counts, hostname="mail.demo.hcm.edu.vn", ident="Loa demo", tls_context=tls, require_starttls=True, auth_required=True,
            authenticator=authenticate, enable_SMTPUTF8=True, loop=loop,
        )  # fmt: skip

    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio sets no TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", params.port))
    server = await loop.create_server(session, sock=listener, backlog=256)
    web = make_http(counts, loop)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    write_whole(params.folder / "ports.json", {"smtp": listener.getsockname()[1], "http": web.server_address[1]})

    while not over.is_set():
        write_whole(params.folder / "tally.json", counts.summary())
        try:
            await asyncio.wait_for(over.wait(), 0.5)
        except asyncio.TimeoutError:
            pass
    server.close()
    write_whole(params.folder / "tally.json", counts.summary())


def parse_arguments():
    parser = argparse.ArgumentParser(description="A mail server that delivers nowhere and counts exactly.")
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--cert", type=pathlib.Path, required=True)
    parser.add_argument("--key", type=pathlib.Path, required=True)
    parser.add_argument("--username", required=True)
    parser.add_argument("--password-file", type=pathlib.Path, required=True)
    parser.add_argument("--port", type=int, default=0, help="0: a free one, see ports.json")

    def share(text):
        if not 0 <= float(text) <= 1:
            raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
        return float(text)

    parser.add_argument("--transient", type=share, default=0, help="share answered 451, at RCPT or after the body")
    parser.add_argument("--rejected", type=share, default=0, help="share of recipients always answered 550 5.1.1")
    parser.add_argument("--drop", type=share, default=0, help="share of messages after whose body the connection is reset, unanswered")
    parser.add_argument("--drop-accepted", type=share, default=0.5, help="share of those that were accepted all the same")
    return parser.parse_args()


def main():
    params = parse_arguments()
    (params.folder / "messages").mkdir(parents=True, exist_ok=True)
    mailbox.Maildir(params.folder / "maildir")  # makes it
    asyncio.run(serve(params))


if __name__ == "__main__":
    main()
