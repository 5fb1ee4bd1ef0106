"""How the gateway is set up, and how it is."""


def tells_what_is_set(test, reply, kept):
    written = (test.stage.at / "loa.toml").read_text().splitlines()
    items = {one["key"]: one for one in reply.json["items"]}
    test.assertEqual(items["quiet_hours.enabled"]["value"], False)
    test.assertEqual(written[items["quiet_hours.enabled"]["line"] - 1], "enabled = false")
    test.assertEqual(items["api.recall_time"]["value"], "2s")
    test.assertEqual(written[items["api.recall_time"]["line"] - 1], 'recall_time = "2s"')
    test.assertEqual((items["approval.parents"]["value"], items["approval.parents"]["line"]), ("approve", None))
    test.assertEqual(items["canary.percent"]["value"], 1)
    test.assertEqual(items["enetviet.allowed_hosts"]["value"], ["hcm.edu.vn"])
    test.assertEqual(reply.json["file"], str(test.stage.at / "loa.toml"))
    test.assertEqual([(one["channel"], one["contact"], one["title_limit"]) for one in reply.json["channels"]], [("enetviet", "account", 150), ("email", "mailbox", None)])
    test.assertEqual(reply.json["root_unit"], "sgddt-hcm")
    for said in ("redis", "token", "secret", "password", "username", "url", "host\"", "port", test.stage.partner):
        test.assertNotIn(said, reply.raw.decode().replace("hosts", ""))


def tells_how_it_is(test, reply, kept):
    what = reply.json
    test.assertGreater(what["ledger"]["bytes"], 4096)
    test.assertGreater(what["ledger"]["free_bytes"], 1 << 20)
    test.assertEqual(what["ledger"]["durability"], "full")
    test.assertGreater(what["directory"]["bytes"], 4096)
    test.assertLessEqual(what["directory"]["imported"], what["started"])
    test.assertLessEqual(what["started"], what["now"])
    test.assertTrue(what["redis"]["connected"])
    test.assertEqual((what["threads"]["all"], what["threads"]["most_waiting"]), (4, 256))
    test.assertGreaterEqual(what["threads"]["busy"], 1)


STEPS = [
    {"do": "GET /api/settings", "as": "editor", "expect": 200, "check": tells_what_is_set},
    {"do": "GET /api/system", "as": "operator", "expect": 200, "check": tells_how_it_is},
]
