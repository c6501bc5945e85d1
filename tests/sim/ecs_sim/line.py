# SPDX-License-Identifier: GPL-2.0-or-later
"""A TLS listener for an aiohttp application, on request behind a long or thin line.

With --delay or --rate the bytes of every TCP connection, TLS included, pass through a Line. Its
two directions are independent and each is one queue, first in first out:
  rate   chunks leave one after another at --rate, a limit all connections of a listener share;
  delay  each chunk arrives --delay later, so a round trip takes twice that.
The three-way handshake, which the kernel answers at once, is paid for by holding back the first
byte a client sends by one more round trip. Before a limiter about 100 kB can wait, as in the router
of a small office, or --buffer; then the sender is held back.
  jitter  each chunk takes up to --jitter longer;
  late    --late percent of TCP's segments come a round trip later, as one that was lost and sent
          again does. What comes behind a chunk waits for it: TCP keeps the order.
"""
import asyncio
import contextlib
import random
import socket
import struct

QUEUE_BYTES = 16 * 1024     # each of the buffers before a limiter
QUEUES = 6                  # how many such buffers there are on the way to a limiter
WIDE_BYTES = 256 * 1024     # the same on a line that only delays
IN_FLIGHT_CHUNKS = 512      # bound of the delay queue; the reader then stops reading
CHUNK_SECONDS = 0.004       # a chunk is at most this long on a line with a rate
LARGEST_CHUNK = 16 * 1024
SEGMENT_BYTES = 1448        # of TCP on Ethernet
AT_ONCE = 0.0002            # a read that took no longer had its bytes waiting


