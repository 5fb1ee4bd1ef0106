"""From a draft to an approved broadcast, and back."""
from walk_directory import bodies

GOOD = {"content": {
    "title": "Lịch tập huấn tuần tới", "summary": "Tập huấn chiều thứ Ba.", "body_html": "<p>Chiều thứ Ba, tại trường.</p>",
    "department": "Văn phòng Sở", "category": "cchc",
    "audience": {"include": [{"unit": "th-binh-minh", "roles": ["teacher"]}]}}}
BAD = {"content": {"title": ""}}
HERE, NOWHERE, AUTHOR = {"id": "$draft"}, {"id": "999999"}, {"as": "editor"}
NOW, OLD = {"If-Match": "$etag"}, {"If-Match": '"999"'}


def etag(reply):
    return reply.headers["ETag"]


def at(do, expect, **more):
    return {"do": do, "path": HERE, "as": "editor", "expect": expect, **more}


def guarded(do, body=None):
    """What stands before every change of a draft."""
    return [
        at(do, 404, path=NOWHERE, headers=NOW, body=body),
        at(do, 428, body=body),
        at(do, 412, headers=OLD, body=body),
    ]


def submit(then):
    """Another draft, handed in; `then` is done with its broadcast."""
    return [
        {"do": "POST /api/drafts", "as": "editor", "body": GOOD, "expect": 201, "keep": {"draft": lambda reply: reply.json["id"], "etag": etag}},
        at("POST /api/drafts/{id}/submit", 200, headers=NOW, keep={"waiting": lambda reply: reply.json["broadcast"]}),
        {"do": "GET /api/broadcasts/{id}", "path": {"id": "$waiting"}, "as": "approver", "expect": 200, "keep": {"hash": lambda reply: reply.json["hash"]},
         "check": lambda test, reply, kept: test.assertEqual((reply.json["state"], reply.json["needs"]), ("held", "approval"))},
        *then,
    ]


def decide(action, body, expect=200, **more):
    return {"do": f"POST /api/broadcasts/{{id}}/{action}", "path": {"id": "$waiting"}, "as": "approver", "body": body, "expect": expect, **more}


def is_author(test, reply, kept):
    test.assertEqual(reply.json["state"], "open")
    test.assertEqual(reply.json["comment"], "Sai ngày")


def page(do, expect, channel="email", **more):
    return {"do": do, "as": "approver", "query": {"channel": channel, **more.pop("query", {})}, "expect": expect, **more}


def does_nothing(test, reply, kept):
    rules = reply.headers["Content-Security-Policy"].split("; ")
    test.assertEqual(rules, ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "sandbox", "frame-ancestors 'self'"])
    test.assertIn("Chiều thứ Ba, tại trường.".encode(), reply.raw)
    test.assertTrue(reply.raw.lower().startswith(b"<!doctype html>"), reply.raw[:100])


def pages(do, path):
    """A preview as a page: of each channel, of somebody, of nobody."""
    return [
        page(do, 200, path=path, check=does_nothing),
        page(do, 200, "enetviet", path=path, check=does_nothing, query={"person": "longest"}),
        page(do, 404, path=path, query={"person": "999999"}, code="not_found"),
        page(do, 404, "pigeon", path=path, code="no_such_channel"),
        page(do, 404, path=NOWHERE),
        page(do, 400, path=path, query={"person": "everybody"}, code="bad_parameter"),
    ]


