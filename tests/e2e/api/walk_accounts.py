"""Users, sessions, keys and the audit log, as programs with keys see them. What needs a browser's session is tried in
tests/integration/accounts."""

GOOD = "con voi ăn chuối"


def refused(do, role, **more):
    """What no body of it may be."""
    at = {"do": do, "as": role, **more}
    return [
        {**at, "body": "{", "headers": {"Content-Type": "application/json", **more.get("headers", {})}, "expect": 400, "code": "bad_json"},
        {**at, "body": "a=b", "headers": {"Content-Type": "text/plain", **more.get("headers", {})}, "expect": 415, "code": "media_type"},
        {**at, "body": {"surprise": "1"}, "expect": 422, "code": "invalid"},
    ]


AT = {"path": {"id": "$user"}}
NOWHERE = {"path": {"id": "999999"}, "expect": 404, "code": "not_found", "as": "administrator"}
STEPS = [
    # --- session ---
    *refused("POST /api/session", None),
    {"do": "POST /api/session", "body": {"name": "nobody", "password": GOOD}, "expect": 401, "code": "sign_in_failed"},
    {"do": "GET /api/session", "as": "editor", "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(reply.json["by"], "key")},
    {"do": "DELETE /api/session", "as": "editor", "expect": 409, "code": "no_session"},
    *[step for step in refused("PUT /api/session/password", "editor") if step["expect"] != 422],
    {"do": "GET /api/session/ways", "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual((reply.json, test.stage.ways_at_first["first_run"]),
                                                         ({"password": True, "oidc": False, "first_run": False, "signed_in": False}, True))},
    {"do": "GET /api/session/ways", "as": "editor", "expect": 200, "check": lambda test, reply, kept: test.assertTrue(reply.json["signed_in"])},
    {"do": "GET /api/session/oidc", "expect": 404, "code": "oidc_off"},
    {"do": "GET /api/session/oidc/callback", "query": {"code": "x", "state": "y"}, "expect": 404, "code": "oidc_off"},
    # --- users ---
    {"do": "POST /api/users", "as": "administrator", "expect": 201, "body_as_is": True, "keep": {"user": lambda reply: reply.json["id"]},
     "body": {"name": "lan.nguyen", "full_name": "Nguyễn Thị Lan", "roles": ["editor"], "password": GOOD}},
    {"do": "POST /api/users", "as": "administrator", "expect": 409, "code": "name_taken", "body_as_is": True,
     "body": {"name": "lan.nguyen", "full_name": "Nguyễn Thị Lan", "roles": ["editor"]}},
    *refused("POST /api/users", "administrator"),
    {"do": "POST /api/session", "body": {"name": "lan.nguyen", "password": GOOD}, "expect": 201,
     "check": lambda test, reply, kept: test.assertIn("HttpOnly", reply.headers["Set-Cookie"])},
    {"do": "GET /api/users", "as": "administrator", "expect": 200},
    {"do": "GET /api/users", "as": "administrator", "query": {"nmae": "lan"}, "expect": 400},
    {"do": "GET /api/users/{id}", "as": "administrator", **AT, "expect": 200, "keep": {"tag": lambda reply: reply.headers["ETag"]}},
    {"do": "GET /api/users/{id}", **NOWHERE},
    {"do": "PATCH /api/users/{id}", "as": "administrator", **AT, "body": {"full_name": "Lan"}, "expect": 428},
    *refused("PATCH /api/users/{id}", "administrator", **AT, headers={"If-Match": "$tag"}),
    {"do": "PATCH /api/users/{id}", "as": "administrator", **AT, "body": {"full_name": "Lan"}, "headers": {"If-Match": "$tag"}, "expect": 200},
    {"do": "PATCH /api/users/{id}", "as": "administrator", **AT, "body": {"full_name": "Lan"}, "headers": {"If-Match": "$tag"}, "expect": 412},
    {"do": "PATCH /api/users/{id}", **NOWHERE, "body": {"full_name": "Lan"}, "headers": {"If-Match": "$tag"}},
    {"do": "POST /api/users/{id}/password", "as": "administrator", **AT, "body": {"password": "tê giác ngủ trưa"}, "expect": 200},
    *refused("POST /api/users/{id}/password", "administrator", **AT),
    {"do": "POST /api/users/{id}/password", **NOWHERE, "body": {"password": "tê giác ngủ trưa"}},
    {"do": "GET /api/sign-ins", "as": "auditor", "expect": 200},
    {"do": "GET /api/sign-ins", "as": "auditor", "query": {"limit": "0"}, "expect": 400},
    # --- keys ---
    {"do": "GET /api/keys", "as": "administrator", "expect": 200},
    {"do": "GET /api/keys", "as": "administrator", "query": {"all": "1"}, "expect": 400},
    *[step for step in refused("POST /api/keys", "administrator") if step["expect"] != 422],
    {"do": "DELETE /api/keys/{id}", **NOWHERE},
    # --- audit ---
    {"do": "GET /api/audit", "as": "auditor", "query": {"action": "user.", "limit": "2"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(reply.json["items"][0]["who"], "key:administrator")},
    {"do": "GET /api/audit", "as": "auditor", "query": {"from": "yesterday"}, "expect": 400},
    {"do": "GET /api/audit/check", "as": "auditor", "expect": 200,
     "check": lambda test, reply, kept: test.assertTrue(reply.json["intact"])},
    {"do": "GET /api/audit.csv", "as": "auditor", "expect": 200},
    {"do": "GET /api/audit.csv", "as": "auditor", "query": {"form": "x"}, "expect": 400},
]
