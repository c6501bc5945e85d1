# SPDX-License-Identifier: GPL-2.0-or-later
"""From exec until the whole picture stands on the screen, in turn with the others.

Window, full screen and kiosk: a plain VNC server on loopback. An instance ID: the API, TLS and the
console's websocket by nginx, in front of QEMU's own websocket, so that all peers are programs in C;
the others get QEMU's plain port."""

import contextlib
import os
import time
from pathlib import Path

from lib.certs import Certs
from lib.display import Xvfb
from lib.qemu import Qemu
from lib.tigervnc import tigervnc
from lib.viewer import Viewer

from .cloud_in_c import CloudInC
from .screen import Screen, probes_of, until
from .table import median_of
from .viewers import PLAIN, TIGERVNC, ecsview

SIZE = 1280, 800
SEED = 3
PAUSE_SECONDS = 0.5  # the end of one viewer is not to cost the next one


def seconds_to_picture(screen, start, place, probes):
    until(lambda: not screen.shows(probes, place), "an empty screen")
    time.sleep(PAUSE_SECONDS)
    began = time.monotonic()
    with start():
        until(lambda: screen.shows(probes, place), "a picture")
        return 1000 * (time.monotonic() - began)


def located(screen, start, picture, probes):
    """A run that is not counted: where does it put the picture? And its files are in memory now."""
    with start():
        return until(lambda: screen.find(picture, probes), "a picture")


def in_turn(screen, starts, picture, probes, runs):
    places = {name: located(screen, start, picture, probes) for name, start in starts.items()}
    took = {name: [] for name in starts}
    for _ in range(runs):
        for name, start in starts.items():
            took[name].append({"ms": seconds_to_picture(screen, start, places[name], probes)})
    return {name: median_of(times) for name, times in took.items()}


def measure(told, directory):
    part = told.part("start", "From exec to the whole picture, 1280x800, ms", ["ms"])
    runs = 3 if told.quick else 9
    with contextlib.ExitStack() as stack:
        certs = Certs(directory / "certs")
        qemu = stack.enter_context(Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory, websocket=True))
        qemu.resolution(*SIZE)
        qemu.paint(SEED)
        picture = qemu.screendump()
        probes = probes_of(picture)
        cloud = stack.enter_context(CloudInC(directory, qemu.ws_port, certs))
        desk = stack.enter_context(Xvfb(directory, SIZE[0] + 320, SIZE[1] + 200))
        wall = stack.enter_context(Xvfb(directory, *SIZE))

        def plain(xvfb):
            return {name: lambda start=start: start(directory, qemu.port, xvfb)
                    for name, start in PLAIN.items()}

        def full(*options):
            starts = {"ecsview": lambda: ecsview(directory, qemu.port, wall, *options)}
            if TIGERVNC in PLAIN:
                starts[TIGERVNC] = lambda: tigervnc(directory, qemu.port, wall, "-FullScreen=1")
            return starts

        lines = [("window, vnc://", desk, plain(desk)),
                 ("full screen, vnc://", wall, full("--fullscreen")),
                 ("kiosk, vnc://", wall, full("--kiosk")),
                 ("instance ID: API, TLS and wss by nginx", desk, {
                     **plain(desk), "ecsview": lambda: Viewer(
                         directory, *cloud.args(), cloud.instance, display=desk, env=cloud.env())})]
        for line, xvfb, starts in lines:
            part.add(line, in_turn(Screen(xvfb), starts, picture, probes, runs))
