# SPDX-License-Identifier: GPL-2.0-or-later
"""Xvfb's memory: what stands on the screen, seen without asking the X server."""

import mmap
import struct
import sys
import time

GIVE_UP_SECONDS = 60
LOOK_SECONDS = 0.0005
PROBES = 64  # pixels of a picture that are looked at


def until(condition, what, seconds=GIVE_UP_SECONDS):
    """What condition() says when that is true; looks every half millisecond."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > end:
            sys.exit(f"bench: waited {seconds} s for {what}")
        time.sleep(LOOK_SECONDS)
    return value


class Screen:
    def __init__(self, xvfb):
        with open(xvfb.memory(), "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        header = struct.unpack_from(">25I", self.memory)
        self.width, self.height, self._stride = header[4], header[5], header[12]
        self._start = header[0] + 12 * header[19]

    def at(self, x, y):
        """Where a pixel's three bytes begin; the fourth means nothing."""
        return self._start + y * self._stride + x * 4

    def pixel(self, place):
        at = self.at(*place)
        return self.memory[at:at + 3]

    def find(self, picture, probes):
        """Where the picture stands, as (x, y), or None."""
        for y in range(self.height - picture.height + 1):
            for x in range(self.width - picture.width + 1):
                if self.shows(probes, (x, y)):
                    return x, y
        return None

    def shows(self, probes, place):
        """Whether each probe (x, y, three bytes) of a picture at `place` has its colour."""
        return all(self.pixel((place[0] + x, place[1] + y)) == colour for x, y, colour in probes)

    def watch(self, place, seconds, pause=LOOK_SECONDS):
        """(time, colour) of each change of a pixel."""
        at, seen, last, end = self.at(*place), [], None, time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            colour = self.memory[at:at + 3]
            if colour != last:
                seen.append((now, colour))
                last = colour
            time.sleep(pause)
        return seen


def probes_of(picture):
    """Pixels spread over the picture that are not black, the last row among them."""
    chosen = []
    for i in range(PROBES * 8):
        x, y = (i * 7919) % picture.width, picture.height - 1 - (i * 104729) % picture.height
        red, green, blue = picture.pixel(x, y)
        if red or green or blue:
            chosen.append((x, y, bytes((blue, green, red))))
    return chosen[:PROBES]
