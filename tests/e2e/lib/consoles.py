# SPDX-License-Identifier: GPL-2.0-or-later
"""The viewer in front of a console, in the ways most tests want it."""

from contextlib import contextmanager

from .viewer import Viewer


@contextmanager
def shown(directory, display, *args, env=None, stdin=None):
    """A Viewer whose window has a picture or a text, and the keyboard."""
    with Viewer(directory, *args, display=display, env=env, stdin=stdin) as viewer:
        display.focus(viewer.window())
        yield viewer


def from_cloud(sim, directory, display, *options):
    """As the customer starts it: by the instance's id, with credentials in the environment."""
    return shown(directory, display, *sim.args(), *options, sim.instance, env=sim.env())


def wait_frozen(viewer, qemu, name="picture"):
    """Stops the guest and waits until the window shows what QEMU itself says the screen is."""
    qemu.freeze()
    dump = qemu.screendump()
    viewer.wait_picture(dump, name=name)
    qemu.cont()
    return dump


def take_shot(directory, target, *options, env=None, stdin=None, code=0, name="shot.png"):
    """Runs `ecsview shot` without a display; the path of the picture."""
    path = directory / name
    with Viewer(directory, "shot", *options, target, path, env=env, stdin=stdin) as viewer:
        ended = viewer.wait_exit()
        assert ended == code, f"ended with {ended}: {viewer.stderr()}"
    return path
