# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures like a photo: smooth, with some grain, and hard to pack without loss."""

import random

from PIL import Image, ImageChops, ImageStat

from .picture import of_image

COARSE, GRAIN = 32, 16   # pixels between two colours; by how much the grain differs
CLOSE = 12               # what the mean of a channel differs by at most, as a person sees it


def photo(width, height, seed):
    dice = random.Random(seed)
    small = (width // COARSE, height // COARSE)
    smooth = Image.frombytes("RGB", small, dice.randbytes(3 * small[0] * small[1]))
    grain = Image.frombytes("RGB", (width, height), dice.randbytes(3 * width * height))
    grain = grain.point(lambda value: value * GRAIN // 256)
    return of_image(ImageChops.add(smooth.resize((width, height), Image.BICUBIC), grain))


def are_close(one, other):
    """Whether a person takes them for the same."""
    if (one.width, one.height) != (other.width, other.height):
        return False
    return max(ImageStat.Stat(ImageChops.difference(one.image(), other.image())).mean) < CLOSE
