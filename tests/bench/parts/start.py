# SPDX-License-Identifier: GPL-2.0-or-later
"""From exec until the whole picture stands on the screen, in turn with the others.

Window, full screen and kiosk: a plain VNC server on loopback. An instance ID: the API, TLS and the
console's websocket by nginx, in front of QEMU's own websocket, so that all peers are programs in C;
the others get QEMU's plain port, and noVNC the same way by nginx, without a look at its certificate.
Elsewhere noVNC has QEMU's websocket. The browser's start counts, but for the last line, where a browser
runs already."""

import contextlib
import os
import time
from pathlib import Path

from lib.certs import Certs
from lib.display import Xvfb
from lib.qemu import Qemu
from lib.viewer import Viewer

from . import novnc
from .cloud_in_c import CloudInC
from .screen import Screen, probes_of, until
from .table import median_of
from .viewers import NOVNC, PLAIN, TIGERVNC, Server, ecsview, in_turn, tiger

SIZE = 1280, 800
SEED = 3
PAUSE_SECONDS = 0.5  # the end of one viewer is not to cost the next one
WARM_SECONDS = 3     # of a browser with an empty page


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


def of_line(screen, starts, picture, probes, rounds):
    places = {name: located(screen, start, picture, probes) for name, start in starts.items()}
    took = {name: [] for name in starts}
    for name in in_turn(starts, *rounds):
        took[name].append({"ms": seconds_to_picture(screen, starts[name], places[name], probes)})
    return {name: median_of(times) for name, times in took.items()}


class Lines:
    """For each line of the table, how each viewer is started there."""

    def __init__(self, directory, server, cloud, desk, wall):
        self._directory, self._server, self._cloud = directory, server, cloud
        self._desk, self._wall = desk, wall

    def window(self):
        return {name: lambda start=start: start(self._directory, self._server, self._desk)
                for name, start in PLAIN.items()}

    def full(self, option):
        place = self._directory, self._server, self._wall
        others = {TIGERVNC: lambda: tiger(*place, "-FullScreen=1")}
        if option == "--kiosk":
            # Without a window manager a window that is the whole screen is made a pixel smaller.
            wide = self._server._replace(size=(SIZE[0] + 1, SIZE[1] + 1))
            others[NOVNC] = lambda: novnc.start(self._directory, wide, self._wall, option)
        return {"ecsview": lambda: ecsview(*place, option),
                **{name: start for name, start in others.items() if name in PLAIN}}

    def instance(self):
        cloud = self._cloud
        starts = self.window()
        starts["ecsview"] = lambda: Viewer(self._directory, *cloud.args(), cloud.instance,
                                           display=self._desk, env=cloud.env())
        if NOVNC in starts:
            starts[NOVNC] = lambda: self._browser(f"wss://127.0.0.1:{cloud.port}/websockify/?s=abc",
                                                  "--ignore-certificate-errors")
        return starts

    def _browser(self, url, *flags, brief=False, **more):
        page = novnc.site().page(url, brief)
        return novnc.Browser(self._directory, page, SIZE, self._desk, *flags, **more)

    @contextlib.contextmanager
    def in_a_browser_that_runs(self):
        """The window is closed by its page."""
        url = f"ws://127.0.0.1:{self._server.ws_port}"
        with novnc.Browser(self._directory, novnc.BLANK, SIZE, self._desk, profile="warm"):
            time.sleep(WARM_SECONDS)
            yield {"ecsview": self.window()["ecsview"],
                   NOVNC: lambda: self._browser(url, brief=True, profile="warm")}


def measure(told, directory):
    part = told.part("start", "From exec to the whole picture, 1280x800, ms", ["ms"])
    rounds = (3, 3) if told.quick else (7, 3)
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
        lines = Lines(directory, Server(qemu.port, qemu.ws_port, SIZE), cloud, desk, wall)

        def add(line, xvfb, starts):
            part.add(line, of_line(Screen(xvfb), starts, picture, probes, rounds))
        add("window, vnc://", desk, lines.window())
        add("full screen, vnc://", wall, lines.full("--fullscreen"))
        add("kiosk, vnc://", wall, lines.full("--kiosk"))
        add("instance ID: API, TLS and wss by nginx", desk, lines.instance())
        if NOVNC in PLAIN:
            with lines.in_a_browser_that_runs() as starts:
                add("window, a browser runs already", desk, starts)
