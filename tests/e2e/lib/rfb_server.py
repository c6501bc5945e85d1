# SPDX-License-Identifier: GPL-2.0-or-later
"""Pieces of what an RFB server sends, as bytes, to be joined, cut and spoiled by a test."""

import io
import struct
import zlib

VERSION = b"RFB 003.008\n"
RAW, COPY, RRE, HEXTILE, ZLIB, TIGHT, ZRLE = 0, 1, 2, 5, 6, 7, 16
LAST_RECT, DESKTOP_SIZE, CURSOR, POINTER_TYPE = -224, -223, -239, -257
QEMU_KEY, LED_STATE, DESKTOP_NAME, EXTENDED_DESKTOP_SIZE = -258, -261, -307, -308
ALPHA_CURSOR, EXTENDED_BUTTONS = -314, -316
FENCE_REQUEST = 1 << 31

# 32 bits, depth 24, blue in the lowest byte: what QEMU offers.
PIXEL_FORMAT = struct.pack(">BBBBHHHBBB3x", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)


def server_init(width, height, name="raw peer", pixel_format=PIXEL_FORMAT):
    name = name if isinstance(name, bytes) else name.encode()
    return struct.pack(">HH", width, height) + pixel_format + struct.pack(">I", len(name)) + name


def update(*rectangles, count=None):
    """FramebufferUpdate; `count` overrides the number it tells."""
    number = len(rectangles) if count is None else count
    return struct.pack(">BxH", 0, number) + b"".join(rectangles)


def rect(x, y, width, height, encoding, data=b""):
    return struct.pack(">HHHHi", x, y, width, height, encoding) + data


def raw_rect(x, y, width, height, pixels):
    """`pixels`: one 0xRRGGBB for all, or the bytes (4 a pixel, blue first)."""
    if isinstance(pixels, int):
        pixels = struct.pack("<I", pixels) * (width * height)
    return rect(x, y, width, height, RAW, pixels)


def picture_rect(x, y, shown):
    """A Picture as one raw rectangle."""
    data = bytearray(4 * shown.width * shown.height)
    data[0::4], data[1::4], data[2::4] = shown.rgb[2::3], shown.rgb[1::3], shown.rgb[0::3]
    return raw_rect(x, y, shown.width, shown.height, bytes(data))


def zlib_rect(x, y, width, height, data, stream=None):
    """`data` goes through `stream`, a zlib.compressobj that lives as long as the connection."""
    stream = stream or zlib.compressobj()
    packed = stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
    return rect(x, y, width, height, ZLIB, struct.pack(">I", len(packed)) + packed)


def tight_jpeg_rect(x, y, shown, quality=75):
    """A Picture as one rectangle of Tight's JPEG."""
    file = io.BytesIO()
    shown.image().save(file, "JPEG", quality=quality)
    data, size = file.getvalue(), len(file.getvalue())
    length = bytes([size & 127 | 128, size >> 7 & 127 | 128, size >> 14])
    return rect(x, y, shown.width, shown.height, TIGHT, b"\x90" + length + data)


def desktop_size(width, height):
    return rect(0, 0, width, height, DESKTOP_SIZE)


def extended_desktop_size(width, height, reason=0, status=0, screen_id=0):
    """One screen; QEMU's has the id 0."""
    return rect(reason, status, width, height, EXTENDED_DESKTOP_SIZE,
                struct.pack(">B3xIHHHHI", 1, screen_id, 0, 0, width, height, 0))


def cursor(hot_x, hot_y, width, height, colour=0xffffff):
    """A full rectangle of one colour."""
    mask = b"\xff" * ((width + 7) // 8 * height)
    return rect(hot_x, hot_y, width, height, CURSOR,
                struct.pack("<I", colour) * (width * height) + mask)


def alpha_cursor(hot_x, hot_y, width, height, rgba):
    """The registry's: `rgba` of each pixel in a row, its colours multiplied by alpha."""
    return rect(hot_x, hot_y, width, height, ALPHA_CURSOR, struct.pack(">i", RAW) + rgba)


def fence(flags, data=b""):
    """The message; a question with FENCE_REQUEST."""
    return struct.pack(">B3xIB", 0xf8, flags, len(data)) + data


def extended_buttons_ack():
    return rect(0, 0, 0, 0, EXTENDED_BUTTONS)


def pointer_type(absolute):
    return rect(1 if absolute else 0, 0, 0, 0, POINTER_TYPE)


def led_state(scroll=False, num=False, caps=False):
    return rect(0, 0, 0, 0, LED_STATE, bytes([scroll + 2 * num + 4 * caps]))


def qemu_key_ack():
    return rect(0, 0, 0, 0, QEMU_KEY)


def bell():
    return b"\x02"


def cut_text(text, length=None):
    text = text if isinstance(text, bytes) else text.encode("latin-1")
    return struct.pack(">B3xI", 3, len(text) if length is None else length) + text


def colour_map(first, colours):
    return struct.pack(">BxHH", 1, first, len(colours)) + b"".join(
        struct.pack(">HHH", *colour) for colour in colours)