class Weather:
    """What a chunk meets on its way beside the plain delay."""

    def __init__(self, delay, jitter=0.0, late=0.0, seed=1):
        self._round_trip = 2 * delay
        self._jitter = jitter
        self._late = late        # the share of segments that are sent twice
        self._dice = random.Random(seed)

    def extra(self, size):
        """Seconds that a chunk of so many bytes takes longer."""
        segments = -(-size // SEGMENT_BYTES)
        lost = self._late and self._dice.random() > (1 - self._late) ** segments
        return self._dice.uniform(0, self._jitter) + (self._round_trip if lost else 0)


class Direction:
    """One way of the line: when the last bit of the chunk before has left."""

    def __init__(self, rate):
        self._rate = rate    # bytes a second, or 0 for no limit
        self._free_at = 0.0
        self.chunk = (max(1024, min(LARGEST_CHUNK, int(rate * CHUNK_SECONDS)))
                      if rate else LARGEST_CHUNK)

    def departure(self, size, now, late=0.0):
        """When a chunk has left. late: by how much we overslept while this one waited its turn."""
        start = max(now - late, self._free_at) if self._rate else now
        self._free_at = start + (size / self._rate if self._rate else 0)
        return self._free_at


class Listener:
    """Accepts TLS connections for one application. start() first; used from the loop only."""

    def __init__(self, application, context, delay=0.0, rate=0.0, buffer=0, jitter=0.0, late=0.0):
        self._application = application
        self._context = context
        self._delay = delay
        self._up = Direction(rate)
        self._down = Direction(rate)
        self._shaped = delay > 0 or rate > 0
        self._queue = QUEUE_BYTES if rate else WIDE_BYTES
        if buffer:
            self._queue = max(1024, buffer // QUEUES)
        self._weather = Weather(delay, jitter, late)
        self._lines = {}     # socket number on our side -> the client's transport
        self._runner = None
        self._server = None
        self.port = 0

    async def start(self, host, port):
        from aiohttp import web  # the only part that needs it
        self._runner = web.AppRunner(self._application, access_log=None)
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        if self._shaped:
            self._server = await asyncio.start_server(self._carry, host, port, limit=self._queue)
        else:
            self._server = await loop.create_server(self._runner.server, host, port,
                                                    ssl=self._context, backlog=128)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self):
        self._server.close()
        await self._runner.cleanup()

    def narrow(self, transport):
        """Keeps what a connection buffers small when it leads to a line with a rate."""
        if self._shaped:
            transport.set_write_buffer_limits(high=self._queue)

    def cut(self, transport):
        """Ends a connection the hard way: the client sees a reset."""
        if transport is None:
            return
        ours = transport.get_extra_info("socket")
        outer = self._lines.get(ours.fileno()) if ours else None
        for end in (outer, transport):
            if end is not None:
                _reset(end)

    async def _carry(self, reader, writer):
        """Joins a client to what is behind the line."""
        pair_reader, pair_writer = await self._behind(writer.transport)
        ways = [asyncio.ensure_future(way) for way in (
            self._shape(reader, pair_writer, self._up, 2 * self._delay),
            self._shape(pair_reader, writer, self._down, 0.0))]
        try:
            await asyncio.wait(ways)
        finally:
            self._lines = {number: outer for number, outer in self._lines.items()
                           if outer is not writer.transport}
            for way in ways:
                way.cancel()
            for end in (writer, pair_writer):
                end.close()

    async def _behind(self, outer):
        """The application, at the far end of a socket pair."""
        loop = asyncio.get_running_loop()
        near, far = socket.socketpair()
        for end in (near, far):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._queue // 2)
        self._lines[far.fileno()] = outer
        streams = await asyncio.open_connection(sock=near, limit=self._queue)
        accepted = asyncio.ensure_future(loop.connect_accepted_socket(
            self._runner.server, far, ssl=self._context))
        accepted.add_done_callback(lambda done: done.cancelled() or done.exception())
        return streams

    async def _shape(self, reader, writer, direction, head_start):
        """Carries one direction until it ends; then the other side learns of it in order."""
        loop = asyncio.get_running_loop()
        queue = asyncio.Queue(IN_FLIGHT_CHUNKS)
        deliver = asyncio.ensure_future(self._deliver(queue, writer))
        first, overslept, woke = head_start, 0.0, loop.time()
        with contextlib.suppress(ConnectionError):
            while not deliver.done():
                chunk = await reader.read(direction.chunk)
                now = loop.time()
                late = overslept if now - woke < AT_ONCE else 0.0
                leaves = direction.departure(len(chunk), now, late)
                await _until(leaves)
                woke = loop.time()
                overslept = woke - leaves
                arrives = leaves + self._delay + first + self._weather.extra(len(chunk))
                await queue.put((arrives, chunk))
                first = 0.0
                if not chunk:
                    break
        if deliver.done() or not chunk:
            await asyncio.gather(deliver, return_exceptions=True)
        deliver.cancel()
        writer.close()

    async def _deliver(self, queue, writer):
        earliest = 0.0
        while True:
            due, chunk = await queue.get()
            earliest = max(earliest, due)
            await _until(earliest)
            if not chunk:
                return
            writer.write(chunk)
            await writer.drain()


class Forwarder(Listener):
    """The same line in front of a TCP server, for a viewer that knows neither TLS nor websockets."""

    def __init__(self, host, port, **line):
        super().__init__(None, None, **line)
        self._target = host, port

    async def start(self, host, port):
        self._server = await asyncio.start_server(self._carry, host, port, limit=self._queue)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _behind(self, outer):
        inner = socket.socket()
        inner.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._queue)
        inner.setblocking(False)
        await asyncio.get_running_loop().sock_connect(inner, self._target)
        return await asyncio.open_connection(sock=inner, limit=self._queue)


def resumed(http):
    """Whether the request came in a session of TLS that goes on from an earlier connection."""
    tls = http.transport and http.transport.get_extra_info("ssl_object")
    return bool(tls and tls.session_reused)


async def _until(moment):
    wait = moment - asyncio.get_running_loop().time()
    if wait > 0:
        await asyncio.sleep(wait)


def _reset(transport):
    ours = transport.get_extra_info("socket")
    if ours is not None and ours.fileno() >= 0:
        with contextlib.suppress(OSError):
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
