"""What was published and could not be taken in: looked at, corrected, deleted; also while Redis hangs."""
import json
import signal
import subprocess

from stage import SOURCE, wait_for
from walk_directory import bodies

BULLETIN = json.loads((SOURCE / "tests/data/bulletins/01-plan.json").read_text())
WRONG = {**BULLETIN, "id": "tu-choi-1", "title": "", "url": "https://lua-dao.example/"}
RIGHT = {**BULLETIN, "id": "tu-choi-1", "audience": {"include": [{"unit": "th-binh-minh", "roles": ["parent"]}]}}
ONE, NOWHERE = {"id": "$rejected"}, {"id": "1-1"}


def publish(stage, text):
    subprocess.run(["redis-cli", "-s", stage.at / "redis.sock", "-x", "XADD", "loa:bulletins", "*", "bulletin"], input=text.encode(), check=True,
                   capture_output=True, timeout=20)


def turn_down(stage, kept):
    publish(stage, "no bulletin at all")
    publish(stage, json.dumps(WRONG))
    found = wait_for(lambda: (got := stage.ask("GET", "/api/rejected", "operator").json["items"]) and len(got) == 2 and got)
    kept["rejected"], kept["rubbish"] = found[0]["id"], found[1]["id"]
    kept["right"] = {"payload": json.dumps(RIGHT)}
    kept["wrong"] = {"payload": json.dumps({**RIGHT, "channels": ["fax"], "source": "editor"})}


def told(test, reply, kept):
    latest, rubbish = reply.json["items"]
    test.assertEqual((latest["bulletin"], latest["source"], latest["version"], reply.json["total"]), ("tu-choi-1", "portal", 1, 2))
    test.assertIn("title", [one["field"] for one in latest["reasons"]])
    test.assertEqual((rubbish["bulletin"], rubbish["version"], rubbish["reasons"][0]["code"]), ("", None, "not_json"))


def read_on(stage, kept):
    first = stage.ask("GET", "/api/rejected", "auditor", query={"limit": "1"})
    yield "GET", "/api/rejected", first
    second = stage.ask("GET", "/api/rejected", "auditor", query={"limit": "1", "cursor": first.json["next"]})
    yield "GET", "/api/rejected", second
    assert [one["items"][0]["id"] for one in (first.json, second.json)] == [kept["rejected"], kept["rubbish"]]
    assert "next" not in second.json


def by_command(stage, kept):
    """On the gateway's machine, without the API."""
    publish(stage, "[]")
    third = wait_for(lambda: (got := json.loads(stage.loa("rejected", "list", "--json").stdout)) and len(got) == 3 and got)[0]
    listed = stage.loa("rejected", "list").stdout
    assert third["id"] in listed and kept["rubbish"] in listed and "title: " in listed, listed
    shown = stage.loa("rejected", "show", kept["rejected"])
    assert json.loads(shown.stdout) == WRONG and "title: " in shown.stderr, shown
    stage.loa("rejected", "delete", third["id"], "--reason", "Thử lệnh")
    again = stage.loa("rejected", "delete", third["id"], "--reason", "Thử lệnh", check=False)
    assert again.returncode == 1 and "no rejected entry" in again.stderr, again
    assert stage.loa("rejected", "show", "nonsense", check=False).returncode == 1
    log = stage.ask("GET", "/api/audit", "auditor", query={"action": "rejected."}).json["items"]
    assert [(one["who"][:4], one["subject"], one["after"]) for one in log] == [("cli:", "rejected " + third["id"], {"reason": "Thử lệnh"})], log


def reasons(test, reply, kept):
    test.assertEqual({"unknown_channel", "reserved"}, {one["code"] for one in reply.json["errors"]})


def sent_after_all(stage, kept):
    held = next(one for one in stage.ask("GET", "/api/broadcasts", "auditor").json["items"] if one["bulletin"] == "tu-choi-1")
    assert (held["state"], held["needs"], held["submitted_by"][:4]) == ("held", "approval", "key:"), held  # an operator changed it
    log = stage.ask("GET", "/api/audit", "auditor", query={"action": "rejected."}).json["items"]
    assert [one["action"] for one in log] == ["rejected.delete", "rejected.delete", "rejected.resubmit", "rejected.delete"], log
    assert (log[2]["before"]["bulletin"], log[2]["after"]["version"], log[0]["after"]) == ("tu-choi-1", 1, {"reason": "Thử nghiệm"}), log
    assert log[2]["before"]["reasons"] and log[2]["before"]["sha256"] != log[2]["after"]["sha256"], log[2]


