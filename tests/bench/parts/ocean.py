# SPDX-License-Identifier: GPL-2.0-or-later
"""From exec of an instance ID to the whole picture across an ocean: a round trip of 200 ms to the
stand-in cloud's API and to its console, both with TLS; the first time in a session, and the second."""

import contextlib
import tempfile
import time

from lib import picture
from lib.display import Xvfb
from lib.sim import EcsSim
from lib.viewer import Viewer

from .screen import Screen, probes_of, until
from .table import median_of

DELAY_MS = 100  # each way


class Shore:
    """The viewer's side: an instance ID, and a screen on which its picture comes."""

    def __init__(self, directory, sim, xvfb):
        self._directory, self._sim, self._xvfb = directory, sim, xvfb
        self._screen, self._run, self._place = Screen(xvfb), None, None
        self.new_session()
        with self._start():
            sim.wait_log(event="message", kind="client_init")
            self._picture = picture.load(sim.save_picture())
            self._probes = probes_of(self._picture)
            self._place = until(lambda: self._screen.find(self._picture, self._probes), "a picture")

    def new_session(self):
        """What was remembered is forgotten."""
        self._run = tempfile.mkdtemp(dir=self._directory)

    def _start(self):
        return Viewer(self._directory, *self._sim.args(), self._sim.instance, display=self._xvfb,
                      env={**self._sim.env(), "XDG_RUNTIME_DIR": self._run})

    def milliseconds(self):
        until(lambda: not self._screen.shows(self._probes, self._place), "an empty screen")
        began = time.monotonic()
        with self._start():
            until(lambda: self._screen.shows(self._probes, self._place), "a picture")
            return 1000 * (time.monotonic() - began)


def measure(told, directory):
    part = told.part("ocean", "From exec of an instance ID to the whole picture, round trip 200 ms, ms",
                     ["ms"])
    with contextlib.ExitStack() as stack:
        sim = stack.enter_context(EcsSim(directory, "--still", "--delay", str(DELAY_MS),
                                         "--reconnects", "1000/60s"))
        xvfb = stack.enter_context(Xvfb(directory))
        shore, took = Shore(directory, sim, xvfb), {"the first time": [], "the second": []}
        for _ in range(2 if told.quick else 5):
            shore.new_session()
            for times in took.values():
                times.append({"ms": shore.milliseconds()})
        for line, times in took.items():
            part.add(line, {"ecsview": median_of(times)})
