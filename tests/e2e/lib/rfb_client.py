# SPDX-License-Identifier: GPL-2.0-or-later
"""Takes apart what an RFB client sends after the handshake. Pure: bytes in, messages out."""

import struct
from typing import NamedTuple


class Message(NamedTuple):
    """`time` is time.monotonic() when its last byte came; `fields` depend on `name`."""
    time: float
    name: str
    fields: dict

    def __getattr__(self, field):
        try:
            return self.fields[field]
        except KeyError:
            raise AttributeError(f"{self.name} has no {field}: {self.fields}") from None


class ClientMessages:
    """feed() takes bytes split anywhere and returns the messages that are whole.

    set-pixel-format(bits depth big_endian true_colour maxima shifts) · set-encodings(encodings) ·
    fbur(incremental x y width height) · key(down keysym) · pointer(buttons x y) ·
    cut-text(text) · extended-cut(flags data) · continuous-updates(enable x y width height) ·
    fence(flags data) · xvp(version code) · set-desktop-size(width height screens) ·
    qemu-key(down keysym scancode) · qemu-audio(operation) · unknown(type rest), which is the last.
    """

    def __init__(self):
        self._data = b""
        self._lost = False

    def feed(self, data, now):
        self._data += data
        found = []
        while self._data and not self._lost:
            parsed = self._one()
            if parsed is None:
                break
            size, name, fields = parsed
            self._data = self._data[size:]
            found.append(Message(now, name, fields))
        return found

    def _one(self):
        kind = self._data[0]
        parser = _PARSERS.get(kind)
        if parser is None:
            self._lost = True
            return len(self._data), "unknown", {"type": kind, "rest": self._data[1:]}
        try:
            return parser(self._data)
        except struct.error:  # not whole yet
            return None


def _set_pixel_format(data):
    values = struct.unpack_from(">4xBBBBHHHBBB3x", data)
    return 20, "set-pixel-format", {
        "bits": values[0], "depth": values[1], "big_endian": bool(values[2]),
        "true_colour": bool(values[3]), "maxima": values[4:7], "shifts": values[7:10]}


def _set_encodings(data):
    count, = struct.unpack_from(">2xH", data)
    encodings = list(struct.unpack_from(f">4x{count}i", data))
    return 4 + 4 * count, "set-encodings", {"encodings": encodings}


def _rectangle(name, flag):
    def parse(data):
        on, x, y, width, height = struct.unpack_from(">xBHHHH", data)
        return 10, name, {flag: bool(on), "x": x, "y": y, "width": width, "height": height}
    return parse


def _key(data):
    down, keysym = struct.unpack_from(">xB2xI", data)
    return 8, "key", {"down": bool(down), "keysym": keysym}


def _pointer(data):
    buttons, x, y = struct.unpack_from(">xBHH", data)
    if not buttons & 0x80:
        return 6, "pointer", {"buttons": buttons, "x": x, "y": y}
    more = struct.unpack_from(">6xB", data)[0]  # the registry's -316: two more buttons
    return 7, "pointer", {"buttons": buttons & 0x7f | more << 7, "x": x, "y": y}


def _cut_text(data):
    length, = struct.unpack_from(">4xi", data)
    size = 8 + abs(length)
    if len(data) < size:
        return None
    if length >= 0:
        return size, "cut-text", {"text": data[8:size]}
    flags, = struct.unpack_from(">8xI", data)
    return size, "extended-cut", {"flags": flags, "data": data[12:size]}


def _fence(data):
    flags, length = struct.unpack_from(">4xIB", data)
    if len(data) < 9 + length:
        return None
    return 9 + length, "fence", {"flags": flags, "data": data[9:9 + length]}


def _xvp(data):
    version, code = struct.unpack_from(">2xBB", data)
    return 4, "xvp", {"version": version, "code": code}


def _set_desktop_size(data):
    width, height, count = struct.unpack_from(">2xHHB", data)
    screens = [struct.unpack_from(">IHHHHI", data, 8 + 16 * i) for i in range(count)]
    return 8 + 16 * count, "set-desktop-size", {"width": width, "height": height,
                                                "screens": screens}


def _qemu(data):
    sub, = struct.unpack_from(">xB", data)
    if sub == 0:
        down, keysym, scancode = struct.unpack_from(">2xHII", data)
        return 12, "qemu-key", {"down": bool(down), "keysym": keysym, "scancode": scancode}
    operation, = struct.unpack_from(">2xH", data)
    return (10 if operation == 2 else 4), "qemu-audio", {"operation": operation}


_PARSERS = {0: _set_pixel_format, 2: _set_encodings, 3: _rectangle("fbur", "incremental"),
            4: _key, 5: _pointer, 6: _cut_text, 150: _rectangle("continuous-updates", "enable"),
            248: _fence, 250: _xvp, 251: _set_desktop_size, 255: _qemu}