def again(stage, kept):
    """What is in the ledger already is not taken in a second time."""
    publish(stage, json.dumps(WRONG))
    newest = wait_for(lambda: (got := stage.ask("GET", "/api/rejected", "operator").json["items"]) and got[0]["bulletin"] == "tu-choi-1" and got[0])
    path = "/api/rejected/{id}/resubmit"
    reply = stage.ask("POST", path.replace("{id}", newest["id"]), "operator", kept["right"])
    assert (reply.status, reply.json["code"]) == (409, "known_bulletin"), reply.raw
    yield "POST", path, reply
    reply = stage.ask("DELETE", f"/api/rejected/{newest['id']}", "operator", {"reason": "Đã nhận rồi"})
    assert reply.status == 204, reply.raw


def hang(stage, kept):
    turned = {"id": kept["rubbish"]}
    stage.redis.send_signal(signal.SIGSTOP)
    try:
        for method, path, body in (("GET", "/api/rejected", None), ("GET", "/api/rejected/{id}", None), ("DELETE", "/api/rejected/{id}", {"reason": "x"}),
                                   ("POST", "/api/rejected/{id}/resubmit", kept["right"])):
            reply = stage.ask(method, path.replace("{id}", turned["id"]), "operator", body)
            assert (reply.status, reply.json["code"]) == (503, "inbox_unavailable"), reply.raw
            assert reply.headers["Retry-After"]
            yield method, path, reply
    finally:
        stage.redis.send_signal(signal.SIGCONT)


STEPS = [
    turn_down,
    {"do": "GET /api/rejected", "as": "auditor", "expect": 200, "check": told},
    {"do": "GET /api/rejected", "as": "auditor", "query": {"cursor": "00"}, "expect": 400, "code": "bad_cursor"},
    {"do": "GET /api/rejected", "as": "auditor", "query": {"surprise": "1"}, "expect": 400},
    read_on,
    by_command,
    {"do": "GET /api/rejected/{id}", "as": "auditor", "path": ONE, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual((json.loads(reply.json["payload"]), reply.json["is_whole"]), (WRONG, True))},
    {"do": "GET /api/rejected/{id}", "as": "auditor", "path": NOWHERE, "expect": 404},
    {"do": "GET /api/rejected/{id}", "as": "auditor", "path": {"id": "x"}, "expect": 404},
    *bodies("POST /api/rejected/{id}/resubmit", "operator", path=ONE),
    {"do": "POST /api/rejected/{id}/resubmit", "as": "operator", "path": ONE, "body": "$wrong", "expect": 422, "check": reasons},
    {"do": "POST /api/rejected/{id}/resubmit", "as": "operator", "path": NOWHERE, "body": "$right", "expect": 404},
    {"do": "POST /api/rejected/{id}/resubmit", "as": "operator", "path": ONE, "body": "$right", "expect": 202,
     "check": lambda test, reply, kept: (test.assertEqual(reply.json["bulletin"], "tu-choi-1"), test.assertGreater(reply.json["broadcast"], 0))},
    {"do": "POST /api/rejected/{id}/resubmit", "as": "operator", "path": ONE, "body": "$right", "expect": 404},
    again,
    *bodies("DELETE /api/rejected/{id}", "operator", path={"id": "$rubbish"}),
    hang,
    {"do": "DELETE /api/rejected/{id}", "as": "operator", "path": NOWHERE, "body": {"reason": "Nhầm"}, "expect": 404},
    {"do": "DELETE /api/rejected/{id}", "as": "operator", "path": {"id": "$rubbish"}, "body": {"reason": "Thử nghiệm"}, "expect": 204},
    {"do": "GET /api/rejected", "as": "operator", "expect": 200, "check": lambda test, reply, kept: test.assertEqual(reply.json, {"items": [], "total": 0})},
    sent_after_all,
]
