# SPDX-License-Identifier: GPL-2.0-or-later
"""An X server with two monitors side by side."""

from .xorg import Monitor, Xorg

LEFT, RIGHT = Monitor(0, 0, 800, 600), Monitor(800, 0, 640, 480)


class TwoDisplays(Xorg):
    """Context manager. LEFT and RIGHT are where the monitors are."""

    def __init__(self, directory, wm=None):
        super().__init__(directory, [LEFT, RIGHT], wm=wm)
