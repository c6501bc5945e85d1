# SPDX-License-Identifier: GPL-2.0-or-later
"""The window in a native Wayland session: sway's screen beside QEMU's, and keys."""

import pytest

from lib import guest_picture, picture, rfb_server
from lib.consoles import wait_frozen
from lib.endings import NO_DISPLAY, refused
from lib.pc_keyboard import SENTINEL, chord, codes
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer
from lib.wayland import Sway, unfit

SIZE = (1280, 800)
CHORDS = ["a", "leftshift 1", "leftctrl leftalt delete", "leftalt f4", "rightalt e", "leftmeta l"]

KEY_A, LEFT = 30, 0x110  # evdev's

pytestmark = pytest.mark.skipif(bool(unfit()), reason=unfit())


def shown(directory, session, qemu, env=()):
    return Viewer(directory, f"vnc://127.0.0.1:{qemu.port}", env={**session.env, **dict(env)})


def test_shows_the_console_and_takes_keys(qemu, directory):
    with Sway(directory, *SIZE) as session, shown(directory, session, qemu) as viewer:
        wait_frozen(viewer, qemu, shot=session.shot)
        since = qemu.serial.mark()
        for names in CHORDS:
            session.keyboard.key(*codes(*names.split()))
        session.keyboard.key(SENTINEL.evdev)
        qemu.serial.wait(SENTINEL.broken[0], since)
        assert qemu.serial.since(since, "key") == [
            line for names in CHORDS for line in chord(*names.split())
        ] + SENTINEL.make + SENTINEL.broken
        qemu.paint(77)
        wait_frozen(viewer, qemu, "painted", shot=session.shot)
        assert viewer.terminate() == 0 and viewer.stderr() == ""


@pytest.mark.parametrize("env", [{"SDL_VIDEODRIVER": None}, {"SDL_VIDEODRIVER": "x11,wayland"}],
                         ids=["found", "second choice"])
@pytest.mark.parametrize("display", [None, ":12345"])
def test_is_taken_where_x11_is_not_there(qemu, directory, env, display):
    with Sway(directory, *SIZE) as session:
        with shown(directory, session, qemu, env={**env, "DISPLAY": display}) as viewer:
            wait_frozen(viewer, qemu, shot=session.shot)
            assert viewer.terminate() == 0 and viewer.stderr() == ""


WHOLE = 1200, 900  # a whole number of points at each of these scales


def columns(width, height):
    """Lines of one pixel, which no scaling leaves as they are."""
    lines = bytes(0xff if (x + y // 7) % 2 else 0 for y in range(height) for x in range(width))
    return picture.Picture(width, height, bytes(value for value in lines for _ in range(3)))


def desktop_of(shown_picture):
    def script(connection):
        connection.still((shown_picture.width, shown_picture.height), rfb_server.picture_rect(0, 0, shown_picture))
    return script


def reaches(session, connection, at, expected):
    """The mouse goes to a pixel of the screen, and the console is told that place."""
    session.pointer.move(*at, *WHOLE)
    connection.wait("pointer", where=lambda m: (m.x, m.y) == expected)


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_a_pixel_of_the_console_is_one_of_the_screen(directory, scale):
    """And the mouse reaches its corners, although a point has several pixels."""
    wanted = columns(*WHOLE)
    right, bottom = WHOLE[0] - 1, WHOLE[1] - 1
    with Sway(directory, *WHOLE, scale=scale) as session, RawPeer(desktop_of(wanted)) as peer, \
            Viewer(directory, peer.url, env=session.env) as viewer:
        viewer.wait_picture(wanted, shot=session.shot)
        connection = peer.connection()
        session.keyboard.key(KEY_A)
        connection.wait("key")
        session.plug_in_mouse()
        for corner in [(0, 0), (right, 0), (right, bottom), (0, bottom)]:
            reaches(session, connection, corner, corner)
        # Places between are as fine as points are.
        session.pointer.move(600, 450, *WHOLE)
        connection.wait("pointer", where=lambda m: abs(m.x - 600) <= 1 and abs(m.y - 450) <= 1)
        session.pointer.click(LEFT)
        connection.wait("pointer", where=lambda m: m.buttons == 1)
        assert viewer.terminate() == 0 and viewer.stderr() == ""


@pytest.mark.parametrize("scale", [1.5, 2])
def test_a_smaller_console_is_enlarged_by_whole_pixels(directory, scale):
    half = columns(WHOLE[0] // 2, WHOLE[1] // 2)
    twice = picture.of_image(half.image().resize(WHOLE, 0))
    with Sway(directory, *WHOLE, scale=scale) as session, RawPeer(desktop_of(half)) as peer, \
            Viewer(directory, peer.url, env=session.env) as viewer:
        viewer.wait_picture(twice, shot=session.shot)
        session.plug_in_mouse()
        reaches(session, peer.connection(), (WHOLE[0] - 1, WHOLE[1] - 1),
                (half.width - 1, half.height - 1))


def test_nothing_to_draw_with_is_said_at_once(directory):
    with Sway(directory, *SIZE) as session:
        refused(directory, NO_DISPLAY, "vnc://127.0.0.1:1", words="gave no window",
                env={**session.env, "SDL_VIDEO_EGL_DRIVER": "/nonexistent",
                     "SDL_VIDEO_GL_DRIVER": "/nonexistent"})
