# SPDX-License-Identifier: GPL-2.0-or-later
"""Text screens whose contents are known: pages in the PC's text mode, and letters of console fonts."""

import gzip
import struct
import subprocess
from pathlib import Path
from typing import NamedTuple

from .picture import Picture

COLUMNS, ROWS = 80, 25
SECTOR, PAGE_BYTES = 512, 8 * 512
GUEST = Path(__file__).resolve().parents[2] / "guest" / "pages.asm"
CONSOLE_FONTS = Path("/usr/share/consolefonts")


class Page(NamedTuple):
    """`text`: ROWS lines of COLUMNS characters of code page 437; `attributes`: one byte each."""
    text: list
    attributes: bytes
    cursor: tuple = (0, 0)  # column, row

    def bytes(self):
        letters = "".join(self.text).encode("cp437")
        assert len(letters) == len(self.attributes) == COLUMNS * ROWS
        cells = b"".join(map(bytes, zip(letters, self.attributes)))
        return (cells + bytes(self.cursor)).ljust(PAGE_BYTES, b"\0")

    def lines(self):
        """What is to be read: without what cannot be seen."""
        return "\n".join(line.rstrip() for line in self.text).rstrip("\n") + "\n"


def plain_page(*lines):
    """Grey on black, the cursor behind the last line."""
    text = [line.ljust(COLUMNS) for line in lines] + [" " * COLUMNS] * (ROWS - len(lines))
    return Page(text, b"\x07" * (COLUMNS * ROWS), (len(lines[-1]), len(lines) - 1))


def image(path, pages):
    """A disk whose guest shows one page after the other; returns its path."""
    subprocess.run(["nasm", "-w+error", "-f", "bin", "-o", path, GUEST], check=True, timeout=20)
    with path.open("ab") as disk:
        for page in pages:
            disk.write(page.bytes())
        disk.write(bytes(PAGE_BYTES))
    return path


def show_next(machine):
    """Has the guest show its next page."""
    since = machine.serial.mark()
    machine.serial.send("n")
    machine.serial.wait("shown", since)


class ConsoleFont:
    """A font of the package console-setup-linux, as setfont(8) loads it. PSF 1 and 2."""

    def __init__(self, name):
        data = gzip.decompress((CONSOLE_FONTS / f"{name}.psf.gz").read_bytes())
        if data.startswith(b"\x36\x04"):
            count, self.width, self.height, at = 512 if data[2] & 1 else 256, 8, data[3], 4
        else:
            _, _, at, _, count, _, self.height, self.width = struct.unpack_from("<8I", data)
        self.row_bytes = (self.width + 7) // 8
        size = self.height * self.row_bytes
        self.glyphs = [data[at + n * size:at + (n + 1) * size] for n in range(count)]
        table = data[at + count * size:]
        if data.startswith(b"\x36\x04"):
            sets = table.decode("utf-16-le", "surrogatepass").split("\uffff")
            sets = [entry.split("\ufffe")[0] for entry in sets]
        else:
            sets = [entry.split(b"\xfe")[0].decode() for entry in table.split(b"\xff")]
        self.number = {c: n for n, entry in list(enumerate(sets[:count]))[::-1] for c in entry}

    def draw(self, lines, ink, paper):
        """The lines, all as long, as a Picture; the colours are (red, green, blue)."""
        out = bytearray()
        for line in lines:
            glyphs = [self.glyphs[self.number[c]] for c in line]
            for y in range(self.height):
                for glyph in glyphs:
                    row = int.from_bytes(glyph[y * self.row_bytes:(y + 1) * self.row_bytes], "big")
                    for x in range(self.width):
                        bit = row >> (8 * self.row_bytes - 1 - x) & 1
                        out += bytes(ink if bit else paper)
        return Picture(len(lines[0]) * self.width, len(lines) * self.height, bytes(out))
