# SPDX-License-Identifier: GPL-2.0-or-later
"""A picture to draw on: filled rectangles and text in GNU Unifont. Tells what it changed."""
from PIL import Image, ImageDraw

UNIFONT = "/usr/share/unifont/unifont.hex"
GLYPH_HEIGHT = 16
BOX = "0000" + "7E42424242424242424242427E" + "0000"      # 8x15 and one blank row below


class Font:
    """Glyphs as one-bit masks, read from Debian's unifont package on first use."""

    def __init__(self):
        self._rows = None
        self._masks = {}

    def mask(self, character, scale):
        key = character, scale
        if key not in self._masks:
            if self._rows is None:
                self._rows = self._read()
            row = self._rows.get(ord(character)) or BOX.ljust(32, "0")
            width = len(row) // 4
            glyph = Image.frombytes("1", (width, GLYPH_HEIGHT), bytes.fromhex(row))
            self._masks[key] = glyph.resize((width * scale, GLYPH_HEIGHT * scale), Image.NEAREST)
        return self._masks[key]

    @staticmethod
    def _read():
        try:
            with open(UNIFONT, encoding="ascii") as lines:
                return {int(code, 16): row.strip()
                        for code, _, row in (line.partition(":") for line in lines)}
        except OSError:
            return {}       # every character is a box then


class Canvas:
    """RGB pixels; on_damage(x, y, w, h) is called for every change. Event loop only."""

    def __init__(self, width, height, on_damage):
        self.image = Image.new("RGB", (width, height))
        self._draw = ImageDraw.Draw(self.image)
        self._on_damage = on_damage
        self._font = Font()

    @property
    def size(self):
        return self.image.size

    def resize(self, width, height):
        self.image = Image.new("RGB", (width, height))
        self._draw = ImageDraw.Draw(self.image)

    def fill(self, x, y, w, h, colour):
        self._draw.rectangle((x, y, x + w - 1, y + h - 1), fill=colour)
        self._on_damage(x, y, w, h)

    def line(self, start, end, colour, width):
        self._draw.line((*start, *end), fill=colour, width=width)
        radius = width // 2
        for x, y in (start, end):
            self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
        left, top = min(start[0], end[0]) - width, min(start[1], end[1]) - width
        self._on_damage(left, top, abs(start[0] - end[0]) + 2 * width + 1,
                        abs(start[1] - end[1]) + 2 * width + 1)

    def text(self, x, y, text, colour, background, scale=1, width=None):
        """Draws one line of text over a filled strip; width makes the strip longer."""
        masks = [self._font.mask(character, scale) for character in text]
        strip = max(width or 0, sum(mask.width for mask in masks))
        self.fill(x, y, strip, GLYPH_HEIGHT * scale, background)
        for mask in masks:
            self.image.paste(colour, (x, y), mask)
            x += mask.width

    def text_width(self, text, scale=1):
        return sum(self._font.mask(character, scale).width for character in text)
