"""The inbox fails. What is published and not taken in yet must be neither lost nor sent twice, and what is taken in goes out meanwhile."""
import signal
import time

from row import fault

KEPT = ("--appendonly", "yes", "--appendfsync", "always")  # what Redis has confirmed, it still has after a kill


@fault("redis-killed", "SIGKILL of Redis right after publishing; started again with its append-only file", runs=(1, 4))
def redis_killed(run):
    with run.stage(redis=KEPT) as on:
        on.start_gateway()
        for _ in range(3 if run.quick else 6):
            on.publish()
            time.sleep(run.dice.choice([0, run.dice.uniform(0, 0.02), run.dice.uniform(0, 1)]))
            on.forget(on.redis_server, signal.SIGKILL)
            time.sleep(run.dice.uniform(0, 1))
            on.start_redis()
            back = time.monotonic()
            run.resumed(on, back, url=on.publish())
        run.count(on)


@fault("redis-flushed", "FLUSHALL after taking in, and a new Redis without any group", runs=(1, 3))
def redis_flushed(run):
    with run.stage() as on:
        on.start_gateway()
        for _ in range(3 if run.quick else 8):
            on.publish()
            on.wait_taken_in()
            on.redis("FLUSHALL")
            run.resumed(on, time.monotonic(), url=on.publish(urgency="urgent"))
        on.wait_taken_in()
        on.forget(on.redis_server, signal.SIGKILL)
        on.start_redis()  # empty: it kept nothing
        run.resumed(on, time.monotonic(), url=on.publish(urgency="urgent"))
        run.count(on)


@fault("redis-slow", "Redis answers late, in pieces of a few bytes, and connections break in the middle of answers", runs=(1, 3))
def redis_slow(run):
    with run.stage(redis=KEPT) as on:
        on.redis_gate.latency, on.redis_gate.slices, on.redis_gate.cut = 0.15, True, 0.1
        on.start_gateway()
        for _ in range(4 if run.quick else 12):
            on.publish(urgency=run.dice.choice(["urgent", "normal", "bulk"]))
            time.sleep(run.dice.uniform(0, 0.8))
        on.redis_gate.latency, on.redis_gate.slices, on.redis_gate.cut = 0, False, 0
        run.resumed(on, time.monotonic(), url=on.publish(urgency="urgent"))
        run.count(on)
        run.check(on.redis("XLEN", "loa:bulletins") == 0, "entries stayed in the stream")


@fault("redis-unreachable", "Redis accepts and says nothing, then resets, then is gone", runs=(1, 3))
def redis_unreachable(run):
    with run.stage(redis=KEPT) as on:
        on.start_gateway()
        for mode in ("stall", "mute", "reset", "shut"):
            on.publish()
            on.switch(on.redis_gate, mode)
            time.sleep(run.dice.uniform(0.2, 3))
            url = on.publish()
            on.switch(on.redis_gate, "open")
            run.resumed(on, time.monotonic(), url=url)
        run.count(on)
        run.check(on.redis("XLEN", "loa:bulletins") == 0, "entries stayed in the stream")


@fault("redis-out-of-memory", "Redis refuses writes (OOM, noeviction), also the refusal of a bad bulletin", runs=(1, 3))
def redis_out_of_memory(run):
    with run.stage() as on:
        on.start_gateway()
        on.publish()
        on.redis("XADD", "loa:bulletins", "*", "bulletin", '{"no": "bulletin"}')
        on.redis("CONFIG", "SET", "maxmemory", "1")
        time.sleep(run.dice.uniform(1, 3))
        try:
            on.publish()
            run.check(False, "Redis took a bulletin without memory: the fault was not played")
        except OSError:
            pass
        on.redis("CONFIG", "SET", "maxmemory", "0")
        run.resumed(on, time.monotonic(), url=on.publish())
        run.count(on)
        deadline = time.monotonic() + 10
        while on.redis("XLEN", "loa:bulletins:rejected") == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        run.check(on.redis("XLEN", "loa:bulletins:rejected") == 1, "the bad bulletin is not exactly once among the refused ones")
        run.check(on.redis("XLEN", "loa:bulletins") == 0, "entries stayed in the stream")


@fault("redis-read-only", "Redis becomes a replica of nobody and refuses all writes", runs=(1, 3))
def redis_read_only(run):
    with run.stage() as on:
        on.start_gateway()
        on.publish()
        on.redis("REPLICAOF", "127.0.0.1", "1")
        time.sleep(run.dice.uniform(1, 3))
        on.redis("REPLICAOF", "NO", "ONE")
        run.resumed(on, time.monotonic(), url=on.publish())
        run.count(on)
        run.check(on.redis("XLEN", "loa:bulletins") == 0, "entries stayed in the stream")
