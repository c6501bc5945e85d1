# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds words in a picture of the window, by the distribution's Unifont and not by our own copy of it."""

from functools import lru_cache
from pathlib import Path

FONT = Path("/usr/share/unifont/unifont.hex")
HEIGHT = 16
SCALES = (1, 2, 3)


@lru_cache(None)
def glyphs():
    """{character: its 16 rows, of "1" and "0"}."""
    found = {}
    for line in FONT.read_text(encoding="ascii").split("\n"):
        code, _, bits = line.partition(":")
        if bits:
            wide = len(bits) // HEIGHT
            found[chr(int(code, 16))] = [f"{int(bits[at:at + wide], 16):0{4 * wide}b}" for at in range(0, len(bits), wide)]
    return found


def drawn(text, scale):
    """The rows of a line of text at so many pixels a dot."""
    rows = ["".join(glyphs()[letter][row] for letter in text) for row in range(HEIGHT)]
    return ["".join(dot * scale for dot in row) for row in rows for _ in range(scale)]


def inked(shot, light):
    """Rows of "1" where a pixel is so light, else "0"."""
    grey = shot.image().convert("L").point(lambda value: 49 if value >= light else 48, "L").tobytes().decode("ascii")
    return [grey[at:at + shot.width] for at in range(0, len(grey), shot.width)]


def find(shot, text, light=110):
    """Where a light text stands on dark ground: (x, y, scale), or None."""
    rows = inked(shot, light)
    for scale in SCALES:
        wanted = drawn(text, scale)
        key = max(range(len(wanted)), key=lambda row: len(wanted[row].strip("0")))
        for y in range(len(rows) - len(wanted) + 1):
            x = rows[y + key].find(wanted[key])
            while x >= 0:
                if all(rows[y + row].startswith(wanted[row], x) for row in range(len(wanted))):
                    return x, y, scale
                x = rows[y + key].find(wanted[key], x + 1)
    return None
