# SPDX-License-Identifier: GPL-2.0-or-later
"""Presses a window's close button as a window manager does: the message WM_DELETE_WINDOW (ICCCM
4.2.8.1). Debian's xdotool is too old for it."""

import ctypes
import ctypes.util

CLIENT_MESSAGE = 33


class _ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong),
                ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
                ("data", ctypes.c_long * 5), ("padding", ctypes.c_long * 24)]


def press(display, window):
    """`display`: an XServer."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.display.encode()))
    assert connection, f"no display {display.display}"

    def atom(name):
        return x11.XInternAtom(connection, name, 0)

    event = _ClientMessage(type=CLIENT_MESSAGE, window=window, format=32,
                           message_type=atom(b"WM_PROTOCOLS"))
    event.data[0] = atom(b"WM_DELETE_WINDOW")
    x11.XSendEvent(connection, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(connection)  # flushes
