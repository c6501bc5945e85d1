# SPDX-License-Identifier: GPL-2.0-or-later
"""Pictures as plain values: (width, height, rgb bytes), three bytes a pixel, no padding."""

from typing import NamedTuple

from PIL import Image, ImageChops


class Picture(NamedTuple):
    width: int
    height: int
    rgb: bytes

    def pixel(self, x, y):
        """(red, green, blue)"""
        at = 3 * (y * self.width + x)
        return tuple(self.rgb[at:at + 3])

    def crop(self, x, y, width, height):
        if x < 0 or y < 0 or x + width > self.width or y + height > self.height:
            raise ValueError(f"{width}x{height}+{x}+{y} is not inside {self.width}x{self.height}")
        rows = (self.rgb[3 * (row * self.width + x):3 * (row * self.width + x + width)]
                for row in range(y, y + height))
        return Picture(width, height, b"".join(rows))

    def image(self):
        return Image.frombytes("RGB", (self.width, self.height), bytes(self.rgb))

    def save(self, path):
        self.image().save(path)


def of_image(image):
    image = image.convert("RGB")
    return Picture(image.width, image.height, image.tobytes())


def load(path):
    """From a PNG file, or any other that Pillow reads."""
    with Image.open(path) as image:
        return of_image(image)


def of_bgrx(width, height, stride, data):
    """From 32-bit pixels with blue first, as X servers on little-endian machines store them."""
    if stride != 4 * width:
        data = b"".join(data[row * stride:row * stride + 4 * width] for row in range(height))
    rgb = bytearray(3 * width * height)
    end = 4 * width * height
    rgb[0::3], rgb[1::3], rgb[2::3] = data[2:end:4], data[1:end:4], data[0:end:4]
    return Picture(width, height, bytes(rgb))


def of_ppm(data):
    """A binary PPM (P6, 255), as QEMU's screendump writes it."""
    fields, at = [], 0
    while len(fields) < 4:
        end = min(i for i in (data.find(b" ", at), data.find(b"\n", at)) if i >= 0)
        if end > at:
            fields.append(data[at:end])
        at = end + 1
    if fields[0] != b"P6" or fields[3] != b"255":
        raise ValueError(f"not a P6 picture with 255 levels: {fields}")
    width, height = int(fields[1]), int(fields[2])
    rgb = data[at:]
    if len(rgb) != 3 * width * height:
        raise ValueError(f"{len(rgb)} bytes for {width}x{height}")
    return Picture(width, height, rgb)


def difference(one, other):
    """None when both are equal, else a sentence: sizes, or how many pixels differ and where."""
    if (one.width, one.height) != (other.width, other.height):
        return f"{one.width}x{one.height} is not {other.width}x{other.height}"
    if one.rgb == other.rgb:
        return None
    image = ImageChops.difference(one.image(), other.image())
    left, top, right, bottom = image.getbbox()
    bands = [band.point(lambda value: 255 if value else 0) for band in image.split()]
    mask = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    count = mask.histogram()[255]
    x = next(x for x in range(left, right) if one.pixel(x, top) != other.pixel(x, top))
    return (f"{count} of {one.width * one.height} pixels differ, inside "
            f"{right - left}x{bottom - top}+{left}+{top}; the first is ({x}, {top}): "
            f"{one.pixel(x, top)} is not {other.pixel(x, top)}")


def assert_equal(actual, expected, directory, name="picture"):
    """Fails with difference() and leaves both pictures as PNG files in `directory`."""
    found = difference(actual, expected)
    if found:
        paths = keep(actual, expected, directory, name)
        raise AssertionError(f"{name}: {found}; see {paths}")


def keep(actual, expected, directory, name):
    paths = []
    for picture, kind in ((actual, "actual"), (expected, "expected")):
        if picture is not None:
            path = f"{directory}/{name}-{kind}.png"
            picture.save(path)
            paths.append(path)
    return " and ".join(paths)
