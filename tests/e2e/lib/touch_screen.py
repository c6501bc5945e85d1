# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen that takes fingers: Xorg with Debian's dummy picture and its driver "inputtest", which gets
the touches of a touch screen by a socket. To programs they are those of a real one.
"""

import contextlib
import secrets
import socket
import struct
import tempfile
from pathlib import Path

from .display import XServer
from .process import wait_until

_CONFIG = """
Section "ServerFlags"
  Option "AutoAddDevices" "false"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 1-1000
  VertRefresh 1-1000
  Modeline "{width}x{height}" 100 {width} {w1} {w2} {w3} {height} {h1} {h2} {h3}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "{width}x{height}"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "fingers"
  Driver "inputtest"
  Option "SocketPath" "{socket}"
  Option "DeviceType" "Touch"
EndSection
Section "InputDevice"
  Identifier "pointer"
  Driver "inputtest"
  Option "SocketPath" "{socket}-pointer"
  Option "DeviceType" "Pointer"
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" "{socket}-keys"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "layout"
  Screen "screen"
  InputDevice "keys" "CoreKeyboard"
  InputDevice "pointer" "CorePointer"
  InputDevice "fingers" "SendCoreEvents"
EndSection
"""

# xf86-input-inputtest-protocol.h of the X server 1.21, version 1.1: events have a length and a type.
_VERSION, _SYNC, _TOUCH = 0, 1, 6
_BEGIN, _MOVE, _END = 18, 19, 20  # XI2.h
_AXES = 64
_AXIS_MAX = 0xffff


def _event(kind, payload=b""):
    return struct.pack("=II", 8 + len(payload), kind) + payload


class _Socket:
    """The driver's end of a touch screen."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect(str(path))
        self._ask(_event(_VERSION, struct.pack("=HH", 1, 1)))

    def _ask(self, event):
        self._socket.sendall(event)
        head = self._socket.recv(8, socket.MSG_WAITALL)
        self._socket.recv(struct.unpack("=I", head[:4])[0] - 8, socket.MSG_WAITALL)

    def touch(self, finger, kind, x, y):
        """Returns when the server has dealt with it."""
        values = [x, y] + [0] * (_AXES - 2)
        # Their mask has a bit an axis; without accelerated values, the second list means nothing.
        valuators = struct.pack("=I", 0) + bytes([3] + [0] * 7) + bytes(4)
        valuators += struct.pack(f"={_AXES}d", *values) + bytes(8 * _AXES)
        self._socket.sendall(_event(_TOUCH, struct.pack("=II", finger, kind) + valuators))
        self._ask(_event(_SYNC))

    def close(self):
        self._socket.close()


class TouchScreen(XServer):
    """Context manager. Fingers have numbers, which their places on the screen follow."""

    def __init__(self, directory, width=800, height=480, wm=None):
        self._size = width, height
        self._fingers = None
        # The test's own folder has a longer name than a socket may have.
        self._folder = tempfile.TemporaryDirectory(prefix="ecsview-touch-")
        path = Path(self._folder.name) / "fingers"
        config = directory / f"xorg-{secrets.token_hex(2)}.conf"
        config.write_text(_CONFIG.format(
            width=width, height=height, socket=path,
            **{f"w{n}": width + n for n in (1, 2, 3)}, **{f"h{n}": height + n for n in (1, 2, 3)}))
        super().__init__(["Xorg", "-config", config, "-logfile", directory / "xorg.log",
                          "-novtswitch", "-sharevts"], directory, "xorg", wm)
        try:
            wait_until(path.exists, 20, "touch screen")
            self._fingers = _Socket(path)
        except BaseException:
            self.close()
            raise

    def _touch(self, finger, kind, place):
        scaled = (at * _AXIS_MAX / (side - 1) for at, side in zip(place, self._size))
        self._fingers.touch(finger, kind, *scaled)

    def finger_down(self, x, y, finger=0):
        self._touch(finger, _BEGIN, (x, y))

    def finger_move(self, x, y, finger=0):
        self._touch(finger, _MOVE, (x, y))

    def finger_up(self, x, y, finger=0):
        self._touch(finger, _END, (x, y))

    @contextlib.contextmanager
    def finger(self, x, y, finger=0):
        """It is there as long as this lasts; what moves it says where it goes up."""
        place = [x, y]
        self.finger_down(x, y, finger)
        try:
            yield place
        finally:
            self.finger_up(*place, finger)

    def tap(self, x, y, finger=0):
        with self.finger(x, y, finger):
            pass

    def strokes(self, *ways, steps=8):
        """Fingers that come together, each along its way of two places, and go together."""
        for finger, (begin, _) in enumerate(ways):
            self.finger_down(*begin, finger)
        for step in range(1, steps + 1):
            for finger, (begin, end) in enumerate(ways):
                self.finger_move(*(b + (e - b) * step / steps for b, e in zip(begin, end)), finger)
        for finger, (_, end) in enumerate(ways):
            self.finger_up(*end, finger)

    def rest(self, x, y, until):
        """A finger that stays where it is until that is true."""
        with self.finger(x, y):
            wait_until(until, 20, "effect of a finger that rests")

    def close(self):
        if self._fingers:
            self._fingers.close()
        super().close()
        self._folder.cleanup()
