#!/usr/bin/python3
"""A count that cannot fail proves nothing: the receivers and the table must see what is missing, doubled or astray."""
import asyncio
import sys
import unittest

sys.dont_write_bytecode = True
import table
from gate import gate
from mail_counter import mail_counter
from row import figures, row, run

MESSAGE = "Message-ID: <{id}@x>\r\nArchived-At: <https://hcm.edu.vn/1>\r\n\r\n" + "Text. " * 50 + "\r\n.\r\n"


async def send(port, recipient, id):
    """Returns the reply to the message, or nothing if the connection ended without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await reader.readline()
        writer.write(f"MAIL FROM:<a@x>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())
        for _ in range(3):
            line = await reader.readline()
            if not line.startswith((b"2", b"3")):
                return line
        writer.write(MESSAGE.format(id=id).encode())
        return await reader.readline()
    except ConnectionError:
        return b""
    finally:
        writer.close()


class receivers(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.mail = mail_counter()
        await self.mail.listen()

    async def asyncTearDown(self):
        await self.mail.close()

    async def test_counts_each_message_once_for_its_recipient(self):
        for recipient in ("an@x", "binh@x", "an@x"):
            self.assertTrue((await send(self.mail.port, recipient, recipient[0])).startswith(b"250"))
        self.assertEqual((self.mail.distinct(), self.mail.doubled(), self.mail.under_two_ids()), (2, 1, 0))

    async def test_the_same_under_another_message_id_is_noticed(self):
        await send(self.mail.port, "an@x", "1")
        await send(self.mail.port, "an@x", "2")
        self.assertEqual(self.mail.under_two_ids(), 1)

    async def test_fates(self):
        for fate, reply, taken in (("grey", b"450", 0), ("421", b"421", 0), ("421 after", b"421", 0), ("mid", b"", 0), ("untaken", b"", 0), ("taken", b"", 1)):
            self.mail.fate = lambda _, fate=fate: fate
            before = self.mail.distinct()
            self.assertTrue((await send(self.mail.port, f"{fate.replace(' ', '-')}@x", "1")).startswith(reply))
            self.assertEqual(self.mail.distinct() - before, taken, fate)

    async def test_a_gate_closes_and_opens_on_the_same_port(self):
        hop = gate(self.mail.port)
        await hop.listen()
        self.assertTrue((await send(hop.port, "an@x", "1")).startswith(b"250"))
        await hop.switch("shut")
        with self.assertRaises(OSError):
            await asyncio.open_connection("127.0.0.1", hop.port)
        await hop.switch("open")
        self.assertTrue((await send(hop.port, "an@x", "1")).startswith(b"250"))
        await hop.close()


class fake_stage:
    """One bulletin for a hundred on each channel, counted as told."""

    def __init__(self, missing=0, astray=0, app=0, email=0, over=True, two_ids=0):
        self.published = {"url": ("everybody", ("enetviet", "email"))}
        self.kills, self.missing, self.astray, self.is_over = 0, missing, astray, over
        self.mail = self
        self.tally = {"doubled": app, "repeated": 0}
        self.twice, self.ids = email, two_ids

    def wait_over(self, _):
        return self.is_over

    def compare(self, *_):
        return self.missing, self.astray

    def partner_tally(self):
        return self.tally

    def doubled(self):
        return self.twice

    def under_two_ids(self):
        return self.ids

    def destinations(self, _):
        return 100


class judgement(unittest.TestCase):
    def judged(self, bound=0, **counted):
        found = figures()
        what = row("sample", "", (1, 1), None)
        run(what, 0, 1, True, found).count(fake_stage(**counted), email=bound)
        return found.result(), table.last_line([(what, found)])

    def test_all_is_well(self):
        self.assertEqual(self.judged(), ("ok", "chaos: rows=1 kills=0 lost=0 over_bound=0"))
        self.assertEqual(self.judged(email=3, bound=3)[0], "ok")

    def test_what_must_fail_fails(self):
        self.assertEqual(self.judged(missing=1), ("FAILED", "chaos: rows=1 kills=0 lost=2 over_bound=0"))
        self.assertEqual(self.judged(email=4, bound=3), ("FAILED", "chaos: rows=1 kills=0 lost=0 over_bound=1"))
        self.assertEqual(self.judged(app=1, bound=3), ("FAILED", "chaos: rows=1 kills=0 lost=0 over_bound=1"))
        for wrong in ({"astray": 1}, {"over": False}, {"two_ids": 1}):
            self.assertEqual(self.judged(**wrong)[0], "FAILED", wrong)

    def test_slow_fails_where_there_is_a_limit(self):
        found = figures(resume=[0.1, 2.5])
        self.assertEqual((found.result(2), found.is_as_it_must_be(2)), ("slow", False))
        self.assertEqual((found.result(0), found.is_as_it_must_be(0)), ("ok", True))
        self.assertTrue(figures(skipped="no root").is_as_it_must_be(2))


if __name__ == "__main__":
    unittest.main()
