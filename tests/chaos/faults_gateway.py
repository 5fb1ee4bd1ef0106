"""The gateway itself is killed or stopped."""
import signal
import time

from row import fault
from stage import CHANNELS, expected, trouble

BATCH = 1000  # destinations


def keep_busy(on):
    """So that there is always something to interrupt, on both channels: intake, planning and sending."""
    for channel in ("enetviet", "email"):
        if on.left(channel) < 400:
            on.publish("everybody" if on.dice.random() < 0.5 else "cluster", [channel])


def kill_again_and_again(run, on, times):
    """At any moment: while it starts, while it recovers, while it sends. Half of the time the next start is at once, so that what was in
    flight is still on its way when it is looked up; else it is measured how long it takes to send again."""
    on.dice = run.dice
    keep_busy(on)
    on.start_gateway()
    for _ in range(times):
        if run.dice.random() < 0.2:
            time.sleep(run.dice.uniform(0, 0.15))
        else:
            on.wait_ready()
            time.sleep(run.dice.uniform(0, 0.8))
        on.kill_gateway()
        keep_busy(on)
        measured = run.dice.random() < 0.5
        if measured:
            time.sleep(0.05)  # what was on its way has arrived
        on.start_gateway(wait=False)
        if measured:
            run.resumed(on, on.started_at)
    on.hurry()


@fault("gateway-killed", "SIGKILL of the gateway at random moments, started again", runs=(1, 6), limit_resume=2)
def gateway_killed(run):
    with run.stage() as on:
        kill_again_and_again(run, on, 14 if run.quick else 25)
        run.count(on, email=on.kills * on.calls * on.messages)


@fault("gateway-killed-default", "the same, with as much in flight as the settings have by default", runs=(1, 4), limit_resume=2)
def gateway_killed_default(run):
    with run.stage(calls=8, messages=20, accounts=500, mail_latency=0.02) as on:
        kill_again_and_again(run, on, 6 if run.quick else 15)
        run.count(on, email=on.kills * on.calls * on.messages)


@fault("gateway-killed-one-message", "the same, with one message a call: the tightest bound", runs=(1, 2), limit_resume=2)
def gateway_killed_one_message(run):
    with run.stage(messages=1, accounts=1, latency=0.002) as on:
        kill_again_and_again(run, on, 4 if run.quick else 15)
        run.count(on, email=on.kills * on.calls)


@fault("gateway-killed-in-storm", "SIGKILL while partner and mail server fail, too", runs=(1, 2), limit_resume=0)
def gateway_killed_in_storm(run):
    fates = ["taken", "untaken", "mid", "grey", "421"]
    with run.stage(sandbox=("--reset", 0.1, "--drop", 0.02, "--html", 0.02, "--throttle", 0.02, "--transient", 0.05, "--missing", 0.02)) as on:
        on.mail.fate = lambda _: run.dice.choice(fates) if run.dice.random() < 0.05 else "take"
        kill_again_and_again(run, on, 4 if run.quick else 15)
        on.mail.fate = lambda _: "take"
        run.count(on, email=on.kills * on.calls * on.messages + on.mail.played["taken"])


@fault("gateway-paused", "SIGSTOP past the lease; a second gateway goes on; SIGCONT", runs=(1, 6))
def gateway_paused(run):
    with run.stage(latency=0.05, mail_latency=0.03) as on:
        on.publish("everybody")
        first = on.start_gateway("chaos-1")
        on.wait_for_share(run.dice.uniform(0.02, 0.2))
        first.process.send_signal(signal.SIGSTOP)
        lease_ends = time.monotonic() + 5
        try:
            on.start_gateway("chaos-2")
        except trouble as why:
            if "locked by another program" not in str(why):
                raise
            # Stopped in the middle of a commit, it holds the ledger's write lock until it goes on or is killed. It says so and ends; systemd
            # would start it again.
            run.note("some runs: the stopped gateway held the ledger's write lock, so that the second one could start only after SIGCONT")
            on.running.remove(on.gateway)
            first.process.send_signal(signal.SIGCONT)
            on.start_gateway("chaos-2")
        time.sleep(max(0, lease_ends - time.monotonic()))
        if any(on.left(channel) for channel in CHANNELS):
            run.resumed(on, lease_ends)
        time.sleep(run.dice.uniform(0.1, 1.5))
        first.process.send_signal(signal.SIGCONT)
        time.sleep(1)
        on.hurry()
        run.count(on, email=on.calls * on.messages)


