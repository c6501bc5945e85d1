# SPDX-License-Identifier: GPL-2.0-or-later
"""What a hostile server sends: the inputs that fuzzing has kept, and good sessions with faults in them.

A session is made of a seed alone, so one that is wrong for the viewer can be had again. Half of the
faults are in the bytes as they are sent, half in what is compressed afterwards: those reach what decodes.
"""

import random
import struct
import zlib
from pathlib import Path

from . import rfb_server as rfb

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "session"
SIZES = (64, 64), (130, 70), (200, 40), (2050, 3)
FENCE, X_CURSOR, POINTER_AT = 248, -240, -232
TELLING = (0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff)


def corpus():
    """{name: bytes from the server}; the first of an input is the decoder's order."""
    return {path.name: path.read_bytes()[1:] for path in sorted(CORPUS.iterdir())}


def spoiled(data, dice):
    """The same with one to four faults."""
    data = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data) + 1)
        piece = dice.randrange(1, 2 << dice.randrange(1, 9))
        size = dice.choice((1, 2, 4))
        number = dice.choice(TELLING) & (1 << 8 * size) - 1
        change = dice.randrange(7)
        if change == 0 and at < len(data):
            data[at] ^= 1 << dice.randrange(8)
        elif change == 1:
            data[at:at + size] = number.to_bytes(size, "big")
        elif change == 2:
            del data[at:at + piece]
        elif change == 3:
            data[at:at] = data[at:at + piece]
        elif change == 4:
            data[at:at] = dice.randbytes(piece)
        elif change == 5:
            data[at:at + piece] = dice.randbytes(piece)
        elif dice.random() < 0.2:
            del data[at:]
    return bytes(data)


