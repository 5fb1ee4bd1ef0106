"""A real mail server of our own (aiosmtpd) that keeps every message and can hold one back; and somebody who listens to the live events."""
import email
import email.policy
import http.client
import json
import re
import threading
import time
from collections import Counter

from aiosmtpd.controller import Controller

from stage import free_port


class MailServer:
    def __init__(self):
        self.lock = threading.Lock()
        self.kept = []  # (when, mailbox, message)
        self.raw = {}  # by mailbox and subject
        self.held = threading.Event()  # somebody's message waits for `let_go`
        self.let_go = threading.Event()
        self.let_go.set()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        if not self.let_go.is_set() and not self.held.is_set():
            self.held.set()
            await server.loop.run_in_executor(None, self.let_go.wait, 60)
        with self.lock:
            for mailbox in envelope.rcpt_tos:
                self.kept.append((time.monotonic(), mailbox, message))
                self.raw[mailbox, message["Subject"]] = envelope.content
        return "250 kept"

    def hold_next(self):
        self.held.clear()
        self.let_go.clear()

    def of(self, title):
        with self.lock:
            return [(when, mailbox, message) for when, mailbox, message in self.kept if message["Subject"] == title]

    def count(self, title):
        return Counter(mailbox for _, mailbox, _ in self.of(title))

    def close(self):
        self.let_go.set()
        self.controller.stop()


def unsubscribe_path(message):
    """Of the link by which a mail program stops mail (RFC 8058)."""
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", message.items()
    return re.search(r"<https://loa\.test(/u/[\w-]+)>", message["List-Unsubscribe"])[1]


class Listener(threading.Thread):
    """GET /api/events of a session, as a browser has it open."""

    def __init__(self, port, cookie):
        super().__init__(daemon=True)
        self.events = []  # (when, name, data)
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.line.request("GET", "/api/events", headers={"Cookie": cookie})
        self.reply = self.line.getresponse()
        assert self.reply.status == 200, self.reply.status
        self.start()

    def run(self):
        name = None
        try:
            while line := self.reply.readline().decode():
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: "):
                    self.events.append((time.monotonic(), name, json.loads(line[6:])))
        except (OSError, ValueError, AttributeError):
            pass  # closed

    def of(self, broadcast):
        return [(when, data) for when, name, data in list(self.events) if name == "broadcast" and data["id"] == broadcast]

    def close(self):
        self.line.sock and self.line.sock.shutdown(2)
        self.join(10)
