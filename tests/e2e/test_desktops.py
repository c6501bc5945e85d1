# SPDX-License-Identifier: GPL-2.0-or-later
"""The window under window managers: its frame, full screen, the keyboard's grab, its icon."""

import pytest

from lib import guest_picture, rfb_server
from lib.consoles import shown
from lib.display import Xvfb
from lib.endings import NO_DISPLAY, refused
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.x_client import keyboard_is_grabbed

CTRL, ALT, ENTER, KEY_A = 29, 56, 28, 30
SCREEN = (1280, 800)
WMS = ["openbox", "fluxbox"]


def console(size):
    def script(connection):
        connection.still(size, rfb_server.picture_rect(0, 0, guest_picture.picture(*size, 5)))
    return script


@pytest.fixture(params=WMS)
def desk(request, directory):
    with Xvfb(directory, *SCREEN, wm=request.param, extra=["-r", "-nocursor"]) as display:
        yield display


def with_frame(display, window):
    """(left, top, right, bottom) of the window and its frame on the screen; right and bottom are
    exclusive."""
    x, y, width, height = display.geometry(window)
    left, right, top, bottom = display.xprop(window, "_NET_FRAME_EXTENTS")
    assert top > 0, "a window manager with title bars is meant"
    return x - left, y - top, x + width + right, y + height + bottom


def on_the_screen(display, window):
    left, top, right, bottom = with_frame(display, window)
    return left >= 0 and top >= 0 and right <= SCREEN[0] and bottom <= SCREEN[1]


def fills_the_room(display, window):
    left, top, right, bottom = with_frame(display, window)
    room = display.xprop("-root", "_NET_WORKAREA")[2:4]  # without the panels
    return bottom - top > room[1] - 5 or right - left > room[0] - 5


# The frame.

def test_a_console_as_large_as_the_screen_fits_with_its_frame(desk, directory):
    with RawPeer(console(SCREEN)) as peer, shown(directory, desk, peer.url) as viewer:
        window = viewer.window()
        # It is smaller, and on the screen, until the picture has come.
        wait_until(lambda: on_the_screen(desk, window) and fills_the_room(desk, window), 20,
                   "whole window on the screen, and no smaller than needed")
        width, height = desk.geometry(window)[2:]
        assert abs(width / height - SCREEN[0] / SCREEN[1]) < 0.01


def test_a_size_that_was_asked_for_stays_whatever_the_frame(desk, directory):
    with RawPeer(console(SCREEN)) as peer, \
            shown(directory, desk, "--window-size", "1280x800", peer.url) as viewer:
        whole = guest_picture.picture(*SCREEN, 5)
        wait_until(lambda: (shot := seen(desk, viewer)) == whole.crop(0, 0, *shot[:2]), 20,
                   "picture")
        assert not on_the_screen(desk, viewer.window())
        assert desk.geometry(viewer.window())[2:] == SCREEN
        full_screen_and_back(desk, viewer.window())


def seen(display, viewer):
    """The part of the window that is on the screen, from its first pixel on. (xwd cannot take it
    where fluxbox has given the frame another visual.)"""
    x, y, width, height = display.geometry(viewer.window())
    return display.framebuffer().crop(x, y, min(width, SCREEN[0] - x), min(height, SCREEN[1] - y))


def test_a_console_that_fits_keeps_its_size(desk, directory):
    with RawPeer(console((800, 600))) as peer, shown(directory, desk, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(800, 600, 5), shot=lambda: seen(desk, viewer))
        assert on_the_screen(desk, viewer.window())


def test_a_window_that_a_person_sized_is_left_alone_by_its_frame(desk, directory):
    with RawPeer(console((800, 600))) as peer, shown(directory, desk, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(800, 600, 5), shot=lambda: seen(desk, viewer))
        window = viewer.window()

        def taken():  # what comes within half a second of the program's own wish is its answer
            desk.resize(window, 1270, 795)
            return desk.geometry(window)[2:] == (1270, 795)
        wait_until(taken, 10, "size of a person", pause=0.4)
        for _ in range(2):
            full_screen_and_back(desk, window)
        assert desk.geometry(window)[2:] == (1270, 795)


# Full screen.

