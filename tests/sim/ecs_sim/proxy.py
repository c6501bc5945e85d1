# SPDX-License-Identifier: GPL-2.0-or-later
"""The websocket proxy: lets consoles in, carries their bytes, cuts them off. Event loop only."""
import asyncio
import collections
import contextlib
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from .client_stream import ClientStream
from .effects import Effects
from .line import resumed
from .tickets import Refused

CHUNK = 32 * 1024
CLOSE_PATIENCE = 1.0        # seconds a client gets to answer a close frame
COUNTS_PERIOD = 1.0         # a "counts" line at most this often
TARGET_CLOSED = b"Target closed"


class ConsoleSession:
    """One websocket joined to one backend. run() returns when it is over; reason says why."""

    def __init__(self, number, instance_id, socket, transport, rules):
        self.number = number
        self.instance_id = instance_id
        self.transport = transport
        self.shared = None              # what ClientInit said, None before it
        self.reason = None
        self._socket = socket
        self._rules = rules
        self._stream = ClientStream()
        self._effects = Effects()
        self._counts = collections.Counter()
        self._bytes = {"up": 0, "down": 0}
        self._last_activity = 0.0
        self._counts_timer = None

    async def run(self, backend):
        loop = asyncio.get_running_loop()
        self._last_activity = loop.time()
        reader, writer = backend
        tasks = [asyncio.ensure_future(task) for task in (
            self._up(writer), self._down(reader), self._watch_idle(), self._drop_later())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done() and task.exception():
                    self._end(f"error: {task.exception()!r}")
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            writer.close()
            if self._counts_timer:
                self._counts_timer.cancel()
            self._rules.log.write("close", session=self.number, reason=self.reason or "stopped",
                                  close_code=self._socket.close_code, counts=dict(self._counts),
                                  bytes_up=self._bytes["up"], bytes_down=self._bytes["down"])

    def _end(self, reason):
        self.reason = self.reason or reason

    async def close(self, reason, text=TARGET_CLOSED):
        """Ends the session with a close frame, as websockify does when its target goes."""
        self._end(reason)
        with contextlib.suppress(ConnectionError):
            await self._socket.close(code=1000, message=text)

    def cut(self, reason):
        self._end(reason)
        self._rules.cut(self.transport)

    async def _up(self, writer):
        async for frame in self._frames():
            if frame.type == WSMsgType.PING:
                self._count("ping")
                await self._socket.pong(frame.data)
            elif frame.type == WSMsgType.PONG:
                self._count("pong")
            elif frame.type == WSMsgType.BINARY:
                if not await self._client_bytes(frame.data):
                    return
                writer.write(frame.data)
                try:
                    await writer.drain()
                except ConnectionError:
                    await self.close("target closed")
                    return
            else:
                self._end(f"client sent a {frame.type.name.lower()} frame")
                await self._socket.close(code=1003)
                return

    async def _frames(self):
        while True:
            frame = await self._socket.receive()
            if frame.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED):
                self._end("client closed" if frame.type == WSMsgType.CLOSE else "client gone")
                return
            if frame.type == WSMsgType.ERROR:
                self._end(f"websocket error: {frame.data!r}")
                return
            if self._rules.idle_counts == "any":
                self._last_activity = asyncio.get_running_loop().time()
            yield frame

    async def _client_bytes(self, data):
        """Counts what the bytes mean; False when the session must end instead of passing on."""
        if not self._bytes["up"]:
            self._rules.log.write("first_bytes", session=self.number, way="up",
                                  hex=data[:32].hex())
        self._bytes["up"] += len(data)
        for message in self._stream.feed(data):
            self._count(message.kind)
            self._log_message(message)
            if self._counts_as_use(message):
                self._last_activity = asyncio.get_running_loop().time()
            if message.kind == "client_init":
                self.shared = message.fields["shared"]
                if not await self._rules.admit(self):
                    await self.close("console in use")
                    return False
        return True

    def _counts_as_use(self, message):
        changes = self._effects.changes(message)
        counts = self._rules.idle_counts
        if counts == "effective":
            return changes
        return message.is_input or (counts != "input" and not message.is_handshake)

    def _log_message(self, message):
        always = message.is_handshake or message.kind in ("set_encodings", "lost",
                                                          "set_desktop_size", "cut_text")
        if always or (self._rules.log_input and message.is_input):
            self._rules.log.write("message", session=self.number, kind=message.kind,
                                  **message.fields)

    def _count(self, kind):
        self._counts[kind] += 1
        if self._counts_timer is None:
            self._counts_timer = asyncio.get_running_loop().call_later(COUNTS_PERIOD,
                                                                       self._log_counts)

    def _log_counts(self):
        self._counts_timer = None
        self._rules.log.write("counts", session=self.number, counts=dict(self._counts),
                              bytes_up=self._bytes["up"], bytes_down=self._bytes["down"])

    async def _down(self, reader):
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                if not self._bytes["down"]:
                    self._rules.log.write("first_bytes", session=self.number, way="down",
                                          hex=data[:32].hex())
                if len(self._stream.server_head) < 16:
                    self._stream.server_head += data[:16]
                self._bytes["down"] += len(data)
                try:
                    await self._socket.send_bytes(data)
                except ConnectionError:
                    self._end("client gone")
                    return
        await self.close("target closed")

    async def _watch_idle(self):
        limit = self._rules.idle_limit
        if not limit:
            await asyncio.Event().wait()
        loop = asyncio.get_running_loop()
        while (rest := self._last_activity + limit - loop.time()) > 0:
            await asyncio.sleep(rest)
        await self.close("idle", b"Idle")

    async def _drop_later(self):
        if not self._rules.drop_after:
            await asyncio.Event().wait()
        await asyncio.sleep(self._rules.drop_after)
        self.cut("drop-after")


