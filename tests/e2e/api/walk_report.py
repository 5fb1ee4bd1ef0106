"""The Director's report: what its figures are in JSON is what they are in CSV and in the workbook."""
import csv
import io
import xml.etree.ElementTree
import zipfile

MAIN = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
PERIOD = {"from": "$from", "to": "$to"}
SHEETS = ["Tổng hợp", "Đợt phát", "Đợt phát theo kênh", "Lý do không tới", "Danh sách từ chối", "Cách tính"]


def choose_period(stage, kept):
    kept["from"], kept["to"] = stage.in_days(-300)[:10], stage.in_days(1)[:10]


def is_still():
    """Nothing is being sent any more, so that the three of them are of one moment."""
    before = []

    def step(reply):
        now = {name: value for name, value in reply.json.items() if name != "made_at"}
        before.append(now)
        return before[-3:] == [now] * 3
    return step


def day(text):
    return "/".join(reversed(text.split("-")))


def tree(book, name):
    return xml.etree.ElementTree.fromstring(book.read(name))


def rows_of(book, number):
    """The cells of each row: text, or a number with its format."""
    shared = ["".join(part.itertext()) for part in tree(book, "xl/sharedStrings.xml")]
    styles = tree(book, "xl/styles.xml")
    formats = {one.get("numFmtId"): one.get("formatCode") for one in styles.iterfind("s:numFmts/s:numFmt", MAIN)}
    looks = [formats.get(one.get("numFmtId"), one.get("numFmtId")) for one in styles.find("s:cellXfs", MAIN)]
    for row in tree(book, f"xl/worksheets/sheet{number}.xml").iterfind("s:sheetData/s:row", MAIN):
        cells = []
        for cell in row:
            value = cell.find("s:v", MAIN)
            if value is None:
                cells.append(None)
            elif cell.get("t") == "s":
                cells.append(shared[int(value.text)])
            else:
                cells.append((float(value.text), looks[int(cell.get("s"))]))
        yield cells


def is_counted(test, reply, kept):
    report = kept["report"] = reply.json
    totals = report["totals"]
    test.assertGreater(totals["reached"], 0)
    test.assertEqual(totals["destinations"], totals["reached"] + totals["waiting"] + totals["missed"])
    test.assertEqual(totals["audience"], totals["destinations"] + totals["without_address"] + totals["covered"] + totals["suppressed"])
    for part in ("by_content_area", "by_department", "by_urgency", "channels"):
        test.assertEqual(sum(one["destinations"] for one in report[part]), totals["destinations"], part)
    test.assertEqual([one["content_area"] for one in report["by_content_area"]][:6], [1, 2, 3, 4, 5, 6])
    one = next(one for one in report["broadcasts"] if one["id"] == kept["id"])
    test.assertEqual((one["content_area"], one["title"]), (1, "Sở ban hành kế hoạch tuyên truyền cải cách hành chính trong toàn ngành"))
    for channel in report["channels"]:
        test.assertEqual(sum(each["deliveries"] for each in channel["missed_by_state"]), channel["missed"])


def is_the_same_in_csv(test, reply, kept):
    lines = list(csv.DictReader(io.StringIO(reply.raw.decode("utf-8-sig"))))
    told = [(each["id"], on["channel"], on["destinations"], on["reached"]) for each in kept["report"]["broadcasts"] for on in each["channels"]]
    test.assertEqual([(int(one["id"]), one["channel"], int(one["destinations"]), int(one["reached"])) for one in lines], told)
    test.assertTrue(reply.headers["Content-Disposition"].endswith(f'report-{kept["from"]}-{kept["to"]}.csv"'))


def is_the_same_in_the_workbook(test, reply, kept):
    book, report = zipfile.ZipFile(io.BytesIO(reply.raw)), kept["report"]
    test.assertIsNone(book.testzip())
    for name in book.namelist():
        if name.endswith((".xml", ".rels")):
            tree(book, name)
    names = [one.get("name") for one in tree(book, "xl/workbook.xml").iterfind("s:sheets/s:sheet", MAIN)]
    test.assertEqual(names, SHEETS)
    for number, _ in enumerate(names, 1):
        page = tree(book, f"xl/worksheets/sheet{number}.xml").find("s:pageSetup", MAIN)
        test.assertEqual((page.get("paperSize"), page.get("fitToHeight")), ("9", "0"))
    whole = next(row for row in rows_of(book, 1) if row[0] == "Tất cả")
    totals = report["totals"]
    test.assertEqual([cell[0] for cell in whole[1:7]],
                     [totals[name] for name in ("bulletins", "broadcasts", "destinations", "reached", "waiting", "missed")])
    test.assertEqual(whole[7], (totals["coverage"], "0.00%"))
    test.assertIn(f"Từ ngày {day(kept['from'])} đến hết ngày {day(kept['to'])}", [row[0] for row in rows_of(book, 1) if row])
    head, *listed = rows_of(book, 2)
    test.assertEqual(head[:4], ["Số", "Tiếp nhận", "Tiêu đề", "Đơn vị"])
    test.assertEqual([(row[0][0], row[2], row[9][0]) for row in listed],
                     [(one["id"], one["title"], one["reached"]) for one in report["broadcasts"]])
    test.assertEqual({row[1][1] for row in listed}, {"dd/mm/yyyy hh:mm"})
    test.assertTrue(all(46_000 < row[1][0] < 80_000 for row in listed))  # days since 1900


def refused(path, more):
    return {"do": f"GET {path}", "as": "auditor", "query": more, "expect": 400, "code": "bad_parameter"}


STEPS = [
    choose_period,
    {"do": "GET /api/report", "as": "auditor", "query": PERIOD, "until": is_still(), "expect": 200, "check": is_counted},
    {"do": "GET /api/report.csv", "as": "editor", "query": PERIOD, "expect": 200, "check": is_the_same_in_csv},
    {"do": "GET /api/report.xlsx", "as": "approver", "query": PERIOD, "expect": 200, "check": is_the_same_in_the_workbook},
    {"do": "GET /api/report", "as": "auditor", "query": {"from": "2020-01-01", "to": "2020-12-31"}, "expect": 200,
     "check": lambda test, reply, kept: test.assertEqual((reply.json["broadcasts"], reply.json["totals"]["coverage"]), ([], None))},
    {"do": "GET /api/report.xlsx", "as": "auditor", "query": {"from": "2020-01-01", "to": "2020-12-31"}, "expect": 200},
    *[refused(path, more) for path in ("/api/report", "/api/report.csv", "/api/report.xlsx")
      for more in ({}, {"from": "2026-11-30"}, {"from": "2026-11-30", "to": "2026-11-29"}, {"from": "2026-11-31", "to": "2026-12-01"},
                   {"from": "2026-01-01", "to": "2027-01-02"}, {"from": "2026-11-01", "to": "2026-11-30", "state": "sending"})],
]
