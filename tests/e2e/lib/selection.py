# SPDX-License-Identifier: GPL-2.0-or-later
"""The clipboard of an X display: give() has it hold a text, taken() is what it holds.

As a program, with a file: the owner of the selection, which hands the whole text over at once
however long it is. xclip does so below 1 MiB only, and neither SDL 2 nor Xvnc reads one in pieces.
"""

import ctypes
import ctypes.util
import subprocess
import sys
from pathlib import Path

from .process import wait_until

SELECTION_REQUEST, SELECTION_NOTIFY, SELECTION_CLEAR, REPLACE = 30, 31, 29, 0
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


class Event(ctypes.Union):
    """XEvent"""
    _fields_ = [("type", ctypes.c_int), ("request", Request), ("notice", Notice),
                ("pad", ctypes.c_long * 24)]


def own(text):
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = x11.XDefaultRootWindow.restype = ctypes.c_void_p
    x11.XInternAtom.restype = x11.XCreateSimpleWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    window = ctypes.c_ulong(x11.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, 0, 0))

    def atom(name):
        return x11.XInternAtom(display, name, 0)
    clipboard, targets = atom(b"CLIPBOARD"), atom(b"TARGETS")
    texts = {atom(b"UTF8_STRING"): text, XA_STRING: text.decode().encode("latin-1", "replace")}
    x11.XSetSelectionOwner(display, ctypes.c_ulong(clipboard), window, ctypes.c_ulong(0))
    x11.XSync(display, 0)
    print("owner", flush=True)
    event = Event()
    while True:
        x11.XNextEvent(display, ctypes.byref(event))
        if event.type == SELECTION_CLEAR:
            return
        if event.type != SELECTION_REQUEST:
            continue
        asked = event.request
        answer = Event()
        answer.notice = Notice(SELECTION_NOTIFY, 0, 1, display, asked.requestor, asked.selection,
                               asked.target, asked.property, asked.time)
        where = (display, ctypes.c_ulong(asked.requestor), ctypes.c_ulong(asked.property))
        if asked.target == targets:
            kinds = (ctypes.c_ulong * 3)(targets, *texts)
            x11.XChangeProperty(*where, ctypes.c_ulong(XA_ATOM), 32, REPLACE, kinds, 3)
        elif asked.target in texts:
            data = texts[asked.target]
            x11.XChangeProperty(*where, ctypes.c_ulong(asked.target), 8, REPLACE, data, len(data))
        else:
            answer.notice.property = 0
        x11.XSendEvent(display, ctypes.c_ulong(asked.requestor), 0, ctypes.c_long(0),
                       ctypes.byref(answer))
        x11.XFlush(display)


def give(display, text):
    """The display's clipboard holds this text, until something else does."""
    path = display.directory / f"clipboard-{len(list(display.directory.glob('clipboard-*')))}"
    path.write_bytes(text.encode())
    folder = Path(__file__).resolve().parents[1]
    owner = display.start(["env", f"PYTHONPATH={folder}", "/usr/bin/python3", "-m", "lib.selection", path], "selection")
    # It ends as soon as somebody else is the owner, which may be at once.
    wait_until(lambda: "owner" in owner.stdout() or owner.check(), 20, "owner of the clipboard")


def taken(display):
    """The text, or None: nobody has one."""
    for target, encoding in (("UTF8_STRING", "utf-8"), ("STRING", "latin-1")):
        done = subprocess.run(["xclip", "-o", "-selection", "clipboard", "-t", target],
                              env=display.environment(), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60, check=False)
        if done.returncode == 0:
            return done.stdout.decode(encoding)
    return None


def wait_taken(display, text):
    wait_until(lambda: taken(display) == text, 40, f"{len(text)} characters in the clipboard")


if __name__ == "__main__":
    own(Path(sys.argv[1]).read_bytes())
