# SPDX-License-Identifier: GPL-2.0-or-later
"""The largest desktop that is accepted, in every encoding that is offered: the decoder's address
space, which is limited, has room for all of it."""

import os
import struct
import zlib
from pathlib import Path

from PIL import Image

from lib import inside, rfb_server
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

WIDTH, HEIGHT = 7680, 4320
TIGHT_WIDTH = 2048  # the widest rectangle that Tight allows
LARGEST_BUFFERS = 210  # MiB, what the decoder needs for the largest rectangle, and little more
SECONDS = 120  # 33 million pixels seven times over, and their PNG


def compact(length):
    return bytes([length & 0x7f | 0x80, length >> 7 & 0x7f | 0x80, length >> 14])


def raw(colour):
    return [rfb_server.raw_rect(0, 0, WIDTH, HEIGHT, colour)]


def hextile(colour):
    tiles = (WIDTH // 16) * (HEIGHT // 16)
    return [rfb_server.rect(0, 0, WIDTH, HEIGHT, rfb_server.HEXTILE,
                            b"\2" + struct.pack("<I", colour) + bytes(tiles - 1))]


def with_zlib(colour, stream):
    pixels = struct.pack("<I", colour) * (WIDTH * HEIGHT)
    return [rfb_server.zlib_rect(0, 0, WIDTH, HEIGHT, pixels, stream)]


def zrle(colour, stream):
    """Plain tiles: the longest form that a server may choose."""
    pixel = colour.to_bytes(3, "little")
    sides = [[min(64, whole - at) for at in range(0, whole, 64)] for whole in (HEIGHT, WIDTH)]
    tiles = b"".join(b"\0" + pixel * (width * height)
                     for height in sides[0] for width in sides[1])
    packed = stream.compress(tiles) + stream.flush(zlib.Z_SYNC_FLUSH)
    return [rfb_server.rect(0, 0, WIDTH, HEIGHT, rfb_server.ZRLE,
                            struct.pack(">I", len(packed)) + packed)]


def tight(colour, control, stream):
    """`control`: with the filter, if there is one. The data is that of zeros in the gradient."""
    out = []
    for x in range(0, WIDTH, TIGHT_WIDTH):
        width = min(TIGHT_WIDTH, WIDTH - x)
        data = bytes(width * HEIGHT * 3) if control == b"\x60\2" \
            else colour.to_bytes(3, "big") * (width * HEIGHT)
        packed = stream.compress(data) + stream.flush(zlib.Z_SYNC_FLUSH)
        out.append(rfb_server.rect(x, 0, width, HEIGHT, rfb_server.TIGHT,
                                   control + compact(len(packed)) + packed))
    return out


def rectangles():
    # Zlib and ZRLE have one stream; of Tight's four, 1 is for the copied and 2 for the gradient.
    shared, copied, gradient = (zlib.compressobj(1) for _ in range(3))
    yield from raw(0x111111)
    yield from hextile(0x222222)
    yield from with_zlib(0x333333, shared)
    yield from tight(0x444444, b"\x10", copied)
    yield from tight(0x000000, b"\x60\2", gradient)
    yield from zrle(0x556677, shared)
    yield rfb_server.rect(0, 0, WIDTH // 2, HEIGHT, rfb_server.COPY,
                          struct.pack(">HH", WIDTH // 2, 0))


def address_space(decoder):
    """(limit, in use) in MiB; no limit in a sanitizer build."""
    limits = Path(f"/proc/{decoder}/limits").read_text(encoding="ascii").splitlines()
    line, = (line for line in limits if line.startswith("Max address space"))
    limit = line.removeprefix("Max address space").split()[0]
    used = inside.status(decoder)["VmSize"].split()[0]
    return None if limit == "unlimited" else int(limit) >> 20, int(used) >> 10


def test_the_largest_desktop_in_every_encoding(directory):
    parts = list(rectangles())
    seen = []

    def script(connection):
        connection.handshake(WIDTH, HEIGHT)
        connection.wait("fbur")
        seen.append(address_space(viewer.decoder()))
        connection.update(*parts)
        connection.hold()

    path = directory / "largest.png"
    with RawPeer(script) as peer:
        with Viewer(directory, "shot", "--timeout", f"{SECONDS}s", peer.url, path) as viewer:
            assert viewer.wait_exit(SECONDS) == 0, viewer.stderr()
    with Image.open(path) as image:
        assert image.size == (WIDTH, HEIGHT)
        assert {image.getpixel((x, y)) for x in (0, 3839, 3840, WIDTH - 1)
                for y in (0, HEIGHT - 1)} == {(0x55, 0x66, 0x77)}
    (limit, used), = seen
    print(f"address space before the first picture {used} MiB, limit {limit} MiB")
    assert (limit is None) == bool(os.environ.get("ECSVIEW_SANITIZE"))
    assert limit is None or limit - used <= LARGEST_BUFFERS
