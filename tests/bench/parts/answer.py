# SPDX-License-Identifier: GPL-2.0-or-later
"""How soon the window answers a key, in each state of the connection: from the start of the xdotool
that presses the menu's chord until the menu stands on the X screen. So the numbers hold the start of
xdotool, whose own time is the first line. ecsview alone: the others have no such menu.
"""

import contextlib
import os
import socket
import time
from pathlib import Path

from lib import guest_picture, menu, rfb_server
from lib.display import Xvfb
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

from .screen import Screen, until
from .table import quantile

RUNS = 9
ROW = 16  # pixels of the selection's colour in a row are the menu


def wait_menu(screen, shown):
    red, green, blue = menu.SELECTION
    rows = [bytes((blue, green, red, unused)) * ROW for unused in (0, 255)]
    until(lambda: any(screen.memory.find(row) >= 0 for row in rows) == shown,
          "the menu to " + ("open" if shown else "close"))


def half_a_picture(connection):
    connection.handshake(1280, 800)
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(1280, 800, 7)))
    connection.wait("fbur", count=2)
    whole = rfb_server.update(rfb_server.raw_rect(0, 0, 1280, 800, 0x123456))
    connection.send(whole[:len(whole) // 2])
    connection.hold()


def timed(screen, xvfb, directory, url, runs):
    with Viewer(directory, "--retry", "forever", url, display=xvfb) as viewer:
        xvfb.focus(viewer.window())
        time.sleep(2)
        took = []
        for _ in range(runs):
            began = time.monotonic()
            menu.press(xvfb)
            wait_menu(screen, True)
            took.append(1000 * (time.monotonic() - began))
            xvfb.key(menu.ESCAPE)
            wait_menu(screen, False)
            time.sleep(0.1)
    return took


def xdotool_alone(xvfb, runs):
    took = []
    for _ in range(runs):
        began = time.monotonic()
        menu.press(xvfb)
        took.append(1000 * (time.monotonic() - began))
    return took


def measure(told, directory):
    part = told.part("answer", "The menu after its chord", ["ms", "slowest"], ["ecsview"])
    runs = 3 if told.quick else RUNS

    def add(line, took):
        part.add(line, {"ecsview": {"ms": quantile(took, 0.5), "slowest": max(took)}})

    with contextlib.ExitStack() as stack:
        qemu = stack.enter_context(Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory))
        qemu.resolution(1280, 800)
        xvfb = stack.enter_context(Xvfb(directory, 1600, 1000))
        silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        closed = socket.create_server(("127.0.0.1", 0))
        unused = closed.getsockname()[1]
        closed.close()
        stalled = stack.enter_context(RawPeer(half_a_picture))
        screen, console = Screen(xvfb), f"vnc://127.0.0.1:{qemu.port}"
        add("xdotool alone", xdotool_alone(xvfb, runs))
        add("live, nothing changes", timed(screen, xvfb, directory, console, runs))
        qemu.animate()
        add("live, all of it changes", timed(screen, xvfb, directory, console, runs))
        qemu.stop_animation()
        add("in the middle of a picture", timed(screen, xvfb, directory, stalled.url, runs))
        add("connecting, the server says nothing",
            timed(screen, xvfb, directory, f"vnc://127.0.0.1:{silent.getsockname()[1]}", runs))
        add("waiting, nothing listens",
            timed(screen, xvfb, directory, f"vnc://127.0.0.1:{unused}", runs))
