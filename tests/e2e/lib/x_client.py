# SPDX-License-Identifier: GPL-2.0-or-later
"""What another X client sees of the keyboard: whether somebody has grabbed it."""

import contextlib
import ctypes
import ctypes.util

ALREADY_GRABBED, ASYNC, CURRENT_TIME = 1, 1, 0


@contextlib.contextmanager
def _connected(display):
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.display.encode()))
    assert connection, f"no display {display.display}"
    try:
        yield x11, connection
    finally:
        x11.XCloseDisplay(connection)


def keyboard_is_grabbed(display):
    """`display`: an XServer. A grab of our own tells, and ends at once."""
    with _connected(display) as (x11, connection):
        root = ctypes.c_ulong(x11.XDefaultRootWindow(connection))
        answer = x11.XGrabKeyboard(connection, root, 0, ASYNC, ASYNC, ctypes.c_ulong(CURRENT_TIME))
        return answer == ALREADY_GRABBED
