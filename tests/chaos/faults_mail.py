"""The mail server fails. SMTP has no way to ask afterwards: what was taken and not confirmed is sent again, under the same Message-ID.
The bound is then how many messages the server took without saying so: it knows, and counts them."""
import time

from row import fault


def sending(run, **settings):
    on = run.stage(**settings).__enter__()
    on.publish("everybody", ["email"])
    on.start_gateway()
    on.wait_for_share(run.dice.uniform(0.05, 0.2))
    return on


def misbehaving(run, fates, share=0.1):
    """That share of messages meets one of the fates."""
    on = sending(run)
    try:
        on.mail.fate = lambda _: run.dice.choice(fates) if run.dice.random() < share else "take"
        on.wait_for_share(0.9)
        on.mail.fate = lambda _: "take"
        on.hurry()
        run.played(all(on.mail.played[each] for each in fates))
        run.count(on, email=on.mail.played["taken"] + on.mail.played["stall taken"])
    finally:
        on.stop()


@fault("mail-cut-in-data", "the connection breaks in the middle of the text", runs=(1, 3))
def mail_cut_in_data(run):
    misbehaving(run, ["mid"])


@fault("mail-cut-not-taken", "the connection breaks after the text, before the reply; the message was not taken", runs=(1, 3))
def mail_cut_not_taken(run):
    misbehaving(run, ["untaken"])


@fault("mail-cut-taken", "the same, and the message was taken", runs=(1, 3))
def mail_cut_taken(run):
    misbehaving(run, ["taken"])


@fault("mail-421", "421 at RCPT and after the text", runs=(1, 3))
def mail_421(run):
    misbehaving(run, ["421", "421 after"])


@fault("mail-stalls", "no answer to a message, taken or not", runs=(1, 3))
def mail_stalls(run):
    misbehaving(run, ["stall taken", "stall untaken"], share=0.01)


@fault("mail-greylists", "450 to everybody's first attempt", runs=(1, 3))
def mail_greylists(run):
    on = run.stage()
    seen = set()

    def fate(recipient):
        known = recipient in seen
        seen.add(recipient)
        return "take" if known else "grey"

    with on:
        on.mail.fate = fate
        on.publish("everybody", ["email"])
        on.start_gateway()
        run.count(on)
        run.played(on.mail.played["grey"] >= 1000)


@fault("mail-421-greeting", "421 instead of a greeting, for a while", runs=(1, 3))
def mail_421_greeting(run):
    on = sending(run)
    try:
        on.mail.greeting = lambda: False
        on.cut(on.mail_gate)
        time.sleep(run.dice.uniform(2, 5))
        run.played(on.mail.played["421 greeting"] > 0)
        on.mail.greeting = lambda: True
        run.resumed(on, time.monotonic(), "email")
        on.hurry()
        run.count(on, email=on.calls)  # cutting the connections left one message on each without a reply
    finally:
        on.stop()


@fault("mail-down", "nobody listens at the mail server's, connections are reset", runs=(1, 3))
def mail_down(run):
    on = sending(run)
    try:
        for mode in ("shut", "reset", "stall"):
            on.switch(on.mail_gate, mode)
            time.sleep(run.dice.uniform(2, 4))
            on.switch(on.mail_gate, "open")
            run.resumed(on, time.monotonic(), "email")
        on.hurry()
        run.count(on, email=3 * on.calls)  # each time one message on each connection may be without a reply
    finally:
        on.stop()
