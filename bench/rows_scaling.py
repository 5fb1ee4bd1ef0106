"""What a delivery costs when there is more of everything: destinations, connections, accounts in a request, bytes, failures, urgency."""
import statistics

from demo_servers import trouble
from directory import audience, directory
from figures import comparison, found, goal, spread
from gateway import gateway, reached, seconds_between
from receivers import nginx, partner, sink
from references import smtp_source, wrk
from rows_email import body_for, settings
from rows_http import CONNECTIONS, accounts, folder_of, pairs, serving
from sending import composed_request, through_gateway, write_bulletin


def directory_for(quick):
    return directory(100_000, 100_000) if quick else directory(2_600_000, 110_000)


class destinations:
    def __init__(self, name, many, few_runs, by_default=True):
        """`many`: sizes, the first one the measure of the others; `few_runs`: how often, when it takes long."""
        self.name, self.many, self.few_runs, self.by_default = name, many, few_runs, by_default
        self.about = (
            f"broadcasts to {', '.join(f'{each:,}' for each in many)} accounts in posts of 500, 8 connections, out of one directory: the gateway's CPU "
            "for each delivery, all from XADD to the end in it; small ones several times, that clock and noise weigh less"
        )

    def measure(self, quick):
        many = (10_000, 20_000, 100_000) if quick else self.many
        of = directory(many[-1], 100_000 if quick else 110_000)
        cost = {each: [] for each in many}
        rates = {each: [] for each in many}
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver, gateway(self.name, of, accounts(receiver.url, 500, 8)) as on:
            lines = [f"ledger: durability {on.durability()}"]
            through_gateway(on, receiver, many[0], "enetviet")
            for _ in range(2 if quick else self.few_runs):
                for size in many:
                    some = [through_gateway(on, receiver, size, "enetviet") for _ in range(max(1, min(2 if quick else 10, 100_000 // size)))]
                    cost[size].append(statistics.mean(each.cpu_each for each in some))
                    rates[size].append(statistics.mean(each.rate for each in some))
            peak = on.cost().peak
        for size in many:
            lines.append(f"{size:>10,}: {spread(cost[size], 'us of CPU each')}, {spread(rates[size], '/s', 0)}")
        lines.append(f"gateway: {peak / 2**20:.1f} MiB at most")
        middle = {size: statistics.median(each) for size, each in cost.items()}
        return found(
            [goal(f"CPU a delivery, {many[-1]:,} over {many[0]:,}", middle[many[-1]] / middle[many[0]], 1.05, at_most=True),
             goal("CPU a delivery, dearest size over cheapest", max(middle.values()) / min(middle.values()), 1.05, at_most=True)],
            lines, {"cpu_us": cost, "rates": rates, "peak_bytes": peak},
        )  # fmt: skip


class connections:
    name = "scaling-connections"
    about = "one account a request to one nginx worker over 1 to 256 connections, as many calls: gateway and wrk by turns. No goal: for the record"

    def measure(self, quick):
        of, lines, figures = directory(100_000, 100_000), [], {}
        count = 4_000 if quick else 50_000
        with folder_of(self.name) as folder, serving(nginx(folder)) as receiver:
            request = composed_request(folder, write_bulletin(folder, "enetviet", "<p>Thử.</p>"))
            for many in (1, 64, 256) if quick else (1, 4, 16, 64, 256):
                few = count if many > 4 else 1_000 if quick else 10_000
                with gateway(self.name, of, accounts(receiver.url, 1, many), dispatch=f"calls = {many}") as on:
                    lines += [f"ledger: durability {on.durability()}"] if not lines else []
                    both = comparison({
                        "gateway": lambda few=few: through_gateway(on, receiver, few, "enetviet", receiver_name="nginx"),
                        "wrk": lambda many=many: wrk(receiver, receiver.url, request, 1, many),
                    }, 1 if quick else 3, warm_up=False)  # fmt: skip
                lines.append(f"{many:>4} connections: gateway {spread(both.rates('gateway'), '/s', 0)}, wrk {spread(both.rates('wrk'), '/s', 0)}, ratio "
                             f"{spread(both.ratios('gateway', 'wrk'))}; CPU each {spread([each.cpu_each for each in both.runs['gateway']])} us")  # fmt: skip
                figures[many] = both.as_json()
        return found([], lines, figures)


class batches:
    name = "scaling-batch"
    about = "1, 100 and 500 accounts in a request, 8 connections, to a receiver that answers each account. No goal: for the record"

    def measure(self, quick):
        of, lines, figures = directory(100_000, 100_000), [], {}
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver:
            for batch in (1, 100, 500):
                count = (2_000 if quick else 50_000) if batch == 1 else 100_000
                with gateway(self.name, of, accounts(receiver.url, batch, 8)) as on:
                    lines += [f"ledger: durability {on.durability()}"] if not lines else []
                    alone = comparison({"gateway": lambda count=count: through_gateway(on, receiver, count, "enetviet")}, 1 if quick else 5)
                lines.append(f"{batch:>4} accounts: {alone.lines()[0]}")
                figures[batch] = alone.as_json()
        return found([], lines, figures)


class bytes_of_mail:
    name = "scaling-bytes"
    about = f"messages of the least size and of 20 KB, {CONNECTIONS} sessions to one smtp-sink: gateway and smtp-source by turns. No goal: for the record"

    def measure(self, quick):
        of, lines, figures = directory(100_000, 100_000), [], {}
        count = 5_000 if quick else 50_000
        with folder_of(self.name) as folder, serving(sink(folder)) as receiver:
            with gateway(self.name, of, email=settings(receiver.port), dispatch=f"calls = {CONNECTIONS}") as on:
                lines.append(f"ledger: durability {on.durability()}")
                for wanted in (4096, 20480):
                    body, _, size = body_for(folder, wanted)
                    both = comparison({
                        "gateway": lambda body=body: through_gateway(on, receiver, count, "email", body, receiver_name="smtp-sink"),
                        "smtp-source": lambda size=size: smtp_source(receiver, count, size, CONNECTIONS),
                    }, 1 if quick else 5)  # fmt: skip
                    lines += [f"{size:,} bytes:"] + ["  " + line for line in both.lines()]
                    figures[size] = both.as_json()
        return found([], lines, figures)


class failures:
    name = "scaling-failures"
    about = (
        "posts of 500, 8 connections, to a receiver that answers 5 % of the accounts 503 (they are tried again after half a second and more) and that "
        "does not, by turns. Everybody is reached in the end. No goal: for the record"
    )

    def measure(self, quick):
        of = directory_for(quick)
        dispatch = 'retry_first = "500ms"\nretry_most = "4s"'
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver:
            with gateway(self.name, of, accounts(receiver.url, 500, 8), dispatch=dispatch) as on:
                lines = [f"ledger: durability {on.durability()}"]

                def failing(percent):
                    receiver.fail(percent)
                    return through_gateway(on, receiver, of.accounts, "enetviet")

                both = comparison({"with failures": lambda: failing(5), "without": lambda: failing(0)}, 1 if quick else 5)
        return found([], lines + both.lines(), both.as_json())


class urgent:
    name = "scaling-urgent"
    about = (
        "an urgent bulletin to 1,000 accounts, from planned to finished: alone, and in the middle of a broadcast to everybody; posts of 500 "
        "(--quick: of 1), 8 connections. No goal: for the record"
    )

    def measure(self, quick):
        of = directory_for(quick)
        few, all_of_them = audience(1_000, "parent", of), audience(of.accounts, "parent", of)
        alone, within = [], []
        per_request = 1 if quick else 500  # so that the broadcast to everybody lasts a second
        with folder_of(self.name) as folder, serving(partner(folder)) as receiver, gateway(self.name, of, accounts(receiver.url, per_request, 8)) as on:
            lines = [f"ledger: durability {on.durability()}"]
            for number in range(pairs(quick) + 1):
                receiver.begin()
                quiet = on.wait(on.publish(few, "enetviet", urgency="urgent"))
                wide = on.publish(all_of_them, "enetviet")
                while receiver.so_far() < of.accounts // 10:
                    on.check()
                busy = on.wait(on.publish(few, "enetviet", urgency="urgent"))
                overtaken = on.get(f"/api/broadcasts/{wide}")["state"] == "sending"
                status = on.wait(wide)
                receiver.counted().expect(sum(reached(each) for each in (quiet, busy, status)), "the gateway")
                if number > 0 and overtaken:
                    alone.append(1000 * seconds_between(quiet, "planned_at", "finished_at"))
                    within.append(1000 * seconds_between(busy, "planned_at", "finished_at"))
        if not within:
            raise trouble("the broadcast to everybody was always over before the urgent one: nothing was measured")
        lines.append(f"alone {spread(alone, 'ms', 0)}; in the middle of {of.accounts:,} {spread(within, 'ms', 0)}")
        return found([], lines, {"alone_ms": alone, "within_ms": within})


def scaling_rows():
    return (
        destinations("scaling-destinations", (10_000, 100_000, 1_000_000, 2_600_000), 5),
        destinations("scaling-10-million", (10_000, 10_000_000), 1, by_default=False), connections(), batches(), bytes_of_mail(), failures(), urgent(),
    )  # fmt: skip
