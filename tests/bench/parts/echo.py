# SPDX-License-Identifier: GPL-2.0-or-later
"""A key while much changes, far away: from XTEST to its echo on the X screen, through the same line as
in the part `far`. The guest shows in a block of its own how many keys it got."""

import os
import time
from pathlib import Path

from lib.display import Xvfb
from lib.qemu import Qemu

from .far import SIZE, THIN, VIEWERS, warm_seconds
from .input import Keyboard
from .screen import Screen, until
from .table import quantile
from .viewers import SELDOM, Server, place_of

SPOT = 300, 30          # in the keys' block, as QEMU doubles mode 13h
PAUSE_SECONDS = 0.15    # no two keys meet the same picture
LINES = (("while noise is painted, 200 ms, 4 Mbit/s", "noise", THIN),
         ("while little changes, 200 ms, 4 Mbit/s", "busy", THIN))


def echoes(name, directory, server, xvfb, line, times):
    took = []
    with VIEWERS[name](directory, server, xvfb, False, line) as viewer:
        x, y = place_of(viewer, xvfb, SIZE)
        xvfb.focus(xvfb.windows(pid=viewer.pid)[0])
        time.sleep(warm_seconds(name))
        screen, keyboard, place = Screen(xvfb), Keyboard(xvfb), (x + SPOT[0], y + SPOT[1])
        for i in range(times):
            before = screen.pixel(place)
            began = keyboard.key(True)
            keyboard.key(False)
            until(lambda: screen.pixel(place) != before, "a key's echo")
            took.append(1000 * (time.monotonic() - began))
            time.sleep(PAUSE_SECONDS * (1 + i % 3 / 3))
        keyboard.close()
    return took


def measure(told, directory):
    part = told.part("echo", "Key to echo, ms", ["p50", "p95"], list(VIEWERS))
    times, seldom = (8, 8) if told.quick else (24, 8)
    image = Path(os.environ["ECSVIEW_GUEST"]).parent
    with Xvfb(directory, 1280, 800) as xvfb:
        for name, guest, line in LINES:
            took = {}
            with Qemu(image / f"{guest}.img", directory, boot=False, websocket=True,
                      vnc="share=ignore") as qemu:
                qemu.cont()
                server = Server(qemu.port, qemu.ws_port, SIZE)
                for viewer in VIEWERS:
                    took[viewer] = echoes(viewer, directory, server, xvfb, line,
                                          seldom if viewer in SELDOM else times)
            part.add(name, {viewer: {"p50": quantile(of_it, 0.5), "p95": quantile(of_it, 0.95)}
                            for viewer, of_it in took.items()})
