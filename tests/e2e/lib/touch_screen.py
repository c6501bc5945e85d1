# SPDX-License-Identifier: GPL-2.0-or-later
"""A screen that takes fingers: an X server that gets the touches of a touch screen by a socket. To
programs they are those of a real one.
"""

import contextlib
import socket
import struct
import tempfile
from pathlib import Path

from .process import wait_until
from .xorg import Device, Monitor, Xorg

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


class TouchScreen(Xorg):
    """Context manager. Fingers have numbers, which their places on the screen follow."""

    def __init__(self, directory, width=800, height=480, wm=None):
        self._size = width, height
        self._fingers = None
        # The test's own folder has a longer name than a socket may have.
        self._folder = tempfile.TemporaryDirectory(prefix="ecsview-touch-")
        path = Path(self._folder.name) / "fingers"
        devices = [Device("keys", "Keyboard", "CoreKeyboard", f"{path}-keys"),
                   Device("pointer", "Pointer", "CorePointer", f"{path}-pointer"),
                   Device("fingers", "Touch", "SendCoreEvents", path)]
        super().__init__(directory, [Monitor(0, 0, width, height)], devices, wm)
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
