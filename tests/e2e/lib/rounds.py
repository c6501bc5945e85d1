# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts the round trips between a client and its servers, on any number of connections at once.

A relay that goes in rounds: what a client says is passed on at once, what servers answer is held until
all processes sleep, and is then delivered together. So a round is what an infinitely long line would
make of it, however slow the machine is: everything that could be said without the answers has been
said. As on such a line, a new connection takes a round before its first byte goes anywhere.
"""

import contextlib
import select
import socket
import time
from pathlib import Path

from .process import PATIENCE, descendants

CHUNK = 1 << 16
LOOK_SECONDS = 0.003
LOOKS = 5  # in a row; a process that is being woken shows it in the first
GIVE_UP_SECONDS = 40


class _Connection:
    """A client's, and our own to its server."""

    def __init__(self, name, client, target, began):
        self.name, self.client, self.began = name, client, began
        self.server = socket.create_connection(target)
        self.held = b""       # the client's, in the round in which it connected
        self.answers = b""    # the server's, for the next round
        self.ends = {self.client, self.server}  # that were not heard to end
        for end in (self.client, self.server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def new(self, number):
        return number == self.began


class Rounds:
    """Context manager. targets: {name: (host, port)}; each is served at `host`:port.

    pids    a function that gives whose processes, with all below them, have to sleep
    log     (round, connection's name, "connects", "says" or "hears", bytes), in order
    """

    def __init__(self, targets, pids, host="127.0.0.2"):
        self.number, self.log = 0, []
        self._pids, self._connections = pids, []
        self._listeners = {socket.create_server((host, target[1])): (name, target)
                           for name, target in targets.items()}

    def until(self, reached):
        """Goes on until reached() holds in a round of which nothing is left to be said; its
        number."""
        end = time.monotonic() + PATIENCE * GIVE_UP_SECONDS
        while time.monotonic() < end:
            self._listen()
            if reached():
                return self.number
            if self._anything_waits():
                self._next_round()
        raise TimeoutError(f"nothing came of {self.number} rounds\n{self.story()}")

    def story(self):
        """Who said what in which round, in lines."""
        return "\n".join(f"  {number}: {name} {what}" + (f" {size}" if size else "")
                         for number, name, what, size in self.log)

    def close(self):
        for connection in self._connections:
            connection.client.close()
            connection.server.close()
        for listener in self._listeners:
            listener.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _next_round(self):
        self.number += 1
        for connection in self._connections:
            if connection.held:
                self._pass_on(connection, connection.held)
                connection.held = b""
            if connection.answers:
                self._note(connection, "hears", connection.answers)
                with contextlib.suppress(OSError):
                    connection.client.sendall(connection.answers)
                connection.answers = b""
            if connection.server not in connection.ends:
                _shut(connection.client)

    def _listen(self):
        """Until nobody says anything more."""
        asleep = 0
        while asleep < LOOKS:
            asleep = asleep + 1 if not self._serve() and self._all_sleep() else 0

    def _anything_waits(self):
        return any(one.held or one.answers or one.new(self.number) for one in self._connections)

    def _serve(self):
        """Whether anybody said anything."""
        ends = {end: one for one in self._connections for end in one.ends}
        ready, _, _ = select.select([*self._listeners, *ends], [], [], LOOK_SECONDS)
        for one in ready:
            if one in self._listeners:
                self._accept(one)
            else:
                self._read(ends[one], one)
        return bool(ready)

    def _accept(self, listener):
        name, target = self._listeners[listener]
        count = sum(one.name.startswith(name) for one in self._connections)
        client, _ = listener.accept()
        one = _Connection(f"{name}.{count + 1}", client, target, self.number)
        self._connections.append(one)
        self._note(one, "connects")

    def _read(self, connection, end):
        try:
            data = end.recv(CHUNK)
        except OSError:
            data = b""
        if not data:
            connection.ends.discard(end)
            if end is connection.client:
                _shut(connection.server)
        elif end is connection.server:
            connection.answers += data
        elif connection.new(self.number):
            connection.held += data
        else:
            self._pass_on(connection, data)

    def _pass_on(self, connection, data):
        self._note(connection, "says", data)
        with contextlib.suppress(OSError):
            connection.server.sendall(data)

    def _note(self, connection, what, data=b""):
        self.log.append((self.number, connection.name, what, len(data)))

    def _all_sleep(self):
        return all(_sleeps(pid) for root in self._pids() for pid in (root, *descendants(root)))


def _sleeps(pid):
    """Whether all its threads wait for something."""
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):
            text = (task / "stat").read_text()
            if text[text.rindex(")") + 2] not in "SZX":
                return False
    return True


def _shut(end):
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_WR)
