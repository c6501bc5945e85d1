# SPDX-License-Identifier: GPL-2.0-or-later
"""At 1:1 the X server copies from the decoder's memory itself: no picture of the window's is in
between, and nothing is sent but what changed. Where it cannot be, all looks the same."""

import os
import signal
import struct
from pathlib import Path

import pytest

from lib import guest_picture, menu, rfb_server
from lib.consoles import shown, wait_frozen
from lib.display import Xvfb
from lib.display_relay import DisplayRelay
from lib.process import wait_until
from lib.rawpeer import RawPeer

WIDTH, HEIGHT = 640, 480
PICTURE = guest_picture.picture(WIDTH, HEIGHT, 5)
SHM_PUT_IMAGE = bytes((3, 10, 0))  # from its second byte on: the request, and its length in words


def mapped(pid, name):
    """How many mappings of that name a process has."""
    return sum(name in line for line in Path(f"/proc/{pid}/maps").read_text().splitlines())


def memories(xvfb):
    return mapped(xvfb.pid, "ecsview-framebuffer")


def own_pixels(viewer):
    """SDL's picture of the window, in memory that it shares with the X server."""
    return mapped(viewer.pid, "SYSV")


@pytest.fixture
def peer():
    """Shows PICTURE, and then what a test sends."""
    def script(connection):
        connection.still((WIDTH, HEIGHT), rfb_server.picture_rect(0, 0, PICTURE))
    with RawPeer(script) as served:
        yield served


def test_the_x_server_has_the_decoders_memory_and_the_window_none(xvfb, directory, qemu):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        assert (memories(xvfb), own_pixels(viewer)) == (1, 0)
    wait_until(lambda: memories(xvfb) == 0, 20, "end of the mapping")


def test_a_menu_is_drawn_into_pixels_of_the_window_and_they_go_with_it(xvfb, directory, qemu):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        menu.open_by_chord(xvfb, viewer)
        assert (memories(xvfb), own_pixels(viewer)) == (0, 1)
        xvfb.key(menu.ESCAPE)
        wait_until(lambda: (memories(xvfb), own_pixels(viewer)) == (1, 0), 20, "window without pixels")
        wait_frozen(viewer, qemu)


def test_the_memory_of_another_decoder_takes_the_place_of_the_first(xvfb, directory, qemu):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        first = viewer.decoder()
        os.kill(first, signal.SIGKILL)
        viewer.decoder(other_than=first)
        qemu.paint(9)
        wait_frozen(viewer, qemu, "picture of another decoder")
        wait_until(lambda: (memories(xvfb), own_pixels(viewer)) == (1, 0), 20, "one memory")


def test_a_picture_with_borders_is_drawn_into_the_windows_pixels(xvfb, directory, peer):
    with shown(directory, xvfb, "--window-size", "800x600", "--scale", "none", peer.url) as viewer:
        wait_until(lambda: viewer.shot().crop(80, 60, WIDTH, HEIGHT) == PICTURE, 20, "picture")
        assert (memories(xvfb), own_pixels(viewer)) == (0, 1)
        assert viewer.shot().pixel(40, 30) == (0, 0, 0)


def test_a_picture_that_is_larger_than_the_window_moves_in_it(xvfb, directory, peer):
    with shown(directory, xvfb, "--window-size", "400x300", "--scale", "none", peer.url) as viewer:
        for x, y in ((0, 0), (399, 299)):
            xvfb.mouse_move(x, y, viewer.window())
            part = PICTURE.crop(x * 240 // 399, y * 180 // 299, 400, 300)
            wait_until(lambda: viewer.shot() == part, 20, f"picture with the pointer at {x},{y}")
        assert (memories(xvfb), own_pixels(viewer)) == (1, 0)


@pytest.mark.parametrize("extra", [["-extension", "MIT-SHM"], []])
def test_a_display_that_cannot_map_it_shows_the_same(directory, qemu, extra):
    with Xvfb(directory, extra=extra) as xvfb, DisplayRelay(xvfb, descriptors=False) as far:
        with shown(directory, far, f"vnc://127.0.0.1:{qemu.port}") as viewer:
            wait_frozen(viewer, qemu)
            qemu.paint(9)
            wait_frozen(viewer, qemu, "next picture")
            assert memories(xvfb) == 0


def settled(display, connection):
    """What the program has sent when the peer's last update is shown and it asks for the next."""
    connection.update()
    asked = connection.mark()
    connection.update()
    connection.wait("fbur", since=asked)
    return display.sent()


def parts(sent):
    """(x, y, width, height) in the window, of each request that copies from shared memory."""
    found, at = [], sent.find(SHM_PUT_IMAGE)
    while at > 0:
        _, _, width, height, x, y = struct.unpack_from("<HHHHhh", sent, at - 1 + 16)
        found.append((x, y, width, height))
        at = sent.find(SHM_PUT_IMAGE, at + 1)
    return found


@pytest.mark.parametrize("descriptors", [True, False])
def test_only_what_changed_is_sent_to_the_display(xvfb, directory, peer, descriptors):
    with DisplayRelay(xvfb, descriptors) as display:
        with shown(directory, display, peer.url) as viewer:
            viewer.wait_picture(PICTURE)
            connection = peer.connection()
            before = settled(display, connection)
            connection.update(rfb_server.raw_rect(100, 100, 2, 2, 0xabcdef))
            wait_until(lambda: viewer.shot().pixel(101, 101) == (0xab, 0xcd, 0xef), 20, "change")
            assert parts(display.sent()[len(before):]) == [(100, 100, 2, 2)]


@pytest.mark.parametrize("descriptors", [True, False])
def test_an_update_without_pixels_sends_nothing_to_the_display(xvfb, directory, peer, descriptors):
    with DisplayRelay(xvfb, descriptors) as display:
        with shown(directory, display, peer.url) as viewer:
            viewer.wait_picture(PICTURE)
            before = settled(display, peer.connection())
            assert before == settled(display, peer.connection())
