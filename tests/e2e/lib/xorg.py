# SPDX-License-Identifier: GPL-2.0-or-later
"""Xorg with Debian's driver for no card at all, which has up to sixteen monitors, and with devices of
its driver "inputtest", which a test moves by sockets. To programs both are real ones.
"""

import secrets
from typing import NamedTuple

from .display import XServer


class Monitor(NamedTuple):
    """A place on the root window, in pixels."""
    x: int
    y: int
    width: int
    height: int


class Device(NamedTuple):
    """`kind` and `role` in words of xorg.conf(5) and inputtest(4)."""
    name: str
    kind: str
    role: str
    socket: str


def _section(name, *lines):
    return "\n".join([f'Section "{name}"', *(f"  {line}" for line in lines), "EndSection", ""])


def _monitor(name, place):
    x, y, width, height = place
    timings = [part for side in (width, height) for part in range(side, side + 4)]
    return _section("Monitor", f'Identifier "{name}"', "HorizSync 1-1000", "VertRefresh 1-1000",
                    f'Modeline "{width}x{height}" 100 ' + " ".join(map(str, timings)),
                    f'Option "PreferredMode" "{width}x{height}"', f'Option "Position" "{x} {y}"',
                    'Option "Enable" "true"')


def _device(device):
    return _section("InputDevice", f'Identifier "{device.name}"', 'Driver "inputtest"',
                    f'Option "SocketPath" "{device.socket}"', f'Option "DeviceType" "{device.kind}"')


def config(monitors, devices):
    """An xorg.conf(5)."""
    names = [f"monitor{n}" for n in range(len(monitors))]
    width = max(m.x + m.width for m in monitors)
    height = max(m.y + m.height for m in monitors)
    return "\n".join([
        _section("ServerFlags", 'Option "AutoAddDevices" "false"'),
        _section("Device", 'Identifier "card"', 'Driver "dummy"', "VideoRam 65536",
                 *(f'Option "Monitor-DUMMY{n}" "{name}"' for n, name in enumerate(names))),
        *map(_monitor, names, monitors),
        _section("Screen", 'Identifier "screen"', 'Device "card"', f'Monitor "{names[0]}"',
                 "DefaultDepth 24", 'SubSection "Display"', "  Depth 24",
                 f"  Virtual {width} {height}", "EndSubSection"),
        *map(_device, devices),
        _section("ServerLayout", 'Identifier "layout"', 'Screen "screen"',
                 *(f'InputDevice "{device.name}" "{device.role}"' for device in devices))])


class Xorg(XServer):
    """Context manager."""

    def __init__(self, directory, monitors, devices=(), wm=None):
        path = directory / f"xorg-{secrets.token_hex(4)}.conf"
        path.write_text(config(monitors, devices))
        super().__init__(["Xorg", "-config", path, "-logfile", directory / "xorg.log",
                          "-novtswitch", "-sharevts"], directory, "xorg", wm)
