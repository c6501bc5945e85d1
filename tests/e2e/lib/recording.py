# SPDX-License-Identifier: GPL-2.0-or-later
"""Recordings, read as the container (FBS 001.000) and RFB's Tight encoding are described, by none of
the viewer's code."""

import itertools
import struct
import zlib

from .picture import of_bgrx

DESKTOP_SIZE, TIGHT = -223, 7
FILL, COPY, WITH_FILTER, PALETTE = 8, 0, 4, 1
SHORT = 12  # bytes; less are not deflated


def blocks(data):
    """(milliseconds, bytes) of each."""
    assert data[:12] == b"FBS 001.000\n", data[:12]
    at = 12
    while at < len(data):
        size, = struct.unpack_from(">I", data, at)
        padded = (size + 3) // 4 * 4
        when, = struct.unpack_from(">I", data, at + 4 + padded)
        yield when, data[at + 4:at + 4 + size]
        at += 8 + padded


class Screen:
    def __init__(self, greeting):
        assert greeting[:16] == b"RFB 003.003\n\0\0\0\1", greeting[:16]
        width, height = struct.unpack_from(">HH", greeting, 16)
        assert greeting[20:36] == bytes.fromhex("2018000100ff00ff00ff100800000000")
        length, = struct.unpack_from(">I", greeting, 36)
        self.name = greeting[40:40 + length].decode()
        self._resize(width, height)
        self._inflate = None

    def _resize(self, width, height):
        self.width, self.height = width, height
        self._pixels = bytearray(4 * width * height)

    def picture(self):
        return of_bgrx(self.width, self.height, 4 * self.width, bytes(self._pixels))

    def read(self, data):
        self._data, self._at = data, 0
        while self._at < len(data):
            kind, count = self._take(">BxH")
            assert kind == 0
            for _ in range(count):
                self._rectangle()

    def _take(self, layout):
        fields = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return fields

    def _bytes(self, count):
        piece = self._data[self._at:self._at + count]
        assert len(piece) == count
        self._at += count
        return piece

    def _rectangle(self):
        x, y, width, height, encoding = self._take(">HHHHi")
        if encoding == DESKTOP_SIZE:
            if (width, height) != (self.width, self.height):
                self._resize(width, height)
            return
        assert encoding == TIGHT
        control, = self._take(">B")
        if control & 1:
            self._inflate = zlib.decompressobj()
        rows = self._rows(control >> 4, width, height)
        for number, row in enumerate(rows):
            at = 4 * ((y + number) * self.width + x)
            self._pixels[at:at + 4 * width] = row

    def _rows(self, kind, width, height):
        """Each as blue, green, red, 0."""
        if kind == FILL:
            return [self._colour() * width] * height
        if kind == COPY:
            return [b"".join(bytes((row[i + 2], row[i + 1], row[i], 0)) for i in range(0, 3 * width, 3))
                    for row in self._pieces(3 * width, height)]
        assert kind == WITH_FILTER and self._take(">B") == (PALETTE,)
        palette = [self._colour() for _ in range(self._take(">B")[0] + 1)]
        if len(palette) > 2:
            return [b"".join(palette[index] for index in row) for row in self._pieces(width, height)]
        return [b"".join(palette[row[i // 8] >> (7 - i % 8) & 1] for i in range(width))
                for row in self._pieces((width + 7) // 8, height)]

    def _colour(self):
        return bytes(reversed(self._bytes(3))) + b"\0"

    def _pieces(self, row, height):
        size = row * height
        data = self._bytes(size) if size < SHORT else self._inflated(size)
        return [data[at:at + row] for at in range(0, size, row)]

    def _inflated(self, size):
        length = shift = 0
        for shift in (0, 7, 14):
            byte, = self._bytes(1)
            length |= (byte & (0x7f if shift < 14 else 0xff)) << shift
            if byte < 0x80:
                break
        data = self._inflate.decompress(self._bytes(length))
        assert len(data) == size
        return data


def _screens(path):
    """(milliseconds, Screen) after the greeting and after each block; it is the same Screen."""
    parts = blocks(path.read_bytes())
    when, greeting = next(parts)
    screen = Screen(greeting)
    yield when, screen
    for when, data in parts:
        screen.read(data)
        yield when, screen


def pictures(path):
    """(milliseconds, Picture) after each block."""
    return ((when, screen.picture()) for when, screen in itertools.islice(_screens(path), 1, None))


def last_picture(path):
    *_, (_, screen) = _screens(path)
    return screen.picture()


def name_of(path):
    return Screen(next(blocks(path.read_bytes()))[1]).name


def spoiled(path, dice):
    """The file's bytes, of which some behind its head are others."""
    data = bytearray(path.read_bytes())
    for _ in range(20):
        data[dice.randrange(200, len(data))] = dice.randrange(256)
    return bytes(data)
