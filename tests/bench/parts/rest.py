# SPDX-License-Identifier: GPL-2.0-or-later
"""Memory of all processes, and what a still picture costs: switches and processor time a second; then
how late the first change after it is, from the guest's painting until it stands on the screen."""

import contextlib
import time
from pathlib import Path
import os

from lib.display import Xvfb
from lib.qemu import Qemu

from . import processes
from .screen import Screen, probes_of, until
from .table import median_of
from .viewers import PLAIN, Server

SIZES = (1280, 800), (1920, 1080)
SETTLE_SECONDS = 2


def located(screen, start, picture, probes):
    """A run that is not counted: where on the screen does it put the picture?"""
    with start():
        return until(lambda: screen.find(picture, probes), "a picture")


def one_run(screen, qemu, scenes, start, place, idle):
    (seed, probes), (next_seed, next_probes) = scenes
    qemu.paint(seed)
    until(lambda: not screen.shows(probes, place), "an empty screen")
    with start() as viewer:
        until(lambda: screen.shows(probes, place), "a picture")
        time.sleep(SETTLE_SECONDS)
        pids = processes.of(viewer)
        memory, before = processes.pss_megabytes(pids), processes.activity(pids)
        time.sleep(idle)
        after = processes.activity(pids)
        began = time.monotonic()
        qemu.paint(next_seed)
        until(lambda: screen.shows(next_probes, place), "the change")
        return {"memory": memory, "switches": (after[0] - before[0]) / idle,
                "cpu": (after[1] - before[1]) / idle, "late": 1000 * (time.monotonic() - began)}


def at_size(told, directory, size):
    runs, idle = (1, 5) if told.quick else (3, 20 if size == SIZES[0] else 2)
    with contextlib.ExitStack() as stack:
        qemu = stack.enter_context(Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory, websocket=True))
        server = Server(qemu.port, qemu.ws_port, size)
        qemu.resolution(*size)
        scenes = []
        for seed in (4, 3):
            qemu.paint(seed)
            picture = qemu.screendump()
            scenes.insert(0, (seed, probes_of(picture)))
        xvfb = stack.enter_context(Xvfb(directory, size[0] + 320, size[1] + 200))
        screen, found, places = Screen(xvfb), {}, {}
        starts = {name: lambda start=start: start(directory, server, xvfb)
                  for name, start in PLAIN.items()}
        for name, start in starts.items():
            places[name] = located(screen, start, picture, scenes[0][1])
        for _ in range(runs):
            for name, start in starts.items():
                found.setdefault(name, []).append(
                    one_run(screen, qemu, scenes, start, places[name], idle))
        return {name: median_of(of_viewer) for name, of_viewer in found.items()}


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
