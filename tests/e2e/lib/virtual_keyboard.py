# SPDX-License-Identifier: GPL-2.0-or-later
"""A keyboard and a mouse for a Wayland compositor: clients that speak zwp_virtual_keyboard_v1 and
zwlr_virtual_pointer_v1.

The keyboard gives evdev codes with the usual layout, as a real one does; ready-made tools send key maps of
their own, in which no key is where it is on a keyboard. Each key waits until the compositor has it.
"""

import os
import socket
import struct
import tempfile
import time

_LAYOUT = b"""xkb_keymap {
  xkb_keycodes { include "evdev+aliases(qwerty)" };
  xkb_types { include "complete" };
  xkb_compat { include "complete" };
  xkb_symbols { include "pc+us+inet(evdev)" };
};\0"""
_DISPLAY, _REGISTRY = 1, 2
_DELETED = 1  # wl_display's event: an id is free again; here, a callback is through
_XKB_V1 = 1
SECONDS = 20


def _now():
    return int(time.monotonic() * 1000) & 0xffffffff


def _string(text):
    data = text.encode() + b"\0"
    return struct.pack("=I", len(data)) + data + bytes(-len(data) % 4)


class _Device:
    """`path`: the compositor's socket. It is plugged in until close()."""

    def __init__(self, path):
        self._next, self._received = _REGISTRY + 1, b""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(SECONDS)
        try:
            self._socket.connect(str(path))
            self._plug_in()
        except BaseException:
            self.close()
            raise

    def _plug_in(self):
        self._send(_DISPLAY, 1, struct.pack("=I", _REGISTRY))
        self._globals = {}
        self._through()
        self._make(self._bind("wl_seat"))
        self._through()

    def close(self):
        self._socket.close()

    # The wire: object, size and opcode, arguments.

    def _id(self):
        self._next += 1
        return self._next - 1

    def _bind(self, interface):
        name, new = self._globals[interface], self._id()
        self._send(_REGISTRY, 0, struct.pack("=I", name) + _string(interface)
                   + struct.pack("=II", 1, new))
        return new

    def _send(self, target, opcode, arguments, *descriptors):
        message = struct.pack("=IHH", target, opcode, 8 + len(arguments)) + arguments
        socket.send_fds(self._socket, [message], descriptors)

    def _through(self):
        """Waits until the compositor has done all that was sent."""
        callback = self._id()
        self._send(_DISPLAY, 0, struct.pack("=I", callback))
        while not self._event(callback):
            pass

    def _event(self, callback):
        """Reads one; True when the callback is through."""
        target, opcode, size = struct.unpack("=IHH", self._read(8))
        data = self._read(size - 8)
        if (target, opcode) == (_DISPLAY, 0):
            raise RuntimeError(f"the compositor refuses: {data[8:].decode(errors='replace')}")
        if (target, opcode) == (_REGISTRY, 0):
            name, length = struct.unpack_from("=II", data)
            self._globals[data[8:7 + length].decode()] = name
        return (target, opcode) == (_DISPLAY, _DELETED) and data == struct.pack("=I", callback)

    def _read(self, size):
        while len(self._received) < size:
            more = self._socket.recv(4096)
            if not more:
                raise RuntimeError("the compositor is gone")
            self._received += more
        data, self._received = self._received[:size], self._received[size:]
        return data


class VirtualKeyboard(_Device):
    def _make(self, seat):
        manager = self._bind("zwp_virtual_keyboard_manager_v1")
        self._keyboard = self._id()
        self._send(manager, 0, struct.pack("=II", seat, self._keyboard))
        with tempfile.TemporaryFile() as file:
            file.write(_LAYOUT)
            file.flush()
            self._send(self._keyboard, 0, struct.pack("=II", _XKB_V1, len(_LAYOUT)), file.fileno())
            self._through()

    def key_down(self, *evdev):
        for code in evdev:
            self._key(code, 1)

    def key_up(self, *evdev):
        for code in evdev:
            self._key(code, 0)

    def key(self, *evdev):
        """Pressed in order, released in reverse."""
        self.key_down(*evdev)
        self.key_up(*reversed(evdev))

    def _key(self, code, state):
        now = _now()
        self._send(self._keyboard, 1, struct.pack("=III", now, code, state))
        self._through()


class VirtualPointer(_Device):
    """Its places are parts of the whole of all outputs."""

    def _make(self, seat):
        manager = self._bind("zwlr_virtual_pointer_manager_v1")
        self._pointer = self._id()
        self._send(manager, 0, struct.pack("=II", seat, self._pointer))

    def move(self, x, y, width, height):
        self._tell(1, struct.pack("=IIIII", _now(), x, y, width, height))

    def button(self, code, down):
        self._tell(2, struct.pack("=III", _now(), code, int(down)))

    def click(self, code):
        self.button(code, True)
        self.button(code, False)

    def _tell(self, opcode, arguments):
        self._send(self._pointer, opcode, arguments)
        self._send(self._pointer, 4, b"")  # the frame is over
        self._through()
