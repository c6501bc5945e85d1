# SPDX-License-Identifier: GPL-2.0-or-later
"""The pointer's shape: the guest's, as the X server tells it, as large as the picture below it; and
what a mouse has besides three buttons and a wheel."""

import contextlib
import struct

import pytest

from lib import guest_picture, rfb_server, x_client
from lib.consoles import shown
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer
from lib.wayland import Sway, unfit

WIDTH, HEIGHT = 640, 480
PICTURE = guest_picture.picture(WIDTH, HEIGHT, 3)
COLOUR = 0x20c040
DOT = (5, 5, (2, 2))
KEY_A = 30
BACK, FORWARD = 8, 9  # X11's, and the registry's


def console(*first):
    """Shows PICTURE, `first` with it, and then what a test sends."""
    def script(connection):
        connection.still((WIDTH, HEIGHT), rfb_server.picture_rect(0, 0, PICTURE), *first)
    return RawPeer(script)


@pytest.fixture
def over_the_picture(xvfb, directory):
    """Makes a window with the mouse in its middle; the peer's connection, the window."""
    stack = contextlib.ExitStack()

    def make(peer, size=(WIDTH, HEIGHT)):
        viewer = stack.enter_context(shown(directory, xvfb, peer.url))
        window = viewer.window()
        xvfb.resize(window, *size)
        wait_until(lambda: xvfb.geometry(window)[2:] == size, 20, "size")
        connection = peer.connection()
        xvfb.mouse_move(size[0] // 2, size[1] // 2, window)
        connection.wait("pointer", where=lambda m: abs(m.x - WIDTH // 2) <= 4)
        return viewer, connection
    with stack:
        yield make


def wait_cursor(xvfb, width, height, hot):
    def found():
        seen = x_client.cursor(xvfb)
        return (seen.width, seen.height, seen.hot) == (width, height, hot)
    wait_until(found, 20, f"a cursor of {width}x{height}")
    return x_client.cursor(xvfb).pixels


@pytest.mark.parametrize("size, expected", [
    ((WIDTH, HEIGHT), (16, 12, (3, 5))),
    ((2 * WIDTH, 2 * HEIGHT), (32, 24, (7, 11))),
    ((WIDTH // 2, HEIGHT // 2), (8, 6, (1, 2))),
    ((WIDTH // 4, HEIGHT // 4), (8, 6, (1, 2))),
], ids=["1", "2", "half", "no smaller than half"])
def test_is_as_large_as_the_picture(xvfb, over_the_picture, size, expected):
    with console(rfb_server.cursor(3, 5, 16, 12, COLOUR)) as peer:
        over_the_picture(peer, size)
        assert set(wait_cursor(xvfb, *expected)) == {0xff << 24 | COLOUR}


def test_follows_the_window_while_it_is_open(xvfb, over_the_picture):
    with console(rfb_server.cursor(0, 0, 16, 12, COLOUR)) as peer:
        viewer, _ = over_the_picture(peer)
        wait_cursor(xvfb, 16, 12, (0, 0))
        xvfb.resize(viewer.window(), 3 * WIDTH // 2, 3 * HEIGHT // 2)
        wait_cursor(xvfb, 24, 18, (0, 0))


def test_a_hidden_one_is_a_dot(xvfb, over_the_picture):
    with console(rfb_server.cursor(0, 0, 16, 12, COLOUR)) as peer:
        _, connection = over_the_picture(peer)
        wait_cursor(xvfb, 16, 12, (0, 0))
        connection.update(rfb_server.cursor(0, 0, 0, 0))
        wait_cursor(xvfb, *DOT)


# ---- with alpha ---------------------------------------------------------------------------------

def rgba(*pixels):
    return b"".join(struct.pack("4B", *pixel) for pixel in pixels)


ALPHA = [(0, 0, 0, 0), (255, 128, 0, 255), (0, 64, 128, 128), (16, 0, 0, 16)]
AS_X11 = [0, 0xffff8000, 0x80004080, 0x10100000]


def asks_for_alpha(connection):
    """A Fence is answered, and then the cursor with alpha is asked for."""
    assert rfb_server.ALPHA_CURSOR not in connection.wait("set-encodings").encodings
    connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST))
    connection.wait("fence")
    lists = lambda m: rfb_server.ALPHA_CURSOR in m.encodings
    connection.wait("set-encodings", where=lists)


def test_a_server_with_a_fence_may_send_it_with_alpha(xvfb, over_the_picture):
    with console() as peer:
        _, connection = over_the_picture(peer)
        asks_for_alpha(connection)
        connection.update(rfb_server.alpha_cursor(1, 0, 2, 2, rgba(*ALPHA)))
        assert wait_cursor(xvfb, 2, 2, (1, 0)) == AS_X11
        connection.update(rfb_server.alpha_cursor(0, 0, 0, 0, b""))
        wait_cursor(xvfb, *DOT)


def test_a_colour_beyond_its_alpha_is_cut(xvfb, over_the_picture):
    with console() as peer:
        _, connection = over_the_picture(peer)
        asks_for_alpha(connection)
        connection.update(rfb_server.alpha_cursor(0, 0, 1, 2, rgba((255, 9, 200, 100), (9, 9, 9, 0))))
        assert wait_cursor(xvfb, 1, 2, (0, 0)) == [0x64640964, 0]


@pytest.mark.parametrize("rectangle", [
    rfb_server.rect(0, 0, 2, 2, rfb_server.ALPHA_CURSOR, struct.pack(">i", rfb_server.ZRLE) + bytes(16)),
    rfb_server.rect(0, 0, 1024, 2, rfb_server.ALPHA_CURSOR, bytes(4 + 1024 * 8)),
    rfb_server.rect(0, 0, 65535, 65535, rfb_server.ALPHA_CURSOR, bytes(4096)),
], ids=["not raw", "too wide", "huge"])
def test_what_is_no_such_cursor_ends_the_link(xvfb, directory, over_the_picture, rectangle):
    with console() as peer:
        viewer, connection = over_the_picture(peer)
        connection.update(rectangle)
        peer.connection(1)  # made anew
        assert viewer.running()


# ---- back and forward ---------------------------------------------------------------------------

@pytest.mark.parametrize("acknowledged", [True, False])
def test_back_and_forward_reach_a_server_that_has_them(xvfb, over_the_picture, acknowledged):
    first = [rfb_server.extended_buttons_ack()] if acknowledged else []
    with console(*first) as peer:
        viewer, connection = over_the_picture(peer)
        xvfb.focus(viewer.window())
        xvfb.key(KEY_A)  # behind the picture: what came with it is known
        connection.wait("key", where=lambda m: not m.down)
        assert rfb_server.EXTENDED_BUTTONS in connection.wait("set-encodings").encodings
        since = connection.mark()
        for button in BACK, FORWARD, 1:
            xvfb.click(button)
        connection.wait("pointer", since, where=lambda m: m.buttons == 1)
        pressed = [m.buttons for m in connection.received("pointer", since=since) if m.buttons]
        assert pressed == ([1 << BACK - 1, 1 << FORWARD - 1] if acknowledged else []) + [1]


# ---- where a point has several pixels -----------------------------------------------------------

@pytest.mark.skipif(bool(unfit()), reason=unfit())
@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_is_no_larger_where_a_point_has_several_pixels(directory, scale):
    """A plain picture of the screen's size, one to one, and 32 pixels of its cursor."""
    size, side = (1200, 900), 32
    grey = bytes(3 * [0x30])

    def script(connection):
        connection.still(size, rfb_server.raw_rect(0, 0, *size, 0x303030),
                         rfb_server.cursor(0, 0, side, side, COLOUR))
    with Sway(directory, *size, scale=scale) as session, RawPeer(script) as peer, \
            Viewer(directory, peer.url, env=session.env) as viewer:
        wait_until(lambda: session.shot().pixel(600, 450) == tuple(grey), 30, "picture")
        session.plug_in_mouse()
        session.pointer.move(600, 450, *size)
        peer.connection().wait("pointer")

        def width():
            shot = session.shot()
            return sum(shot.pixel(x, 460) != tuple(grey) for x in range(560, 700))
        wait_until(lambda: side - 2 <= width() <= side + 2, 20, "a cursor as wide as the guest's")
        assert viewer.terminate() == 0 and viewer.stderr() == ""
