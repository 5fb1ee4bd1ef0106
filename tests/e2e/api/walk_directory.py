"""The directory and who must not be sent to."""
EVERYBODY = {"audience": {"include": [{"unit": "th-binh-minh", "roles": ["teacher"]}]}}
REFUSED = {"contact": "mailbox", "address": "gv3@school.test", "reason": "Gọi điện yêu cầu"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def bodies(do, role, headers=None, **at):
    """What no body may be."""
    more = headers or {}
    return [
        {"do": do, "as": role, "body": "{", "headers": {**JSON, **more}, "expect": 400, "code": "bad_json", **at},
        {"do": do, "as": role, "body": "a=b", "headers": {**FORM, **more}, "expect": 415, "code": "media_type", **at},
        {"do": do, "as": role, "body": {"surprise": 1}, "headers": more, "expect": 422, **at},
    ]


STEPS = [
    {"do": "POST /api/audience/count", "as": "editor", "body": EVERYBODY, "expect": 200},
    *bodies("POST /api/audience/count", "editor"),
    {"do": "GET /api/units", "as": "editor", "query": {"parent": "sgddt-hcm"}, "expect": 200},
    {"do": "GET /api/units", "as": "editor", "query": {"parent": "nowhere"}, "expect": 404},
    {"do": "GET /api/units", "as": "editor", "query": {"surprise": "1"}, "expect": 400},
    {"do": "GET /api/units/{reference}", "path": {"reference": "th-binh-minh"}, "as": "editor", "expect": 200},
    {"do": "GET /api/units/{reference}", "path": {"reference": "nowhere"}, "as": "editor", "expect": 404},
    {"do": "GET /api/people", "as": "administrator", "query": {"q": "gv3@school.test"}, "expect": 200},
    {"do": "GET /api/people", "as": "administrator", "expect": 400},
    {"do": "POST /api/suppressions", "as": "administrator", "body": REFUSED, "expect": 201, "keep": {"refusal": lambda reply: reply.json["id"]}},
    {"do": "POST /api/suppressions", "as": "administrator", "body": REFUSED, "expect": 409},
    *bodies("POST /api/suppressions", "administrator"),
    {"do": "GET /api/suppressions", "as": "auditor", "expect": 200},
    {"do": "GET /api/suppressions", "as": "auditor", "query": {"limit": "many"}, "expect": 400},
    {"do": "DELETE /api/suppressions/{id}", "path": {"id": "999999"}, "as": "administrator", "body": {"reason": "Nhầm"}, "expect": 404},
    *bodies("DELETE /api/suppressions/{id}", "administrator", path={"id": "$refusal"}),
    {"do": "DELETE /api/suppressions/{id}", "path": {"id": "$refusal"}, "as": "administrator", "body": {"reason": "Nhầm"}, "expect": 204},
]
