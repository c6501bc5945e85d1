# SPDX-License-Identifier: GPL-2.0-or-later
"""A TCP forwarder that is as bad a line as the test wants, in each direction by itself.

Two threads a connection and direction: one reads and stamps what came, one writes what is due.
"""

import collections
import socket
import struct
import threading
import time

CHUNK = 16384
LOOK_SECONDS = 0.2  # how often a blocked thread looks whether its connection was cut


class Direction:
    """Settings and counters of one direction; they may be changed at any time.

    delay       seconds each byte is late
    rate        bytes a second, None: no limit
    buffer      bytes on the way before the sender is held back
    stall_after a count of bytes (see `passed`) after which nothing passes until resume()
    drop        swallow what comes instead of passing it on
    """

    def __init__(self):
        self.delay, self.rate, self.buffer, self.drop = 0.0, None, 1 << 22, False
        self.stall_after = None
        self.passed = 0
        self._stalled = False
        self.changed = threading.Condition()

    def stall(self):
        """Nothing passes from now on; what comes waits on the line."""
        with self.changed:
            self._stalled = True

    def resume(self):
        with self.changed:
            self._stalled, self.stall_after = False, None
            self.changed.notify_all()

    def stalled(self):
        return self._stalled or self.room() == 0

    def room(self):
        """Bytes that may pass before stall_after."""
        return CHUNK if self.stall_after is None else max(0, self.stall_after - self.passed)

    def wait_passed(self, count, seconds=20):
        """Waits until so many bytes have passed."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.passed >= count, seconds):
                raise TimeoutError(f"{self.passed} of {count} bytes passed in {seconds} s")


class Link:
    """Context manager: listens on `port` and connects each client to the target.

    up          Direction from the client to the server
    down        Direction from the server to the client
    refuse      True: new connections are accepted and reset
    """

    def __init__(self, target_port, target_host="127.0.0.1", delay=0.0, rate=None):
        self.target = (target_host, target_port)
        self.up, self.down = Direction(), Direction()
        for direction in (self.up, self.down):
            direction.delay, direction.rate = delay, rate
        self.refuse = False
        self.accepted = 0
        self._closed = False
        self._pairs, self._lock = [], threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = []
        self._start(self._accept)

    def cut(self):
        """Resets every connection, both sides."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for sock in pair:
                _reset(sock)

    def finish(self):
        """Ends every connection in order (FIN), both sides."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for sock in pair:
                _shutdown(sock, socket.SHUT_RDWR)

    def connections(self):
        with self._lock:
            return len(self._pairs)

    def close(self):
        self._closed = True
        _shutdown(self._listener, socket.SHUT_RDWR)
        self._listener.close()
        self.cut()
        for direction in (self.up, self.down):
            direction.resume()
        for thread in list(self._threads):
            thread.join(5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _start(self, function, *args):
        thread = threading.Thread(target=function, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._closed:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.accepted += 1
            if self.refuse:
                _reset(client)
                continue
            self._start(self._connect, client)

    def _connect(self, client):
        try:
            server = socket.create_connection(self.target, 10)
        except OSError:
            _reset(client)
            return
        for sock in (client, server):
            sock.settimeout(LOOK_SECONDS)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._pairs.append((client, server))
        if self._closed:
            self.cut()
        _Pump(self, self.up, client, server)
        _Pump(self, self.down, server, client)


class _Pump:
    """One direction of one connection."""

    def __init__(self, link, direction, source, sink):
        self._link, self._direction, self._source, self._sink = link, direction, source, sink
        self._queue, self._queued = collections.deque(), 0
        self._ended = False
        link._start(self._read)
        link._start(self._write)

    def _read(self):
        changed = self._direction.changed
        while True:
            try:
                data = self._source.recv(CHUNK)
            except TimeoutError:
                if self._gone():
                    return
                continue
            except OSError:
                data = b""
            with changed:
                if not data:
                    self._ended = True
                    changed.notify_all()
                    return
                if self._direction.drop:
                    continue
                self._queue.append((time.monotonic(), data))
                self._queued += len(data)
                changed.notify_all()
                changed.wait_for(lambda: self._queued < self._direction.buffer or self._gone())

    def _write(self):
        free_at = 0.0  # when the line has sent all it got so far
        while True:
            stamp, data = self._next()
            if data is None:
                _shutdown(self._sink, socket.SHUT_WR)
                return
            due = stamp + self._direction.delay
            if self._direction.rate:
                free_at = max(free_at, stamp) + len(data) / self._direction.rate
                due = free_at + self._direction.delay
            while (left := due - time.monotonic()) > 0 and not self._gone():
                time.sleep(min(left, LOOK_SECONDS))
            try:
                self._send(data)
            except OSError:
                _shutdown(self._source, socket.SHUT_RDWR)
                self._drain()
                return
            with self._direction.changed:
                self._direction.passed += len(data)
                self._direction.changed.notify_all()

    def _send(self, data):
        while data and not self._gone():
            try:
                data = data[self._sink.send(data):]
            except TimeoutError:  # the receiver reads nothing: look again
                pass

    def _next(self):
        """(time it came, bytes that may pass), or (0, None) at the end."""
        direction = self._direction
        with direction.changed:
            direction.changed.wait_for(
                lambda: self._gone() or (self._ended and not self._queue)
                or (self._queue and not direction.stalled()))
            if self._gone() or not self._queue:
                return 0, None
            stamp, data = self._queue.popleft()
            room = direction.room()
            if len(data) > room:
                self._queue.appendleft((stamp, data[room:]))
                data = data[:room]
            self._queued -= len(data)
            direction.changed.notify_all()
            return stamp, data

    def _gone(self):
        return self._link._closed or self._sink.fileno() < 0

    def _drain(self):
        with self._direction.changed:
            self._queue.clear()
            self._queued = 0
            self._direction.changed.notify_all()


def _reset(sock):
    """RST instead of FIN."""
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.shutdown(socket.SHUT_RD)  # wakes a thread that reads it
    except OSError:
        pass
    sock.close()


def _shutdown(sock, how):
    try:
        sock.shutdown(how)
    except OSError:
        pass
