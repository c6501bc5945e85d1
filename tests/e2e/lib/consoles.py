# SPDX-License-Identifier: GPL-2.0-or-later
"""The viewer in front of a console, in the ways most tests want it."""

from contextlib import contextmanager

from . import picture
from .bare_client import BareClient
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


def wait_shown(sim, viewer):
    """Waits until the window shows what the stand-in's own console shows."""
    viewer.wait_picture(picture.load(sim.save_picture()))


def wait_frozen(viewer, qemu, name="picture", shot=None):
    """Stops the guest and waits until the window shows what QEMU itself says the screen is.

    On a busy machine QEMU can lose the mark that a page of video memory was written (its translated
    code sets a page writable again between the display's look and the clearing of the mark). Its
    screendump has those pixels then and its VNC server does not. So when the window differs, an
    independent client asks the server; only if that one was never told either, its picture counts.
    `shot`: see Viewer.wait_picture.
    """
    qemu.freeze()
    dump = qemu.screendump()
    try:
        viewer.wait_picture(dump, name=name, shot=shot)
    except AssertionError:
        with BareClient(qemu.port, 0) as client:
            served = client.picture()
        lost = picture.difference(served, dump)
        if lost is None:
            raise
        print(f"{name}: QEMU's own VNC server does not have its screen: {lost}")
        viewer.wait_picture(served, name=name, shot=shot)
    qemu.cont()
    return dump


def take_shot(directory, target, *options, env=None, stdin=None, code=0, name="shot.png"):
    """Runs `ecsview shot` without a display; the path of the picture."""
    path = directory / name
    with Viewer(directory, "shot", *options, target, path, env=env, stdin=stdin) as viewer:
        ended = viewer.wait_exit()
        assert ended == code, f"ended with {ended}: {viewer.stderr()}"
    return path
