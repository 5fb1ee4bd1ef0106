"""Somebody at a browser: signs in with a name and a password, keeps the cookie, and proves writes by the CSRF token."""


class Browser:
    def __init__(self, stage, name, password):
        self.stage, self.name = stage, name
        self.take(stage.ask("POST", "/api/session", body={"name": name, "password": password}), 201)

    def take(self, reply, status):
        """The session that a reply starts."""
        assert reply.status == status, f"{self.name}: {reply.raw[:500]}"
        self.cookie = reply.headers["Set-Cookie"].split(";")[0]
        self.session = reply.json

    def ask(self, method, path, body=None, headers=None, query=None, csrf="mine"):
        proof = {"Cookie": self.cookie}
        if csrf == "mine":
            csrf = self.session["csrf"]
        if csrf is not None and method != "GET":
            proof["X-CSRF-Token"] = csrf
        return self.stage.ask(method, path, None, body, {**proof, **(headers or {})}, query)

    def choose(self, old, new):
        """Another password, and with it another session."""
        self.take(self.ask("PUT", "/api/session/password", {"current": old, "new": new}), 200)


def employ(stage, by, name, roles, **more):
    """A user as administrators make them, who chose a password at the first sign-in. `by`: how the administrator asks."""
    once, own = "con voi ăn chuối", "ngựa vằn đọc báo"
    made = by("POST", "/api/users", {"name": name, "full_name": f"Người {name}", "roles": roles, "password": once, **more})
    assert made.status == 201, made.raw
    one = Browser(stage, name, once)
    assert one.session["must_change_password"]
    one.choose(once, own)
    return one
