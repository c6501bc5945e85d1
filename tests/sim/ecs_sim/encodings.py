# SPDX-License-Identifier: GPL-2.0-or-later
"""RFB pixel formats and the encodings our console speaks: Raw, Zlib, Tight (fill and basic)."""
import struct
import zlib
from dataclasses import dataclass

from PIL import Image, ImageChops

RAW, ZLIB, TIGHT = 0, 6, 7
TIGHT_WIDTH = 2048          # a Tight rectangle is at most this wide
TIGHT_DIRECT = 12           # less than this many bytes go uncompressed
LEVEL = 1
INTERLEAVE = {8: "L", 16: "LA", 32: "CMYK"}     # any mode with so many byte planes


@dataclass(frozen=True)
class PixelFormat:
    """RFB 7.4; maxima and shifts in the order red, green, blue."""
    bits: int = 32
    depth: int = 24
    big_endian: bool = False
    maxima: tuple = (255, 255, 255)
    shifts: tuple = (16, 8, 0)

    @classmethod
    def parse(cls, data):
        """None for what we do not do: colour maps and odd sizes."""
        bits, depth, big, true_colour, *rest = struct.unpack("!BBBBHHHBBB3x", data)
        if bits not in INTERLEAVE or not true_colour:
            return None
        return cls(bits, depth, bool(big), tuple(rest[:3]), tuple(rest[3:]))

    def packed(self):
        return struct.pack("!BBBBHHHBBB3x", self.bits, self.depth, self.big_endian, 1,
                           *self.maxima, *self.shifts)

    def pixels(self, image):
        """The bytes of an RGB image; each is the sum of what the three colours put there."""
        bands = image.split()
        planes = []
        for byte in range(self.bits // 8):
            plane = None
            for band, maximum, shift in zip(bands, self.maxima, self.shifts):
                table = [((value * maximum + 127) // 255 << shift >> 8 * byte) & 255
                         for value in range(256)]
                if any(table):
                    part = band.point(table)
                    plane = part if plane is None else ImageChops.add(plane, part)
            planes.append(plane or Image.new("L", image.size))
        if self.big_endian:
            planes.reverse()
        return Image.merge(INTERLEAVE[self.bits], planes).tobytes() if len(planes) > 1 \
            else planes[0].tobytes()

    def tight_pixels(self, image):
        """As pixels(), but three bytes R, G, B where Tight says so."""
        if self.bits == 32 and self.depth == 24 and self.maxima == (255, 255, 255):
            return image.tobytes()
        return self.pixels(image)


class Encoder:
    """Rectangles for one connection: its zlib streams live as long as it does."""

    def __init__(self):
        self.format = PixelFormat()
        self.encoding = RAW
        self._zlib = zlib.compressobj(LEVEL)
        self._tight = zlib.compressobj(LEVEL)

    def choose(self, wanted):
        """The client's first that we know; Raw always works."""
        self.encoding = next((one for one in wanted if one in (RAW, ZLIB, TIGHT)), RAW)

    def rectangles(self, image, x, y, w, h):
        """One rectangle as a list of encoded ones, headers and all."""
        step = TIGHT_WIDTH if self.encoding == TIGHT else w
        return [self._one(image, x + left, y, min(step, w - left), h)
                for left in range(0, w, step)]

    def _one(self, image, x, y, w, h):
        part = image.crop((x, y, x + w, y + h))
        body = {RAW: self._raw, ZLIB: self._zlib_body, TIGHT: self._tight_body}[self.encoding]
        return struct.pack("!HHHHi", x, y, w, h, self.encoding) + body(part)

    def _raw(self, part):
        return self.format.pixels(part)

    def _zlib_body(self, part):
        packed = self._zlib.compress(self.format.pixels(part)) + \
            self._zlib.flush(zlib.Z_SYNC_FLUSH)
        return struct.pack("!I", len(packed)) + packed

    def _tight_body(self, part):
        if part.getcolors(1):
            return b"\x80" + self.format.tight_pixels(part.crop((0, 0, 1, 1)))
        data = self.format.tight_pixels(part)
        if len(data) < TIGHT_DIRECT:
            return b"\x00" + data
        packed = self._tight.compress(data) + self._tight.flush(zlib.Z_SYNC_FLUSH)
        return b"\x00" + compact(len(packed)) + packed


def compact(length):
    """Tight's length: seven bits a byte, the third one takes eight."""
    if length < 0x80:
        return bytes([length])
    if length < 0x4000:
        return bytes([length & 0x7F | 0x80, length >> 7])
    return bytes([length & 0x7F | 0x80, length >> 7 & 0x7F | 0x80, length >> 14])
