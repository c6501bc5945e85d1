# SPDX-License-Identifier: GPL-2.0-or-later
"""Servers that want to use a viewer up: little on the wire and much to do. Each is a script for a RawPeer,
for so many seconds; run() says what it cost the viewer's processes."""

import contextlib
import functools
import itertools
import os
import struct
import threading
import time
import zlib
from pathlib import Path
from typing import NamedTuple

from . import hostile, inside, rfb_server, websocket
from .rawpeer import RawPeer
from .viewer import Viewer

LARGEST = 8192, 4050   # as many pixels as are accepted, exactly
TOO_LARGE = 8192, 8192
PIXELS, TILES = LARGEST[0] * LARGEST[1], -(-LARGEST[0] // 64) * -(-LARGEST[1] // 64)
ZLIB_HEAD = b"\x78\xda"
LOOK_EACH = 0.02       # seconds between two looks at the memory


class Wire:
    """A connection that stops sending after some seconds, and counts."""

    def __init__(self, connection, seconds):
        self._connection, self._end, self.sent = connection, time.monotonic() + seconds, 0

    def open(self, size=(640, 480)):
        self._connection.handshake(*size)
        self._connection.wait("fbur")

    def going(self):
        return not self._connection.closed and time.monotonic() < self._end

    def send(self, data):
        self.sent += len(data)
        self._connection.send(data)

    def raw(self, data):
        self.sent += len(data)
        self._connection.send_raw(data)

    def each(self, messages):
        """One message after the other, until the time is over."""
        for data in messages:
            if not self.going():
                return
            self.send(data)

    def paced(self, messages, a_second):
        began = time.monotonic()
        for number, data in enumerate(messages):
            if not self.going():
                return
            self.send(data)
            time.sleep(max(0, began + (number + 1) / a_second - time.monotonic()))


@functools.cache
def zeros(size):
    """So many zeros, packed as tightly as it goes, a thousand to one. It refers to nothing before it, so it may be
    sent over and over; ZLIB_HEAD comes first."""
    stream, block = zlib.compressobj(9, wbits=-15), bytes(1 << 20)
    out = [stream.compress(block[:size - at]) for at in range(0, size, len(block))]
    return b"".join(out) + stream.flush(zlib.Z_FULL_FLUSH)


def again(data):
    """The first of a stream, and those after it."""
    return itertools.chain([ZLIB_HEAD + data], itertools.repeat(data))


def sized(data):
    return struct.pack(">I", len(data)) + data


def compact(length):
    return bytes([length & 0x7f | 0x80, length >> 7 & 0x7f | 0x80, length >> 14])


def tight(data):
    return b"\0" + compact(len(data)) + data


def whole(encoding, size):
    """Rectangles of the largest desktop: 133 MB each, of 129 kB."""
    def script(wire):
        wire.open(LARGEST)
        wire.each(rfb_server.update(rfb_server.rect(0, 0, *LARGEST, encoding, sized(data)))
                  for data in again(zeros(size)))
    return script


def whole_tight(wire):
    """The same in strips, the widest that it allows."""
    wire.open(LARGEST)
    width, height = 2048, LARGEST[1]
    wire.each(rfb_server.update(rfb_server.rect(width * (number % 4), 0, width, height, rfb_server.TIGHT, tight(data)))
              for number, data in enumerate(again(zeros(3 * width * height))))


def small_rectangle(encoding, form=sized):
    """100 MB of zeros where 64 kB belong."""
    def script(wire):
        wire.open((128, 128))
        wire.each(rfb_server.update(rfb_server.rect(0, 0, 128, 128, encoding, form(data)))
                  for data in again(zeros(100 << 20)))
    return script


def too_large(wire):
    wire.open(TOO_LARGE)
    wire.each(rfb_server.update() for _ in itertools.count())


def grows_too_large(wire):
    wire.open()
    wire.each(rfb_server.update(rfb_server.desktop_size(*TOO_LARGE)) for _ in itertools.count())


def sizes(*of):
    """Another desktop, a hundred times a second."""
    def script(wire):
        wire.open()
        wire.paced((rfb_server.update(rfb_server.desktop_size(*size)) for size in itertools.cycle(of)), 100)
    return script


def pings(wire):
    """100,000 of the websocket's, in ten seconds, of the largest size that one may have."""
    wire.open()
    wire.send(rfb_server.update(rfb_server.raw_rect(0, 0, 640, 480, 0x223344)))
    piece = b"".join(websocket.frame(websocket.PING, bytes(125)) for _ in range(100))
    began = time.monotonic()
    for number in range(1000):
        if not wire.going():
            return
        wire.raw(piece)
        time.sleep(max(0, began + number / 100 - time.monotonic()))


def cursors(wire):
    """Other shapes of the largest size, as fast as they go."""
    wire.open()
    wire.each(rfb_server.update(rfb_server.cursor(0, 0, 256, 256, number)) for number in itertools.count())


def tiny_rectangles(wire):
    wire.open()
    data = rfb_server.update(*(rfb_server.raw_rect(number % 640, number % 480, 1, 1, number)
                               for number in range(65534)))
    wire.each(itertools.repeat(data))


def empty_updates(wire):
    wire.open()
    wire.each(itertools.repeat(1000 * rfb_server.update()))


def clipboards(wire):
    """Texts of 1 MiB."""
    wire.open()
    wire.each(itertools.repeat(rfb_server.cut_text(b"x" * (1 << 20))))


def packed_clipboards(wire):
    """Texts that are packed a thousand to one."""
    wire.open()
    data = ZLIB_HEAD + zeros(64 << 20)
    message = rfb_server.cut_text(struct.pack(">I", 1 << 28 | 1) + data, (1 << 32) - 4 - len(data))
    wire.each(itertools.repeat(message))


def fences(wire):
    """Questions that each want an answer of us, which the server does not read."""
    wire.open()
    fence = bytes([hostile.FENCE, 0, 0, 0]) + b"\x80\0\0\1" + b"\x40" + bytes(64)
    wire.each(itertools.repeat(100 * fence))


BOMBS = {
    "Zlib 1000:1, 8192x4050": whole(rfb_server.ZLIB, 4 * PIXELS),
    "ZRLE 1000:1, 8192x4050": whole(rfb_server.ZRLE, 3 * PIXELS + TILES),
    "Tight 1000:1, 8192x4050": whole_tight,
    "Zlib, 100 MB for 64 kB": small_rectangle(rfb_server.ZLIB),
    "ZRLE, 100 MB for 64 kB": small_rectangle(rfb_server.ZRLE),
    "Tight, 100 MB for 48 kB": small_rectangle(rfb_server.TIGHT, tight),
    "desktop of 8192x8192": too_large,
    "desktop that becomes 8192x8192": grows_too_large,
    "sizes, 100 a second, up to 1024x768": sizes((640, 480), (800, 600), (1024, 768)),
    "sizes, 100 a second, up to 8192x4050": sizes(LARGEST, (4050, 8192), (1, 1)),
    "websocket pings, 10,000 a second": pings,
    "cursors of 256x256": cursors,
    "rectangles of one pixel": tiny_rectangles,
    "updates of nothing": empty_updates,
    "fences": fences,
    "clipboard texts of 1 MiB": clipboards,
    "clipboard texts packed 1000:1": packed_clipboards,
}


class Cost(NamedTuple):
    """`sent` MB in `seconds`; processor seconds; the most megabytes that are a process's own, and how many more
    than before those of main are."""
    sent: float
    seconds: float
    connections: int
    main_cpu: float
    decoder_cpu: float
    main_mb: float
    grown_mb: float
    decoder_mb: float


class Looking(threading.Thread):
    """At the memory and the time of a viewer's processes, until stop()."""

    def __init__(self, viewer):
        super().__init__(daemon=True)
        self._pid, self._spawner, self._stopping = viewer.pid, viewer.spawner(), threading.Event()
        self.first_mb = self.main_mb = own_mb(self._pid)
        self._first_cpu = self._main_cpu = cpu_seconds(self._pid)
        self.decoder_mb, self._decoders = 0.0, {}
        self.start()

    def run(self):
        while not self._stopping.wait(LOOK_EACH):
            with contextlib.suppress(OSError, KeyError):  # it has ended
                self.main_mb = max(self.main_mb, own_mb(self._pid))
                self._main_cpu = cpu_seconds(self._pid)
            for pid in decoders(self._spawner):
                with contextlib.suppress(OSError, KeyError):
                    self._decoders[pid] = cpu_seconds(pid)
                    self.decoder_mb = max(self.decoder_mb, own_mb(pid))

    def main_cpu(self):
        return self._main_cpu - self._first_cpu

    def decoder_cpu(self):
        return sum(list(self._decoders.values()))

    def stop(self):
        self._stopping.set()
        self.join()


def own_mb(pid):
    return int(inside.status(pid)["RssAnon"].split()[0]) / 1024


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def decoders(spawner):
    try:
        return [int(pid) for pid in Path(f"/proc/{spawner}/task/{spawner}/children").read_text().split()]
    except OSError:
        return []


def run(bomb, seconds, directory, display, *options, work=0, env=None, program=None):
    """What so many seconds of one cost, or up to four times as many until the decoders have worked for `work`
    seconds: a busy machine lets them wait. The viewer has to be there afterwards, and to end in order."""
    wires = []

    def script(connection):
        wires.append(Wire(connection, began + 4 * seconds - time.monotonic()))
        bomb(wires[-1])

    began = time.monotonic() + 60  # until there is a window
    with RawPeer(script, "ws") as peer:
        with Viewer(directory, "--retry", "forever", *options, peer.url, display=display, env=env,
                    program=program) as viewer:
            viewer.window()
            looking, began = Looking(viewer), time.monotonic()
            while viewer.running() and (took := time.monotonic() - began) < 4 * seconds and \
                    (took < seconds or looking.decoder_cpu() < work):
                time.sleep(0.05)
            looking.stop()
            took, alive = time.monotonic() - began, viewer.running()
            code = viewer.terminate(60) if alive else viewer.wait_exit()
            assert alive and code == 0, f"it ended with {code}: {viewer.stderr()[-1000:]}"
    return Cost(sum(wire.sent for wire in wires) / 1e6, took, len(wires), looking.main_cpu(), looking.decoder_cpu(),
                looking.main_mb, looking.main_mb - looking.first_mb, looking.decoder_mb)
