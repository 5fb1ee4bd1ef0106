#!/usr/bin/python3
"""scripts/first_delivery, after installing and building."""
import datetime
import http.client
import json
import statistics
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True
from demo_run import FOLDER, alone, performance, say
from demo_servers import mixture, trouble

TIMES = 20
LIMIT = 30  # seconds for one


def bulletin(number):
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "source": "portal", "id": f"41848-{99000 + number}", "version": 1,
        "url": f"https://hcm.edu.vn/ban-tin-cai-cach-hanh-chinh/do-thoi-gian/ct/41848/{99000 + number}",
        "title": f"Đo thời gian, lần {number}", "summary": "Từ lúc đăng đến lúc tin đầu tiên đến nơi.", "body_html": "<p>Thử.</p>",
        "attachments": [], "category": "cchc", "urgency": "urgent", "department": "Văn phòng Sở", "author": "vp.bientap",
        "approved_by": "vp.duyet", "published_at": now.isoformat(timespec="seconds"),
        "audience": {"include": [{"unit": "sgddt-hcm", "roles": ["staff"]}]},
    }  # fmt: skip


class watcher(threading.Thread):
    """Asks a receiver's tally, again and again, until it shows the URL."""

    def __init__(self, base, url):
        super().__init__(daemon=True)
        self.host, self.url, self.seen = urllib.parse.urlsplit(base).netloc, url, None

    def run(self):
        deadline = time.time() + LIMIT
        while self.seen is None and time.time() < deadline:
            connection = http.client.HTTPConnection(self.host, timeout=10)
            connection.request("GET", "/tally")
            tally = json.loads(connection.getresponse().read())
            connection.close()
            if tally["by_url"].get(self.url, {}).get("accepted"):
                self.seen = time.time()
            time.sleep(0.001)


def times(count):
    """Milliseconds from XADD to the first accepted delivery, `count` times, by channel."""
    found = {"enetviet": [], "email": []}
    with performance("small", mixture(rough=False)) as (on, _):
        for number in range(count):
            file = on.work / "bulletins" / f"{number}.json"
            what = bulletin(number)
            file.write_text(json.dumps(what, ensure_ascii=False), encoding="utf-8")
            watching = {"enetviet": watcher(on.sandbox_url, what["url"]), "email": watcher(on.mail_url, what["url"])}
            for each in watching.values():
                each.start()
            entry = on.loa("publish", file).split()[0]  # an entry's id begins with the milliseconds at which Redis took it
            for name, each in watching.items():
                each.join()
                if each.seen is None:
                    raise trouble(f"bulletin {number} did not arrive by {name} within {LIMIT} s; the gateway's log: {on.gateway.log}")
                found[name].append(each.seen * 1000 - int(entry.split("-")[0]))
            while on.ask("broadcasts", "--most", 1)[0]["state"] != "finished":  # idle again
                time.sleep(0.05)
    return found


def measure():
    found = times(TIMES)
    for name, each in found.items():
        say(f"{name}: XADD to first accepted delivery, {TIMES} times: median {statistics.median(each):.0f} ms, worst {max(each):.0f} ms")
    (FOLDER / "first_delivery.json").write_text(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(alone(measure))
