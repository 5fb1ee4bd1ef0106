#!/usr/bin/python3
"""The demo's mail server, talked to by smtplib and over a bare socket."""
import base64
import json
import pathlib
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
PYTHON = "/usr/bin/python3"  # Debian's: it has aiosmtpd
URL = "https://hcm.edu.vn/ct/41848/1"
MESSAGE = f"From: a@hcm.edu.vn\r\nArchived-At: <{URL}>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Xin chào</p>\r\n..\r\n".encode()


class mail_server:
    def __init__(self, folder, *failures):
        self.folder = pathlib.Path(folder)
        self.cert, key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
             self.cert, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True, capture_output=True,
        )  # fmt: skip
        self.clients = []
        (self.folder / "password").write_text("secret\n")
        self.process = subprocess.Popen(
            [PYTHON, "-B", CHECKOUT / "scripts" / "demo_mail_server.py", "--folder", folder, "--cert", self.cert, "--key", key,
             "--username", "loa", "--password-file", self.folder / "password", *failures]
        )  # fmt: skip
        deadline = time.monotonic() + 10
        while not (self.folder / "ports.json").exists():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError("the mail server did not start")
            time.sleep(0.02)
        self.ports = json.loads((self.folder / "ports.json").read_text())

    def stop(self):
        for client in self.clients:
            client.close()
        self.process.terminate()
        self.process.wait(10)

    def ask(self, path, body=None):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports['http']}{path}", data=body, timeout=10) as answer:
            return json.load(answer)

    def connect(self, password="secret"):
        client = smtplib.SMTP("127.0.0.1", self.ports["smtp"], timeout=10)
        self.clients.append(client)
        client.starttls(context=ssl.create_default_context(cafile=self.cert))
        client.login("loa", password)
        return client


class demo_mail_server(unittest.TestCase):
    def serve(self, *failures):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        server = mail_server(folder.name, *failures)
        self.addCleanup(server.stop)
        return server

    def test_counts_what_it_accepts_and_what_comes_twice(self):
        server = self.serve()
        client = server.connect()
        for recipient in ("an@x.hcm.edu.vn", "Binh@x.hcm.edu.vn", "binh@x.hcm.edu.vn"):
            client.sendmail("b@hcm.edu.vn", [recipient], MESSAGE)
        tally = server.ask("/tally")
        self.assertEqual((tally["accepted"], tally["distinct"], tally["doubled"]), (3, 2, 1))
        answer = server.ask("/tally/expected?url=" + urllib.parse.quote(URL, safe=""), b"binh@x.hcm.edu.vn\nchi@x.hcm.edu.vn\n")
        self.assertEqual((answer["expected"], answer["found"], answer["missing"], answer["unexpected"]), (2, 1, 1, 1))
        self.assertEqual(answer["first_missing"], ["chi@x.hcm.edu.vn"])
        server.stop()
        self.assertEqual(json.loads((server.folder / "tally.json").read_text())["accepted"], 3)
        self.assertIn("Xin chào", (server.folder / "messages" / "ct-41848-1.html").read_text(encoding="utf-8"))
        self.assertEqual(len(list((server.folder / "maildir" / "new").iterdir())), 3)

    def test_lets_nobody_in_without_the_password(self):
        server = self.serve()
        with self.assertRaises(smtplib.SMTPAuthenticationError):
            server.connect(password="guess")

    def test_answers_commands_sent_ahead_one_by_one_and_in_order(self):
        server = self.serve()
        plain = socket.create_connection(("127.0.0.1", server.ports["smtp"]), 10)
        lines = plain.makefile("rb")
        lines.readline()
        plain.sendall(b"EHLO x\r\n")
        while lines.readline()[3:4] == b"-":
            pass
        plain.sendall(b"STARTTLS\r\n")
        self.assertTrue(lines.readline().startswith(b"220"))
        client = ssl.create_default_context(cafile=server.cert).wrap_socket(plain, server_hostname="127.0.0.1")
        lines = client.makefile("rb")
        client.sendall(b"EHLO x\r\nAUTH PLAIN " + base64.b64encode(b"\0loa\0secret") + b"\r\n")
        said = []
        while not said or not said[-1].startswith(b"235"):
            said.append(lines.readline())
        self.assertIn(b"250-PIPELINING\r\n", said)
        begin = b"MAIL FROM:<b@hcm.edu.vn> BODY=8BITMIME\r\nRCPT TO:<%s@x.hcm.edu.vn>\r\nDATA\r\n"
        message = MESSAGE.replace(b"\r\n..", b"\r\n...") + b".\r\n"
        client.sendall(begin % b"an")
        self.assertEqual([lines.readline()[:3] for _ in range(3)], [b"250", b"250", b"354"])
        client.sendall(message + begin % b"binh")
        self.assertEqual([lines.readline()[:3] for _ in range(4)], [b"250", b"250", b"250", b"354"])
        client.sendall(message + b"QUIT\r\n")
        self.assertEqual([lines.readline()[:3] for _ in range(2)], [b"250", b"221"])
        client.close()
        self.assertEqual(server.ask("/tally")["distinct"], 2)

    def test_fails_as_told(self):
        server = self.serve("--rejected", "1")
        client = server.connect()
        with self.assertRaises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail("b@hcm.edu.vn", ["an@x.hcm.edu.vn"], MESSAGE)
        self.assertEqual(refused.exception.recipients["an@x.hcm.edu.vn"][0], 550)

        server = self.serve("--drop", "1", "--drop-accepted", "1")
        with self.assertRaises((smtplib.SMTPServerDisconnected, ConnectionError)):
            server.connect().sendmail("b@hcm.edu.vn", ["an@x.hcm.edu.vn"], MESSAGE)
        tally = server.ask("/tally")
        self.assertEqual((tally["accepted"], tally["dropped"]), (1, 1))


if __name__ == "__main__":
    unittest.main()
