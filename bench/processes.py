"""What processes cost, by the operating system's own count."""
import contextlib
import os
import pathlib
import subprocess
import threading
import time

from demo_servers import trouble


class cost:
    """CPU seconds and peak memory in bytes of one process, or of one and those it waited for."""

    def __init__(self, cpu, peak):
        self.cpu, self.peak = cpu, peak

    def as_json(self):
        return {"cpu_s": round(self.cpu, 3), "peak_bytes": self.peak}


class watched:
    """A server that runs on: what it costs from now until `since`."""

    def __init__(self, pid):
        self.pid = pid
        # The peak from now on, not since it was started.
        pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")
        self.before = self.cpu()

    def cpu(self):
        """Of all its threads, which live as long as it does. /proc/PID/stat counts in hundredths of a second, this in nanoseconds."""
        return sum(int(file.read_text().split()[0]) for file in pathlib.Path(f"/proc/{self.pid}/task").glob("*/schedstat")) / 1e9

    def since(self):
        return cost(self.cpu() - self.before, peak_memory(self.pid))


def peak_memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def child_of(pid):
    """The one child of nginx's master."""
    return int(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


class finished:
    def __init__(self, output, seconds, spent):
        self.output, self.seconds, self.cost = output, seconds, spent


def run(command, **more):
    """Runs a program to its end. The CPU of those whom it waits for counts as part of it. Its peak memory is looked at again and again: what
    wait4 says of that begins with the memory of this Python, of which it was forked."""
    command = [str(part) for part in command]
    started = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more) as process:
        peaks = [0]
        looking = threading.Thread(target=look_at_peak, args=(process.pid, peaks), daemon=True)
        looking.start()
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        looking.join()
    seconds = time.monotonic() - started
    if process.returncode != 0:
        raise trouble(f"{' '.join(command)}\n  ended with {process.returncode}: {output.strip()[-2000:]}")
    return finished(output, seconds, cost(used.ru_utime + used.ru_stime, max(peaks)))


def look_at_peak(pid, peaks):
    """Until it is over, and then its memory is gone."""
    with contextlib.suppress(OSError):
        while (peak := peak_memory(pid)) != 0:
            peaks.append(peak)
            time.sleep(0.02)
