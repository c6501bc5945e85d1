# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory of all processes, one viewer after the other; and what a still picture costs: switches and
processor time a second, then how late the first change is, from the guest's painting until it stands on
the screen. For that all viewers rest side by side, each with a guest and a screen of its own: who rests
disturbs nobody, and is looked at alone. Memory is not seen there, for some of it would be shared.
"""

import contextlib
import time
from pathlib import Path
from typing import NamedTuple
import os

from lib.display import Xvfb
from lib.qemu import Qemu

from . import processes
from .screen import Screen, probes_of, until
from .table import median_of
from .viewers import PLAIN, Server, in_turn

SIZES = (1280, 800), (1920, 1080)
SETTLE_SECONDS = 2
SEED, NEXT_SEED = 3, 4


class Desk(NamedTuple):
    """A guest that paints, and an X screen."""
    qemu: Qemu
    xvfb: Xvfb
    screen: Screen
    size: tuple

    def start(self, directory, name):
        return PLAIN[name](directory, Server(self.qemu.port, self.qemu.ws_port, self.size), self.xvfb)

    def probes(self, seed):
        """What stands there after qemu.paint(seed)."""
        self.qemu.paint(seed)
        return probes_of(self.qemu.screendump())


def desk(stack, directory, size):
    qemu = stack.enter_context(Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory, websocket=True))
    qemu.resolution(*size)
    xvfb = stack.enter_context(Xvfb(directory, size[0] + 320, size[1] + 200))
    return Desk(qemu, xvfb, Screen(xvfb), size)


def places(directory, at, picture, probes):
    """Where on the screen each viewer puts the picture; nothing else is seen of these runs."""
    found = {}
    for name in PLAIN:
        with at.start(directory, name):
            found[name] = until(lambda: at.screen.find(picture, probes), "a picture")
    return found


def memory(directory, at, name, place, probes):
    until(lambda: not at.screen.shows(probes, place), "an empty screen")
    with at.start(directory, name) as viewer:
        until(lambda: at.screen.shows(probes, place), "a picture")
        time.sleep(SETTLE_SECONDS)
        return processes.pss_megabytes(processes.of(viewer))


def first_change(at, place, probes):
    began = time.monotonic()
    at.qemu.paint(NEXT_SEED)
    until(lambda: at.screen.shows(probes, place), "the change")
    return 1000 * (time.monotonic() - began)


def one_rest(directory, desks, where, probes, next_probes, idle):
    """Of each viewer what it cost while all rest."""
    with contextlib.ExitStack() as stack:
        viewers = {}
        for name, at in desks.items():
            at.qemu.paint(SEED)
            until(lambda: not at.screen.shows(next_probes, where[name]), "an empty screen")
            viewers[name] = stack.enter_context(at.start(directory, name))
            until(lambda: at.screen.shows(probes, where[name]), "a picture")
        time.sleep(SETTLE_SECONDS)
        pids = {name: processes.of(viewer) for name, viewer in viewers.items()}
        before = {name: processes.activity(its) for name, its in pids.items()}
        time.sleep(idle)
        after = {name: processes.activity(its) for name, its in pids.items()}
        return {name: {"switches": (after[name][0] - before[name][0]) / idle,
                       "cpu": (after[name][1] - before[name][1]) / idle,
                       "late": first_change(at, where[name], next_probes)} for name, at in desks.items()}


def at_size(told, directory, size):
    """The columns of each viewer; of the smaller size what it costs to rest, too."""
    rounds, idle = ((1, 1), 5) if told.quick else ((3, 1), 20)
    with contextlib.ExitStack() as stack:
        at = desk(stack, directory, size)
        next_probes, probes = at.probes(NEXT_SEED), at.probes(SEED)
        where = places(directory, at, at.qemu.screendump(), probes)
        found = {name: [] for name in PLAIN}
        for name in in_turn(PLAIN, *rounds):
            found[name].append({"memory": memory(directory, at, name, where[name], probes)})
        found = {name: median_of(runs) for name, runs in found.items()}
        if size == SIZES[0]:
            desks = {name: desk(stack, directory, size) for name in PLAIN}
            rests = [one_rest(directory, desks, where, probes, next_probes, idle)
                     for _ in range(rounds[0])]
            for name in PLAIN:
                found[name] |= median_of([rest[name] for rest in rests])
        return found


def measure(told, directory):
    part = told.part("rest", "A still picture", ["value"])
    for size in SIZES:
        found, shown = at_size(told, directory, size), "x".join(map(str, size))
        lines = {f"memory (PSS, all processes), {shown}, MB": "memory"}
        if size == SIZES[0]:
            lines |= {"idle: context switches a second": "switches", "idle: CPU, ms a second": "cpu",
                      "first change after the idle time, ms": "late"}
        for line, key in lines.items():
            part.add(line, {name: {"value": value[key]} for name, value in found.items()})
