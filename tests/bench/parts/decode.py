# SPDX-License-Identifier: GPL-2.0-or-later
"""Processor time of all the viewer's processes for each update of a recorded session (`sessions`): the
same bytes for each viewer, from a server of this bench's own that sends the next update as soon as it is
asked for one. The first, which opens the window, is not counted. A viewer that does not offer to take
JPEG gets none, and has no number there.
"""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from lib import rfb_server
from lib.display import Xvfb
from lib.rawpeer import RawPeer

from . import processes, sessions
from .screen import Screen, probes_of, until
from .table import median_of
from .viewers import GTK_VNC, PLAIN, TIGERVNC, Server, in_turn, place_of

VIEWERS = [name for name in ("ecsview", TIGERVNC, GTK_VNC) if name in PLAIN]
QUALITIES = range(-32, -22)  # who offers one of these takes JPEG
SETTLE_SECONDS = 0.5
XVNC, QEMU = sessions.of_xvnc, sessions.of_qemu
# name, what makes the recording, what that needs; updates
LINES = (("Tight, text", XVNC, (sessions.text, rfb_server.TIGHT), 60),
         ("Tight, a photo", XVNC, (sessions.photo, rfb_server.TIGHT), 20),
         ("Tight of QEMU, the guest's picture", QEMU, (rfb_server.TIGHT,), 20),
         ("ZRLE, text", XVNC, (sessions.text, rfb_server.ZRLE), 60),
         ("ZRLE, a photo", XVNC, (sessions.photo, rfb_server.ZRLE), 20),
         ("Hextile, text", XVNC, (sessions.text, rfb_server.HEXTILE), 60),
         ("Tight with JPEG, a photo", XVNC, (sessions.photo, rfb_server.TIGHT, sessions.QUALITY_8), 20))


class Player:
    """The server's script: each request brings the next update, from the second on when go() was called."""

    def __init__(self, updates):
        self._updates, self._go = updates, threading.Event()

    def __call__(self, connection):
        connection.handshake(*sessions.SIZE)
        for number, update in enumerate(self._updates):
            connection.wait("fbur", count=number + 1)
            if number:
                self._go.wait()
            connection.send(update)
        connection.hold()

    def go(self):
        self._go.set()


def check_format(connection):
    """The recording has one, and it cannot be another one's."""
    for asked in connection.received("set-pixel-format"):
        assert (asked.bits, asked.big_endian, asked.maxima, asked.shifts) == \
            (32, False, (255, 255, 255), (16, 8, 0)), asked


@contextlib.contextmanager
def connected(name, directory, xvfb, updates):
    """(player, connection, the picture's place) when the viewer has shown the first update."""
    player = Player(updates)
    with RawPeer(player) as peer, \
            PLAIN[name](directory, Server(peer.port, None, sessions.SIZE), xvfb) as viewer:
        try:
            connection = peer.connection(seconds=60)
            connection.wait("fbur", count=2, seconds=60)
            check_format(connection)
            yield viewer, player, connection
        finally:
            player.go()


def takes_jpeg(name, directory, xvfb, updates):
    with connected(name, directory, xvfb, updates[-1:] * 2) as (_, _, connection):
        offered = connection.received("set-encodings")[-1].encodings
        return any(encoding in QUALITIES for encoding in offered)


def one_run(name, directory, xvfb, updates, probes):
    with connected(name, directory, xvfb, updates) as (viewer, player, _):
        place, screen = place_of(viewer, xvfb, sessions.SIZE), Screen(xvfb)
        time.sleep(SETTLE_SECONDS)
        pids = processes.of(viewer)
        before = processes.activity(pids)[1]
        player.go()
        until(lambda: screen.shows(probes, place), "the last picture")
        time.sleep(0.2)
        return {"ms": (processes.activity(pids)[1] - before) / (len(updates) - 1)}


def of_line(directory, xvfb, recording, jpeg, rounds):
    updates, probes = recording.updates, probes_of(recording.shown)
    names = [name for name in VIEWERS if not jpeg or takes_jpeg(name, directory, xvfb, updates)]
    took = {name: [] for name in names}
    for name in in_turn(names, rounds, 1):
        took[name].append(one_run(name, directory, xvfb, updates, probes))
    return {name: median_of(of_it) for name, of_it in took.items()}


def measure(told, directory):
    part = told.part("decode", "CPU of all processes for an update of a recording, 1280x800, ms", ["ms"], VIEWERS)
    rounds, less = (1, 3) if told.quick else (3, 1)
    # Two at a time: nothing is measured yet.
    with ThreadPoolExecutor(2) as pool:
        recordings = [pool.submit(make, directory, *what, updates=updates // less)
                      for _, make, what, updates in LINES]
    with Xvfb(directory, sessions.SIZE[0] + 320, sessions.SIZE[1] + 200) as xvfb:
        for (name, _, what, _), recording in zip(LINES, recordings):
            part.add(name, of_line(directory, xvfb, recording.result(), sessions.QUALITY_8 in what, rounds))
