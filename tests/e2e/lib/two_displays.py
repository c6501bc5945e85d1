# SPDX-License-Identifier: GPL-2.0-or-later
"""An X server with two monitors side by side: Xorg with Debian's dummy driver, which has sixteen."""

import secrets

from .display import XServer

LEFT, RIGHT = (0, 0, 800, 600), (800, 0, 640, 480)

_MONITOR = """
Section "Monitor"
  Identifier "{name}"
  HorizSync 1-1000
  VertRefresh 1-1000
  Modeline "{w}x{h}" 100 {w} {w1} {w2} {w3} {h} {h1} {h2} {h3}
  Option "PreferredMode" "{w}x{h}"
  Option "Position" "{x} {y}"
  Option "Enable" "true"
EndSection
"""
_CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
  Option "Monitor-DUMMY0" "left"
  Option "Monitor-DUMMY1" "right"
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "left"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 1440 600
  EndSubSection
EndSection
"""


def _monitor(name, place):
    x, y, w, h = place
    return _MONITOR.format(name=name, x=x, y=y, w=w, h=h,
                           **{f"w{n}": w + n for n in (1, 2, 3)}, **{f"h{n}": h + n for n in (1, 2, 3)})


class TwoDisplays(XServer):
    """Context manager. LEFT and RIGHT are where the monitors are."""

    def __init__(self, directory, wm=None):
        config = directory / f"xorg-{secrets.token_hex(2)}.conf"
        config.write_text(_CONFIG + _monitor("left", LEFT) + _monitor("right", RIGHT))
        super().__init__(["Xorg", "-config", config, "-logfile", directory / "xorg.log",
                          "-novtswitch", "-sharevts"], directory, "xorg", wm)
