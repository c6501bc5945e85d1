# SPDX-License-Identifier: GPL-2.0-or-later
"""A console that is healthy, then has one fault, and is healthy again; and what the viewer made of it.

The viewer is the test build: its limits on the line are a tenth, its waits a twentieth; with
ECSVIEW_SOAK all are as long as the customer's.
"""

import os
import re
import threading
import time
from datetime import datetime

from . import rfb_server, websocket
from .process import PATIENCE, wait_until
from .rawpeer import RawPeer
from .viewer import TESTING, Viewer

SOAK = bool(os.environ.get("ECSVIEW_SOAK"))  # the long form: the program's own limits
SCALE, HASTE = (1, 1) if SOAK else (10, 20)
SECONDS = 150 if SOAK else 30
ENV = {"ECSVIEW_TEST_SCALE": str(SCALE), "ECSVIEW_TEST_HASTE": str(HASTE)}
SIZE = (64, 64)
LOSS = re.compile(r"^(\S+Z) (?:warning|info)\s+link: "
                  r"(?:the console is lost|there is no console yet) because=(.*) cause=\w+$", re.M)


def picture(colour=0x334455):
    return rfb_server.update(rfb_server.raw_rect(0, 0, *SIZE, colour))


def healthy(connection, until=None):
    """Answers each request for a whole picture, until the client goes or until() holds."""
    connection.handshake(*SIZE)
    answered = 0
    while not connection.closed and not (until and until()):
        asked = [m for m in connection.received("fbur") if not m.incremental]
        for _ in asked[answered:]:
            connection.send(picture())
        answered = max(answered, len(asked))
        time.sleep(0.02)


class Console:
    """Context manager around a RawPeer: connection 0 is healthy until fail(), then has the fault
    (`live`), or ends in order and the next `times` ones have it; the rest are healthy.

    `url` for the viewer; `fault` gets the connection.
    """

    def __init__(self, fault, live, transport="ws", answer=websocket.accept, times=1):
        self._fault, self._live, self._answer = fault, live, answer
        self._faulty = () if live else range(1, 1 + times)
        self._failing, self._count, self._lock = threading.Event(), 0, threading.Lock()
        self.peer = RawPeer(self._script, transport, answer=self._upgrade)
        self.url = self.peer.url

    def _upgrade(self, request):
        faulty = self._next(peek=True) in self._faulty
        return (self._answer if faulty else websocket.accept)(request)

    def _next(self, peek=False):
        with self._lock:
            if not peek:
                self._count += 1
            return self._count if peek else self._count - 1

    def _script(self, connection):
        number = self._next()
        if number == 0:
            healthy(connection, self._failing.is_set)
            if self._live and not connection.closed:
                self._fault(connection)
        elif number in self._faulty:
            self._fault(connection)
        else:
            healthy(connection)

    def fail(self):
        self._failing.set()

    def shown(self, number, seconds=SECONDS):
        """Waits until that connection has shown a picture: the viewer asks for the next then."""
        self.peer.connection(number, seconds).wait("fbur", count=2, seconds=seconds)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._failing.set()
        self.peer.__exit__(*exception)


def losses(viewer):
    """(unix time, sentence) for each loss that its log tells."""
    return [(datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp(), because)
            for stamp, because in LOSS.findall(viewer.stderr())]


def watch(directory, display, url, *options, env=None, level="info"):
    """The test build, with its log."""
    return Viewer(directory, "--log-level", level, *options, url, display=display,
                  program=TESTING, env={**ENV, **(env or {})})


def wait_loss(viewer, count=1, seconds=SECONDS):
    return wait_until(lambda: losses(viewer)[count - 1:], PATIENCE * seconds, "loss")[0]


def line(name, detected, recovered, attempts, why):
    """One line of the fault matrix."""
    print(f"{name:28} detected {detected:6.2f} s  recovered {recovered:6.2f} s  "
          f"attempts {attempts}  {why[:90]}")
