# SPDX-License-Identifier: GPL-2.0-or-later
"""Processor time of all the viewer's processes for each change of the whole screen, on Xvnc near by, with
Tight that loses nothing: two pictures of letters on coloured ground in turn, the next one when the last
stands on the screen. gvncviewer and noVNC take JPEG as well, and cannot be told not to. noVNC comes through websockify, which does
not count.
"""

import ctypes
import ctypes.util
import time

from lib.display import Xvfb
from lib.peers import Websockify, Xvnc
from lib.picture import Picture
from PIL import Image, ImageDraw

from . import processes
from .screen import Screen, probes_of, until
from .viewers import PLAIN, SELDOM, TIGERVNC, Server, place_of, tiger

SIZES = (1280, 800), (1920, 1080), (3840, 2160)
Z_PIXMAP = 2
LINE = "all of the screen changes, 0123456789 times in a row; nothing of it is lost on the way. "


def letters(size, shift):
    """A page of letters on a ground of two colours."""
    page = Image.new("RGB", size, (24 + 16 * shift, 32, 96 - 16 * shift))
    pen = ImageDraw.Draw(page)
    for i, y in enumerate(range(-8, size[1], 14)):
        ground = (30, 60 + 20 * shift, 40) if (i + shift) % 3 else (200, 190, 180 - 40 * shift)
        pen.rectangle((0, y, size[0], y + 13), ground)
        pen.text((-40 * shift - i % 7, y), LINE * (size[0] // 400), fill=(235, 240 - 80 * (i % 2), 250))
    return page


class Root:
    """The root window of an X server, with pictures that it holds and shows in turn."""

    def __init__(self, server, pages):
        x11 = self._x11 = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        for name, result in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultVisual", ctypes.c_void_p),
                             ("XDefaultRootWindow", ctypes.c_ulong), ("XCreatePixmap", ctypes.c_ulong),
                             ("XCreateImage", ctypes.c_void_p), ("XCreateGC", ctypes.c_void_p)):
            getattr(x11, name).restype = result
        self._display = ctypes.c_void_p(x11.XOpenDisplay(server.display.encode()))
        self._root = ctypes.c_ulong(x11.XDefaultRootWindow(self._display))
        self._pixmaps = [self._upload(page) for page in pages]

    def _upload(self, page):
        x11, (width, height) = self._x11, page.size
        pixmap = ctypes.c_ulong(x11.XCreatePixmap(self._display, self._root, width, height, 24))
        context = ctypes.c_void_p(x11.XCreateGC(self._display, pixmap, ctypes.c_ulong(0), None))
        data = ctypes.create_string_buffer(page.convert("RGBA").tobytes("raw", "BGRA"))
        image = ctypes.c_void_p(x11.XCreateImage(
            self._display, ctypes.c_void_p(x11.XDefaultVisual(self._display, 0)), 24, Z_PIXMAP, 0, data,
            width, height, 32, 4 * width))
        x11.XPutImage(self._display, pixmap, context, image, 0, 0, 0, 0, width, height)
        x11.XSync(self._display, 0)
        return pixmap

    def show(self, number):
        self._x11.XSetWindowBackgroundPixmap(self._display, self._root, self._pixmaps[number])
        self._x11.XClearWindow(self._display, self._root)
        self._x11.XSync(self._display, 0)

    def close(self):
        self._x11.XCloseDisplay(self._display)


def picture_of(page):
    return Picture(page.width, page.height, page.tobytes())


def tight_tigervnc(directory, server, xvfb):
    return tiger(directory, server, xvfb, "-PreferredEncoding=Tight", "-NoJPEG=1")


def one_run(start, directory, xvfb, server, root, probes, times):
    with start(directory, server, xvfb) as viewer:
        place, screen = place_of(viewer, xvfb, server.size), Screen(xvfb)
        for number in (0, 1, 0):
            root.show(number)
            until(lambda: screen.shows(probes[number], place), "a picture")
        time.sleep(1)
        pids = processes.of(viewer)
        before = processes.activity(pids)[1]
        for i in range(times):
            root.show(1 - i % 2)
            until(lambda: screen.shows(probes[1 - i % 2], place), "the next picture")
        time.sleep(0.2)
        return {"ms": (processes.activity(pids)[1] - before) / times}


def measure(told, directory):
    part = told.part("busy", "CPU of all processes for a change of the whole screen, Xvnc, ms", ["ms"])
    viewers = {**PLAIN, **({TIGERVNC: tight_tigervnc} if TIGERVNC in PLAIN else {})}
    for size in SIZES:
        pages = [letters(size, shift) for shift in (0, 1)]
        probes = [probes_of(picture_of(page)) for page in pages]
        times = (6 if told.quick else 21) * SIZES[0][0] // size[0]
        with Xvfb(directory, size[0] + 64, size[1] + 64) as xvfb, Xvnc(directory, *size) as xvnc, \
                Websockify(directory, xvnc.port) as front:
            root, server = Root(xvnc, pages), Server(xvnc.port, front.port, size)
            part.add("x".join(map(str, size)), {
                name: one_run(start, directory, xvfb, server, root, probes,
                              (times + 1) // 2 if name in SELDOM else times)
                for name, start in viewers.items()})
            root.close()
