"""Against the queues that people would pick instead: the same receiver, the same content, each with one worker."""
import time

import peer_queues
from directory import audience, directory
from figures import comparison, found, goal
from gateway import gateway
from processes import run
from receivers import kept_mail, nginx, partner, sink
from rows_email import body_for, settings
from rows_http import CONNECTIONS, accounts, folder_of, pairs, serving
from sending import adapter_command, composed_request, through_gateway, write_bulletin


class peer_row:
    """`count`: deliveries by the peer, `ours`: by the gateway, which has to have some seconds to do too; both shorter with --quick."""

    def measure(self, quick):
        of = directory(100_000, 100_000) if quick or self.channel == "email" else directory(2_600_000, 110_000)
        count, ours = (self.count // 5, 20_000) if quick else (self.count, self.ours)
        with folder_of(self.name) as folder, serving(self.receiver(folder)) as receiver, self.queue(folder, receiver) as queue:
            with gateway(self.name, of, dispatch=f"calls = {CONNECTIONS}", **self.tables(receiver)) as on:
                lines = [f"ledger: durability {on.durability()}; {self.peer}: {queue.durability}"]
                before = on.ledger_bytes() + on.queue_bytes()
                both = comparison({
                    "gateway": lambda: through_gateway(on, receiver, ours, self.channel, self.body),
                    self.peer: lambda: queue.send(receiver, count),
                }, pairs(quick))  # fmt: skip
                # All broadcasts together: the ledger grows by pages.
                bytes_each = (on.ledger_bytes() + on.queue_bytes() - before) / (ours * (pairs(quick) + 1))
            lines += both.lines()
            lines.append(f"bytes a delivery: gateway {bytes_each:.2f} (ledger on disk and Redis together, when all is sent), {self.peer} "
                         f"{queue.bytes_each:,.0f} (Redis, before it is sent)")  # fmt: skip
            goals = [goal(f"gateway over {self.peer}, deliveries a second", both.ratio("gateway", self.peer), self.bound, at_most=False),
                     goal(f"{self.peer}'s bytes a delivery over the gateway's", queue.bytes_each / bytes_each, 100, at_most=False)]  # fmt: skip
            figures = {**both.as_json(), "bytes_each": {"gateway": bytes_each, self.peer: queue.bytes_each}}
            if quick:
                lines.append("killed at 40 %: not with --quick")
            else:
                figures["killed"] = {self.peer: self.peer_killed(folder, queue, receiver), "gateway": self.gateway_killed(folder, of)}
                lines += [f"{who} killed at 40 % and started again: {said}" for who, said in figures["killed"].items()]
        return found(goals, lines, figures)


class http_peer(peer_row):
    channel, body, ours = "enetviet", "<p>Thử.</p>", 400_000

    def receiver(self, folder):
        return nginx(folder)

    def content(self, folder):
        return peer_queues.post_content(composed_request(folder, write_bulletin(folder, "enetviet", self.body)), folder)

    def tables(self, receiver):
        return {"enetviet": accounts(receiver.url, 1)}

    def peer_killed(self, folder, queue, receiver):
        return queue.killed(receiver, self.count // 2)

    def gateway_killed(self, folder, of):
        """By a partner that can be asked what arrived, as the real one can; a key that comes again it does not carry out."""
        with serving(partner(folder)) as receiver:
            with gateway(self.name, of, accounts(receiver.url, 1), dispatch=f'calls = {CONNECTIONS}\nlook_up_after = "500ms"') as on:
                seen, seconds = killed_at(on, receiver, 100_000, self.channel, self.body)
                return {"lost": 100_000 - seen.distinct, "doubled": 0, "sent_again_but_refused": seen.count - seen.distinct, "over_after_s": seconds}


class bullmq_undici(http_peer):
    name, peer, bound, count = "peer-bullmq-undici", "bullmq-undici", 5, 20_000
    about = (
        f"one account a request over {CONNECTIONS} connections to the same nginx. gateway: a broadcast; bullmq-undici: a job for each account, 64 at once, "
        "jobs taken away when done, as Redis holds them before the clock starts; by the receiver's times from the first to the last"
    )

    def queue(self, folder, receiver):
        return peer_queues.bullmq(folder, "undici", receiver.url, self.content(folder))


class celery_requests(http_peer):
    name, peer, bound, count = "peer-celery-requests", "celery-requests", 40, 5_000
    about = (
        "one account a request to the same nginx. gateway: a broadcast; celery-requests: a task for each account, acknowledged late, 4 processes, 64 "
        "tasks fetched ahead, kept connections; tasks are in Redis before the clock starts; by the receiver's times from the first to the last"
    )

    def queue(self, folder, receiver):
        return peer_queues.celery(folder, receiver.url, self.content(folder))


class bullmq_nodemailer(peer_row):
    name, peer, bound, count, channel = "peer-bullmq-nodemailer", "bullmq-nodemailer", 15, 10_000, "email"
    ours = 100_000
    about = (
        f"the same text and HTML to the same smtp-sink, {CONNECTIONS} sessions. gateway: a broadcast; bullmq-nodemailer: a job for each mailbox, 64 at once, "
        "pooled connections; jobs are in Redis before the clock starts"
    )

    def receiver(self, folder):
        self.body, self.file, _ = body_for(folder, 4096)
        return sink(folder)

    def queue(self, folder, receiver):
        message = run(adapter_command("email", self.file, "--show")).output
        return peer_queues.bullmq(folder, "nodemailer", receiver.port, peer_queues.mail_content(message, folder))

    def tables(self, receiver):
        return {"email": settings(receiver.port)}

    def peer_killed(self, folder, queue, receiver):
        with serving(kept_mail(folder)) as mail:
            queue.to = mail.port
            return queue.killed(mail, self.count // 2)

    def gateway_killed(self, folder, of):
        with serving(kept_mail(folder)) as mail:
            with gateway(self.name, of, email=settings(mail.port), dispatch=f'calls = {CONNECTIONS}\nlook_up_after = "500ms"') as on:
                seen, seconds = killed_at(on, mail, 20_000, self.channel, self.body)
                return {"lost": 20_000 - seen.distinct, "doubled": seen.count - seen.distinct, "over_after_s": seconds}


def killed_at(on, receiver, count, channel, body):
    """A gateway that is killed at 40 % and started again: what the receiver has at the end, and seconds from the kill."""
    role = "parent" if channel == "enetviet" else "teacher"
    receiver.begin()
    id = on.publish(audience(count, role, on.directory), channel, body)
    while receiver.so_far() < 0.4 * count:
        on.check()
    on.kill()
    killed = time.monotonic()
    on.start_gateway()
    on.wait(id)
    return receiver.counted(), round(time.monotonic() - killed, 1)
