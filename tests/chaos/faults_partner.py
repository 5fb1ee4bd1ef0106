"""The eNetViet partner fails. It has a look-up, so nothing may arrive twice, whatever happens."""
import time

from row import fault


def sending(run, audience="everybody", **settings):
    """A stage on which a broadcast to the app is under way."""
    on = run.stage(**settings).__enter__()
    on.publish(audience, ["enetviet"])
    on.start_gateway()
    on.wait_for_share(run.dice.uniform(0.05, 0.3))
    return on


def behind_gate(run, mode, seconds, **settings):
    """The gate does something to the partner for a while."""
    with closing(sending(run, **settings)) as on:
        on.switch(on.partner_gate, mode)
        time.sleep(seconds)
        on.switch(on.partner_gate, "open")
        if mode != "hold":  # what was held back is all
            run.resumed(on, time.monotonic(), "enetviet")
        on.hurry()
        run.count(on)


class closing:
    def __init__(self, on):
        self.on = on

    def __enter__(self):
        return self.on

    def __exit__(self, *_):
        self.on.stop()


@fault("partner-down", "nobody listens at the partner's", runs=(1, 3))
def partner_down(run):
    behind_gate(run, "shut", 4 if run.quick else [5, 20, 120][run.number])


@fault("partner-resets", "the partner accepts connections and resets them", runs=(1, 3))
def partner_resets(run):
    behind_gate(run, "reset", run.dice.uniform(3, 6))


@fault("partner-stalls", "the partner reads requests and never answers; they are gone", runs=(1, 4))
def partner_stalls(run):
    behind_gate(run, "stall", run.dice.uniform(3, 8))


@fault("partner-mute", "the partner carries requests out, its answers are lost", runs=(1, 4))
def partner_mute(run):
    behind_gate(run, "mute", run.dice.uniform(3, 8))


@fault("partner-late", "posts are on their way for longer than we wait, look-ups are not: they are sent again, and arrive all", runs=(1, 4))
def partner_late(run):
    before = run.figures.repeated
    behind_gate(run, "hold", run.dice.uniform(8, 10), audience="cluster", accounts=250, latency=0.2)  # few posts: looked up soon
    run.played(run.figures.repeated > before)


@fault("partner-cuts", "one connection in ten breaks in the middle of a request or an answer", runs=(1, 4))
def partner_cuts(run):
    with closing(sending(run)) as on:
        on.partner_gate.cut = 0.1
        on.wait_for_share(0.9)
        on.partner_gate.cut = 0
        on.hurry()
        run.count(on)


@fault("partner-slow-line", "requests and answers arrive in pieces of a few bytes", runs=(1, 2))
def partner_slow_line(run):
    with closing(sending(run)) as on:
        on.partner_gate.slices = True
        on.wait_for_share(0.7)
        on.partner_gate.slices = False
        on.hurry()
        run.count(on)


@fault("partner-too-fast", "429 with Retry-After of several seconds, in seconds, as a date, and without", runs=(1, 3))
def partner_too_fast(run):
    wait = 4 if run.quick else [4, 10, 30][run.number]
    with closing(sending(run, sandbox=("--throttle-for", wait))) as on:
        for form in ("throttled_seconds", "throttled_date", "throttled_silent"):
            if on.left("enetviet") == 0:
                on.publish("everybody", ["enetviet"])
            before = on.partner_tally()["throttled"]
            on.script(form)
            while on.partner_tally()["throttled"] == before:
                time.sleep(0.01)
            closed = time.monotonic()
            time.sleep(0.3)  # what was under way beside it
            calm = on.partner_tally()["requests"]
            asked = 0 if form == "throttled_silent" else wait
            if asked:
                time.sleep(asked - 1.3)  # a date has whole seconds
                run.check(on.partner_tally()["requests"] == calm, f"a request was sent before Retry-After was over ({form})")
                time.sleep(max(0, closed + asked - time.monotonic()))
            run.resumed(on, time.monotonic(), "enetviet")
        on.hurry()
        run.count(on)


@fault("partner-token-expires", "the partner refuses the token; the new one is put in place seconds later", runs=(1, 3))
def partner_token_expires(run):
    with closing(sending(run)) as on:
        # The sandbox knows the old one for ever: on the way the old becomes a wrong one, and the new becomes the old.
        old, new, expired = b"a" * 32, b"b" * 32, b"x" * 32
        on.partner_gate.translate = [(old, expired), (new, old)]
        time.sleep(run.dice.uniform(2, 5))
        run.played(on.partner_tally()["unauthorized"] > 0)
        on.set_token(new.decode())
        run.resumed(on, time.monotonic(), "enetviet")
        on.hurry()
        run.count(on)


@fault("partner-html", "HTML pages with 200, redirections to the error page, 502 after carrying out, 503", runs=(1, 3))
def partner_html(run):
    with closing(sending(run)) as on:
        on.script(*run.dice.choices(["html", "error_page", "bad_gateway", "unavailable", "transient_code"], k=60))
        on.wait_for_share(0.95)
        on.hurry()
        run.count(on)


@fault("partner-lies", "resets before and after carrying out, stalls, results missing, reordered and of strangers", runs=(1, 4))
def partner_lies(run):
    with closing(sending(run, sandbox=("--missing", 0.03, "--transient", 0.03))) as on:
        on.script(*run.dice.choices(["reset_present", "reset_absent", "drop", "reordered", "foreign", "other_envelope"], k=80),
                  *run.dice.choices(["stall_present", "stall_absent"], k=6))  # fmt: skip
        on.wait_for_share(0.9)
        on.hurry()
        run.count(on)