class Proxy:
    """All console sessions, and the rules they live by."""

    def __init__(self, options, tickets, faults, log, connect_backend):
        self.log = log
        self.idle_limit = options.idle_limit
        self.idle_counts = options.idle_counts
        self.drop_after = options.drop_after
        self.log_input = options.log_input
        self.cut = None             # this and the next are set once the listener exists
        self.narrow = None
        self._exclusive = options.exclusive
        self._tickets = tickets
        self._faults = faults
        self._connect_backend = connect_backend
        self._sessions = {}
        self._count = 0

    def cut_all(self, reason):
        for session in list(self._sessions.values()):
            session.cut(reason)

    async def admit(self, session):
        """QEMU's rule when exclusive: an unshared client throws others out, a shared one goes."""
        if not self._exclusive:
            return True
        others = [other for other in self._sessions.values() if other is not session
                  and other.instance_id == session.instance_id and other.shared is not None]
        if not others:
            return True
        if session.shared:
            return False
        await asyncio.gather(*(other.close("taken over") for other in others))
        return True

    async def handle(self, http):
        loop = asyncio.get_running_loop()
        entry = {"path": http.path, "origin": http.headers.get("Origin"),
                 "protocols": http.headers.getall("Sec-WebSocket-Protocol", []),
                 "user_agent": http.headers.get("User-Agent", ""), "resumed": resumed(http)}
        try:
            self._check_upgrade(http)
            fault = self._faults.take("proxy")
            if fault:
                raise Refused(int(fault), "on demand")
            instance_id = self._tickets.redeem(http.raw_path.partition("?")[2], loop.time())
        except Refused as refused:
            self.log.write("connect", verdict=refused.reason, status=refused.status, **entry)
            return web.Response(status=refused.status, text=refused.reason + "\n")
        try:
            backend = await self._connect_backend(instance_id)
        except OSError as error:
            self.log.write("connect", verdict=f"backend: {error}", status=502, **entry)
            return web.Response(status=502, text="console unreachable\n")
        self._count += 1
        self.log.write("connect", verdict="ok", status=101, session=self._count,
                       instance=instance_id, **entry)
        return await self._serve(http, instance_id, backend)

    async def _serve(self, http, instance_id, backend):
        socket = web.WebSocketResponse(protocols=("binary",), autoping=False, compress=False,
                                       timeout=CLOSE_PATIENCE, max_msg_size=16 << 20)
        session = None
        try:
            await socket.prepare(http)
            self.narrow(http.transport)
            session = ConsoleSession(self._count, instance_id, socket, http.transport, self)
            self._sessions[session.number] = session
            await session.run(backend)
        finally:
            backend[1].close()
            if session:
                self._sessions.pop(session.number, None)
        return socket

    @staticmethod
    def _check_upgrade(http):
        if http.path not in ("/websockify/", "/websockify"):
            raise Refused(404, "no such path")
        if http.method != "GET" or "websocket" not in http.headers.get("Upgrade", "").lower():
            raise Refused(400, "not a websocket upgrade")
        offered = [name.strip() for line in http.headers.getall("Sec-WebSocket-Protocol", [])
                   for name in line.split(",")]
        if offered != ["binary"]:
            raise Refused(400, "subprotocol must be binary, offered once")
        origin = http.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != http.host \
                and urlsplit(origin).hostname != urlsplit("//" + http.host).hostname:
            raise Refused(400, "origin of another host")
