# SPDX-License-Identifier: GPL-2.0-or-later
"""Consoles far away: ecsview through the stand-in cloud (TLS, websocket, proxy), the others through the
same line to the same guest, in turn; noVNC to the guest's websocket, without TLS and proxy.

The guest shows its count of frames, 60 a second, as a colour. What stands on the X screen is looked
at each millisecond; when the server had it is seen by a client without a line. Changes a second are
those that a person could see; lag is from the server's sending to the X screen: p50 and p95 over all
changes of a run.
"""

import bisect
import contextlib
import os
import socket
import struct
import threading
import time
from pathlib import Path

from lib.display import Xvfb
from lib.process import Child, wait_until
from lib.qemu import Qemu
from lib.sim import EcsSim
from lib.viewer import TESTING, Viewer

from . import novnc
from .screen import Screen
from .table import quantile
from .viewers import GTK_VNC, MISSING, NOVNC, TIGERVNC, Server, gvncviewer, place_of
from .viewers import tiger as tigervnc

FAR_LINE = Path(__file__).resolve().parents[2] / "sim" / "far-line"
SIZE = 640, 400       # of the guest, as QEMU doubles mode 13h
SPOT = 60, 30         # a pixel in the middle of its block
WARM_SECONDS = 2.0    # when the first picture is there
WINDOW_SECONDS = 2.0  # until a window of ours is open, too
LOOK_SECONDS = 0.001
FRAMES, COUNTS = 60, 256   # of the guest: a second; until its count is 0 again

THIN = dict(delay=100, rate=4, buffer=128)
# Who is measured beside ecsview. The others show one or two changes a round trip, however wide the line
# is; so not each of them has each line, and where only our own goal is at stake none has.
EACH, ONE, NONE = (TIGERVNC, GTK_VNC, NOVNC), (TIGERVNC,), ()
# name, guest, raw, line options, who (gtk-vnc and noVNC cannot be told to take raw pixels)
ROWS = (
    ("no delay, 100 Mbit/s", "busy", False, dict(rate=100), EACH),
    ("100 ms, 100 Mbit/s", "busy", False, dict(delay=50, rate=100), ONE),
    ("200 ms, 100 Mbit/s", "busy", False, dict(delay=100, rate=100), EACH),
    ("300 ms, 100 Mbit/s", "busy", False, dict(delay=150, rate=100), ONE),
    ("200 ms, 4 Mbit/s", "busy", False, THIN, ONE),
    ("200 ms, 4 Mbit/s, 30 ms jitter", "busy", False, dict(**THIN, jitter=30), ONE),
    ("200 ms, 4 Mbit/s, 1 % late", "busy", False, dict(**THIN, late=1), ONE),
    ("200 ms, 4 Mbit/s, noise", "noise", False, THIN, EACH),
    ("raw pixels, 200 ms, 4 Mbit/s, 128 kB", "busy", True, THIN, ONE),
    ("raw pixels, the same with 4 MB", "busy", True, dict(delay=100, rate=4, buffer=4096), NONE),
    ("raw pixels, 128 kB, 30 ms jitter", "busy", True, dict(**THIN, jitter=30), NONE),
    ("raw pixels, 128 kB, 1 % late", "busy", True, dict(**THIN, late=1), NONE),
    ("raw pixels, 200 ms, 2 Mbit/s, 128 kB", "busy", True, dict(delay=100, rate=2, buffer=128), ONE),
)


def count_of(colour):
    """The guest's count that a pixel (blue, green, red) shows."""
    return colour[2] >> 4 | colour[1] & 0xf0


class Reference:
    """A raw RFB client at the server itself: when it sent which colour, and how many bytes a frame."""

    def __init__(self, port):
        self.times, self.colours, self._open = [], [], True
        self._stream = socket.create_connection(("127.0.0.1", port))
        self._stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._file = self._stream.makefile("rb")
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._handshake()
        self._thread.start()

    def _read(self, form):
        data = self._file.read(struct.calcsize(form))
        if len(data) < struct.calcsize(form):
            raise ConnectionError
        return struct.unpack(form, data)

    def _handshake(self):
        self._file.read(12)
        self._stream.sendall(b"RFB 003.008\n")
        self._file.read(self._read(">B")[0])
        self._stream.sendall(b"\x01")
        self._file.read(4)
        self._stream.sendall(b"\x01")
        self._file.read(20)
        self._file.read(self._read(">I")[0])
        self._stream.sendall(struct.pack(">BxHi", 2, 1, 0))
        self._ask(0)

    def _ask(self, incremental):
        self._stream.sendall(struct.pack(">BBHHHH", 3, incremental, 0, 0, 128, 64))

    def _run(self):
        with contextlib.suppress(ConnectionError, OSError, ValueError):
            while self._open:
                kind, rectangles = self._read(">BxH")
                for _ in range(rectangles):
                    x, y, width, height, encoding = self._read(">HHHHi")
                    pixels = self._file.read(width * height * 4)
                    if (x, y) == (0, 0):
                        self.times.append(time.monotonic())
                        self.colours.append(pixels[:3])
                self._ask(1)

    def close(self):
        self._open = False
        with contextlib.suppress(OSError):
            self._stream.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._stream.close()

    def lag(self, colour, seen):
        """Since the server had the count that was seen; None: the reference saw nothing near it.

        A count that the reference was not sent is as much later as the guest counted."""
        count = count_of(colour)
        for i in range(bisect.bisect_right(self.times, seen) - 1, -1, -1):
            behind = (count - count_of(self.colours[i])) % 256
            if behind < 128 and seen - self.times[i] < COUNTS / 2 / FRAMES:
                while i > 0 and self.colours[i - 1] == self.colours[i]:
                    i -= 1
                return max(0.0, seen - self.times[i] - behind / FRAMES)
        return None


