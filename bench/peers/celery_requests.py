"""Posts to the partner by Celery and requests: `enqueue` fills the queue; the worker is Celery's own.

    celery_requests.py enqueue COUNT
    celery -A celery_requests worker --pool prefork

At the settings that its documentation recommends for many short tasks that must not be lost: acknowledged after the work, put back when a
worker dies, no results, many fetched ahead."""
import os
import secrets
import sys

import requests
from celery import Celery

app = Celery("bench", broker=f"redis://127.0.0.1:{os.environ['REDIS_PORT']}/0")
app.conf.update(
    task_acks_late=True, task_reject_on_worker_lost=True, task_ignore_result=True, worker_prefetch_multiplier=64, worker_disable_rate_limits=True,
    broker_connection_retry_on_startup=True,
    # What a killed worker had is put back after this; Redis as a broker has no other way. It must be longer than any task.
    broker_transport_options={"visibility_timeout": 10},
)  # fmt: skip
session = requests.Session()  # of each process
session.headers.update({"Content-Type": "application/json; charset=utf-8", "Authorization": "0123456789abcdef"})
CONTENT = open(os.environ["CONTENT"], encoding="utf-8").read() if "CONTENT" in os.environ else ""


@app.task(name="send", autoretry_for=(requests.RequestException,), retry_backoff=True, max_retries=8)
def send(key, account):
    body = f'{CONTENT}{{"ma_yeu_cau":"{key}","tai_khoan":"{account}"}}]}}'
    answer = session.post(os.environ["URL"] + "/ThongBao/GuiThongBaoTaiKhoan", data=body.encode(), timeout=30)
    answer.raise_for_status()
    if answer.json()["data"][0]["ma"] not in (200, 409):
        raise requests.RequestException("not accepted")


if __name__ == "__main__":
    with app.producer_pool.acquire() as producer:
        for number in range(int(sys.argv[2])):
            send.apply_async((secrets.token_hex(16), f"09{number:08d}"), queue="broadcast", producer=producer)
