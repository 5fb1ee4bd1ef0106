"""What became of broadcasts: by unit, who was missed, what happened, what is in trouble. After the broadcasts' own steps."""
from walk_broadcasts import is_state, nowhere

WHO = {"include": [{"unit": "sgddt-hcm", "roles": ["teacher", "staff"]}]}


def units(expect, query, **more):
    return {"do": "GET /api/broadcasts/{id}/units", "path": {"id": "$wide"}, "query": query, "as": "auditor", "expect": expect, **more}


def missed(expect, query, below="", **more):
    query = {"channel": "enetviet", **query}
    return {"do": f"GET /api/broadcasts/{{id}}/missed{below}", "path": {"id": "$wide"}, "query": query, "as": "editor", "expect": expect, **more}


def adds_up(test, reply, kept):
    for one in reply.json["items"]:
        test.assertEqual(one["destinations"], one["reached"] + one["waiting"] + one["missed"])
        test.assertLessEqual(one["no_address"], one["missed"])
    test.assertTrue(reply.json["items"])


def whole_way(test, reply, kept):
    actions = [one["action"] for one in reply.json["items"]]
    for action in ("taken_in", "planned", "paused", "resumed", "cancelled", "corrected"):
        test.assertIn(action, actions)
    test.assertEqual(actions[0], "taken_in")
    times = [one["at"] for one in reply.json["items"]]
    test.assertEqual(times, sorted(times))
    test.assertNotIn("127.0.0.1", reply.raw.decode())


def publish_wide(stage, kept):
    kept["wide"] = stage.publish("01-plan.json", id="41848-outcomes", audience=WHO, channels=["enetviet"])


def is_found(*references):
    return lambda test, reply, kept: test.assertEqual([one["reference"] for one in reply.json["items"]], list(references))


STEPS = [
    {"do": "POST /api/channels/{name}/pause", "path": {"name": "enetviet"}, "as": "operator", "expect": 200},
    publish_wide,
    {"do": "GET /api/broadcasts/{id}", "path": {"id": "$wide"}, "as": "auditor", "until": is_state("sending"), "expect": 200},
    # --- by unit ---
    units(200, {"channel": "enetviet"}, check=adds_up, keep={"top": lambda reply: reply.json["items"][0]["unit"]}),
    units(200, {"channel": "enetviet", "parent": "$top"}, check=adds_up),
    units(200, {"channel": "enetviet", "kind": "school", "limit": "1"},
          check=lambda test, reply, kept: test.assertEqual([(one["unit"], one["waiting"]) for one in reply.json["items"]], [("th-binh-minh", 12)])),
    units(400, {}, code="bad_parameter"),
    units(400, {"channel": "enetviet", "kind": "planet"}, code="bad_parameter"),
    units(400, {"channel": "enetviet", "cursor": "nonsense"}, code="bad_cursor"),
    units(404, {"channel": "pigeon"}, code="no_such_channel"),
    units(404, {"channel": "enetviet", "parent": "nowhere"}, code="not_found"),
    nowhere("GET", "/units", "auditor", query={"channel": "email"}),
    # --- who was missed, searched ---
    missed(200, {"unit": "th-binh-minh", "state": "queued", "limit": "1"},
           check=lambda test, reply, kept: test.assertEqual(reply.json["items"][0]["unit_name"], "Trường Tiểu học Bình Minh")),
    missed(200, {"q": "gv-3"}, check=is_found("gv-3")),
    missed(200, {"q": "gv3@school.test"}, check=is_found("gv-3")),
    missed(200, {"q": "0903000002"}, check=is_found("cb-2")),
    missed(200, {"q": "binh minh"}, check=lambda test, reply, kept: test.assertEqual(len(reply.json["items"]), 12)),
    missed(200, {"q": "không có trường nào như thế"}, check=is_found()),
    missed(200, {"cause": "no such cause"}, check=is_found()),
    missed(200, {"q": "th-binh"}, ".csv", check=lambda test, reply, kept: test.assertEqual(reply.raw.count(b"\r\n"), 13)),
    missed(400, {"state": "accepted"}, code="bad_parameter"),
    missed(404, {"unit": "nowhere"}, code="not_found"),
    missed(400, {"state": "accepted"}, ".csv", code="bad_parameter"),
    missed(404, {"unit": "nowhere"}, ".csv", code="not_found"),
    {"do": "POST /api/broadcasts/{id}/cancel", "path": {"id": "$wide"}, "as": "operator", "expect": 200},
    {"do": "POST /api/channels/{name}/resume", "path": {"name": "enetviet"}, "as": "operator", "expect": 200},
    # --- what happened, what is in trouble ---
    {"do": "GET /api/broadcasts/{id}/history", "path": {"id": "$id"}, "as": "editor", "expect": 200, "check": whole_way},
    nowhere("GET", "/history", "editor"),
    {"do": "GET /api/troubles", "as": "editor", "query": {"limit": "3"}, "expect": 200},
    {"do": "GET /api/troubles", "as": "editor", "query": {"broadcast": "$wide"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(reply.json["items"], [])},
    {"do": "GET /api/troubles", "as": "editor", "query": {"broadcast": "x"}, "expect": 400, "code": "bad_parameter"},
    {"do": "GET /api/troubles", "as": "editor", "query": {"cursor": "nonsense"}, "expect": 400, "code": "bad_cursor"},
    # --- all versions of one bulletin ---
    {"do": "GET /api/broadcasts/{id}", "path": {"id": "$id"}, "as": "editor", "expect": 200, "keep": {"bulletin": lambda reply: reply.json["bulletin"]}},
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"source": "portal", "bulletin": "$bulletin"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual({one["bulletin"] for one in reply.json["items"]}, {kept["bulletin"]})},
    {"do": "GET /api/broadcasts", "as": "editor", "query": {"bulletin": "$bulletin"}, "expect": 400, "code": "bad_parameter"},
]
