# SPDX-License-Identifier: GPL-2.0-or-later
"""What another X client sees: whether somebody has grabbed the keyboard, how soon a window's program
answers, as a window manager asks it (_NET_WM_PING), and the cursor."""

import contextlib
import ctypes
import ctypes.util
import select
import time
from dataclasses import dataclass

ALREADY_GRABBED, ASYNC, CURRENT_TIME = 1, 1, 0
CLIENT_MESSAGE, SUBSTRUCTURE_NOTIFY = 33, 1 << 19
IGNORE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)


class Message(ctypes.Structure):
    """XClientMessageEvent"""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("kind", ctypes.c_ulong),
                ("format", ctypes.c_int), ("data", ctypes.c_long * 5)]


class Event(ctypes.Union):
    """XEvent"""
    _fields_ = [("type", ctypes.c_int), ("message", Message), ("pad", ctypes.c_long * 24)]


@contextlib.contextmanager
def _connected(display):
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.display.encode()))
    assert connection, f"no display {display.display}"
    x11.XSetErrorHandler(IGNORE)  # a window may be gone; Xlib's own ends the program
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


@contextlib.contextmanager
def pings(display, window):
    """A function that asks the window's program once and returns after how many seconds it answered;
    TimeoutError: it did not. Of one thread."""
    with _connected(display) as (x11, connection):
        root = ctypes.c_ulong(x11.XDefaultRootWindow(connection))
        protocols, ping = (x11.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"_NET_WM_PING"))
        x11.XSelectInput(connection, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        stamp = 0

        def answered():
            event = Event()
            while x11.XPending(connection):
                x11.XNextEvent(connection, ctypes.byref(event))
                if event.type == CLIENT_MESSAGE and event.message.kind == protocols \
                        and tuple(event.message.data[:2]) == (ping, stamp):
                    return True
            return False

        def once(seconds):
            nonlocal stamp
            stamp += 1
            event = Event()
            event.message = Message(CLIENT_MESSAGE, 0, 1, connection, window, protocols, 32,
                                    (ctypes.c_long * 5)(ping, stamp, window))
            x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
            x11.XFlush(connection)
            began = time.monotonic()
            while not answered():
                left = began + seconds - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"the window does not answer in {seconds} s")
                select.select([x11.XConnectionNumber(connection)], [], [], left)
            return time.monotonic() - began

        yield once


@dataclass
class Cursor:
    """As XFixes tells it: pixels are 0xAARRGGBB, the colours multiplied by alpha."""
    width: int
    height: int
    hot: tuple
    pixels: list


class _CursorImage(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort),
                ("height", ctypes.c_ushort), ("xhot", ctypes.c_ushort), ("yhot", ctypes.c_ushort),
                ("serial", ctypes.c_ulong), ("pixels", ctypes.POINTER(ctypes.c_ulong))]


def cursor(display):
    """The one that is on the display now."""
    with _connected(display) as (x11, connection):
        xfixes = ctypes.CDLL(ctypes.util.find_library("Xfixes"))
        event, error = ctypes.c_int(), ctypes.c_int()
        assert xfixes.XFixesQueryExtension(connection, ctypes.byref(event), ctypes.byref(error))
        xfixes.XFixesGetCursorImage.restype = ctypes.POINTER(_CursorImage)
        image = xfixes.XFixesGetCursorImage(connection)
        seen = image.contents
        try:
            return Cursor(seen.width, seen.height, (seen.xhot, seen.yhot),
                          [value & 0xffffffff for value in seen.pixels[:seen.width * seen.height]])
        finally:
            x11.XFree(image)
