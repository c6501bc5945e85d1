# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is measured: ecsview, TigerVNC's viewer, gtk-vnc's gvncviewer, noVNC in Chromium, in turn, in the
same run.

Those that are not on this machine are named and left out.
"""

import shutil
import subprocess
from typing import NamedTuple

from lib import tigervnc
from lib.process import wait_until
from lib.viewer import Viewer

from . import novnc


class Server(NamedTuple):
    """Where a console of `size` is served on loopback: plain, and in a websocket (for noVNC)."""
    port: int
    ws_port: int
    size: tuple[int, int]


def ecsview(directory, server, xvfb, *options, **more):
    return Viewer(directory, *options, f"vnc://127.0.0.1:{server.port}", display=xvfb, **more)


def tiger(directory, server, xvfb, *options):
    return tigervnc.tigervnc(directory, server.port, xvfb, *options)


def gvncviewer(directory, server, xvfb):
    """It says what it prefers itself (Tight, then Hextile); its window has a menu on top."""
    return Viewer(directory, f"127.0.0.1:{server.port - 5900}", display=xvfb, program=["gvncviewer"])


TIGERVNC, GTK_VNC, NOVNC = "TigerVNC", "gtk-vnc", "noVNC"
SELDOM = GTK_VNC, NOVNC  # far from us whatever the line, and slow: fewer rounds say so as well
PROGRAMS = {TIGERVNC: ["xtigervncviewer"], GTK_VNC: ["gvncviewer"], NOVNC: ["chromium", "npm"]}


def left_out(programs, which=shutil.which):
    """Of each viewer that needs a program which is not here: the first such one, as a sentence's end."""
    missing = {name: [word for word in words if not which(word)] for name, words in programs.items()}
    return {name: f"{words[0]} is not on this machine" for name, words in missing.items() if words}


MISSING = left_out(PROGRAMS)

PLAIN = {"ecsview": ecsview, TIGERVNC: tiger, GTK_VNC: gvncviewer, NOVNC: novnc.start}
PLAIN = {name: start for name, start in PLAIN.items() if name not in MISSING}


def in_turn(names, rounds, seldom):
    """Each name in each round; those of SELDOM in the first ones only, so many."""
    return [name for number in range(rounds) for name in names if name not in SELDOM or number < seldom]


def bring():
    """What npm has to bring before a part is imported; without it noVNC is left out."""
    if NOVNC in PLAIN:
        try:
            novnc.site()
        except (OSError, subprocess.SubprocessError, RuntimeError, TimeoutError) as error:
            MISSING[NOVNC] = f"npm did not bring it ({type(error).__name__})"
            del PLAIN[NOVNC]


def place_of(viewer, xvfb, size):
    """Where the picture begins on the screen: at the bottom of a window of its width."""
    if isinstance(viewer, novnc.Browser):  # whose window is there long before
        viewer.wait_connected()

    def placed():
        for window in xvfb.windows(pid=viewer.pid):
            x, y, width, height = xvfb.geometry(window)
            if width == size[0] and size[1] <= height < size[1] + 60:
                return x, y + height - size[1]
        return None
    return wait_until(placed, 60, "window in the guest's size", 0.2)
