"""A school of teachers with mailbox and account, and channels that take a few seconds for them, a tenth of them first."""
import json
import re
import urllib.request

from receivers import MailServer
from stage import Stage

TEACHERS = 240
FIRST = 24  # of the canary: a tenth
SCHOOL = {"include": [{"unit": "th-binh-minh", "roles": ["teacher"]}]}


def content(title, link, page):
    return {"title": title, "summary": "Tập huấn chiều thứ Ba.", "department": "Văn phòng Sở", "category": "cchc", "content_area": 1,
            "body_html": f'<p>Chiều thứ Ba, tại trường. <a href="{link}">Tài liệu</a></p>', "url": page, "audience": SCHOOL}


class Office(Stage):
    def __init__(self, program):
        self.mail = MailServer()
        super().__init__(program, """
quota = 60
burst = "100ms"
[enetviet.dispatch]
quota = 60
burst = "100ms"
[canary]
enabled = true
percent = 10
seeds = ["gv-200"]
least_attempted = 20
most_failed_percent = 10
""")

    def settings(self):
        out = super().settings()
        out = re.sub(r'\[enetviet\.dispatch\]\nretry_first = .*\nretry_most = .*\n', "accounts_per_request = 10\n", out, count=1)
        out = re.sub(r'(\[email\]\nhost = .*\nport = )\d+', rf"\g<1>{self.mail.port}\nmessages_per_call = 5", out)
        return out.replace('recall_time = "2s"', 'recall_time = "3s"')

    def people(self):
        out = [f"gv-{i},Nguyễn Thị Hồng {i},teacher,th-binh-minh,0901000{i:03},gv{i}@school.test" for i in range(1, TEACHERS + 1)]
        return [*out, "cb-1,Lê Văn Biên Tập,staff,sgddt-hcm,0903000001,bientap@school.test"]

    def partner_says(self, method, path, body=None):
        request = urllib.request.Request(self.partner + path, data=body and body.encode(), method=method)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read())

    def close(self):
        self.mail.close()
        super().close()