STEPS = [
    {"do": "POST /api/drafts", "as": "editor", "body": BAD, "expect": 201, "keep": {"draft": lambda reply: reply.json["id"], "etag": etag}},
    *bodies("POST /api/drafts", "editor"),
    {"do": "GET /api/drafts", "as": "auditor", "expect": 200},
    {"do": "GET /api/drafts", "as": "auditor", "query": {"state": "asleep"}, "expect": 400},
    at("GET /api/drafts/{id}", 200),
    at("GET /api/drafts/{id}", 404, path=NOWHERE),
    at("POST /api/drafts/{id}/check", 200, check=lambda test, reply, kept: test.assertFalse(reply.json["can_be_submitted"])),
    at("POST /api/drafts/{id}/check", 404, path=NOWHERE),
    page("GET /api/drafts/{id}/preview.html", 422, path=HERE),
    at("POST /api/drafts/{id}/test", 422),
    at("POST /api/drafts/{id}/submit", 422, headers=NOW),
    *guarded("PUT /api/drafts/{id}", GOOD),
    *bodies("PUT /api/drafts/{id}", "editor", path=HERE, headers=NOW),
    at("PUT /api/drafts/{id}", 200, headers=NOW, body=GOOD, keep={"etag": etag}),
    at("POST /api/drafts/{id}/check", 200, check=lambda test, reply, kept: test.assertTrue(reply.json["can_be_submitted"], reply.raw)),
    at("POST /api/drafts/{id}/preview", 200, body={"person": "sample"}),
    at("POST /api/drafts/{id}/preview", 404, path=NOWHERE, body={}),
    *bodies("POST /api/drafts/{id}/preview", "editor", path=HERE),
    *pages("GET /api/drafts/{id}/preview.html", HERE),
    at("POST /api/drafts/{id}/test", 200),
    at("POST /api/drafts/{id}/test", 404, path=NOWHERE),
    *guarded("POST /api/drafts/{id}/submit"),
    at("POST /api/drafts/{id}/submit", 200, headers=NOW, keep={"waiting": lambda reply: reply.json["broadcast"], "etag": etag}),
    at("PUT /api/drafts/{id}", 409, headers=NOW, body=GOOD),
    at("DELETE /api/drafts/{id}", 409, headers=NOW),
    at("POST /api/drafts/{id}/submit", 409, headers=NOW),
    {"do": "POST /api/broadcasts/{id}/preview", "path": {"id": "$waiting"}, "as": "approver", "body": {}, "expect": 200},
    {"do": "POST /api/broadcasts/{id}/preview", "path": {"id": "999999"}, "as": "approver", "body": {}, "expect": 404},
    *bodies("POST /api/broadcasts/{id}/preview", "approver", path={"id": "$waiting"}),
    *pages("GET /api/broadcasts/{id}/preview.html", {"id": "$waiting"}),
    decide("give-back", {"comment": "Sai ngày"}),
    at("GET /api/drafts/{id}", 200, keep={"etag": etag}, check=is_author),
    *guarded("DELETE /api/drafts/{id}"),
    at("DELETE /api/drafts/{id}", 204, headers=NOW),
    *submit([
        decide("schedule", {"start_at": None}),
        {"do": "GET /api/broadcasts/{id}", "path": {"id": "$waiting"}, "as": "approver", "expect": 200, "keep": {"hash": lambda reply: reply.json["hash"]}},
        decide("approve", {"hash": "0" * 64}, expect=409, code="changed"),
        decide("approve", {"hash": "$hash"}),
        decide("approve", {"hash": "$hash"}, expect=409),
        lambda stage, kept: stage.write("UPDATE user SET mailbox = '' WHERE name = 'editor'"),
        at("POST /api/drafts/{id}/test", 409, code="no_mailbox"),
        lambda stage, kept: stage.write("UPDATE user SET mailbox = 'editor@school.test' WHERE name = 'editor'"),
        # Sent, and corrected.
        at("GET /api/drafts/{id}", 200, keep={"etag": etag}),
        at("POST /api/drafts/{id}/reopen", 409, headers=NOW),
        *guarded("POST /api/drafts/{id}/reopen"),
        {"do": "GET /api/broadcasts/{id}", "path": {"id": "$waiting"}, "as": "auditor", "expect": 200,
         "until": lambda reply: reply.json["first_sent_at"]},
        at("POST /api/drafts/{id}/reopen", 200, headers=NOW, check=lambda test, reply, kept: test.assertEqual(reply.json["version"], 2)),
        at("POST /api/drafts/{id}/test", 429, until=lambda reply: reply.status == 429),
    ]),
]
