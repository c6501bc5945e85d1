# SPDX-License-Identifier: GPL-2.0-or-later
"""Fingers on a touch screen of the X server's, and the keyboard that they type on."""

import contextlib

import pytest

from lib import guest_picture, menu, picture, rfb_server
from lib.board import Board
from lib.consoles import from_cloud, shown
from lib.pc_keyboard import chord, codes
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.touch_screen import TouchScreen

SIZE = (800, 480)
LEFT, RIGHT, UP, DOWN = 1, 4, 8, 16  # masks on the wire
KEY_FACE = bytes((0x2d, 0x36, 0x43))  # of a key that types a character; no guest here paints it
PASSWORD = "Tap-1!"
KEY_A = 30


def has_board(viewer):
    return KEY_FACE * 16 in viewer.shot().rgb


def wait_board(viewer, there=True):
    wait_until(lambda: has_board(viewer) == there, 20, f"keyboard {'' if there else 'gone'}")


@pytest.fixture
def touch(directory):
    with TouchScreen(directory, *SIZE) as screen:
        yield screen


@contextlib.contextmanager
def on_wire(directory, touch, *options, size=SIZE):
    """A window of the whole screen with a desktop of that size; yields viewer and connection."""
    desktop = guest_picture.picture(*size)

    def script(connection):
        connection.still(size, rfb_server.picture_rect(0, 0, desktop))

    with RawPeer(script) as peer, \
            shown(directory, touch, "--fullscreen", *options, peer.url) as viewer:
        if size == SIZE and not options:
            viewer.wait_picture(desktop)
        else:
            wait_until(lambda: len(set(viewer.shot().rgb)) > 20, 20, "picture")
        yield viewer, peer.connection()


def pointers(connection, since):
    return [(m.buttons, m.x, m.y) for m in connection.received("pointer", since)]


def test_taps_strokes_and_rests_are_buttons(directory, touch):
    with on_wire(directory, touch) as (_, connection):
        since = connection.mark()
        touch.tap(300, 200)
        connection.wait("pointer", since, count=2)
        assert pointers(connection, since) == [(LEFT, 300, 200), (0, 300, 200)]
        since = connection.mark()
        touch.strokes(((100, 100), (500, 300)))
        connection.wait("pointer", since, where=lambda m: m.buttons == 0)
        dragged = pointers(connection, since)
        assert dragged[0] == (LEFT, 100, 100) and dragged[-1] == (0, 500, 300)
        assert dragged[-2] == (LEFT, 500, 300) and {buttons for buttons, *_ in dragged} == {LEFT, 0}
        since = connection.mark()
        with touch.finger(640, 400):
            connection.wait("pointer", since)
        connection.wait("pointer", since, count=2)
        assert pointers(connection, since) == [(RIGHT, 640, 400), (0, 640, 400)]


def test_the_corners_are_reached(directory, touch):
    with on_wire(directory, touch) as (_, connection):
        for x, y in [(0, 0), (0, 479), (799, 479), (799, 0)]:
            since = connection.mark()
            touch.tap(x, y)
            connection.wait("pointer", since, count=2)
            assert pointers(connection, since) == [(LEFT, x, y), (0, x, y)]


def test_two_fingers_scroll_and_three_open_the_menu(directory, touch):
    with on_wire(directory, touch) as (viewer, connection):
        since = connection.mark()
        touch.strokes(((300, 100), (300, 320)), ((300, 150), (300, 370)))
        connection.wait("pointer", since, count=20)
        told = pointers(connection, since)
        assert {buttons for buttons, *_ in told} == {UP, 0}, "the fingers pull the text down"
        # 220 pixels, less those before it is known what they do; a notch is half of 44.
        assert 8 <= sum(buttons == UP for buttons, *_ in told) <= 10
        assert len({place for _, *place in told for place in [tuple(place)]}) == 1, "where they came down"
        since = connection.mark()
        touch.strokes(((300, 320), (300, 100)), ((400, 320), (400, 100)))
        connection.wait("pointer", since, count=16)
        touch.key(KEY_A)  # behind them all
        connection.wait("key", since, where=lambda m: not m.down)
        assert {buttons for buttons, *_ in pointers(connection, since)} == {DOWN, 0}
        since = connection.mark()
        touch.strokes(((200, 200), (200, 200)), ((300, 200), (300, 200)), ((400, 200), (400, 200)))
        menu.wait_open(viewer)
        assert pointers(connection, since) == []
        touch.tap(5, 475)  # beside the card
        menu.wait_closed(viewer)


