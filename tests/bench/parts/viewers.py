# SPDX-License-Identifier: GPL-2.0-or-later
"""Who is measured: ecsview, TigerVNC's viewer, gtk-vnc's gvncviewer, in turn, in the same run.

Those that are not on this machine are named and left out.
"""

import shutil

from lib.process import wait_until
from lib.tigervnc import tigervnc
from lib.viewer import Viewer


def ecsview(directory, port, xvfb, *options, **more):
    return Viewer(directory, *options, f"vnc://127.0.0.1:{port}", display=xvfb, **more)


def gvncviewer(directory, port, xvfb):
    """It says what it prefers itself (Tight, then Hextile); its window has a menu on top."""
    return Viewer(directory, f"127.0.0.1:{port - 5900}", display=xvfb, program=["gvncviewer"])


TIGERVNC, GTK_VNC = "TigerVNC", "gtk-vnc"
PROGRAMS = {TIGERVNC: "xtigervncviewer", GTK_VNC: "gvncviewer"}
MISSING = {name: f"{program} is not on this machine" for name, program in PROGRAMS.items()
           if not shutil.which(program)}
# What one would have to have besides: it is not driven by this bench.
MISSING["noVNC"] = "it needs Chromium, which this bench does not drive"

PLAIN = {"ecsview": ecsview, TIGERVNC: tigervnc, GTK_VNC: gvncviewer}
PLAIN = {name: start for name, start in PLAIN.items() if name not in MISSING}


def place_of(viewer, xvfb, size):
    """Where the picture begins on the screen: at the bottom of a window of its width."""
    def placed():
        for window in xvfb.windows(pid=viewer.pid):
            x, y, width, height = xvfb.geometry(window)
            if width == size[0] and size[1] <= height < size[1] + 60:
                return x, y + height - size[1]
        return None
    return wait_until(placed, 60, "window in the guest's size", 0.2)
