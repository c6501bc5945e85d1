# SPDX-License-Identifier: GPL-2.0-or-later
"""The window's own menu, from outside: opened by its chord, seen by the colour of its selection."""

from . import rfb_server
from .process import wait_until

CTRL, ALT, KEY_M, ESCAPE = 29, 56, 50, 1
SELECTION = bytes((0x2a, 0x45, 0x68))  # one opaque colour, and no guest of these tests paints it


def is_open(viewer):
    return SELECTION * 16 in viewer.shot().rgb  # in a row: blending may make it once


def press(display):
    """The chord alone."""
    display.key(CTRL, ALT, KEY_M)


def wait_open(viewer):
    wait_until(lambda: is_open(viewer), 20, "menu")


def wait_closed(viewer):
    wait_until(lambda: not is_open(viewer), 20, "end of the menu")


def open_by_chord(display, viewer):
    with display.held(CTRL, ALT, KEY_M):
        wait_open(viewer)


def in_use(connection):
    """A server whose console another session has: it hangs up after ClientInit."""
    connection.send(rfb_server.VERSION)
    connection.read(12)
    connection.send(b"\x01\x01")
    connection.read(1)
    connection.send(b"\0\0\0\0")
    connection.record("client-init", shared=connection.read(1)[0])


def selected(viewer):
    """Middle of the selected row, in the window: (x, y)."""
    shot = viewer.shot()
    places = [at // 3 for at in range(0, len(shot.rgb), 3) if shot.rgb[at:at + 3] == SELECTION]
    xs, ys = [at % shot.width for at in places], [at // shot.width for at in places]
    return (min(xs) + max(xs)) // 2, (min(ys) + max(ys)) // 2
