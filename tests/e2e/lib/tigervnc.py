# SPDX-License-Identifier: GPL-2.0-or-later
"""TigerVNC's viewer, the one to compare with. Without a window manager it sends pointer events only
around clicks, and with a menu key it shows a hint over the picture for some seconds."""

from .viewer import Viewer


def tigervnc(directory, port, display, *options):
    """A Viewer that runs it, lossless, against 127.0.0.1::port."""
    return Viewer(directory, "-RemoteResize=0", "-AutoSelect=0", "-PreferredEncoding=ZRLE",
                  "-ReconnectOnError=0", "-MenuKey=", *options, f"127.0.0.1::{port}", display=display,
                  program=["xtigervncviewer"])