def has_keyboard(display, window):
    """A window manager may give it to somebody else while it still arranges a new window."""
    return display.focused() == window or display.focus(window)


def full_screen_and_back(display, window):
    size = display.geometry(window)[2:]
    wait_until(lambda: has_keyboard(display, window), 10, "focus")
    with display.held(CTRL, ALT, ENTER):
        wait_until(lambda: display.geometry(window) == (0, 0, *SCREEN), 10, "full screen")
    with display.held(CTRL, ALT, ENTER):
        wait_until(lambda: display.geometry(window)[2:] == size, 10, "window again")


def test_the_hotkey_covers_the_screen_and_goes_back(desk, directory):
    with RawPeer(console((800, 600))) as peer, shown(directory, desk, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(800, 600, 5), shot=lambda: seen(desk, viewer))
        window = viewer.window()
        before = desk.geometry(window)
        for _ in range(2):
            full_screen_and_back(desk, window)
            viewer.wait_picture(guest_picture.picture(800, 600, 5), shot=lambda: seen(desk, viewer))
            wait_until(lambda: desk.geometry(window) == before, 10, "place of before")


def test_fullscreen_from_the_start_covers_the_screen_and_can_be_left(desk, directory):
    with RawPeer(console(SCREEN)) as peer, \
            shown(directory, desk, "--fullscreen", peer.url) as viewer:
        window = viewer.window()
        wait_until(lambda: desk.geometry(window) == (0, 0, *SCREEN), 10, "full screen")
        viewer.wait_picture(guest_picture.picture(*SCREEN, 5), shot=desk.framebuffer)
        wait_until(lambda: has_keyboard(desk, window), 10, "focus")
        with desk.held(CTRL, ALT, ENTER):
            wait_until(lambda: desk.xprop(window, "_NET_FRAME_EXTENTS")[2] > 0
                       and on_the_screen(desk, window), 10, "window with its frame")


def test_full_screen_beside_the_corner_is_put_right(directory):
    # Fluxbox does this to it on a busy machine, at random; without a window manager anybody can.
    with Xvfb(directory, *SCREEN) as screen, RawPeer(console(SCREEN)) as peer, \
            shown(directory, screen, "--log-level", "debug", "--fullscreen", peer.url) as viewer:
        window = viewer.window()
        wait_until(lambda: screen.geometry(window) == (0, 0, *SCREEN), 10, "full screen")
        screen.move_window(window, 0, 21)
        viewer.wait_stderr("asking again")
        wait_until(lambda: screen.geometry(window) == (0, 0, *SCREEN), 10, "full screen again")
        viewer.wait_picture(guest_picture.picture(*SCREEN, 5), shot=screen.framebuffer)


# The keyboard.

def key_arrives(display, connection):
    """The window has the keyboard, and has dealt with all that came before the key."""
    count = len(connection.received("key"))

    def arrives():
        display.key(KEY_A)
        return len(connection.received("key")) > count
    wait_until(arrives, 10, "key", pause=0.1)


def settled(display, window, peer):
    wait_until(lambda: has_keyboard(display, window), 10, "focus")
    key_arrives(display, peer.connection())


@pytest.mark.parametrize("wm", [None, *WMS])
def test_full_screen_has_all_keys_and_the_window_gives_them_back(directory, wm):
    with Xvfb(directory, *SCREEN, wm=wm, extra=["-r", "-nocursor"]) as display, \
            RawPeer(console((800, 600))) as peer, shown(directory, display, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(800, 600, 5),
                            shot=lambda: seen(display, viewer))
        assert not keyboard_is_grabbed(display)
        window = viewer.window()
        size = display.geometry(window)[2:]
        wait_until(lambda: has_keyboard(display, window), 10, "focus")
        for _ in range(2):
            # The grab goes for a moment with the focus, too, and comes back with it. Nobody looks
            # before that is over: a look is a grab, and would keep the window from its own.
            with display.held(CTRL, ALT, ENTER):
                wait_until(lambda: display.geometry(window) == (0, 0, *SCREEN), 10, "full screen")
            settled(display, window, peer)
            wait_until(lambda: keyboard_is_grabbed(display), 10, "grab")
            with display.held(CTRL, ALT, ENTER):
                wait_until(lambda: display.geometry(window)[2:] == size, 10, "window again")
            settled(display, window, peer)
            wait_until(lambda: not keyboard_is_grabbed(display), 10, "end of the grab")


