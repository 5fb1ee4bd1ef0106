"""An SMTP server that delivers nowhere, counts every message it takes, and misbehaves as told.

It takes a message at the moment it has read the lone dot, whatever happens to the answer: that is what a mailbox would show.
"""
import asyncio
import collections
import re
import socket
import time

from gate import reset

URL = re.compile(rb"^Archived-At:\s*<?([^>\s]+)>?", re.IGNORECASE | re.MULTILINE)
MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^>\s]+)>", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(rb"<([^>]*)>")
END = b"\r\n.\r\n"

TAKE = "take"
FATES = {
    TAKE: "250",
    "grey": "450 at RCPT",
    "421": "421 at RCPT, and the connection ends",
    "421 after": "421 after the text, which is not taken",
    "mid": "the connection ends in the middle of the text",
    "taken": "takes the message, resets without an answer",
    "untaken": "resets after the text without an answer, and does not take it",
    "stall taken": "takes the message and never answers",
    "stall untaken": "never answers, and does not take it",
}


class mail_counter:
    """Used on its loop; the counts may be read from elsewhere."""

    def __init__(self):
        self.port = 0
        self.latency = 0.0  # seconds before the answer to a message
        self.fate = lambda recipient: TAKE
        self.greeting = lambda: True  # False: 421 instead
        self.taken = collections.defaultdict(collections.Counter)  # URL -> recipient -> how often
        self.message_ids = collections.defaultdict(set)  # (URL, recipient) -> Message-IDs
        self.accepted = []  # when, in order
        self.played = collections.Counter()  # fate -> how often
        self.lines = set()
        self.server = None

    async def listen(self):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio sets no TCP_NODELAY
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self.server = await asyncio.start_server(self.serve, sock=listener, limit=1 << 20, backlog=256)

    async def close(self):
        if self.server:
            self.server.close()
            self.server = None
        for line in list(self.lines):
            reset(line)

    async def serve(self, reader, writer):
        self.lines.add(writer)
        try:
            await session(self, reader, writer).run()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            self.lines.discard(writer)
            writer.close()

    def take(self, recipient, text):
        found, name = URL.search(text), MESSAGE_ID.search(text)
        url = found[1].decode() if found else "(no Archived-At)"
        self.taken[url][recipient] += 1
        self.message_ids[url, recipient].add(name[1] if name else None)
        self.accepted.append(time.monotonic())

    # What the receiver counted

    def distinct(self):
        return sum(map(len, list(self.taken.values())))

    def doubled(self):
        return sum(n - 1 for seen in self.taken.values() for n in seen.values())

    def under_two_ids(self):
        """Doubled deliveries that a mail program could not know as one: not under the same Message-ID."""
        return sum(len(ids) > 1 for ids in self.message_ids.values())


class session:
    def __init__(self, counter, reader, writer):
        self.counter, self.reader, self.writer = counter, reader, writer
        self.recipient = self.fate = None

    def say(self, line):
        self.writer.write(line.encode() + b"\r\n")

    async def run(self):
        if not self.counter.greeting():
            self.counter.played["421 greeting"] += 1
            return self.say("421 4.3.2 not now")
        self.say("220 counter ESMTP")
        while line := await self.reader.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say("250-counter\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
            elif verb == b"MAIL":
                self.recipient = None
                self.say("250 2.1.0 ok")
            elif verb == b"RCPT":
                if not self.hear_recipient(line):
                    return
            elif verb == b"DATA":
                if not self.recipient:
                    self.say("503 5.5.1 no recipient")
                elif not await self.hear_text():
                    return
            elif verb == b"QUIT":
                return self.say("221 2.0.0 bye")
            elif verb in (b"RSET", b"NOOP"):
                self.recipient = None
                self.say("250 2.0.0 ok")
            else:
                self.say("502 5.5.2 what?")
            await self.writer.drain()

    def hear_recipient(self, line):
        self.recipient = ADDRESS.search(line)[1].decode().lower()
        self.fate = self.counter.fate(self.recipient)
        assert self.fate in FATES
        self.counter.played[self.fate] += 1
        if self.fate == "grey":
            self.recipient = None
            self.say("450 4.7.1 greylisted, come again")
        elif self.fate == "421":
            self.say("421 4.3.2 not now")
            return False
        else:
            self.say("250 2.1.5 ok")
        return True

    async def hear_text(self):
        """False: the connection is over."""
        self.say("354 go on")
        if self.fate == "mid":
            await self.reader.readexactly(200)
            reset(self.writer)
            return False
        text = await self.reader.readuntil(END)
        if self.counter.latency:
            await asyncio.sleep(self.counter.latency)
        if self.fate in (TAKE, "taken", "stall taken"):
            self.counter.take(self.recipient, text)
        self.recipient = None
        if self.fate == TAKE:
            self.say("250 2.0.0 taken")
            return True
        if self.fate == "421 after":
            self.say("421 4.3.2 going down")
        elif self.fate in ("taken", "untaken"):
            reset(self.writer)
        else:  # stalls
            while await self.reader.read(65536):
                pass
        return False
