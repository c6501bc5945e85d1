# SPDX-License-Identifier: GPL-2.0-or-later
"""No key stays down in the guest: windows change and connections end in the middle of chords, at
random points, and the server counts."""

import os
import random

import pytest

from lib import guest_picture, rfb_server
from lib.consoles import shown
from lib.display import x_keycode
from lib.faulty import watch
from lib.pc_keyboard import KEYS
from lib.process import wait_until
from lib.rawpeer import RawPeer

SOAK = "ECSVIEW_SOAK" in os.environ
ROUNDS = 200 if SOAK else 20
RECONNECTS = 60 if SOAK else 8
PICTURE = guest_picture.picture(640, 480)
pytestmark = pytest.mark.timeout(900)


def screen(extended):
    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        more = [rfb_server.qemu_key_ack()] if extended else []
        connection.update(rfb_server.picture_rect(0, 0, PICTURE), *more)
        stay(connection)
    return script


def stay(connection):
    """Says something now and then: a server that keys are sent to and that is silent for half a minute is given up."""
    while not connection.closed:
        try:
            connection.wait_closed(5)
        except TimeoutError:
            connection.send(rfb_server.bell())


def presses(connection):
    """(down, what names the key) of each that the server got"""
    return [(message.down, message.scancode if message.name == "qemu-key" else message.keysym)
            for message in connection.received() if message.name in ("key", "qemu-key")]


def held(connection):
    """The keys that are down there now. A release without a press is none of a keyboard's."""
    down = set()
    for pressed, key in presses(connection):
        assert pressed or key in down, f"{key:#x} goes up and was not down"
        if pressed:
            down.add(key)
        else:
            down.discard(key)
    return down


def chord(dice):
    """xdotool's steps: one to three modifiers and a letter or two go down and up in any order."""
    names = dice.sample(["leftshift", "leftctrl", "leftalt", "rightshift"], dice.randint(1, 3))
    names += dice.sample("aqy", dice.randint(1, 2))
    downs = [("keydown", x_keycode(KEYS[name].evdev)) for name in names]
    ups = [("keyup", x_keycode(KEYS[name].evdev)) for name in dice.sample(names, len(names))]
    return downs + ups


def perform(display, steps):
    display.xdo(*[part for step in steps for part in step])


@pytest.mark.parametrize("extended", [True, False], ids=["scancodes", "keysyms"])
def test_the_keyboard_goes_elsewhere_in_the_middle_of_a_chord(still_keys, directory, extended):
    dice = random.Random(7)
    still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
    elsewhere = still_keys.wait_window(name="Event Tester")
    with RawPeer(screen(extended)) as peer:
        with shown(directory, still_keys, "--hotkeys", "none", peer.url) as viewer:
            viewer.wait_picture(PICTURE)
            connection, window = peer.connection(), viewer.window()
            for number in range(ROUNDS):
                steps = chord(dice)
                away = dice.randint(1, len(steps))
                back = dice.randint(away, len(steps))
                steps.insert(back, ("windowfocus", window))
                steps.insert(away, ("windowfocus", elsewhere))
                perform(still_keys, steps)
                assert_all_up(still_keys, connection, (number, steps))
            assert len(presses(connection)) > 2 * ROUNDS


def assert_all_up(display, connection, what):
    """After a key of its own: all that was before has come."""
    before = presses(connection).count
    end = KEYS["f9"].qnum, 0xffc6
    count = sum(before((False, key)) for key in end)
    display.key(KEYS["f9"].evdev)
    wait_until(lambda: sum(presses(connection).count((False, key)) for key in end) > count, 20, "key")
    assert not held(connection), (what, held(connection))


@pytest.mark.parametrize("extended", [True, False], ids=["scancodes", "keysyms"])
def test_the_connection_ends_in_the_middle_of_a_chord(still_keys, directory, extended):
    dice = random.Random(11)
    env = {"ECSVIEW_TEST_BUDGET": "100000", "ECSVIEW_TEST_HASTE": "1000"}
    with RawPeer(screen(extended)) as peer:
        with watch(directory, still_keys, peer.url, "--hotkeys", "none", env=env) as viewer:
            still_keys.focus(viewer.window())
            viewer.wait_picture(PICTURE)
            for number in range(RECONNECTS):
                connection, steps = peer.connection(number), chord(dice)
                cut = dice.randint(1, len(steps) - 1)
                perform(still_keys, steps[:cut])
                wait_until(lambda c=connection: presses(c), 20, "key")
                connection.close()
                following = peer.connection(number + 1)
                following.wait("fbur", count=2)
                perform(still_keys, steps[cut:])
                assert_passes(still_keys, following)
                assert_all_up(still_keys, following, (number, steps, cut))


def assert_passes(display, connection):
    """The window may need a moment more until keys pass again."""
    def passed():
        display.key(KEYS["f9"].evdev)
        return presses(connection)
    wait_until(passed, 20, "key of the new connection", pause=0.2)


def lamps(server_has_caps):
    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, PICTURE), rfb_server.qemu_key_ack(),
                          rfb_server.led_state(caps=server_has_caps(connection)))
        connection.hold()
    return script


def stroke(display, connection, name):
    """What the server gets for a key."""
    since = len(presses(connection))
    display.key(KEYS[name].evdev)
    last = (False, KEYS[name].qnum)
    wait_until(lambda: last in presses(connection)[since:], 20, f"key {name}")
    return presses(connection)[since:]


def both(*names):
    return [(down, KEYS[name].qnum) for name in names for down in (True, False)]


def test_lock_lamps_agree_after_another_window_and_another_connection(still_keys, directory):
    still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
    elsewhere = still_keys.wait_window(name="Event Tester")
    env = {"ECSVIEW_TEST_BUDGET": "100000", "ECSVIEW_TEST_HASTE": "1000"}
    with RawPeer(lamps(lambda connection: connection is not peer.connections[0])) as peer:
        with watch(directory, still_keys, peer.url, "--hotkeys", "none", env=env) as viewer:
            still_keys.focus(viewer.window())
            viewer.wait_picture(PICTURE)
            first = peer.connection()
            assert stroke(still_keys, first, "a") == both("a")
            still_keys.focus(elsewhere)
            still_keys.key(KEYS["capslock"].evdev)
            still_keys.focus(viewer.window())
            assert stroke(still_keys, first, "b") == both("capslock", "b")
            first.update(rfb_server.led_state(caps=True))
            still_keys.focus(elsewhere)
            still_keys.key(KEYS["capslock"].evdev)
            still_keys.focus(viewer.window())
            first.close()
            # The guest of the next connection has its lamp on; here it is off.
            second = peer.connection(1)
            lock = (True, KEYS["capslock"].qnum)
            wait_until(lambda: still_keys.key(KEYS["f9"].evdev) or lock in presses(second), 20, "lock")
            stroke(still_keys, second, "b")
            assert presses(second).count(lock) == 1