class Session:
    """One good session of a server that uses all that it was offered; `part(data)` is given each of its
    parts before it is compressed or joined, and says what is taken instead."""

    def __init__(self, dice, part=lambda data: data):
        self.dice, self.part = dice, part
        self.width, self.height = dice.choice(SIZES)
        # Zlib and ZRLE share one stream, Tight has four.
        self.shared, *self.tight_streams = (zlib.compressobj(1) for _ in range(5))
        self.kinds = (self.raw, self.copy, self.hextile, self.zlib, self.zrle, self.zrle, self.tight,
                      self.tight, self.cursor, self.desktop, self.told)

    def bytes(self):
        dice, part = self.dice, self.part
        out = [part(rfb.VERSION), part(b"\1\1"), part(bytes(4)),
               part(rfb.server_init(self.width, self.height, "hostile"))]
        for _ in range(dice.randint(2, 6)):
            rects = [dice.choice(self.kinds)() for _ in range(dice.randint(1, 5))]
            out.append(part(rfb.update(*rects)))
            if dice.random() < 0.5:
                out.append(part(self.message()))
        return b"".join(out)

    # Rectangles.

    def place(self):
        x, y = self.dice.randrange(self.width), self.dice.randrange(self.height)
        return x, y, self.dice.randint(1, self.width - x), self.dice.randint(1, self.height - y)

    def rect(self, place, encoding, data=b""):
        return rfb.rect(*place, encoding, self.part(data) if data else data)

    def pixels(self, count):
        some = self.dice.randbytes(61)
        return (some * (count // 61 + 1))[:count]

    def raw(self):
        place = self.place()
        return self.rect(place, rfb.RAW, self.pixels(4 * place[2] * place[3]))

    def copy(self):
        place = self.place()
        return self.rect(place, rfb.COPY, struct.pack(">HH", self.dice.randint(0, self.width - place[2]),
                                                      self.dice.randint(0, self.height - place[3])))

    def hextile(self):
        place, dice, out = self.place(), self.dice, []
        for y in range(0, place[3], 16):
            for x in range(0, place[2], 16):
                width, height = min(16, place[2] - x), min(16, place[3] - y)
                if dice.random() < 0.1:
                    out.append(b"\1" + self.pixels(4 * width * height))
                    continue
                parts = dice.randrange(4)
                out.append(b"\x1e" + dice.randbytes(8) + bytes([parts]))
                for _ in range(parts):
                    px, py = dice.randrange(width), dice.randrange(height)
                    out.append(dice.randbytes(4) + bytes([px << 4 | py, dice.randrange(width - px) << 4
                                                          | dice.randrange(height - py)]))
        return self.rect(place, rfb.HEXTILE, b"".join(out))

    def packed(self, stream, data):
        return stream.compress(self.part(data)) + stream.flush(zlib.Z_SYNC_FLUSH)

    def zlib(self):
        place = self.place()
        data = self.packed(self.shared, self.pixels(4 * place[2] * place[3]))
        return self.rect(place, rfb.ZLIB, struct.pack(">I", len(data)) + data)

    def zrle(self):
        place = self.place()
        tiles = b"".join(self.tile(min(64, place[2] - x), min(64, place[3] - y))
                         for y in range(0, place[3], 64) for x in range(0, place[2], 64))
        data = self.packed(self.shared, tiles)
        return self.rect(place, rfb.ZRLE, struct.pack(">I", len(data)) + data)

    def tile(self, width, height):
        """One of ZRLE's: raw, of one colour, a packed palette, runs, runs of a palette."""
        dice, kind = self.dice, self.dice.choice((0, 1, 2, 4, 9, 16, 128, 130, 200))
        if kind < 2:
            return bytes([kind]) + self.pixels(3 * (1 if kind else width * height))
        if kind < 128:
            bits = 1 if kind == 2 else 2 if kind <= 4 else 4
            return bytes([kind]) + self.pixels(3 * kind) + bytes((width * bits + 7) // 8 * height)
        out, left = [bytes([kind]) + self.pixels(3 * (kind - 128))], width * height
        while left:
            run = dice.randint(1, min(left, 2000))
            out.append(dice.randbytes(3) if kind == 128 else bytes([0x80 | dice.randrange(kind - 128)]))
            out.append(b"\xff" * ((run - 1) // 255) + bytes([(run - 1) % 255]))
            left -= run
        return b"".join(out)

    def tight(self):
        x, y, width, height = place = self.place()
        dice, stream = self.dice, self.dice.randrange(4)
        how = dice.choice(("fill", "copy", "palette", "gradient"))
        if how == "fill":
            return self.rect(place, rfb.TIGHT, b"\x80" + dice.randbytes(3))
        head, row = {"copy": (bytes([stream << 4]), 3 * width),
                     "palette": (bytes([stream << 4 | 0x40, 1, 3]) + dice.randbytes(12), width),
                     "gradient": (bytes([stream << 4 | 0x40, 2]), 3 * width)}[how]
        data = bytes(row * height) if how == "palette" else self.pixels(row * height)
        if len(data) < 12:
            return self.rect(place, rfb.TIGHT, head + data)
        data = self.packed(self.tight_streams[stream], data)
        size = bytes([len(data) & 0x7f | 0x80, len(data) >> 7 & 0x7f | 0x80, len(data) >> 14 & 0xff])
        return self.rect((x, y, width, height), rfb.TIGHT, head + size + data)

    def cursor(self):
        dice = self.dice
        width, height = dice.randint(0, 40), dice.randint(0, 40)
        place, bits = (0, 0, width, height), (width + 7) // 8 * height
        if dice.random() < 0.7:
            return self.rect(place, rfb.CURSOR, dice.randbytes(4 * width * height + bits))
        return self.rect(place, X_CURSOR, dice.randbytes(6 + 2 * bits) if bits else b"")

    def desktop(self):
        self.width, self.height = self.dice.choice(SIZES)
        if self.dice.random() < 0.5:
            return self.part(rfb.desktop_size(self.width, self.height))
        return self.part(rfb.extended_desktop_size(self.width, self.height))

    def told(self):
        """Rectangles that only say something."""
        return self.part(self.dice.choice((
            rfb.led_state(caps=True), rfb.pointer_type(False), rfb.qemu_key_ack(),
            rfb.rect(1, 1, 0, 0, POINTER_AT))))

    def message(self):
        dice = self.dice
        packed = zlib.compress(b"\0\0\0\5text\0")
        return dice.choice((
            rfb.bell(), rfb.cut_text(dice.randbytes(dice.randrange(300))), b"\x96",
            bytes([FENCE, 0, 0, 0]) + b"\x80\0\0\1" + b"\4abcd",
            rfb.cut_text(struct.pack(">I", 1 << 28 | 1) + packed, (1 << 32) - 4 - len(packed))))


def good(seed):
    return Session(random.Random(seed)).bytes()


def mutation(seed):
    """A good session with faults, of a number alone."""
    dice = random.Random(seed)
    if seed % 2:
        return spoiled(good(seed), dice)
    parts = []
    Session(random.Random(seed), lambda data: parts.append(data) or data).bytes()
    wrong, count = dice.randrange(4, len(parts)), 0

    def part(data):
        nonlocal count
        count += 1
        return spoiled(data, dice) if count - 1 == wrong else data
    return Session(random.Random(seed), part).bytes()
