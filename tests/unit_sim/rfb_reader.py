# SPDX-License-Identifier: GPL-2.0-or-later
"""A tiny RFB client: enough to see what the simulator's console paints, in any pixel format."""
import array
import struct
import sys
import zlib

from PIL import Image

RAW, ZLIB, TIGHT = 0, 6, 7
CURSOR, DESKTOP_SIZE, POINTER_TYPE, EXT_KEY, LED, EXT_SIZE = -239, -223, -257, -258, -261, -308


class RfbReader:
    """stream has read(n) and send(bytes). The picture is RGB; extras lists pseudo rectangles."""

    def __init__(self, stream, encodings=(RAW,), pixel_format=None, shared=True, answer=None):
        self.stream = stream
        self.extras = []
        self.cut_texts = []
        self.bells = 0
        self.used = set()
        self._zlib = zlib.decompressobj()
        self._tight = zlib.decompressobj()
        self._handshake(shared, answer)
        self.format = (32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
        if pixel_format:
            self.format = pixel_format
            stream.send(struct.pack("!B3xBBBBHHHBBB3x", 0, *pixel_format))
        self.set_encodings(encodings)

    def _handshake(self, shared, answer):
        stream = self.stream
        assert stream.read(12) == b"RFB 003.008\n"
        stream.send(b"RFB 003.008\n")
        types = stream.read(stream.read(1)[0])
        kind = types[0]
        stream.send(bytes([kind]))
        if kind == 2:
            stream.send(answer(stream.read(16)))
        result = struct.unpack("!I", stream.read(4))[0]
        if result:
            raise PermissionError(stream.read(struct.unpack("!I", stream.read(4))[0]).decode())
        stream.send(bytes([shared]))
        width, height = struct.unpack("!HH16x", stream.read(20))
        self.name = stream.read(struct.unpack("!I", stream.read(4))[0]).decode()
        self.picture = Image.new("RGB", (width, height))

    def set_encodings(self, encodings):
        self.stream.send(struct.pack(f"!BxH{len(encodings)}i", 2, len(encodings), *encodings))

    def ask(self, incremental=True, area=None):
        self.stream.send(struct.pack("!BBHHHH", 3, incremental,
                                     *(area or (0, 0, *self.picture.size))))

    def key(self, keysym, down=(1, 0)):
        for state in down:
            self.stream.send(struct.pack("!BBxxI", 4, state, keysym))

    def extended_key(self, keysym, scancode, down=(1, 0)):
        for state in down:
            self.stream.send(struct.pack("!BBHII", 255, 0, state, keysym, scancode))

    def pointer(self, buttons, x, y):
        self.stream.send(struct.pack("!BBHH", 5, buttons, x, y))

    def update(self):
        """Reads messages until an update came; gives its rectangles (x, y, w, h, encoding)."""
        while True:
            kind = self.stream.read(1)[0]
            if kind == 0:
                count = struct.unpack("!xH", self.stream.read(3))[0]
                return [self._rectangle() for _ in range(count)]
            if kind == 2:
                self.bells += 1
            elif kind == 3:
                size = struct.unpack("!3xI", self.stream.read(7))[0]
                self.cut_texts.append(self.stream.read(size).decode("latin-1"))
            else:
                raise AssertionError(f"server message {kind}")

    def refresh(self, incremental=False, area=None):
        """Asks and reads until an update with pixels came."""
        self.ask(incremental, area)
        while True:
            rectangles = self.update()
            if any(one[4] >= 0 for one in rectangles):
                return rectangles

    def _rectangle(self):
        x, y, w, h, encoding = struct.unpack("!HHHHi", self.stream.read(12))
        if encoding < 0:
            self._pseudo(x, y, w, h, encoding)
        else:
            self.used.add(encoding)
            data = {RAW: self._raw, ZLIB: self._read_zlib, TIGHT: self._read_tight}[encoding](w, h)
            assert len(data) == 3 * w * h
            self.picture.paste(Image.frombytes("RGB", (w, h), data), (x, y))
        return x, y, w, h, encoding

    def _pseudo(self, x, y, w, h, encoding):
        body = b""
        if encoding == EXT_SIZE:
            body = self.stream.read(4)
            body += self.stream.read(16 * body[0])
        elif encoding == LED:
            body = self.stream.read(1)
        elif encoding == CURSOR:
            body = self.stream.read(w * h * self.format[0] // 8 + (w + 7) // 8 * h)
        if encoding == DESKTOP_SIZE or (encoding == EXT_SIZE and not y):
            self.picture = Image.new("RGB", (w, h))
        self.extras.append((encoding, x, y, w, h, body))

    def _rgb(self, data):
        bits, _, big, _, *rest = self.format
        pixels = array.array({8: "B", 16: "H", 32: "I"}[bits], data)
        known = {}
        for pixel in set(pixels):
            value = int.from_bytes(pixel.to_bytes(bits // 8, sys.byteorder),
                                   "big" if big else "little")
            known[pixel] = bytes((((value >> shift) & top) * 255 + top // 2) // top
                                 for top, shift in zip(rest[:3], rest[3:]))
        return b"".join(map(known.__getitem__, pixels))

    def _raw(self, w, h):
        return self._rgb(self.stream.read(w * h * self.format[0] // 8))

    def _read_zlib(self, w, h):
        size = struct.unpack("!I", self.stream.read(4))[0]
        return self._rgb(self._zlib.decompress(self.stream.read(size)))

    def _read_tight(self, w, h):
        three = self.format[0] == 32 and self.format[1] == 24 and self.format[4:7] == (255,) * 3
        size = 3 if three else self.format[0] // 8
        convert = (lambda data: data) if three else self._rgb
        control = self.stream.read(1)[0]
        if control == 0x80:
            return convert(self.stream.read(size)) * (w * h)
        assert control == 0
        total = w * h * size
        if total < 12:
            return convert(self.stream.read(total))
        return convert(self._tight.decompress(self.stream.read(self._compact())))

    def _compact(self):
        length = shift = 0
        for place in range(3):
            byte = self.stream.read(1)[0]
            length |= (byte if place == 2 else byte & 0x7F) << shift
            shift += 7
            if place < 2 and not byte & 0x80:
                break
        return length
