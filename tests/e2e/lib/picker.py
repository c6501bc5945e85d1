# SPDX-License-Identifier: GPL-2.0-or-later
"""The window that asks which instance is meant, from outside: its rows are counted by the colour of
their states, and its cards known by theirs."""

import contextlib

from . import menu
from .process import wait_until
from .viewer import Viewer

RUNNING, MOVING, STOPPED = (bytes.fromhex(c) for c in ("3fb950", "f0a63a", "5b6472"))
BAD = bytes.fromhex("e5564d")
TITLE = "Instances - ecsview"
ROW = 44  # pixels, where letters have 16


def machines(*texts):
    """Options that make the stand-in's account have these."""
    return [part for text in texts for part in ("--instance", text)]


def dots(shot, colour=RUNNING):
    """How many rows have a state of that colour in sight, and where: heights of their middles."""
    stride = 3 * shot.width
    heights = [y for y in range(shot.height)
               if colour * 6 in shot.rgb[y * stride:(y + 1) * stride]]
    groups = []
    for y in heights:
        if not groups or y > groups[-1][-1] + 1:
            groups.append([])
        groups[-1].append(y)
    return [sum(group) / len(group) for group in groups if len(group) > 2]


def rows(viewer, colour=RUNNING):
    return len(dots(viewer.shot(), colour))


def wait_rows(viewer, count, colour=RUNNING):
    """Waits until so many rows with that state are in sight."""
    wait_until(lambda: rows(viewer, colour) == count, 40, f"{count} rows")


def wait_card(viewer, colour=BAD):
    wait_until(lambda: colour * 16 in viewer.shot().rgb, 20, "card")


def row_at(viewer, number, colour=RUNNING):
    """A place in the row, from 0, of those with that state: (x, y) in the window."""
    return 200, int(dots(viewer.shot(), colour)[number]) + 10


@contextlib.contextmanager
def opened(directory, display, sim, *options, env=None):
    """A Viewer that asks, as a menu starts it, with the keyboard."""
    with Viewer(directory, "--stay", *options, display=display,
                env=sim.env() if env is None else env) as viewer:
        display.focus(viewer.window())
        yield viewer


def selected(viewer):
    return menu.selected(viewer)


def console_window(viewer):
    """The window of the console that was chosen; the picker's is gone."""
    def find():  # X may give it the number that the picker's had
        found = [w for w in viewer.display.windows(pid=viewer.pid)
                 if viewer.display.title(w) != TITLE]
        return found[0] if found else None
    viewer._window = wait_until(find, 30, "window of the console")
    viewer.display.focus(viewer._window)
    return viewer._window