@contextlib.contextmanager
def far_line(directory, port, line):
    argv = ["/usr/bin/python3", FAR_LINE, f"127.0.0.1:{port}", *words(line)]
    child = Child(argv, directory, f"far-line-{time.monotonic_ns()}")
    try:
        yield int(wait_until(child.stdout, 20, "line"))
    finally:
        child.stop()


def words(line):
    return [word for name, value in line.items() for word in (f"--{name}", str(value))]


@contextlib.contextmanager
def ecsview(directory, server, xvfb, raw, line):
    with EcsSim(directory, *words(line), backend=server.port) as sim:
        env = {**sim.env(), **({"ECSVIEW_TEST_RAW": "1"} if raw else {})}
        with Viewer(directory, *sim.args(), "--scale", "none", sim.instance, display=xvfb, env=env,
                    program=TESTING) as viewer:
            yield viewer


@contextlib.contextmanager
def tiger(directory, server, xvfb, raw, line):
    options = ["-PreferredEncoding=raw" if raw else "-PreferredEncoding=Tight", "-NoJPEG=1"]
    with far_line(directory, server.port, line) as near:
        with tigervnc(directory, server._replace(port=near), xvfb, *options) as viewer:
            yield viewer


@contextlib.contextmanager
def gtk_vnc(directory, server, xvfb, raw, line):
    with far_line(directory, server.port, line) as near:
        with gvncviewer(directory, server._replace(port=near), xvfb) as viewer:
            yield viewer


@contextlib.contextmanager
def no_vnc(directory, server, xvfb, raw, line):
    with far_line(directory, server.ws_port, line) as near:
        with novnc.start(directory, server._replace(ws_port=near), xvfb) as viewer:
            yield viewer


VIEWERS = {"ecsview": ecsview, TIGERVNC: tiger, GTK_VNC: gtk_vnc, NOVNC: no_vnc}
VIEWERS = {name: start for name, start in VIEWERS.items() if name not in MISSING}


def warm_seconds(name, raw=False, line=None):
    """A first picture of raw pixels takes its time on the line, and the window may be there before it."""
    picture = 1.25 * SIZE[0] * SIZE[1] * 32e-6 / line["rate"] if raw else 0
    return WARM_SECONDS + (WINDOW_SECONDS if name == "ecsview" else 0) + picture


def one_run(name, directory, server, xvfb, raw, line, seconds):
    with VIEWERS[name](directory, server, xvfb, raw, line) as viewer:
        x, y = place_of(viewer, xvfb, SIZE)
        time.sleep(warm_seconds(name, raw, line))
        # Not sooner: a viewer that begins beside another client shows up to four changes a round trip, for
        # good, that it does not show alone.
        reference = Reference(server.port)
        time.sleep(1)
        seen = Screen(xvfb).watch((x + SPOT[0], y + SPOT[1]), seconds, LOOK_SECONDS)[1:]
        reference.close()
    lags = [lag for at, colour in seen if (lag := reference.lag(colour, at)) is not None]
    return {"/s": len(seen) / seconds, "p50 ms": quantile(lags, 0.5) * 1000,
            "p95 ms": quantile(lags, 0.95) * 1000}


def measure(told, directory):
    part = told.part("far", "Far away: changes a second on the screen, and their lag",
                     ["/s", "p50 ms", "p95 ms"])
    seconds = 4 if told.quick else 6
    image = Path(os.environ["ECSVIEW_GUEST"]).parent
    with Xvfb(directory, 1280, 800) as xvfb:
        for name, guest, raw, line, others in ROWS:
            with Qemu(image / f"{guest}.img", directory, boot=False, websocket=True,
                      vnc="share=ignore") as qemu:
                qemu.cont()
                server = Server(qemu.port, qemu.ws_port, SIZE)
                part.add(name, {viewer: one_run(viewer, directory, server, xvfb, raw, line, seconds)
                                for viewer in VIEWERS if viewer in ("ecsview", *others)})
