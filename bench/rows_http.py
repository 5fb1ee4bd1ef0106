"""Posts to accounts against wrk on the same nginx; and in batches."""
import contextlib
import shutil
import statistics

import peer_queues
from directory import WORK, directory
from figures import comparison, found, goal
from gateway import gateway
from receivers import nginx, partner
from references import wrk
from sending import by_adapter, composed_request, through_gateway, token_file, write_bulletin

CONNECTIONS = 64


@contextlib.contextmanager
def folder_of(name):
    folder = WORK / "run" / (name + "-receivers")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder


@contextlib.contextmanager
def serving(receiver):
    try:
        yield receiver
    finally:
        receiver.stop()


def pairs(quick):
    return 2 if quick else 5


def accounts_of(quick):
    """The directory and so many of its accounts that the ends of a broadcast weigh little: it counts as finished up to 0.2 s later."""
    return (directory(100_000, 100_000), 50_000) if quick else (directory(2_600_000, 110_000), 1_000_000)


def accounts(base_url, per_request, connections=CONNECTIONS, more=""):
    return f'base_url = "{base_url}"\naccounts_per_request = {per_request}\nconnections = {connections}\n{more}'


class http_row:
    def __init__(self, tls):
        self.tls = tls
        self.name = "http-tls" if tls else "http"
        self.bounds = (0.8, 0.9) if tls else (0.7, 0.9)
        self.about = (
            f"one account a request{' over TLS 1.3' if tls else ''}, {CONNECTIONS} kept connections to one nginx worker. gateway: a broadcast, each "
            "delivery's state committed to the ledger before and after its bytes leave; adapter: the same requests without the gateway; wrk: one "
            "of these requests again and again, one thread. nginx answers each with its own key and writes the key down"
        )

    def measure(self, quick):
        of, count = accounts_of(quick)
        with folder_of(self.name) as folder, serving(nginx(folder)) as receiver:
            url = receiver.tls_url if self.tls else receiver.url
            ca = f'ca_file = "{receiver.ca}"' if self.tls else ""
            file = write_bulletin(folder, "enetviet", "<p>Thử.</p>")
            request = composed_request(folder, file)
            by_itself = ("--url", url, "--token-file", token_file(folder), "--connections", CONNECTIONS, *(("--ca-file", receiver.ca) if self.tls else ()))
            with gateway(self.name, of, accounts(url, 1, more=ca), dispatch=f"calls = {CONNECTIONS}") as on:
                lines = [f"ledger: durability {on.durability()}; a request is {len(request.encode())} bytes"]
                commits = on.commits()
                both = comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "enetviet", receiver_name="nginx"),
                    "wrk": lambda: wrk(receiver, url, request, 1 if quick else 3, CONNECTIONS),
                    "adapter": lambda: by_adapter(receiver, count, "enetviet", file, *by_itself, receiver_name="nginx"),
                }, pairs(quick))  # fmt: skip
                lines.append(on.said_of_commits(commits, count * (pairs(quick) + 1)))
        whole, alone = self.bounds
        return found(
            [goal("gateway over wrk, deliveries a second", both.ratio("gateway", "wrk"), whole, at_most=False),
             goal("adapter alone over wrk", both.ratio("adapter", "wrk"), alone, at_most=False)],
            lines + both.lines(), both.as_json(),
        )  # fmt: skip


class http_batch:
    name = "http-batch"
    BATCH = 500
    about = (
        f"accounts in posts of {BATCH}, 8 connections, to a receiver that answers each account. gateway: a broadcast, each account's state in the "
        "ledger; bullmq: the same posts as jobs of 500 accounts by BullMQ and undici on a Redis with AOF everysec, without any state of an account"
    )

    def queue(self, folder, receiver):
        request = composed_request(folder, write_bulletin(folder, "enetviet", "<p>Thử.</p>"))
        return peer_queues.bullmq(folder, "undici", receiver.url, peer_queues.post_content(request, folder))

    def measure(self, quick):
        of = directory(100_000, 100_000) if quick else directory(2_600_000, 110_000)
        count = of.accounts
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver:
            with gateway(self.name, of, accounts(receiver.url, self.BATCH, 8)) as on, self.queue(folder, receiver) as queue:
                lines = [f"ledger: durability {on.durability()}; BullMQ's Redis: {queue.durability}"]
                commits = on.commits()
                both = comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "enetviet"),
                    "bullmq": lambda: queue.send(receiver, min(count, 500_000), self.BATCH),
                }, pairs(quick))  # fmt: skip
                lines.append(on.said_of_commits(commits, count * (pairs(quick) + 1)))
        rate = statistics.median(both.rates("gateway"))
        return found(
            [goal("gateway, deliveries a second", rate, 500_000, at_most=False),
             goal("gateway's CPU over BullMQ's for each account", both.cpu_ratio("gateway", "bullmq"), 0.25, at_most=True)],
            lines + both.lines(), both.as_json(),
        )  # fmt: skip
