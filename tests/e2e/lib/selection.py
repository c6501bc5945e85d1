# SPDX-License-Identifier: GPL-2.0-or-later
"""The clipboard of an X display: give() has it hold a text, taken() is what it holds.

As a program, with a file: the owner of the selection, which hands the whole text over at once
however long it is. xclip does so below 1 MiB only, and neither SDL 2 nor Xvnc reads one in pieces.
It can be told to give pieces of so many bytes, as GTK does, or to say nothing at all.
"""

import ctypes
import ctypes.util
import subprocess
import sys
from pathlib import Path

from .process import wait_until

SELECTION_REQUEST, SELECTION_NOTIFY, SELECTION_CLEAR, REPLACE = 30, 31, 29, 0
PROPERTY_NOTIFY, PROPERTY_DELETED, PROPERTY_CHANGE_MASK = 28, 1, 1 << 22
SILENT = -1  # instead of the size of a piece
XA_ATOM, XA_STRING = 4, 31


class Request(ctypes.Structure):
    """XSelectionRequestEvent"""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("owner", ctypes.c_ulong),
                ("requestor", ctypes.c_ulong), ("selection", ctypes.c_ulong),
                ("target", ctypes.c_ulong), ("property", ctypes.c_ulong), ("time", ctypes.c_ulong)]


class Notice(ctypes.Structure):
    """XSelectionEvent"""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("requestor", ctypes.c_ulong),
                ("selection", ctypes.c_ulong), ("target", ctypes.c_ulong),
                ("property", ctypes.c_ulong), ("time", ctypes.c_ulong)]


class Change(ctypes.Structure):
    """XPropertyEvent"""
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int),
                ("display", ctypes.c_void_p), ("window", ctypes.c_ulong), ("property", ctypes.c_ulong),
                ("time", ctypes.c_ulong), ("state", ctypes.c_int)]


class Event(ctypes.Union):
    """XEvent"""
    _fields_ = [("type", ctypes.c_int), ("request", Request), ("notice", Notice), ("change", Change),
                ("pad", ctypes.c_long * 24)]


def own(text, piece=0, which="CLIPBOARD"):
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XCreateSimpleWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    window = ctypes.c_ulong(x11.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, 0, 0))

    def atom(name):
        return x11.XInternAtom(display, name, 0)
    owned, targets = atom(which.encode()), atom(b"TARGETS")
    texts = {atom(b"UTF8_STRING"): text, XA_STRING: text.decode().encode("latin-1", "replace")}
    x11.XSetSelectionOwner(display, ctypes.c_ulong(owned), window, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    print("owner", flush=True)
    event, left = Event(), None

    def put(where, kind, data):
        x11.XChangeProperty(*where, ctypes.c_ulong(kind), 8, REPLACE, data, len(data))

    def next_piece(change):
        """The property was taken: the next part of the text, and nothing when there is no more."""
        nonlocal left
        where = (display, ctypes.c_ulong(change.window), ctypes.c_ulong(change.property))
        put(where, atom(b"UTF8_STRING"), left[:piece])
        left = left[piece:] if left else None
        x11.XFlush(display)

    # Whoever asked may be gone before he has all of it.
    ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
    x11.XSetErrorHandler(ignore)
    while True:
        x11.XNextEvent(display, ctypes.byref(event))
        if event.type == SELECTION_CLEAR:
            return
        if event.type == PROPERTY_NOTIFY and event.change.state == PROPERTY_DELETED and left is not None:
            next_piece(event.change)
        if event.type != SELECTION_REQUEST or piece == SILENT:
            continue
        asked = event.request
        answer = Event()
        answer.notice = Notice(SELECTION_NOTIFY, 0, 1, display, asked.requestor, asked.selection,
                               asked.target, asked.property, asked.time)
        where = (display, ctypes.c_ulong(asked.requestor), ctypes.c_ulong(asked.property))
        if asked.target == targets:
            kinds = (ctypes.c_ulong * 3)(targets, *texts)
            x11.XChangeProperty(*where, ctypes.c_ulong(XA_ATOM), 32, REPLACE, kinds, 3)
        elif asked.target in texts and piece:
            left = text
            x11.XSelectInput(display, ctypes.c_ulong(asked.requestor), ctypes.c_long(PROPERTY_CHANGE_MASK))
            size = (ctypes.c_ulong * 1)(len(text))
            x11.XChangeProperty(*where, ctypes.c_ulong(atom(b"INCR")), 32, REPLACE, size, 1)
        elif asked.target in texts:
            put(where, asked.target, texts[asked.target])
        else:
            answer.notice.property = 0
        x11.XSendEvent(display, ctypes.c_ulong(asked.requestor), 0, ctypes.c_long(0),
                       ctypes.byref(answer))
        x11.XFlush(display)


def give(display, text, piece=0, which="CLIPBOARD"):
    """The display's clipboard, or another selection, holds this text, until something else does."""
    path = display.directory / f"clipboard-{len(list(display.directory.glob('clipboard-*')))}"
    path.write_bytes(text.encode())
    folder = Path(__file__).resolve().parents[1]
    child = display.start(["env", f"PYTHONPATH={folder}", "/usr/bin/python3", "-m", "lib.selection",
                           path, piece, which], "selection")
    # It ends as soon as somebody else is the owner, which may be at once.
    wait_until(lambda: "owner" in child.stdout() or child.check(), 20, "owner of the clipboard")


def owner(display):
    """The window that has the clipboard, or 0."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    shown = ctypes.c_void_p(x11.XOpenDisplay(display.display.encode()))
    clipboard = ctypes.c_ulong(x11.XInternAtom(shown, b"CLIPBOARD", 0))
    window = x11.XGetSelectionOwner(shown, clipboard)
    x11.XCloseDisplay(shown)
    return window


def taken(display, which="clipboard"):
    """The text of a selection, which may also be "primary" or "secondary", or None: nobody has one."""
    for target, encoding in (("UTF8_STRING", "utf-8"), ("STRING", "latin-1")):
        done = subprocess.run(["xclip", "-o", "-selection", which, "-t", target],
                              env=display.environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60, check=False)
        if done.returncode == 0:
            return done.stdout.decode(encoding)
    return None


def wait_taken(display, text):
    wait_until(lambda: taken(display) == text, 40, f"{len(text)} characters in the clipboard")


if __name__ == "__main__":
    own(Path(sys.argv[1]).read_bytes(), int(sys.argv[2]), sys.argv[3])
