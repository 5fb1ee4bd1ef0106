"""A hop on loopback between two programs, which does to their connections what networks and hosts do."""
import asyncio
import random
import socket
import struct

MODES = {
    "open": "passes everything on",
    "shut": "nobody listens, and what was connected is reset",
    "reset": "accepts and resets at once",
    "stall": "accepts, reads, passes nothing on",
    "mute": "passes requests on, swallows answers",
    "hold": "keeps posts back and passes them on once it is open again; look-ups pass",
}


class gate:
    """Used on its loop only. `port` stays the same whatever happens."""

    def __init__(self, target, seed=0):
        self.target = target
        self.mode = "open"
        self.latency = 0.0  # seconds that each piece takes, either way
        self.slices = False  # pieces of 1 to 9 bytes for the first 400 of each, as a slow line delivers them
        self.cut = 0.0  # chance that a piece is the last of its connection
        self.translate = []  # (bytes, bytes of the same length) in requests
        self.dice = random.Random(seed)
        self.port = 0
        self.server = None
        self.lines = set()  # writers towards both sides
        self.changed = asyncio.Event()

    async def listen(self):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio sets no TCP_NODELAY
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        self.server = await asyncio.start_server(self.serve, sock=listener, backlog=256)

    async def switch(self, mode):
        """Whoever is in the middle of something when a mode begins or ends notices: a hung host does not wake up as if nothing was."""
        assert mode in MODES
        before, self.mode = self.mode, mode
        if before == "shut" and mode != "shut":
            await self.listen()
        if mode == "shut":
            await self.close()
        elif mode == "reset" or before in ("stall", "mute"):
            self.cut_all()
        self.changed.set()
        self.changed = asyncio.Event()

    def cut_all(self):
        for line in list(self.lines):
            reset(line)

    async def close(self):
        if self.server:
            self.server.close()
            self.server = None
        self.cut_all()

    async def serve(self, reader, writer):
        if self.mode in ("reset", "shut"):
            return reset(writer)
        self.lines.add(writer)
        onward = None
        try:
            there, onward = await asyncio.open_connection("127.0.0.1", self.target)
            self.lines.add(onward)
            back = asyncio.ensure_future(self.pump(there, writer, request=False))
            await self.pump(reader, onward, request=True)
            await back
        except OSError:
            pass
        finally:
            for line in (writer, onward):
                if line:
                    self.lines.discard(line)
                    line.close()

    async def pump(self, reader, writer, request):
        try:
            while piece := await reader.read(65536):
                if self.latency:
                    await asyncio.sleep(self.latency)
                while self.mode == "hold" and request and not piece.startswith(b"GET "):
                    await self.changed.wait()
                if self.mode == "stall" or (self.mode == "mute" and not request):
                    continue
                if self.cut and self.dice.random() < self.cut:
                    return self.cut_off(writer, piece)
                if request:
                    for old, new in self.translate:
                        piece = piece.replace(old, new)
                if self.slices:
                    piece = await self.sliced(writer, piece)
                writer.write(piece)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    def cut_off(self, writer, piece):
        writer.write(piece[: self.dice.randrange(len(piece))])
        writer.close()

    async def sliced(self, writer, piece):
        sent = 0
        while sent < min(400, len(piece)):
            size = self.dice.randint(1, 9)
            writer.write(piece[sent : sent + size])
            await writer.drain()
            await asyncio.sleep(0)
            sent += size
        return piece[sent:]


def reset(writer):
    """RST instead of FIN."""
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        try:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            pass
    writer.transport.abort()
