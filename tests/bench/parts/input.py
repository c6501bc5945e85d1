# SPDX-License-Identifier: GPL-2.0-or-later
"""Near the server: from a key press in X to the message at the server, and from the server's pixels to
the X screen. The server is one of this bench's, so it answers nobody sooner than the others."""

import ctypes
import ctypes.util
import time

from lib import rfb_server
from lib.display import Xvfb
from lib.rawpeer import RawPeer

from .screen import Screen
from .table import quantile
from .viewers import PLAIN, place_of

SIZE = 1280, 800
KEY_A = 38  # X's code
PAUSE_SECONDS = 0.05
SPOT = 600, 400
GIVE_UP_SECONDS = 10


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
    connection.handshake(*SIZE)
    connection.wait("fbur")
    connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x204060))
    connection.hold()


def key_times(connection, keyboard, times):
    took = []
    for _ in range(times):
        mark = connection.mark()
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


def pixel_times(connection, screen, place, times):
    took = []
    at = screen.at(place[0] + SPOT[0], place[1] + SPOT[1])
    for i in range(times):
        colour = (0x101010 + i * 0x010203) & 0xffffff
        data, shown = rfb_server.update(rfb_server.raw_rect(*SPOT, 8, 8, colour)), colour.to_bytes(3, "little")
        began = time.monotonic()
        connection.send(data)
        while screen.memory[at:at + 3] != shown:
            if time.monotonic() > began + GIVE_UP_SECONDS:
                raise TimeoutError("the pixel did not come")
        took.append(1000 * (time.monotonic() - began))
        time.sleep(PAUSE_SECONDS)
    return took


def of_viewer(start, directory, xvfb, keyboard, times):
    with RawPeer(script) as peer, start(directory, peer.port, xvfb) as viewer:
        place = place_of(viewer, xvfb, SIZE)
        xvfb.focus(xvfb.windows(pid=viewer.pid)[0])
        time.sleep(2)
        connection = peer.connection()
        return key_times(connection, keyboard, times), pixel_times(connection, Screen(xvfb), place, times)


def measure(told, directory):
    part = told.part("input", "Near the server, ms", ["p50", "p95"])
    times = 20 if told.quick else 100
    keys, pixels = {}, {}
    with Xvfb(directory, SIZE[0] + 320, SIZE[1] + 200) as xvfb:
        keyboard = Keyboard(xvfb)
        for name, start in PLAIN.items():
            keys[name], pixels[name] = of_viewer(start, directory, xvfb, keyboard, times)
        keyboard.close()
    for line, took in (("key to server", keys), ("server to pixel", pixels)):
        part.add(line, {name: {"p50": quantile(all_of_it, 0.5), "p95": quantile(all_of_it, 0.95)}
                        for name, all_of_it in took.items()})
