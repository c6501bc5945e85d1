# SPDX-License-Identifier: GPL-2.0-or-later
"""A scripted RFB server for wire that no honest server sends, over TCP, ws or wss.

Each connection has a thread that reads and records, and one that runs the test's script.
"""

import os
import socket
import ssl
import threading
import time
from collections import deque

from . import rfb_server, vncauth, websocket
from .process import PATIENCE
from .rfb_client import ClientMessages, Message
from .stream import Stream

WAIT_SECONDS = 20


class RawPeer:
    """Context manager. script(connection) runs for each connection, which closes when it returns.

    transport   "tcp", "ws" or "wss" (with a certs.Pair)
    answer      function of the websocket.Request that makes the HTTP answer; script only runs after
                a 101
    host, port  where it listens; 0 is any free port
    `port`, `url`, `connections` (oldest first); `context`, of TLS, is for those to come. close() raises what a script raised, unless
    that was the viewer hanging up.
    """

    def __init__(self, script, transport="tcp", pair=None, answer=websocket.accept,
                 host="127.0.0.1", port=0):
        self.script, self.transport, self.answer = script, transport, answer
        self.context = None
        if transport == "wss":
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(pair.cert, pair.key)
        self.connections, self.errors = [], []
        self._changed, self._threads = threading.Condition(), []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, port), family=family)
        self.port = self._listener.getsockname()[1]
        scheme = "vnc" if transport == "tcp" else transport
        path = "" if transport == "tcp" else "/websockify/?s=abc%2Bd"
        shown = f"[{host}]" if ":" in host else host
        self.url = f"{scheme}://{shown}:{self.port}{path}"
        self.start(self._accept)

    def connection(self, number=0, seconds=WAIT_SECONDS):
        """The number-th connection, counted from 0; waits for it."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.connections) > number, seconds):
                raise TimeoutError(f"{len(self.connections)} connections in {seconds} s")
            return self.connections[number]

    def start(self, function, *args):
        thread = threading.Thread(target=function, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.start(self._serve, sock)

    def _serve(self, sock):
        try:
            stream = Stream(sock, self.context)
        except OSError as error:  # the TLS handshake; the viewer may have refused it
            self.errors.append(error)
            sock.close()
            return
        connection = Connection(stream, self.transport != "tcp", self.start)
        with self._changed:
            self.connections.append(connection)
            self._changed.notify_all()
        try:
            if connection.upgrade(self.answer):
                self.script(connection)
        except Exception as error:  # kept for close(): this is not the test's thread
            self.errors.append(error)
        finally:
            connection.close()

    def close(self):
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        for connection in list(self.connections):
            connection.close()
        for thread in self._threads:
            thread.join(5)
        for error in self.errors:
            if not isinstance(error, OSError):
                raise error

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self.close()
        except Exception:
            if kind is None:
                raise


class Connection:
    """One client. `messages` grows by a Message for each thing it sends, also "version",
    "security-type", "client-init", and for websockets "ws-ping", "ws-pong", "ws-close"(payload)."""

    def __init__(self, stream, framed, start):
        self._stream, self._framed = stream, framed
        self.resumed = stream.resumed  # by OpenSSL's word
        self._sending, self._pongs = threading.Lock(), deque()
        self._changed = threading.Condition()
        self._wire, self._bytes, self._parser = b"", b"", None
        self._upgraded = not framed
        self.request = None
        self.messages = []
        self.answer_pings = True
        self.closed = False  # the client hung up, or close() was called
        start(self._read)

    # Sending.

    def send(self, data):
        """Bytes of RFB: one binary frame when there are frames."""
        self.send_raw(websocket.frame(websocket.BINARY, data) if self._framed else data)

    def send_raw(self, data):
        """Bytes below the framing, above TLS. Whole: no pong comes between them."""
        with self._sending:
            self._stream.send(data)
        self._send_pongs()

    def _send_pongs(self):
        """Those that are due, unless somebody sends: he sends them afterwards, and nobody waits for him."""
        while self._pongs and self._sending.acquire(blocking=False):
            try:
                while self._pongs:
                    self._stream.send(websocket.frame(websocket.PONG, self._pongs.popleft()))
            finally:
                self._sending.release()

    def frame(self, opcode, payload=b"", **wrong):
        """A frame of any kind; see websocket.frame."""
        self.send_raw(websocket.frame(opcode, payload, **wrong))

    def update(self, *rectangles, count=None):
        self.send(rfb_server.update(*rectangles, count=count))

    # The handshake, step by step or whole.

    def upgrade(self, answer):
        """Answers the HTTP request; whether it was accepted. True at once for TCP."""
        if not self._framed:
            return True
        with self._changed:
            self._wait(lambda: b"\r\n\r\n" in self._wire, WAIT_SECONDS, "HTTP request")
            head, _, self._wire = self._wire.partition(b"\r\n\r\n")
            self.request = websocket.parse_request(head)
        reply = answer(self.request)
        self.send_raw(reply)
        with self._changed:
            self._upgraded = reply.startswith(b"HTTP/1.1 101")
            self._unpack(b"")
        return self._upgraded

    def handshake(self, width=640, height=480, name="raw peer", password=None, **init):
        """RFB 3.8 with security None or VncAuth; False when the password was wrong."""
        self.send(rfb_server.VERSION)
        self.record("version", text=self.read(12))
        self.send(b"\x01\x01" if password is None else b"\x01\x02")
        self.record("security-type", type=self.read(1)[0])
        if password is not None:
            challenge = os.urandom(16)
            self.send(challenge)
            if self.read(16) != vncauth.response(password, challenge):
                self.send(b"\0\0\0\x01" + b"\0\0\0\x04fail")
                return False
        self.send(b"\0\0\0\0")
        self.record("client-init", shared=self.read(1)[0])
        self.send(rfb_server.server_init(width, height, name, **init))
        self.parse()
        return True

    def still(self, size, *rects, **init):
        """A console at rest: the handshake, one picture when it is asked for, and no more until the viewer goes."""
        self.handshake(*size, **init)
        self.wait("fbur")
        self.update(*rects)
        self.hold()

    def read(self, count, seconds=WAIT_SECONDS):
        """The next bytes of RFB, before parse()."""
        with self._changed:
            self._wait(lambda: len(self._bytes) >= count, seconds, f"{count} bytes")
            data, self._bytes = self._bytes[:count], self._bytes[count:]
            return data

    def parse(self):
        """From here on the client's bytes are messages."""
        with self._changed:
            self._parser = ClientMessages()
            self._deliver(b"")

    def record(self, name, **fields):
        with self._changed:
            self.messages.append(Message(time.monotonic(), name, fields))
            self._changed.notify_all()

    # Looking and waiting.

    def mark(self):
        with self._changed:
            return len(self.messages)

    def received(self, name=None, since=0):
        """The messages after a mark, all or of one name."""
        with self._changed:
            return [m for m in self.messages[since:] if name in (None, m.name)]

    def wait(self, name, since=0, seconds=WAIT_SECONDS, count=1, where=lambda message: True):
        """The count-th message of that name after a mark for which where(message) holds."""
        def find():
            found = [m for m in self.messages[since:] if m.name == name and where(m)]
            return found[count - 1] if len(found) >= count else None
        with self._changed:
            return self._wait(find, seconds, f"message {name}")

    def wait_closed(self, seconds=WAIT_SECONDS):
        """Waits until the client hangs up."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.closed, seconds):
                raise TimeoutError(f"still connected after {seconds} s")

    def hold(self):
        """Says nothing more until the client hangs up or the peer is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed)

    def close(self, reset=False):
        self._stream.close(reset)
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    # Below: called with self._changed held, except _read.

    def _wait(self, condition, seconds, what):
        end = time.monotonic() + PATIENCE * seconds
        while True:
            value = condition()
            if value:
                return value
            if self.closed:
                raise ConnectionError(f"the client hung up before its {what}")
            if not self._changed.wait(end - time.monotonic()):
                raise TimeoutError(f"no {what} in {seconds} s; the last were "
                                   f"{[m.name for m in self.messages[-8:]]}")

    def _read(self):
        while True:
            data = self._stream.recv()
            pongs = []
            with self._changed:
                if data:
                    pongs = self._unpack(data)
                else:
                    self.closed = True
                self._changed.notify_all()
            if not data:
                return
            self._pongs.extend(pongs)
            try:
                self._send_pongs()
            except OSError:
                return

    def _unpack(self, data):
        """Wire bytes to RFB bytes; the payloads of pings to answer."""
        if not self._framed:
            self._deliver(data)
            return []
        self._wire += data
        pongs = []
        while self._upgraded:
            frame, self._wire = websocket.take_frame(self._wire)
            if frame is None:
                break
            if frame.opcode in (websocket.CONTINUATION, websocket.TEXT, websocket.BINARY):
                self._deliver(frame.payload)
                continue
            name = {websocket.PING: "ws-ping", websocket.PONG: "ws-pong",
                    websocket.CLOSE: "ws-close"}.get(frame.opcode, "ws-unknown")
            self.messages.append(Message(time.monotonic(), name, {"payload": frame.payload}))
            if frame.opcode == websocket.PING and self.answer_pings:
                pongs.append(frame.payload)
        return pongs

    def _deliver(self, data):
        self._bytes += data
        if self._parser is not None:
            self.messages += self._parser.feed(self._bytes, time.monotonic())
            self._bytes = b""
        self._changed.notify_all()
