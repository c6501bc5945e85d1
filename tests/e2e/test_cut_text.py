# SPDX-License-Identifier: GPL-2.0-or-later
"""What lies in the server's clipboard, however much it is, is no reason to lose the console."""

import pytest

from lib import picture, rfb_server
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

SIZE = (640, 480)
MEGABYTE = 1 << 20


def two_halves(upper, lower):
    """Of one colour it would be called blank, in words over it."""
    half = SIZE[0] * SIZE[1] // 2
    return picture.Picture(*SIZE, upper.to_bytes(3, "big") * half + lower.to_bytes(3, "big") * half)


@pytest.mark.parametrize("size", [0, MEGABYTE, MEGABYTE + 1, 50 * MEGABYTE])
def test_cut_text_of_any_size_leaves_the_session(directory, xvfb, size):
    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x204060))
        connection.wait("fbur", count=2)
        for _ in range(2):
            connection.send(rfb_server.cut_text(b"x" * size))
        connection.update(rfb_server.raw_rect(0, 0, SIZE[0], SIZE[1] // 2, 0x608020))
        connection.hold()

    with RawPeer(script) as peer, Viewer(directory, peer.url, display=xvfb) as viewer:
        viewer.wait_picture(two_halves(0x608020, 0x204060))
        assert len(peer.connections) == 1
        assert viewer.terminate() == 0
