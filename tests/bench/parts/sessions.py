# SPDX-License-Identifier: GPL-2.0-or-later
"""Sessions of real servers, recorded: what a server sent at each request of a client that asks for one
encoding. Xvnc shows a desktop of scrolling text, or a photo that moves; QEMU what its guest paints. A
client of a few lines takes the answers apart, only as far as to see where each one ends.
"""

import os
import random
import struct
from pathlib import Path
from typing import NamedTuple

from lib import picture, rfb_server
from lib.bare_client import BareClient
from lib.peers import Xvnc
from lib.qemu import Qemu
from PIL import Image, ImageChops, ImageDraw

from .busy import Root

SIZE = 1280, 800
LEVEL_2, QUALITY_8 = -254, -24  # what TigerVNC's viewer asks for, and ecsview on a wide line
TILE = 16                       # of Hextile
RAW, BACKGROUND, FOREGROUND, SUBRECTS, COLOURED = 1, 2, 4, 8, 16
FILL, JPEG, EXPLICIT_FILTER, PALETTE = 8, 9, 4, 1
SHORT = 12                      # bytes; less are not deflated in Tight
LINE_PIXELS = 14
WORDS = ("service", "console", "started", "kernel:", "eth0", "192.168.10.20", "listening", "failed", "root",
         "/var/log/messages", "[ 12.408721]", "usb 1-2:", "new", "device", "mounted", "ext4", "#", "=", "0x7f3a")
INKS = ("#e6e6e6", "#8ae234", "#fce94f", "#729fcf", "#ef2929")


class Recording(NamedTuple):
    """Each update is one whole FramebufferUpdate; after the last one `shown` stands there."""
    updates: list
    shown: picture.Picture


class Recorder(BareClient):
    """update() asks, and has the bytes of the answer. The encodings that may come are Raw, Hextile, Tight
    and ZRLE, with the pixel format of rfb_server."""

    def __init__(self, port, *encodings):
        super().__init__(port, *encodings)
        self.socket.sendall(struct.pack(">B3x", 0) + rfb_server.PIXEL_FORMAT)
        self._file, self._taken = self.socket.makefile("rb"), bytearray()

    def update(self, incremental):
        self.socket.sendall(struct.pack(">BBHHHH", 3, incremental, 0, 0, self.width, self.height))
        self._taken = bytearray()
        kind, count = self._take(">BxH")
        assert kind == 0, kind
        for _ in range(count):
            _, _, width, height, encoding = self._take(">HHHHi")
            self._skip({rfb_server.RAW: self._raw, rfb_server.HEXTILE: self._hextile,
                        rfb_server.TIGHT: self._tight, rfb_server.ZRLE: self._zrle}[encoding](width, height))
        return bytes(self._taken)

    # Each takes what says how long a rectangle is, and returns how many bytes are left of it.

    def _raw(self, width, height):
        return 4 * width * height

    def _zrle(self, *_):
        return self._take(">I")[0]

    def _hextile(self, width, height):
        for y in range(0, height, TILE):
            for x in range(0, width, TILE):
                self._skip(self._tile(min(TILE, width - x), min(TILE, height - y)))
        return 0

    def _tile(self, width, height):
        flags, = self._take(">B")
        if flags & RAW:
            return self._raw(width, height)
        self._skip(4 * (bool(flags & BACKGROUND) + bool(flags & FOREGROUND)))
        return self._take(">B")[0] * (6 if flags & COLOURED else 2) if flags & SUBRECTS else 0

    def _tight(self, width, height):
        kind = self._take(">B")[0] >> 4
        if kind == FILL:
            return 3
        if kind == JPEG:
            return self._length()
        row = 3 * width
        if kind & EXPLICIT_FILTER and self._take(">B")[0] == PALETTE:
            colours = self._take(">B")[0] + 1
            self._skip(3 * colours)
            row = width if colours > 2 else (width + 7) // 8
        return row * height if row * height < SHORT else self._length()

    def _length(self):
        length = 0
        for shift in (0, 7, 14):
            byte, = self._take(">B")
            length |= (byte & 0x7f if shift < 14 else byte) << shift
            if byte < 0x80:
                break
        return length

    def _take(self, layout):
        return struct.unpack(layout, self._skip(struct.calcsize(layout)))

    def _skip(self, count):
        data = self._file.read(count)
        if len(data) < count:
            raise ConnectionError(f"closed, {len(data)} of {count} bytes came")
        self._taken += data
        return data


def text(number):
    """A terminal, and beside it a bright page, both `number` lines further on; a bar below them."""
    page = Image.new("RGB", SIZE, "#101418")
    pen, (width, height), half = ImageDraw.Draw(page), SIZE, SIZE[0] // 2
    pen.rectangle((half, 0, width, height), "#fafafa")
    for row in range(height // LINE_PIXELS - 2):
        words = random.Random(row + number)
        line = " ".join(words.choice(WORDS) for _ in range(words.randrange(4, 13)))
        pen.text((6, row * LINE_PIXELS), line, fill=words.choice(INKS))
        pen.text((half + 12, row * LINE_PIXELS), line[::-1], fill="#202020")
    pen.rectangle((0, height - 24, width, height), "#3465a4")
    pen.text((10, height - 18), f"console {number}", fill="white")
    return page


def soft(dice, columns, rows):
    """Light and dark without an edge: so many patches of it."""
    return Image.frombytes("L", (columns, rows), dice.randbytes(columns * rows)).resize(SIZE, Image.BICUBIC)


def photo(number):
    """What a lens out of focus sees, with the grain of its sensor; moved by some pixels. Half of its bytes
    are left when they are deflated."""
    dice = random.Random(1)
    light = soft(dice, 5, 3)
    for patches, share in (((20, 12), 0.35), ((110, 70), 0.15)):
        light = Image.blend(light, soft(dice, *patches), share)
    grain = Image.frombytes("L", SIZE, dice.randbytes(SIZE[0] * SIZE[1])).point([v >> 6 for v in range(256)])
    light = ImageChops.add(light, grain)
    planes = [Image.blend(light, soft(dice, 4, 3), 0.35) for _ in range(3)]
    return ImageChops.offset(Image.merge("RGB", planes), 48 * number, 16 * number)


def flat():
    """The last one: without loss even as JPEG, and like nothing before it."""
    return Image.new("RGB", SIZE, "#2f8f57")


def of_xvnc(directory, page, *encodings, updates):
    """`page` makes the pages that are shown in turn."""
    pages = [page(number) for number in range(10)] + [flat()]
    with Xvnc(directory, *SIZE) as xvnc, Recorder(xvnc.port, LEVEL_2, *encodings) as recorder:
        root, taken = Root(xvnc, pages), []
        for number in range(updates):
            root.show(-1 if number == updates - 1 else number % 10)
            taken.append(recorder.update(number > 0))
        root.close()
    return Recording(taken, picture.of_image(pages[-1]))


def of_qemu(directory, *encodings, updates):
    """The guest paints for a tenth of a second; nothing is asked for meanwhile."""
    with Qemu(Path(os.environ["ECSVIEW_GUEST"]), directory) as qemu:
        qemu.resolution(*SIZE)
        with Recorder(qemu.port, LEVEL_2, *encodings) as recorder:
            taken = []
            for number in range(updates):
                qemu.paint(number)
                taken.append(recorder.update(number > 0))
        return Recording(taken, qemu.screendump())
