# SPDX-License-Identifier: GPL-2.0-or-later
"""Many consoles at rest in one window of ecsview's, beside one of them in noVNC's page: memory of all
processes, and processor time a second."""

import contextlib
import os
import time
from pathlib import Path

from lib.display import Xvfb
from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer

from . import novnc, processes
from .viewers import NOVNC, PLAIN, Server

SIZE = 1280, 800
COUNTS = 9, 20
SETTLE_SECONDS = 3


def cost(viewer, idle):
    time.sleep(SETTLE_SECONDS)
    pids = processes.of(viewer)
    memory, before = processes.pss_megabytes(pids), processes.activity(pids)
    time.sleep(idle)
    return {"memory": memory, "cpu": (processes.activity(pids)[1] - before[1]) / idle}


def wall(directory, qemus, xvfb, idle):
    targets = [f"vnc://127.0.0.1:{qemu.port}" for qemu in qemus]
    with Viewer(directory, *targets, display=xvfb) as viewer:
        for qemu in qemus:
            wait_until(qemu.vnc_clients, 60, "console")
        return cost(viewer, idle)


def one_page(directory, qemu, xvfb, idle):
    with PLAIN[NOVNC](directory, Server(qemu.port, qemu.ws_port, SIZE), xvfb) as viewer:
        if isinstance(viewer, novnc.Browser):
            viewer.wait_connected()
        return cost(viewer, idle)


def measure(told, directory):
    idle = 5 if told.quick else 12
    part = told.part("wall", "Consoles at rest in one window, beside one of them in noVNC's page", ["value"],
                     ["ecsview", *(name for name in PLAIN if name == NOVNC)])
    with contextlib.ExitStack() as stack:
        counts = COUNTS[:1] if told.quick else COUNTS
        qemus = [stack.enter_context(Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory, websocket=True))
                 for _ in range(counts[-1])]
        for seed, qemu in enumerate(qemus):
            qemu.paint(seed)
        xvfb = stack.enter_context(Xvfb(directory, 1920, 1080))
        page = {NOVNC: one_page(directory, qemus[0], xvfb, idle)} if NOVNC in PLAIN else {}
        for count in counts:
            found = {"ecsview": wall(directory, qemus[:count], xvfb, idle), **page}
            for line, key in {"memory (PSS, all processes), MB": "memory", "CPU, ms a second": "cpu"}.items():
                part.add(f"{count} of 1280x800: {line}",
                         {name: {"value": value[key]} for name, value in found.items()})
