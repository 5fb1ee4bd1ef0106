"""What needs somebody at a browser: the own password, keys, signing out, and what is refused when many sign in at once."""
import concurrent.futures
import contextlib
import threading

from browser import Browser, employ

PASSWORD = "ngựa vằn đọc báo"  # as employ chooses it
KEY = {"name": "portal", "roles": ["administrator"], "expires": "2026-01-01T00:00:00Z"}


def begin(stage, kept):
    """An administrator at a browser, beside the one with the key."""
    kept["lan"] = employ(stage, lambda *at: stage.ask(*at[:2], "administrator", *at[2:]), "lan", ["administrator"])
    kept["good_key"] = {**KEY, "expires": stage.in_days(300)}


def by(do, expect, **more):
    return {"do": do, "by": "lan", "expect": expect, **more}


def take_session(test, reply, kept):
    kept["lan"].take(reply, 200)


def only_administrator(stage, kept):
    """The one with the key is none any more."""
    stage.write("UPDATE user SET active = 0 WHERE name = 'administrator'")
    kept["lan_tag"] = kept["lan"].ask("GET", f"/api/users/{kept['lan_id']}").headers["ETag"]


def two_again(stage, kept):
    stage.write("UPDATE user SET active = 1 WHERE name = 'administrator'")


@contextlib.contextmanager
def crowd(stage, name):
    """More sign in at once than the gateway hashes passwords for: two, and one waits."""
    over, seen = threading.Event(), []

    def sign_in():
        while not over.is_set():
            seen.append(stage.ask("POST", "/api/session", body={"name": name, "password": PASSWORD}))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        running = [pool.submit(sign_in) for _ in range(8)]
        try:
            yield seen
        finally:
            over.set()
        for one in running:
            one.result()


def busy_with_passwords(stage, kept):
    """Yields what came back, for the document."""
    lan = kept["lan"]
    user = f"/api/users/{kept['user']}/password"
    asks = {
        ("PUT", "/api/session/password"): lambda: lan.ask("PUT", "/api/session/password", {"current": PASSWORD, "new": "voi con đi học rồi"}),
        ("POST", "/api/users"): lambda: lan.ask("POST", "/api/users", {"name": "lan.nguyen", "full_name": "Lan", "roles": ["editor"], "password": PASSWORD}),
        ("POST", "/api/users/{id}/password"): lambda: lan.ask("POST", user, {"password": PASSWORD}),
    }
    with crowd(stage, "mai") as seen:
        for (method, path), ask in asks.items():
            for _ in range(300):
                reply = ask()
                if reply.status == 503:
                    assert reply.headers["Retry-After"], method + path
                    yield method, path, reply
                    break
                if (method, path) == ("PUT", "/api/session/password"):  # it went through: back to the one we know
                    lan.take(reply, 200)
                    while (back := lan.ask("PUT", "/api/session/password", {"current": "voi con đi học rồi", "new": PASSWORD})).status == 503:
                        pass
                    lan.take(back, 200)
    for reply in seen:
        yield "POST", "/api/session", reply


def employ_mai(stage, kept):
    employ(stage, kept["lan"].ask, "mai", ["editor"])


def locked_out(stage, kept):
    """After five failures in a row nothing is looked at for a while: neither at the door nor at the own password."""
    lan = kept["lan"]
    for _ in range(8):
        reply = lan.ask("PUT", "/api/session/password", {"current": "không phải vậy đâu", "new": "voi con đi học rồi"})
        if reply.status == 429:
            break
    assert int(reply.headers["Retry-After"]) >= 1
    yield "PUT", "/api/session/password", reply
    yield "POST", "/api/session", stage.ask("POST", "/api/session", body={"name": "lan", "password": PASSWORD})


STEPS = [
    begin,
    by("GET /api/session", 200, check=lambda test, reply, kept: test.assertEqual(reply.json["by"], "session")),
    # --- the own password ---
    by("PUT /api/session/password", 422, body={"current": PASSWORD, "new": "quá ngắn"}),
    by("PUT /api/session/password", 422, body={"current": "không phải vậy đâu", "new": "voi con đi học rồi"}),
    by("PUT /api/session/password", 200, body={"current": PASSWORD, "new": "voi con đi học rồi"}, check=take_session),
    by("PUT /api/session/password", 200, body={"current": "voi con đi học rồi", "new": PASSWORD}, check=take_session),
    # --- keys ---
    by("POST /api/keys", 422, body=KEY),
    by("POST /api/keys", 201, body="$good_key", keep={"key": lambda reply: reply.json["id"]}),
    by("POST /api/keys", 409, body="$good_key", code="name_taken"),
    by("DELETE /api/keys/{id}", 204, path={"id": "$key"}),
    by("DELETE /api/keys/{id}", 404, path={"id": "999999"}),
    # --- the last administrator ---
    by("GET /api/users", 200, keep={"lan_id": lambda reply: next(one["id"] for one in reply.json["items"] if one["name"] == "lan")}),
    only_administrator,
    by("PATCH /api/users/{id}", 409, path={"id": "$lan_id"}, body={"active": False}, headers={"If-Match": "$lan_tag"}, code="last_administrator"),
    two_again,
    # --- many at once ---
    employ_mai,
    busy_with_passwords,
    # --- out ---
    by("DELETE /api/session", 204),
    by("GET /api/session", 401),
    {"do": "POST /api/session", "body": {"name": "lan", "password": PASSWORD}, "expect": 201},
]
# Locks everybody out who comes from this machine: the last of all.
LAST = [
    lambda stage, kept: kept.update(lan=Browser(stage, "lan", PASSWORD)),
    locked_out,
]
