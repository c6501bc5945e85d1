# SPDX-License-Identifier: GPL-2.0-or-later
"""The guest's screen computed once more, from the words of tests/guest/README.md."""

import struct
from functools import lru_cache

from .picture import Picture

STATUS_ROWS, CELLS_FROM, CELL_WIDTH, CELL_HEIGHT = 64, 60, 8, 12
CELL_PITCH_X, CELL_PITCH_Y, CROSS_ARM, BLOCK = 10, 14, 7, 64
CROSS, KEY_DOWN, KEY_UP = 0xff8000, 0x00ff00, 0x4060ff
BIT_ON, BIT_OFF = 0xffffff, 0x800000
BARS = [0xffffff, 0xffff00, 0x00ffff, 0x00ff00, 0xff00ff, 0xff0000, 0x0000ff, 0x000000]


def mix(key):
    key = key * 0x9e3779b1 & 0xffffffff
    key ^= key >> 15
    key = key * 0x85ebca77 & 0xffffffff
    return key ^ key >> 13


def _bars(width, _):
    return [BARS[x * 8 // width] for x in range(width)]


def _gradient(width, y):
    return [(x & 255) << 16 | (x >> 2 & 255) << 8 | y * 8 & 255 for x in range(width)]


def _checker(width, y):
    return [0xffffff if (x ^ y) & 1 else 0 for x in range(width)]


def _text(width, y):
    if not 3 <= y % 16 <= 12:
        return [0xf0f0e8] * width
    dots = [mix(y << 12 | cell) for cell in range((width + 7) // 8)]
    return [0x101010 if x & 7 != 7 and dots[x >> 3] >> (x & 7) & 1 else 0xf0f0e8
            for x in range(width)]


def _lines(width, _):
    return [(0xff0000, 0x00ff00, 0x0000ff)[x % 3] for x in range(width)]


def _diagonal(width, y):
    return [(x + y & 255) << 16 | (255 - (x + y & 255)) << 8 | (x ^ y) & 255
            for x in range(width)]


def _noise(width, y):
    return [mix(y << 12 | x) & 0xffffff for x in range(width)]


def _grid(width, y):
    return [0x00ffff if x % 16 == 0 or y % 16 == 0 else 0x102040 for x in range(width)]


BANDS = [_bars, _gradient, _checker, _text, _lines, _diagonal, _noise, _grid]


def _row(width, height, y):
    if y in (0, height - 1):
        return [0xffffff] * width
    row = [0x202020] * width if y >= height - STATUS_ROWS else BANDS[y // 32 % 8](width, y)
    row[0] = row[-1] = 0xffffff
    return row


@lru_cache(maxsize=8)
def _base(width, height):
    pixels = [pixel for y in range(height) for pixel in _row(width, height, y)]
    return _pack(pixels, width, height)


def _pack(pixels, width, height):
    data = struct.pack(f">{len(pixels)}I", *pixels)
    rgb = bytearray(3 * len(pixels))
    rgb[0::3], rgb[1::3], rgb[2::3] = data[1::4], data[2::4], data[3::4]
    return Picture(width, height, bytes(rgb))


def picture(width=1280, height=800, seed=0):
    """After paint(seed)."""
    base = _base(width, height)
    rgb = bytearray(base.rgb)
    for channel, shift in ((0, 16), (1, 8), (2, 0)):
        change = seed * 0x010305 >> shift & 255
        rgb[channel::3] = base.rgb[channel::3].translate(bytes(v ^ change for v in range(256)))
    return Picture(width, height, bytes(rgb))


@lru_cache(maxsize=4)
def noise(width=1280, height=800, seed=0):
    """After noise(seed)."""
    return _pack([mix(seed << 24 | y << 12 | x) & 0xffffff for y in range(height)
                  for x in range(width)], width, height)


def black(width=1280, height=800):
    return Picture(width, height, bytes(3 * width * height))


def with_overlays(base, keys=None, cross=None, counter=None):
    """A picture with key cells {scancode or 0x80 + scancode after e0: down}, the pointer's cross at
    (x, y), and the block as it stands at that counter."""
    rgb = bytearray(base.rgb)

    def put(x, y, colour):
        if 0 <= x < base.width and 0 <= y < base.height:
            at = 3 * (y * base.width + x)
            rgb[at:at + 3] = colour.to_bytes(3, "big")

    for code, down in (keys or {}).items():
        left, top = code % 64 * CELL_PITCH_X, base.height - CELLS_FROM + code // 64 * CELL_PITCH_Y
        for y in range(CELL_HEIGHT):
            for x in range(CELL_WIDTH):
                put(left + x, top + y, KEY_DOWN if down else KEY_UP)
    if counter is not None:
        left, top = block_place(base.width, base.height, counter)
        for y in range(BLOCK):
            for x in range(BLOCK):
                bit = y // 16 * 8 + x // 8
                put(left + x, top + y, BIT_ON if counter >> bit & 1 else BIT_OFF)
    if cross is not None:
        for arm in range(-CROSS_ARM, CROSS_ARM + 1):
            put(cross[0] + arm, cross[1], CROSS)
            put(cross[0], cross[1] + arm, CROSS)
    return Picture(base.width, base.height, bytes(rgb))


def block_place(width, height, counter):
    """The block's upper left corner."""
    return counter * 4 % (width - BLOCK), height // 2 - BLOCK // 2


def text_cells(seed=0):
    """Rows 1 to 24 of the text mode's picture: 720x384; row 0 is letters."""
    palette = [0x000000, 0x0000a8, 0x00a800, 0x00a8a8, 0xa80000, 0xa800a8, 0xa85700, 0xa8a8a8,
               0x575757, 0x5757ff, 0x57ff57, 0x57ffff, 0xff5757, 0xff57ff, 0xffff57, 0xffffff]
    pixels = []
    for row in range(1, 25):
        line = []
        for cell in range(row * 80, row * 80 + 80):
            attribute = (cell * 7 + seed) & 0x7f
            line += [palette[attribute & 15 if cell & 1 else attribute >> 4]] * 9
        pixels += line * 16
    return _pack(pixels, 720, 384)
