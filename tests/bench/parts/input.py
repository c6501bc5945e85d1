# SPDX-License-Identifier: GPL-2.0-or-later
"""Near the server: from a key press in X to the message at the server, and from the server's pixels to
the X screen. The server is one of this bench's, so it answers nobody sooner than the others. The key is
pressed at rest, just after a text was copied here, which then goes to the server, and in the middle of a
rectangle of 4 MB."""

import contextlib
import ctypes
import ctypes.util
import threading
import time

from lib import rfb_server, selection
from lib.display import Xvfb
from lib.rawpeer import RawPeer

from .screen import Screen
from .table import quantile
from .viewers import NOVNC, PLAIN, SELDOM, Server, place_of

SIZE = 1280, 800
KEY_A = 38  # X's code
PAUSE_SECONDS = 0.05
SPOT = 600, 400
GIVE_UP_SECONDS = 10
TEXT_BYTES = 256_000        # of the clipboard; more, and TigerVNC's viewer leaves it out
PIECE, PIECES_A_SECOND = 65536, 250  # a rectangle of the whole screen takes a quarter of a second


class Keyboard:
    """XTEST by the library: a program such as xdotool takes longer to start than a key to arrive."""

    def __init__(self, xvfb):
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        self._xtst = ctypes.CDLL(ctypes.util.find_library("Xtst") or "libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(xvfb.display.encode()))

    def key(self, down):
        """When it was sent."""
        at = time.monotonic()
        self._xtst.XTestFakeKeyEvent(self._display, KEY_A, int(down), ctypes.c_ulong(0))
        self._x11.XFlush(self._display)
        return at

    def close(self):
        self._x11.XCloseDisplay(self._display)


def script(connection):
    connection.still(SIZE, rfb_server.raw_rect(0, 0, *SIZE, 0x204060))


def key_times(connection, keyboard, times, before=lambda number: None):
    """`before` is called right before each key."""
    took = []
    for number in range(times):
        mark = connection.mark()
        before(number)
        at = keyboard.key(True)
        end = time.monotonic() + GIVE_UP_SECONDS
        while not (came := [m for m in connection.received(since=mark)
                            if m.name in ("key", "qemu-key") and m.down]):
            if time.monotonic() > end:
                raise TimeoutError("the key did not come")
            time.sleep(0.002)
        took.append(1000 * (came[0].time - at))
        keyboard.key(False)
        time.sleep(PAUSE_SECONDS)
    return took


def key_times_while_copying(connection, keyboard, xvfb, times):
    """Each time there is another text in the clipboard; nothing for a viewer that tells none."""
    mark = connection.mark()

    def copy(number):
        selection.give(xvfb, f"{number:06}" + "x" * (TEXT_BYTES - 6))
    took = key_times(connection, keyboard, times, copy)
    last = b"%06d" % (times - 1)
    came = [m for m in connection.received("cut-text", mark) if len(m.text) == TEXT_BYTES]
    return took if any(m.text.startswith(last) for m in came) else []


@contextlib.contextmanager
def rectangles(connection):
    """One after the other, each a picture of the whole screen that comes in pieces."""
    over, errors = threading.Event(), []

    def send():
        colour = 0
        while not over.is_set():
            mark, colour = connection.mark(), (colour + 0x070503) & 0xffffff
            data = rfb_server.update(rfb_server.raw_rect(0, 0, *SIZE, colour))
            for at in range(0, len(data), PIECE):
                connection.send(data[at:at + PIECE])
                time.sleep(1 / PIECES_A_SECOND)
            connection.wait("fbur", mark)

    def run():
        try:
            send()
        except Exception as error:  # for whoever waits
            errors.append(error)
    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    if errors:
        raise errors[0]


def pixel_times(connection, screen, place, times):
    took = []
    at = screen.at(place[0] + SPOT[0], place[1] + SPOT[1])
    for i in range(times):
        colour = (0x101010 + i * 0x010201) & 0xffffff  # the same in either order of its bytes
        data, shown = rfb_server.update(rfb_server.raw_rect(*SPOT, 8, 8, colour)), colour.to_bytes(3, "little")
        began = time.monotonic()
        connection.send(data)
        while screen.memory[at:at + 3] != shown:
            if time.monotonic() > began + GIVE_UP_SECONDS:
                raise TimeoutError("the pixel did not come")
        took.append(1000 * (time.monotonic() - began))
        time.sleep(PAUSE_SECONDS)
    return took


def of_viewer(name, directory, xvfb, keyboard, times):
    """For each line of the table what was measured."""
    with RawPeer(script, transport="ws" if name == NOVNC else "tcp") as peer, \
            PLAIN[name](directory, Server(peer.port, peer.port, SIZE), xvfb) as viewer:
        place = place_of(viewer, xvfb, SIZE)
        xvfb.focus(xvfb.windows(pid=viewer.pid)[0])
        time.sleep(2)
        connection = peer.connection()
        took = {"key to server": key_times(connection, keyboard, times),
                "server to pixel": pixel_times(connection, Screen(xvfb), place, times),
                "key to server, 256 kB were just copied": key_times_while_copying(
                    connection, keyboard, xvfb, times)}
        with rectangles(connection):
            took["key to server, in a rectangle of 4 MB"] = key_times(connection, keyboard, times)
        return took


def measure(told, directory):
    part = told.part("input", "Near the server, ms", ["p50", "p95"])
    times, seldom = (20, 20) if told.quick else (60, 30)
    with Xvfb(directory, SIZE[0] + 320, SIZE[1] + 200) as xvfb:
        keyboard = Keyboard(xvfb)
        took = {name: of_viewer(name, directory, xvfb, keyboard, seldom if name in SELDOM else times)
                for name in PLAIN}
        keyboard.close()
    for line in took["ecsview"]:
        part.add(line, {name: {"p50": quantile(of_it[line], 0.5), "p95": quantile(of_it[line], 0.95)}
                        for name, of_it in took.items()})
