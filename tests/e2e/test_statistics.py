# SPDX-License-Identifier: GPL-2.0-or-later
"""How fast the console is, told once a second while it changes: on standard error and over the picture."""

import json
import time

from lib import menu
from lib.consoles import from_cloud, shown, wait_frozen
from lib.process import wait_until
from lib.sim import EcsSim

KEY_I, KEY_A = 23, 30
DELAY_MS = 60
SECOND = 1  # of statistics


def told(viewer):
    """The lines of statistics so far, each as numbers; what is unknown is left out."""
    lines = [json.loads(line) for line in viewer.stderr().splitlines()]
    return [{name: float(value) for name, value in line.items()
             if name not in ("time", "level", "component", "text") and value != "unknown"}
            for line in lines if line["text"] == "statistics"]


def test_a_console_that_changes_is_told_each_second(xvfb, directory, qemu):
    with shown(directory, xvfb, "--stats", "--log-format", "json",
               f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        qemu.animate()
        lines = wait_until(lambda: (found := told(viewer)) and len(found) >= 3 and found, 20, "three lines")
        assert lines[-1]["changes"] > 0 and lines[-1]["kilobytes"] > 0
        assert lines[-1]["decoding_ms"] > 0
        assert "key_ms" not in lines[-1]
        xvfb.key(KEY_A)
        wait_until(lambda: any("key_ms" in line for line in told(viewer)), 20, "line with a key")
        qemu.freeze()
        xvfb.key(KEY_A)  # its second passes without a change
        time.sleep(2 * SECOND)
        qemu.cont()
        seen = len(told(viewer))
        wait_until(lambda: len(told(viewer)) > seen, 20, "another line")
        assert all(line["changes"] > 0 for line in told(viewer))


def test_far_away_the_round_trip_and_the_age_are_told(xvfb, directory, qemu):
    with EcsSim(directory, "--delay", str(DELAY_MS), backend=qemu.port) as sim:
        with from_cloud(sim, directory, xvfb, "--stats", "--log-format", "json") as viewer:
            qemu.animate()
            line = wait_until(lambda: next((line for line in told(viewer) if "age_ms" in line), None), 20,
                              "line with an age")
            assert line["round_trip_ms"] >= 2 * DELAY_MS
            assert DELAY_MS <= line["age_ms"] <= line["round_trip_ms"]


def test_nothing_is_told_that_nobody_asked_for(xvfb, directory, qemu):
    with shown(directory, xvfb, "--log-format", "json", f"vnc://127.0.0.1:{qemu.port}") as viewer:
        before = wait_frozen(viewer, qemu)
        qemu.animate()
        wait_until(lambda: viewer.shot() != before, 20, "step")
        qemu.stop_animation()
        wait_frozen(viewer, qemu)
        assert viewer.stderr() == ""


def test_the_menu_shows_them_over_the_picture_and_takes_them_away(xvfb, directory, qemu):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        plain = wait_frozen(viewer, qemu)
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_I)
        menu.wait_closed(viewer)
        first = viewer.shot()
        assert first.crop(0, 0, 1280, 600) == plain.crop(0, 0, 1280, 600)
        wait_until(lambda: viewer.shot() != plain, 20, "figures")
        qemu.animate()
        bottom = (0, 700, 1280, 100)
        seen = viewer.shot().crop(*bottom)
        wait_until(lambda: viewer.shot().crop(*bottom) != seen, 20, "other figures")
        qemu.stop_animation()
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_I)
        menu.wait_closed(viewer)
        wait_frozen(viewer, qemu)