@pytest.mark.parametrize("options, grabs", [(["--fullscreen"], True), (["--kiosk"], True),
                                            (["--fullscreen", "--view-only"], False),
                                            (["--kiosk", "--view-only"], True)])
def test_only_a_window_that_sends_keys_or_a_kiosk_takes_them_all(directory, options, grabs):
    with Xvfb(directory, *SCREEN, wm="openbox", extra=["-r"]) as display, \
            RawPeer(console(SCREEN)) as peer, shown(directory, display, *options,
                                                    peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(*SCREEN, 5))
        wait_until(lambda: display.focused() == viewer.window(), 10, "focus")
        if "--view-only" not in options:
            key_arrives(display, peer.connection())
        wait_until(lambda: keyboard_is_grabbed(display) == grabs, 10, f"grab: {grabs}")
        assert keyboard_is_grabbed(display) == grabs


# What it looks like to others.

def test_has_an_icon(xvfb, directory):
    with RawPeer(console((800, 600))) as peer, shown(directory, xvfb, peer.url) as viewer:
        icon = xvfb.xprop(viewer.window(), "_NET_WM_ICON")
        assert icon[:2] == [64, 64]
        assert 0xffd65c1e in icon and 0xff1c3e68 in icon and icon[2] == 0


# Pixels of 10 bits a channel, which SDL cannot name.

def channel10(picture_file, x, y):
    """(red, green, blue) of a pixel of Xvfb's memory at depth 30, cut to 8 bits."""
    data = picture_file.read_bytes()
    head = [int.from_bytes(data[4 * i:4 * i + 4], "big") for i in range(25)]
    size, order, bits, stride = head[0], head[7], head[11], head[12]
    assert bits == 32, bits
    at = size + 12 * head[19] + y * stride + 4 * x
    pixel = int.from_bytes(data[at:at + 4], "big" if order else "little")
    return tuple((pixel & mask) // (mask & -mask) >> 2 for mask in head[14:17])


def sizes(*all_of_them):
    """Draws the picture of one size after the other, each when asked, and rests."""
    def script(connection):
        connection.handshake(*all_of_them[0])
        for number, size in enumerate(all_of_them):
            connection.wait("fbur", count=1 + number)
            if number:
                connection.update(rfb_server.desktop_size(*size))
            connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(*size, 5)))
        connection.hold()
    return script


def shows_ten_bits(display, window, size):
    wanted, screen = guest_picture.picture(*size, 5), display.memory()
    right, bottom = size[0] - 1, size[1] - 1

    def shown_now():
        left, top, *now = display.geometry(window)
        return tuple(now) == size and all(
            abs(a - b) <= 1 for x, y in ((0, 0), (right, bottom), (400, 300), (123, 456))
            for a, b in zip(channel10(screen, left + x, top + y), wanted.pixel(x, y)))
    return shown_now


# The window is there before the picture, with a size of its own: what OpenGL drew at first had that.
@pytest.mark.parametrize("seen", [[(800, 600)], [(800, 600), (1024, 700)], [(800, 600), (640, 480)]])
def test_ten_bits_a_channel(directory, seen):
    # OpenGL's driver leaves what it had when it is unloaded, and a sanitizer tells of that.
    env = {"LSAN_OPTIONS": "detect_leaks=0"}
    with Xvfb(directory, *SCREEN, depth=30) as display, RawPeer(sizes(*seen)) as peer, \
            shown(directory, display, peer.url, env=env) as viewer:
        wait_until(shows_ten_bits(display, viewer.window(), seen[-1]), 20, "picture")
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def test_ten_bits_a_channel_and_nothing_to_draw_them(directory):
    """Without OpenGL it is said at once, and not a black window for ever."""
    with Xvfb(directory, *SCREEN, depth=30, extra=["-extension", "GLX"]) as display:
        refused(directory, NO_DISPLAY, "vnc://127.0.0.1:1", display=display, words="24 bits",
                env={"SDL_VIDEO_EGL_DRIVER": "/nonexistent", "SDL_VIDEO_GL_DRIVER": "/nonexistent"})