@fault("gateway-paused-briefly", "SIGSTOP and SIGCONT within the lease", runs=(1, 3))
def gateway_paused_briefly(run):
    with run.stage(latency=0.02, mail_latency=0.02) as on:
        on.publish("everybody")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.02, 0.2))
        on.gateway.process.send_signal(signal.SIGSTOP)
        time.sleep(run.dice.uniform(1.0, 1.8))
        on.gateway.process.send_signal(signal.SIGCONT)
        run.resumed(on, time.monotonic())
        on.hurry()
        run.count(on)


@fault("gateway-terminated", "SIGTERM in the middle of sending: finishes what is in flight, ends with 0, started again", runs=(1, 3), limit_resume=2)
def gateway_terminated(run):
    with run.stage(latency=0.03, mail_latency=0.02) as on:
        on.publish("everybody")
        on.start_gateway()
        for _ in range(3 if run.quick else 8):
            time.sleep(run.dice.uniform(0.1, 0.6))
            told = time.monotonic()
            on.forget(on.gateway, signal.SIGTERM)
            run.check(on.gateway.process.returncode == 0, f"it ended with {on.gateway.process.returncode} after SIGTERM")
            run.check(time.monotonic() - told < 3, f"it took {time.monotonic() - told:.0f} s to end after SIGTERM")
            time.sleep(0.05)
            on.start_gateway(wait=False)
            run.resumed(on, on.started_at)
        on.hurry()
        run.count(on)


@fault("urgent-overtakes", "an urgent bulletin in the middle of a large one: seconds to its first delivery, within the time of one batch; it is over "
       "before the other goes on", runs=(1, 4))  # fmt: skip
def urgent_overtakes(run):
    with run.stage(latency=0.03, mail_latency=0.02) as on:
        bulk = on.publish("everybody", urgency="bulk")
        on.start_gateway()
        on.wait_for_share(run.dice.uniform(0.05, 0.2))
        before = {channel: on.arrived(bulk, channel) for channel in CHANNELS}
        time.sleep(0.5)
        pace = {channel: (on.arrived(bulk, channel) - before[channel]) / 0.5 for channel in CHANNELS}
        urgent, published = on.publish("cluster", urgency="urgent"), time.monotonic()
        meant = {channel: len(set(expected("cluster", channel).split())) for channel in CHANNELS}
        first, over, bulk_at_first, overtook = {}, {}, {}, {}
        while len(over) < len(CHANNELS) and time.monotonic() < published + 30:
            for channel in CHANNELS:
                there, others, now = on.arrived(urgent, channel), on.arrived(bulk, channel), time.monotonic() - published
                if there and channel not in first:
                    first[channel], bulk_at_first[channel] = now, others
                if there == meant[channel] and channel not in over:
                    over[channel], overtook[channel] = now, others - bulk_at_first[channel]
            time.sleep(0.005)
        run.check(len(over) == len(CHANNELS), "the urgent bulletin was not over after 30 s")
        run.played(all(on.left(channel) for channel in CHANNELS))
        for channel, each in zip(CHANNELS, (on.accounts, on.messages)):
            if channel not in over:
                continue
            batch = BATCH / max(pace[channel], 1)
            run.figures.resume.append(first[channel])
            run.check(first[channel] < batch, f"its first delivery by {channel} took {first[channel]:.2f} s, one batch {batch:.2f} s")
            # What was under way, and calls for which it has nothing left.
            run.check(overtook[channel] <= 3 * on.calls * each, f"by {channel} the other sent {overtook[channel]} deliveries before it was over")
            run.note(f"by {channel}: first of {meant[channel]:,} after {first[channel]:.2f} s, all after {over[channel]:.2f} s, meanwhile {overtook[channel]} "
                     f"of the other; a batch of the other takes {batch:.2f} s")  # fmt: skip
        on.hurry()
        run.count(on)
