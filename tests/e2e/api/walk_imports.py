"""Files of the directory, sent to the gateway."""
import socket

from stage import wait_for

CSV = {"Content-Type": "text/csv"}
UNITS = "ref,name,kind,levels,parents\nth-hoa-mi,Trường Tiểu học Họa Mi,school,th,sgddt-hcm\nsai mã,Trường Sai,school,th,sgddt-hcm\nth-x,Trường X,trường,,\n"
DO = "POST /api/directory/imports"
AT = "GET /api/directory/imports/{id}"


def done(test, reply, kept):
    one = reply.json
    test.assertEqual((one["state"], one["file"], one["by"], one["bytes"]), ("done", "truong.csv", "key:administrator", len(UNITS.encode())))
    test.assertEqual((one["rows"], one["accepted"], one["rejected"], one["created"], one["step"], one["cause"]), (3, 1, 2, 1, "", ""))


def why(test, reply, kept):
    test.assertEqual([(one["row"], one["field"], one["code"]) for one in reply.json["items"]], [(3, "ref", "not_a_reference"), (4, "kind", "unknown_kind")])
    test.assertEqual(reply.json["items"][0]["content"], "sai mã,Trường Sai,school,th,sgddt-hcm")
    test.assertIn("khoảng trắng", reply.json["items"][0]["text"])


def unusable(stage, kept):
    yield "POST", "/api/directory/imports", (sent := stage.ask("POST", "/api/directory/imports", "administrator", "ref,name\n", CSV, {"what": "units"}))
    at = "/api/directory/imports/" + str(sent.json["id"])
    wait_for(lambda: stage.ask("GET", at, "auditor").json["state"] != "running")
    reply = stage.ask("GET", at, "auditor")
    yield "GET", "/api/directory/imports/{id}", reply
    assert (reply.json["state"], reply.json["cause"]) == ("failed", "missing_column"), reply.raw
    assert "kind" in reply.json["message"] and "cột" in reply.json["message"], reply.raw
    english = stage.ask("GET", at, "auditor", headers={"Accept-Language": "en"}).json["message"]
    assert english == 'units.csv has no column "kind"', english


def send_half(stage):
    """Somebody whose file is on its way."""
    line = socket.create_connection(("127.0.0.1", stage.port), 20)
    line.sendall(f"POST /api/directory/imports?what=units HTTP/1.1\r\nHost: loa\r\nContent-Type: text/csv\r\nExpect: 100-continue\r\n"
                 f"Authorization: Bearer {stage.keys['administrator']}\r\nContent-Length: 1000\r\n\r\n".encode())
    assert line.recv(1000).startswith(b"HTTP/1.1 100 ")
    line.sendall(b"ref,name,kind\n")
    return line


def two_at_once(stage, kept):
    ask = lambda: stage.ask("POST", "/api/directory/imports", "administrator", UNITS, CSV, {"what": "units"})
    with send_half(stage):
        second = ask()
        yield "POST", "/api/directory/imports", second
        assert (second.status, second.json["code"]) == (409, "import_running"), second.raw
        assert len(stage.ask("GET", "/api/directory/imports", "auditor").json["items"]) == 2
    # Hung up: nothing of it is left, and the next one has its turn.
    wait_for(lambda: (reply := ask()).status == 202 and reply)
    wait_for(lambda: stage.ask("GET", "/api/directory/imports", "auditor").json["items"][0]["state"] == "done")
    left = sorted(one.name for one in (stage.at / "store/imports").iterdir())
    assert left == ["1.json", "1.rejects", "2.json", "3.json", "3.rejects", "turn"], left


def logged(stage, kept):
    log = stage.ask("GET", "/api/audit", "auditor", query={"action": "directory."}).json["items"]
    assert [one["action"] for one in log] == ["directory.import_failed", "directory.import", "directory.import_done", "directory.import"], log
    assert {one["who"] for one in log} == {"key:administrator"} and "sha256" in log[-1]["after"], log


STEPS = [
    {"do": DO, "as": "administrator", "body": UNITS, "headers": CSV, "expect": 400},
    {"do": DO, "as": "administrator", "body": UNITS, "headers": CSV, "query": {"what": "pupils"}, "expect": 400},
    {"do": DO, "as": "administrator", "body": UNITS, "headers": {"Content-Type": "application/json"}, "query": {"what": "units"}, "expect": 415},
    {"do": DO, "as": "administrator", "body": b"x" * ((1 << 20) + 1), "headers": CSV, "query": {"what": "units"}, "expect": 413},
    {"do": DO, "as": "administrator", "body": UNITS, "headers": CSV, "query": {"what": "units", "file": "truong.csv"}, "expect": 202,
     "keep": {"import": lambda reply: reply.json["id"]},
     "check": lambda test, reply, kept: test.assertEqual(reply.headers["Location"], f"/api/directory/imports/{reply.json['id']}")},
    {"do": AT, "as": "auditor", "path": {"id": "$import"}, "until": lambda reply: reply.json["state"] != "running", "expect": 200, "check": done},
    {"do": AT, "as": "auditor", "path": {"id": "999999"}, "expect": 404},
    {"do": "GET /api/units/{reference}", "path": {"reference": "th-hoa-mi"}, "as": "editor", "expect": 200},
    {"do": AT + "/rejects", "as": "administrator", "path": {"id": "$import"}, "expect": 200, "check": why},
    {"do": AT + "/rejects", "as": "administrator", "path": {"id": "$import"}, "query": {"limit": "1"}, "expect": 200,
     "keep": {"more": lambda reply: reply.json["next"]}},
    {"do": AT + "/rejects", "as": "administrator", "path": {"id": "$import"}, "query": {"cursor": "$more"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual([one["row"] for one in reply.json["items"]], [4])},
    {"do": AT + "/rejects", "as": "administrator", "path": {"id": "$import"}, "query": {"cursor": "37"}, "expect": 400, "code": "bad_cursor"},
    {"do": AT + "/rejects", "as": "administrator", "path": {"id": "999999"}, "expect": 404},
    {"do": AT + "/rejects.csv", "as": "administrator", "path": {"id": "$import"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual(len(reply.raw.decode().split("\r\n")), 4)},
    {"do": AT + "/rejects.csv", "as": "administrator", "path": {"id": "$import"}, "query": {"surprise": "1"}, "expect": 400},
    {"do": AT + "/rejects.csv", "as": "administrator", "path": {"id": "999999"}, "expect": 404},
    unusable,
    {"do": "GET /api/directory/imports", "as": "auditor", "expect": 200, "check": lambda test, reply, kept: test.assertEqual(len(reply.json["items"]), 2)},
    {"do": "GET /api/directory/imports", "as": "auditor", "query": {"cursor": "zz"}, "expect": 400},
    logged,
    two_at_once,
]
