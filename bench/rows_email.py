"""Messages against smtp-source on the same smtp-sink; what the gateway costs beside its adapters."""
import os

from directory import directory
from figures import comparison, found, goal, spread
from gateway import body_of, gateway
from processes import run
from receivers import nginx, sink
from references import rsa_signatures, smtp_source
from rows_http import CONNECTIONS, accounts, accounts_of, folder_of, pairs, serving
from sending import adapter_command, by_adapter, message_size, through_gateway, token_file, write_bulletin

AT_ONCE = 20  # messages handed to one connection at once, all in flight together


def settings(port, connections=CONNECTIONS):
    return f"port = {port}\nconnections = {connections}\nmessages_per_call = {AT_ONCE}\nmessages_per_connection = 1000000\n"


def body_for(folder, bytes_of_message):
    """HTML with which a message is at most so long, or the least there is: it stands in it twice, as text and as HTML, beside what every
    message has."""
    size, step = 0, bytes_of_message
    while step > 16:
        if message_size(write_bulletin(folder, "email", body_of(size + step))) <= bytes_of_message:
            size += step
        step //= 2
    body = body_of(size)
    file = write_bulletin(folder, "email", body)
    return body, file, message_size(file)


class email_row:
    name = "email"
    about = (
        f"messages of the least size that the template makes (the goal says 4 KB), unsigned, {CONNECTIONS} sessions to one smtp-sink. gateway: a "
        "broadcast, each message with its own address, name, Message-ID and envelope sender, its state committed before and after; adapter: the same without the gateway; smtp-source: the same number of bytes, "
        "sessions kept (-d), an address for each (-N)"
    )

    def measure(self, quick):
        of = directory(100_000, 100_000)
        count = 20_000 if quick else 100_000
        with folder_of(self.name) as folder, serving(sink(folder)) as receiver:
            body, file, size = body_for(folder, 4096)
            by_itself = ("--port", receiver.port, "--connections", CONNECTIONS, "--at-once", AT_ONCE)
            with gateway(self.name, of, email=settings(receiver.port), dispatch=f"calls = {CONNECTIONS}") as on:
                lines = [f"ledger: durability {on.durability()}; a message is {size:,} bytes (the least that the template makes)"]
                commits = on.commits()
                both = comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "email", body, receiver_name="smtp-sink"),
                    "smtp-source": lambda: smtp_source(receiver, count, size, CONNECTIONS),
                    "adapter": lambda: by_adapter(receiver, count, "email", file, *by_itself, receiver_name="smtp-sink"),
                }, pairs(quick))  # fmt: skip
                lines.append(on.said_of_commits(commits, count * (pairs(quick) + 1)))
        return found(
            [goal("gateway over smtp-source, messages a second", both.ratio("gateway", "smtp-source"), 1.3, at_most=False),
             goal("adapter alone over smtp-source", both.ratio("adapter", "smtp-source"), 1.7, at_most=False)],
            lines + both.lines(), both.as_json(),
        )  # fmt: skip


class email_signed:
    name = "email-signed"
    about = (
        f"the same, each message signed with RSA-2048 (DKIM, relaxed/relaxed), against cores / time of a signature (openssl speed -multi). smtp-sink, "
        "Redis and the ledger work on the same cores"
    )

    def measure(self, quick):
        of, cores = directory(100_000, 100_000), len(os.sched_getaffinity(0))
        count, seconds = (20_000, 2) if quick else (100_000, 10)
        with folder_of(self.name) as folder, serving(sink(folder)) as receiver:
            body, file, _ = body_for(folder, 4096)
            key = folder / "dkim.pem"
            run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key])
            key.chmod(0o600)
            size = len(run(adapter_command("email", file, "--show", "--dkim-key", key)).output.encode())
            by_itself = ("--port", receiver.port, "--connections", CONNECTIONS, "--at-once", AT_ONCE, "--dkim-key", key)
            table = f'[email.dkim]\nselector = "bench"\nkey_file = "{key}"\n'
            with gateway(self.name, of, email=settings(receiver.port) + table, dispatch=f"calls = {CONNECTIONS}") as on:
                both = comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "email", body, receiver_name="smtp-sink"),
                    "openssl": lambda: rsa_signatures(seconds, cores),
                    "adapter": lambda: by_adapter(receiver, count, "email", file, *by_itself, receiver_name="smtp-sink"),
                }, pairs(quick))  # fmt: skip
                lines = [f"ledger: durability {on.durability()}; a message is {size:,} bytes (quoted-printable) and its signature"]
        # Of the cores' time the receiver took its part, which a relay elsewhere would not.
        left = [1 - each.costs["smtp-sink"].cpu / (cores * each.seconds) for each in both.runs["gateway"]]
        shares = [ratio / part for ratio, part in zip(both.ratios("gateway", "openssl"), left)]
        lines.append(f"smtp-sink took {spread([100 * (1 - part) for part in left], '%', 1)} of the cores; of what it left, signing came to {spread(shares)}")
        return found(
            [goal("messages signed a second over what the cores can sign", both.ratio("gateway", "openssl"), 0.9, at_most=False)],
            lines + both.lines(), both.as_json(),
        )  # fmt: skip


class cpu_over_adapter:
    name = "cpu-over-adapter"
    about = (
        "CPU of the whole gateway (all its threads) over that of the adapter alone, for the same deliveries: one account a request, and messages of "
        "the least size"
    )

    def measure(self, quick):
        of = directory(100_000, 100_000)
        goals, lines, figures = [], [], {}
        for channel, (both, said) in {"enetviet": self.accounts(quick), "email": self.messages(of, quick)}.items():
            lines += [f"{channel}: {said}"] + ["  " + line for line in both.lines()]
            goals.append(goal(f"{channel}: CPU a delivery, gateway over adapter", both.cpu_ratio("gateway", "adapter"), 1.4, at_most=True))
            figures[channel] = both.as_json()
        return found(goals, lines, figures)

    def accounts(self, quick):
        of, count = accounts_of(quick)
        with folder_of(self.name) as folder, serving(nginx(folder)) as receiver:
            file = write_bulletin(folder, "enetviet", "<p>Thử.</p>")
            by_itself = ("--url", receiver.url, "--token-file", token_file(folder), "--connections", CONNECTIONS)
            with gateway(self.name, of, accounts(receiver.url, 1), dispatch=f"calls = {CONNECTIONS}") as on:
                return comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "enetviet", receiver_name="nginx"),
                    "adapter": lambda: by_adapter(receiver, count, "enetviet", file, *by_itself, receiver_name="nginx"),
                }, pairs(quick)), f"ledger: durability {on.durability()}"  # fmt: skip

    def messages(self, of, quick):
        count = 20_000 if quick else 100_000
        with folder_of(self.name) as folder, serving(sink(folder)) as receiver:
            body, file, size = body_for(folder, 4096)
            by_itself = ("--port", receiver.port, "--connections", CONNECTIONS, "--at-once", AT_ONCE)
            with gateway(self.name, of, email=settings(receiver.port), dispatch=f"calls = {CONNECTIONS}") as on:
                return comparison({
                    "gateway": lambda: through_gateway(on, receiver, count, "email", body, receiver_name="smtp-sink"),
                    "adapter": lambda: by_adapter(receiver, count, "email", file, *by_itself, receiver_name="smtp-sink"),
                }, pairs(quick)), f"ledger: durability {on.durability()}, {size:,} bytes a message"  # fmt: skip
