# SPDX-License-Identifier: GPL-2.0-or-later
"""--display: which of several monitors has the window, under X11 and in a Wayland session."""

import subprocess

import pytest

from lib import guest_picture, rfb_server
from lib.consoles import shown
from lib.endings import NO_DISPLAY, USAGE, refused
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.two_displays import LEFT, RIGHT, TwoDisplays
from lib.viewer import Viewer
from lib.wayland import Sway, unfit
from lib.xorg import Xorg

SIZE = (400, 300)
BLUE = (0x33, 0x55, 0x77)


def console(connection):
    connection.still(SIZE, rfb_server.raw_rect(0, 0, *SIZE, 0x335577))


def inside(window, monitor):
    x, y, width, height = window
    left, top, wide, high = monitor
    return (left <= x and top <= y and x + width <= left + wide and y + height <= top + high
            and (width, height) == SIZE)


@pytest.mark.parametrize("number, monitor", [("1", LEFT), ("2", RIGHT)])
@pytest.mark.parametrize("wm", [None, "openbox"])
@pytest.mark.parametrize("option", ["--kiosk", "--fullscreen"])
def test_full_screen_is_on_the_display_that_was_chosen(directory, option, wm, number, monitor):
    with TwoDisplays(directory, wm) as screens, RawPeer(console) as peer, \
            shown(directory, screens, option, "--display", number, peer.url) as viewer:
        wait_until(lambda: screens.geometry(viewer.window()) == monitor, 20, "place")
        wait_until(lambda: viewer.shot().pixel(monitor[2] // 2, monitor[3] // 2) == BLUE, 20, "picture")


@pytest.mark.parametrize("number, monitor", [("1", LEFT), ("2", RIGHT)])
def test_a_window_opens_on_it(directory, number, monitor):
    with TwoDisplays(directory, "openbox") as screens, RawPeer(console) as peer, \
            shown(directory, screens, "--display", number, peer.url) as viewer:
        wait_until(lambda: inside(screens.geometry(viewer.window()), monitor), 20, "place")


def randr(screen, *words):
    subprocess.run(["xrandr", "-display", screen.display, "--output", "DUMMY0", *words], check=True,
                   timeout=20)


@pytest.mark.parametrize("wm", [None, "openbox"])
def test_a_display_that_was_gone_shows_what_has_come_meanwhile(directory, wm):
    """Its output is off, and the root window with it, as where its cable was pulled."""
    before, after = (guest_picture.picture(800, 600, seed) for seed in (5, 6))

    def script(connection):
        connection.still((800, 600), rfb_server.picture_rect(0, 0, before))

    with Xorg(directory, [LEFT], wm=wm) as screen, RawPeer(script) as peer, \
            shown(directory, screen, "--kiosk", peer.url) as viewer:
        def wait_screen(picture, name):
            wait_until(lambda: screen.screenshot() == picture, 20, name)

        wait_screen(before, "picture")
        for picture in (after, before):
            randr(screen, "--off")
            wait_until(lambda: screen.screenshot().width < 800, 20, "end of the display")
            peer.connection().update(rfb_server.picture_rect(0, 0, picture))
            randr(screen, "--mode", "800x600")
            wait_screen(picture, "picture on the display that is back")
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def test_one_that_is_not_there_is_answered_with_those_that_are(directory):
    with TwoDisplays(directory) as screens:
        said = refused(directory, NO_DISPLAY, "--display", "3", "vnc://127.0.0.1:1", display=screens)
        assert said == ("There is no display 3; --display can be 1 (DUMMY0, 800x600 at 0,0), "
                        "2 (DUMMY1, 640x480 at 800,0).")
        for none in ("0", "-1", "left", "1x"):
            refused(directory, USAGE, f"--display={none}", "vnc://127.0.0.1:1", display=screens,
                    words="--display is the number of a display, from 1")


@pytest.mark.skipif(bool(unfit()), reason=str(unfit()))
@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("option", ["--kiosk", "--fullscreen"])
def test_full_screen_of_a_wayland_session_is_on_it(directory, option, number):
    picture = guest_picture.picture(*SIZE, 5)

    def script(connection):
        connection.still(SIZE, rfb_server.picture_rect(0, 0, picture))

    with Sway(directory, *SIZE, outputs=2) as session, RawPeer(script) as peer, \
            Viewer(directory, option, "--display", str(number), peer.url, env=session.env) as viewer:
        viewer.wait_picture(picture, shot=lambda: session.shot(f"HEADLESS-{number}"))
        assert session.shot(f"HEADLESS-{3 - number}") != picture
        assert viewer.terminate() == 0 and viewer.stderr() == ""
