# SPDX-License-Identifier: GPL-2.0-or-later
"""--rotate: all that the window shows, and where mouse and fingers are, on a display that hangs on
its side. The picture is judged by another program that turns it."""

import time

import pytest
from PIL import Image

from lib import guest_picture, menu, picture, rfb_server
from lib.consoles import shown
from lib.display import Xvfb
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.touch_screen import TouchScreen

DISPLAY = (800, 480)
TURNS = {"90": Image.Transpose.ROTATE_270, "180": Image.Transpose.ROTATE_180,  # PIL's: the other way
         "270": Image.Transpose.ROTATE_90}
KEY_S, KEY_RIGHT = 31, 106
every_way = pytest.mark.parametrize("degrees", TURNS)


def upright(degrees):
    return DISPLAY if degrees == "180" else DISPLAY[::-1]


def in_window(degrees, x, y):
    """Where a pixel of the upright picture is on the display."""
    return {"90": (DISPLAY[0] - 1 - y, x), "180": (DISPLAY[0] - 1 - x, DISPLAY[1] - 1 - y),
            "270": (y, DISPLAY[1] - 1 - x)}[degrees]


def turned(image, degrees):
    return picture.of_image(image.image().transpose(TURNS[degrees]))


def console(size, seed=3):
    def script(connection):
        connection.still(size, rfb_server.picture_rect(0, 0, guest_picture.picture(*size, seed)))
    return script


def places(size):
    return [(0, 0), (size[0] - 1, 0), (0, size[1] - 1), (size[0] - 1, size[1] - 1),
            (size[0] // 2, size[1] // 3), (7, 130)]


@every_way
@pytest.mark.parametrize("option", ["--kiosk", "--fullscreen"])
def test_the_picture_is_turned_and_so_is_what_changes(directory, option, degrees):
    size = upright(degrees)
    first = guest_picture.picture(*size, 3)
    part = guest_picture.picture(90, 40, 5)
    both = first.image()
    both.paste(part.image(), (20, 70))
    with Xvfb(directory, *DISPLAY) as display, RawPeer(console(size)) as peer, \
            shown(directory, display, option, "--rotate", degrees, peer.url) as viewer:
        viewer.wait_picture(turned(first, degrees))
        peer.connection().update(rfb_server.picture_rect(20, 70, part))
        viewer.wait_picture(turned(picture.of_image(both), degrees), name="part")
        menu.open_by_chord(display, viewer)
        display.key(menu.ESCAPE)
        viewer.wait_picture(turned(picture.of_image(both), degrees), name="without the menu")
        assert viewer.terminate() == 0


@every_way
def test_the_mouse_is_where_it_is_seen(directory, degrees):
    size = upright(degrees)
    with Xvfb(directory, *DISPLAY) as display, RawPeer(console(size)) as peer, \
            shown(directory, display, "--fullscreen", "--rotate", degrees, peer.url) as viewer:
        viewer.wait_picture(turned(guest_picture.picture(*size, 3), degrees))
        connection = peer.connection()
        for x, y in places(size):
            since = connection.mark()
            display.mouse_move(*in_window(degrees, x, y), viewer.window())
            display.click()
            connection.wait("pointer", since, where=lambda m: m.buttons == 0)
            assert [(m.x, m.y) for m in connection.received("pointer", since)][-1] == (x, y)
        assert viewer.terminate() == 0


@every_way
def test_a_finger_is_where_it_is_seen(directory, degrees):
    size = upright(degrees)
    with TouchScreen(directory, *DISPLAY) as touch, RawPeer(console(size)) as peer, \
            shown(directory, touch, "--fullscreen", "--rotate", degrees, peer.url) as viewer:
        viewer.wait_picture(turned(guest_picture.picture(*size, 3), degrees))
        connection = peer.connection()
        for x, y in [(100, 200), (size[0] // 2, size[1] // 2), (size[0] - 9, size[1] - 5)]:
            since = connection.mark()
            touch.tap(*in_window(degrees, x, y))
            connection.wait("pointer", since, where=lambda m: m.buttons == 1)
            pressed = next(m for m in connection.received("pointer", since) if m.buttons == 1)
            assert (pressed.x, pressed.y) == (x, y)
        assert viewer.terminate() == 0


@every_way
def test_a_row_of_the_menu_is_chosen_where_it_is_seen(directory, degrees):
    size, desktop = upright(degrees), (300, 200)
    small = Image.new("RGB", size)
    small.paste(guest_picture.picture(*desktop, 3).image(),
                tuple((side - of_desktop) // 2 for side, of_desktop in zip(size, desktop)))
    with Xvfb(directory, *DISPLAY) as display, RawPeer(console(desktop)) as peer, \
            shown(directory, display, "--kiosk", "--rotate", degrees, peer.url) as viewer:
        wait_until(lambda: len(set(viewer.shot().rgb)) > 20, 20, "picture")
        menu.open_by_chord(display, viewer)
        for key in (KEY_S, KEY_RIGHT, KEY_RIGHT):  # the page of scales, and there pixel for pixel
            display.key(key)
        time.sleep(1)  # it is drawn
        display.mouse_move(*menu.selected(viewer), viewer.window())
        display.click()
        viewer.wait_picture(turned(picture.of_image(small), degrees))
        assert viewer.terminate() == 0


def test_a_window_has_the_turned_size(directory):
    with Xvfb(directory) as display, RawPeer(console((640, 400))) as peer, \
            shown(directory, display, "--rotate", "90", peer.url) as viewer:
        wait_until(lambda: display.geometry(viewer.window())[2:] == (400, 640), 20, "size")
        viewer.wait_picture(turned(guest_picture.picture(640, 400, 3), "90"))
        assert viewer.terminate() == 0
