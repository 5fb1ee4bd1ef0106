"""Broadcasts and channels."""
HASH = "0" * 64


def correct(stage, kept):
    kept["held"] = stage.publish("01-plan.json", version=2, title="Kế hoạch đã sửa")


def is_state(*states):
    return lambda reply: reply.status != 200 or reply.json["state"] in states


def one(action, expect, **more):
    return {"do": f"POST /api/broadcasts/{{id}}/{action}", "path": {"id": "$id"}, "expect": expect, **more}


def nowhere(method, below, role, **more):
    return {"do": f"{method} /api/broadcasts/{{id}}{below}", "path": {"id": "999999"}, "as": role, "expect": 404, "code": "not_found", **more}


def refused_bodies(action, role, good):
    """What no body of it may be."""
    at = {"do": f"POST /api/broadcasts/{{id}}/{action}", "path": {"id": "$id"}, "as": role}
    return [
        {**at, "body": "{", "headers": {"Content-Type": "application/json"}, "expect": 400, "code": "bad_json"},
        {**at, "body": "a=b", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "expect": 415, "code": "media_type"},
        {**at, "body": {**good, "surprise": 1}, "expect": 422, "code": "invalid"},
        nowhere("POST", f"/{action}", role, body=good),
    ]


STEPS = [
    # --- channels ---
    {"do": "GET /api/channels", "as": "auditor", "expect": 200},
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "enetviet"}, "as": "operator", "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(reply.json["paused_by"], "key:operator")},
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "enetviet"}, "as": "operator", "expect": 409, "code": "already_paused"},
    {"do": "POST /api/channels/{name}/resume", "path": {"name": "enetviet"}, "as": "operator", "expect": 200},
    {"do": "POST /api/channels/{name}/resume", "path": {"name": "enetviet"}, "as": "operator", "expect": 409, "code": "not_paused"},
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "pigeon"}, "as": "operator", "expect": 404},
    {"do": "POST /api/channels/{name}/resume", "path": {"name": "pigeon"}, "as": "operator", "expect": 404},
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "enetviet"}, "as": "operator", "expect": 200},
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "email"}, "as": "operator", "expect": 200},
    # --- lists ---
    lambda stage, kept: kept.update(id=stage.publish("01-plan.json")),
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"limit": "1", "state": "waiting,sending,held", "text": "kế"}, "expect": 200},
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"state": "asleep"}, "expect": 400, "code": "bad_parameter"},
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"stat": "sending"}, "expect": 400, "code": "bad_parameter"},
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"cursor": "nonsense"}, "expect": 400, "code": "bad_cursor"},
    # --- one ---
    {"do": "GET /api/broadcasts/{id}", "path": {"id": "$id"}, "as": "auditor", "until": is_state("sending"), "expect": 200},
    nowhere("GET", "", "auditor"),
    {"do": "GET /api/broadcasts/{id}/content", "path": {"id": "$id"}, "as": "auditor", "expect": 200},
    nowhere("GET", "/content", "auditor"),
    # --- steering ---
    one("pause", 200, **{"as": "operator", "headers": {"Idempotency-Key": '"pause-1"'}}),
    one("pause", 200, **{"as": "operator", "headers": {"Idempotency-Key": '"pause-1"'},
                         "check": lambda test, reply, kept: test.assertEqual(reply.headers["Idempotent-Replay"], "true")}),
    one("pause", 409, **{"as": "operator", "code": "already_paused"}),
    one("resume", 200, **{"as": "operator"}),
    one("resume", 409, **{"as": "operator", "code": "not_paused"}),
    one("release", 409, **{"as": "operator", "code": "not_held"}),
    *[nowhere("POST", f"/{action}", "operator") for action in ("pause", "resume", "cancel", "release")],
    # --- deciding ---
    one("approve", 409, **{"as": "approver", "body": {"hash": HASH}}),
    *refused_bodies("approve", "approver", {"hash": HASH}),
    one("give-back", 409, **{"as": "approver", "body": {"comment": "Sai ngày"}, "code": "started"}),
    *refused_bodies("give-back", "approver", {"comment": "Sai ngày"}),
    one("schedule", 409, **{"as": "approver", "body": {"start_at": "2031-01-01T00:00:00Z"}, "code": "started"}),
    *refused_bodies("schedule", "approver", {"start_at": None}),
    # --- who was missed ---
    {"do": "GET /api/broadcasts/{id}/missed", "path": {"id": "$id"}, "query": {"channel": "enetviet", "limit": "2"}, "as": "auditor", "expect": 200,
     "keep": {"next": lambda reply: reply.json["next"], "no": lambda reply: reply.json["items"][0]["no"]}},
    {"do": "GET /api/broadcasts/{id}/missed", "path": {"id": "$id"}, "query": {"channel": "enetviet", "cursor": "$next"}, "as": "auditor", "expect": 200,
     "check": lambda test, reply, kept: test.assertGreater(reply.json["items"][0]["no"], kept["no"])},
    {"do": "GET /api/broadcasts/{id}/missed", "path": {"id": "$id"}, "as": "auditor", "expect": 400, "code": "bad_parameter"},
    nowhere("GET", "/missed", "auditor", query={"channel": "email"}),
    {"do": "GET /api/broadcasts/{id}/missed.csv", "path": {"id": "$id"}, "query": {"channel": "enetviet"}, "as": "auditor", "expect": 200,
     "check": lambda test, reply, kept: test.assertGreater(reply.raw.count(b"\r\n"), 3)},
    {"do": "GET /api/broadcasts/{id}/missed.csv", "path": {"id": "$id"}, "as": "auditor", "expect": 400},
    nowhere("GET", "/missed.csv", "auditor", query={"channel": "email"}),
    {"do": "GET /api/broadcasts/{id}/deliveries/{no}", "path": {"id": "$id", "no": "$no"}, "as": "auditor", "expect": 200},
    {"do": "GET /api/broadcasts/{id}/deliveries/{no}", "path": {"id": "$id", "no": "999999"}, "as": "auditor", "expect": 404},
    # --- sent again, corrected, stopped ---
    one("retry", 200, **{"as": "operator", "body": {}}),
    *refused_bodies("retry", "operator", {"channel": "enetviet"}),
    {"do": "POST /api/channels/{name}/resume", "path": {"name": "enetviet"}, "as": "operator", "expect": 200},
    {"do": "GET /api/broadcasts/{id}", "path": {"id": "$id"}, "as": "auditor",
     "until": lambda reply: any(c["counts"]["accepted"] for c in reply.json["channels"]), "expect": 200},
    correct,
    {"do": "GET /api/broadcasts/{id}", "path": {"id": "$held"}, "as": "auditor", "until": is_state("held"), "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(reply.json["needs"], "correction")},
    {"do": "POST /api/broadcasts/{id}/release", "path": {"id": "$held"}, "as": "operator", "expect": 200},
    one("cancel", 200, **{"as": "operator"}),
    one("cancel", 409, **{"as": "operator", "code": "over"}),
    one("retry", 409, **{"as": "operator", "body": {}}),
]
