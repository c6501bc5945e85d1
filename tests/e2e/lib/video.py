# SPDX-License-Identifier: GPL-2.0-or-later
"""Videos: Matroska as RFC 9559 has it, with Zip Motion Blocks Video, read by none of the viewer's
code."""

import zlib

from .picture import of_bgrx

SEGMENT, CLUSTER, INFO, TRACKS, CUES = 0x18538067, 0x1f43b675, 0x1549a966, 0x1654ae6b, 0x1c53bb6b
TIMESTAMP, SIMPLE_BLOCK, DURATION, CODEC_PRIVATE = 0xe7, 0xa3, 0x4489, 0x63a2
CUE_POINT, CUE_TIME, TRACK, VIDEO, WIDTH, HEIGHT = 0xbb, 0xb3, 0xae, 0xe0, 0xb0, 0xba
BGRX = 8  # of ZMBV's formats


def elements(data):
    """(identity, content) of each."""
    at = 0
    while at < len(data):
        length = 9 - data[at].bit_length()
        identity, at = int.from_bytes(data[at:at + length], "big"), at + length
        length = 9 - data[at].bit_length()
        size = int.from_bytes(data[at:at + length], "big") & ~(1 << 7 * length)
        at += length
        assert at + size <= len(data), "cut short"
        yield identity, data[at:at + size]
        at += size


def part(data, *path):
    for identity in path:
        data = dict(elements(data))[identity]
    return data


def number(data):
    return int.from_bytes(data, "big")


class Video:
    def __init__(self, path):
        self._segment = part(path.read_bytes(), SEGMENT)
        track = part(self._segment, TRACKS, TRACK)
        assert part(track, CODEC_PRIVATE)[16:20] == b"ZMBV"
        self.width, self.height = (number(part(track, VIDEO, side)) for side in (WIDTH, HEIGHT))
        self.cues = [number(part(point, CUE_TIME))
                     for identity, point in elements(part(self._segment, CUES)) if identity == CUE_POINT]

    def frames(self):
        """(milliseconds, whether a player can begin there, bytes) of each."""
        for identity, cluster in elements(self._segment):
            begin = number(part(cluster, TIMESTAMP)) if identity == CLUSTER else 0
            for kind, block in elements(cluster) if identity == CLUSTER else ():
                if kind == SIMPLE_BLOCK:
                    yield begin + number(block[1:3]), block[3] >= 0x80, block[4:]

    def pictures(self):
        """(milliseconds, Picture) of each frame."""
        pixels, inflate = bytearray(4 * self.width * self.height), None
        for when, key, frame in self.frames():
            assert key == (frame[0] & 1)
            if key:
                assert frame[1:7] == bytes((0, 1, 1, BGRX, 16, 16))
                inflate = zlib.decompressobj()
                pixels = bytearray(inflate.decompress(frame[7:]))
                assert len(pixels) == 4 * self.width * self.height
            else:
                pixels = self._changed(pixels, inflate.decompress(frame[1:]))
            yield when, of_bgrx(self.width, self.height, 4 * self.width, bytes(pixels))

    def _changed(self, last, data):
        """Each block of 16 x 16 is what was at its vector's place, and its differences."""
        now, columns, rows = bytearray(last), -(-self.width // 16), -(-self.height // 16)
        at = -(-columns * rows * 2 // 4) * 4
        for block in range(columns * rows):
            across, down = (byte - 256 * (byte > 127) for byte in data[2 * block:2 * block + 2])
            if not (across or down):
                continue
            left, top = block % columns * 16, block // columns * 16
            size = 4 * min(16, self.width - left)
            for y in range(top, min(top + 16, self.height)):
                source = 4 * ((y + (down >> 1)) * self.width + left + (across >> 1))
                assert 0 <= source <= len(last) - size
                row = last[source:source + size]
                if across & 1:
                    row = bytes(one ^ other for one, other in zip(row, data[at:at + size], strict=True))
                    at += size
                place = 4 * (y * self.width + left)
                now[place:place + size] = row
        assert at == len(data)
        return now
