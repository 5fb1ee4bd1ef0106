#!/usr/bin/python3
"""Asks the API at a steady rate over the unix socket until standard input ends, then prints the times as JSON.

    api_client.py SOCKET RATE CONNECTIONS PATH...

A request's time counts from when it was due, not from when a connection was free, so that a stall of the server is not hidden by
requests that were never sent."""
import asyncio
import json
import sys
import time


class client:
    def __init__(self, socket, rate, paths):
        self.socket, self.rate, self.paths = socket, rate, paths
        self.due = asyncio.Queue()
        self.times, self.failures = [], []

    async def ask(self, reader, writer, path):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode())
        status = int((await reader.readline()).split()[1])
        length = None
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        await reader.readexactly(length)
        return status

    async def connection(self):
        reader, writer = await asyncio.open_unix_connection(self.socket)
        while (job := await self.due.get()) is not None:
            when, path = job
            status = await self.ask(reader, writer, path)
            self.times.append(time.monotonic() - when)
            if status != 200:
                self.failures.append(status)
        writer.close()

    async def run(self, connections):
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stopped.set)
        workers = [asyncio.create_task(self.connection()) for _ in range(connections)]
        started, count = time.monotonic(), 0
        while not stopped.is_set():
            when = started + count / self.rate
            await asyncio.sleep(max(0.0, when - time.monotonic()))
            self.due.put_nowait((when, self.paths[count % len(self.paths)]))
            count += 1
            for each in workers:
                if each.done():
                    each.result()
        for _ in workers:
            self.due.put_nowait(None)
        await asyncio.gather(*workers)
        print(json.dumps({"times": self.times, "failures": self.failures}))


if __name__ == "__main__":
    path, rate, connections, *paths = sys.argv[1:]
    asyncio.run(client(path, float(rate), paths).run(int(connections)))