def test_a_pinch_enlarges_and_two_fingers_then_move_the_picture(directory, touch):
    with on_wire(directory, touch) as (viewer, connection):
        before = viewer.shot()
        since = connection.mark()
        # From 100 to 200 apart, around a place that stays where it is.
        touch.strokes(((350, 240), (300, 240)), ((450, 240), (500, 240)), steps=1)
        wait_until(lambda: viewer.shot() != before, 20, "larger picture")
        touch.tap(400, 240)
        touch.tap(0, 240)
        touch.tap(799, 240)
        connection.wait("pointer", since, count=6)
        clicked = [place for buttons, *place in pointers(connection, since) if buttons]
        assert clicked[0] == [400, 240]
        # Twice as large, so each side of that place is half of what it was.
        assert clicked[1] == [200, 240] and clicked[2] in ([599, 240], [600, 240])
        since = connection.mark()
        touch.strokes(((300, 300), (500, 300)), ((300, 360), (500, 360)), steps=4)
        touch.tap(400, 240)
        connection.wait("pointer", since, count=2)
        assert pointers(connection, since)[0] == (LEFT, 300, 240), "nothing else: no wheel"
        touch.strokes(((200, 240), (350, 240)), ((600, 240), (450, 240)), steps=1)
        viewer.wait_picture(before, name="as it was")


def test_the_mouse_is_what_it_was(directory, touch):
    with on_wire(directory, touch) as (_, connection):
        since = connection.mark()
        touch.mouse_move(123, 45)
        touch.click(1)
        connection.wait("pointer", since, where=lambda m: m.buttons == LEFT)
        connection.wait("pointer", since, where=lambda m: (m.buttons, m.x, m.y) == (0, 123, 45),
                        count=2)


def type_on(touch, board, text):
    for place in board.taps(text):
        touch.tap(*place)


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080)], ids=["800x480", "1920x1080"])
def test_the_password_is_typed_by_touch_alone(directory, size):
    def script(connection):
        if not connection.handshake(640, 400, password=PASSWORD):
            return
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(640, 400)))
        connection.hold()

    board = Board(*size)
    with TouchScreen(directory, *size) as touch, RawPeer(script) as peer, \
            shown(directory, touch, "--kiosk", peer.url) as viewer:
        wait_until(lambda: len(set(viewer.shot().rgb)) > 8, 20, "prompt")
        assert not has_board(viewer), "nobody has touched it yet"
        touch.tap(size[0] // 2, size[1] // 3)
        wait_board(viewer)
        type_on(touch, board, "wrong")
        for _ in "wrong":
            touch.tap(*board.place("backspace"))
        type_on(touch, board, PASSWORD[:-1])
        touch.tap(*board.place("Shift"))
        wait_until(lambda: viewer.shot().pixel(*pixel(board.place("Shift"), board.row // 3))
                   == (0x2a, 0x45, 0x68), 20, "Shift that is held")
        viewer.shot().save(directory / f"prompt-{size[0]}.png")
        touch.tap(*board.place("1"))
        touch.tap(*board.place("Enter"))
        connection = peer.connection()
        assert connection.wait("client-init")
        wait_board(viewer, False)
        assert connection.received("key") == []


def pixel(place, down=0):
    return int(place[0]), int(place[1] + down)


@pytest.fixture
def guest(qemu, touch, directory):
    """Of 1280x800 on 800x480, with the keyboard on the screen."""
    qemu.pointer_mode("absolute")
    with shown(directory, touch, "--fullscreen", "--hotkeys", "keyboard=ctrl+alt+k,menu=ctrl+alt+m",
               f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_until(lambda: len(set(viewer.shot().rgb)) > 100, 20, "picture")
        since = qemu.serial.mark()
        touch.key(*codes("leftctrl", "leftalt", "k"))
        wait_board(viewer)
        qemu.serial.wait_count(4, "key", since)  # our own chord's Ctrl and Alt
        yield viewer


def typed(qemu, touch, places, count):
    since = qemu.serial.mark()
    for place in places:
        touch.tap(*place)
    return qemu.serial.wait_count(count, "key", since)


def test_the_keyboards_keys_are_the_guests(guest, qemu, touch):
    board = Board(*SIZE)
    assert typed(qemu, touch, [board.place("a")], 2) == chord("a")
    assert typed(qemu, touch, [board.place("Shift"), board.place("1")], 4) == [
        "key 2a", "key 02", "key 82", "key aa"]
    assert typed(qemu, touch, map(board.place, ["Ctrl", "Alt", "Del"]), 6) == chord(
        "leftctrl", "leftalt", "delete")
    touch.tap(*board.place("Fn"))
    assert typed(qemu, touch, [board.function("F12")], 2) == chord("f12")
    touch.tap(*board.place("Fn"))
    guest.shot().save(guest.directory / "board.png")
    touch.tap(*board.place("hide"))
    wait_board(guest, False)
