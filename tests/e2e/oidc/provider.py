"""A provider of OpenID Connect on this machine: HTTPS, one client, and whatever it is told to say of whoever comes."""
import base64
import hashlib
import http.server
import json
import os
import re
import ssl
import subprocess
import threading
import time
import urllib.parse

CLIENT, SECRET = "loa", "secret: of the client"


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def openssl(*words, given=None):
    return subprocess.run(["openssl", *map(str, words)], input=given, check=True, capture_output=True, timeout=30).stdout


def make_certificate(folder, name):
    """Its own authority, for 127.0.0.1."""
    key, pem = folder / f"{name}.key", folder / f"{name}.pem"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem)
    return pem, key


class Key:
    def __init__(self, folder, name):
        self.name, self.file = name, folder / f"{name}.rsa"
        openssl("genrsa", "-out", self.file, "2048")
        modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode().strip().split("=")[1]
        self.public = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": name, "n": b64(bytes.fromhex(modulus)), "e": "AQAB"}

    def token(self, claims):
        what = ".".join(b64(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": self.name}, claims))
        return what + "." + b64(openssl("dgst", "-sha256", "-sign", self.file, given=what.encode()))


class Provider:
    def __init__(self, port, certificate, keys):
        self.issuer = f"https://127.0.0.1:{port}/realms/so"
        self.keys = keys       # those it publishes; the first signs
        self.person = {}       # claims of whoever comes
        self.claims = {}       # others than the right ones
        self.signs_with = None
        self.stalls = threading.Event()
        self.asked = []        # paths
        self.codes = {}
        provider = self

        class Page(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def reply(self, status, body, **headers):
                raw = json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self):
                self.answer("")

            def do_POST(self):
                self.answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def answer(self, body):
                at = urllib.parse.urlsplit(self.path)
                provider.asked.append(at.path)
                while provider.stalls.is_set():
                    time.sleep(0.02)
                page = {"/realms/so/.well-known/openid-configuration": provider.describe, "/keys": provider.publish,
                        "/authorize": provider.authorize, "/token": provider.give_token}.get(at.path)
                if page is None:
                    return self.reply(404, {})
                fields = dict(urllib.parse.parse_qsl(body or at.query))
                status, what, headers = page(fields, self.headers)
                self.reply(status, what, **headers)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            allow_reuse_address = True

            def handle_error(self, *_):
                pass  # a client that does not trust us hangs up

        self.server = Server(("127.0.0.1", port), Page)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, certificate))
        # Hands are shaken on the connection's own thread: one that does not holds up nobody.
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.stalls.clear()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(10)

    def describe(self, *_):
        root = self.issuer.removesuffix("/realms/so")
        return 200, {"issuer": self.issuer, "authorization_endpoint": root + "/authorize", "token_endpoint": root + "/token",
                     "jwks_uri": root + "/keys"}, {}

    def publish(self, *_):
        return 200, {"keys": [key.public for key in self.keys]}, {}

    def authorize(self, fields, _):
        right = (fields["client_id"] == CLIENT and fields["response_type"] == "code" and "openid" in fields["scope"].split()
                 and fields["code_challenge_method"] == "S256" and re.fullmatch(r"[\w-]{43}", fields["code_challenge"]))
        if not right:
            return 400, {"error": "invalid_request"}, {}
        code = os.urandom(8).hex()
        self.codes[code] = fields
        back = urllib.parse.urlencode({"code": code, "state": fields["state"], "iss": self.issuer})
        return 302, {}, {"Location": f"{fields['redirect_uri']}?{back}"}

    def give_token(self, fields, headers):
        both = base64.b64decode(headers.get("Authorization", "").removeprefix("Basic ")).decode()
        if both != f"{CLIENT}:{urllib.parse.quote(SECRET, safe='')}":
            return 401, {"error": "invalid_client"}, {}
        asked = self.codes.pop(fields["code"], None)  # good once
        if (asked is None or asked["redirect_uri"] != fields["redirect_uri"]
                or b64(hashlib.sha256(fields["code_verifier"].encode()).digest()) != asked["code_challenge"]):
            return 400, {"error": "invalid_grant"}, {}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "17", "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.person, **self.claims}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": (self.signs_with or self.keys[0]).token(claims)}, {}
