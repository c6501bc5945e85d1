# SPDX-License-Identifier: GPL-2.0-or-later
"""A display driver of SDL's that cannot wait for events, as KMSDRM on a bare console. There is no
KMSDRM here; SDL's dummy is driven by the same loop."""

import time
from pathlib import Path

from lib.process import wait_until
from lib.viewer import Viewer

BREATH = 0.5  # SDL's own loop would look 500 times meanwhile
MOST_WAKES = 5


def wakes(pid):
    """How often the ui thread went to sleep so far."""
    status = Path(f"/proc/{pid}/task/{pid}/status").read_text()
    return int(status.partition("\nvoluntary_ctxt_switches:")[2].split("\n")[0])


def sleeps(pid):
    before = wakes(pid)
    time.sleep(BREATH)
    return wakes(pid) - before <= MOST_WAKES


def test_ui_thread_sleeps_and_can_be_woken(sim, qemu, directory):
    with Viewer(directory, *sim.args(), sim.instance,
                env=sim.env() | {"SDL_VIDEODRIVER": "dummy"}) as viewer:
        sim.wait_log(event="connect")
        viewer.decoder()
        wait_until(lambda: sleeps(viewer.pid), 20, "sleep")
        before = wakes(viewer.pid)
        qemu.animate()
        wait_until(lambda: wakes(viewer.pid) > before + 2 * MOST_WAKES, 20, "pictures")
        qemu.stop_animation()
        wait_until(lambda: sleeps(viewer.pid), 20, "sleep")
        assert viewer.terminate() == 0
