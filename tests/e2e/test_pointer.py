# SPDX-License-Identifier: GPL-2.0-or-later
"""The mouse of the X server, judged by what the guest's mouse device reports."""

import signal

import pytest

from lib import guest_picture, menu, rfb_server
from lib.consoles import from_cloud, shown
from lib.display import Xvfb
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.steps import captured, movement, news

LEFT, MIDDLE, RIGHT, UP, DOWN = 1, 2, 3, 4, 5  # X buttons
ESCAPE = 1  # keycodes as in the other tests
GUEST_BIT = {LEFT: 1, MIDDLE: 4, RIGHT: 2}
WIDTH, HEIGHT = 1280, 800
PLACES = [(0, 0), (1279, 0), (1279, 799), (0, 799), (640, 400), (1, 1), (1278, 798), (639, 399),
          (333, 777), (1000, 3)]


def of_vmmouse(x, y):
    """What vmmouse tells for a pixel: QEMU scales 0 to the size to 0 to 32767, vmmouse doubles."""
    return 2 * (x * 32767 // WIDTH), 2 * (y * 32767 // HEIGHT)


def absolute(x, y, buttons=0, wheel=0):
    """The guest's report of an event at a pixel."""
    return " ".join(map(str, ("abs", *of_vmmouse(x, y), buttons, wheel)))


@pytest.fixture
def console(sim, qemu, xvfb, directory):
    qemu.pointer_mode("absolute")
    with from_cloud(sim, directory, xvfb) as viewer:
        viewer.wait_picture(qemu.screendump)
        yield viewer


def assert_at(qemu, xvfb, viewer, window_place, guest_place):
    """Moves there; the guest's last word must be exactly that pixel."""
    since = qemu.serial.mark()
    xvfb.mouse_move(*window_place, viewer.window())
    qemu.serial.wait(absolute(*guest_place), since)
    assert qemu.serial.since(since, "abs")[-1] == absolute(*guest_place)


def test_places_are_exact(console, qemu, xvfb):
    for place in PLACES:
        assert_at(qemu, xvfb, console, place, place)
    qemu.serial.command("i")  # answered after the cross was painted
    console.wait_picture(qemu.screendump, name="cross")
    assert console.shot().pixel(1000, 3) == (255, 128, 0)


def resized(xvfb, viewer, width, height):
    xvfb.resize(viewer.window(), width, height)
    wait_until(lambda: xvfb.geometry(viewer.window())[2:] == (width, height), 20, "new size")


def under(at, desktop, window):
    """Where a place in a smaller window is on the desktop: first meets first and last meets last."""
    return tuple(int(a * (d - 1) / (w - 1) + 0.5) for a, d, w in zip(at, desktop, window))


def test_places_in_a_window_of_half_the_size(console, qemu, xvfb):
    resized(xvfb, console, 640, 400)
    for x, y in PLACES:
        at = (x // 2, y // 2)
        assert_at(qemu, xvfb, console, at, under(at, (WIDTH, HEIGHT), (640, 400)))
    qemu.black()
    console.wait_picture(guest_picture.black(640, 400), name="half")


def test_places_between_borders(console, qemu, xvfb):
    """640x600: the picture has 100 black rows above and below; there the edge is meant."""
    resized(xvfb, console, 640, 600)
    for x, y in PLACES:
        at = (x // 2, y // 2)
        assert_at(qemu, xvfb, console, (at[0], 100 + at[1]), under(at, (WIDTH, HEIGHT), (640, 400)))
    assert_at(qemu, xvfb, console, (0, 30), (0, 0))
    assert_at(qemu, xvfb, console, (639, 590), (1279, 799))


@pytest.mark.parametrize("options", [["--fullscreen"], ["--kiosk"]], ids=["fullscreen", "kiosk"])
def test_the_last_row_and_column_of_a_larger_desktop(directory, options):
    """1920x1080 on a screen of 1280x720."""
    def script(connection):
        connection.still((1920, 1080), rfb_server.raw_rect(0, 0, 1920, 1080, 0x335577))

    with Xvfb(directory, 1280, 720) as display, RawPeer(script) as peer, \
            shown(directory, display, *options, peer.url) as viewer:
        wait_until(lambda: display.screenshot().pixel(1279, 719) == (0x33, 0x55, 0x77), 20,
                   "picture on the whole screen")
        connection = peer.connection()
        for at, expected in (((0, 0), (0, 0)), ((1279, 0), (1919, 0)), ((1279, 719), (1919, 1079)),
                             ((0, 719), (0, 1079))):
            display.mouse_move(*at, viewer.window())
            connection.wait("pointer", where=lambda m, place=expected: (m.x, m.y) == place)


@pytest.mark.parametrize("options, place", [
    (["--scale", "none", "--window-size", "1400x900"], lambda x, y: (x - 60, y - 50)),
    (["--scale", "stretch", "--window-size", "1000x900"],
     lambda x, y: (int(x * 1279 / 999 + 0.5), y * 800 // 900)),
    (["--scale", "integer", "--window-size", "1500x900"], lambda x, y: (x - 110, y - 50))],
    ids=["none", "stretch", "integer"])
def test_places_in_each_way_to_scale(sim, qemu, xvfb, directory, options, place):
    qemu.pointer_mode("absolute")
    with from_cloud(sim, directory, xvfb, *options) as viewer:
        # A window that shows nothing yet is black, too.
        wait_until(lambda: len(set(viewer.shot().rgb)) > 100, 20, "picture")
        qemu.black()
        size = tuple(map(int, options[3].split("x")))
        viewer.wait_picture(guest_picture.black(*size))
        for at in [(110, 50), (500, 450), (999, 849), (601, 77)]:
            assert_at(qemu, xvfb, viewer, at, place(*at))


def test_buttons_and_wheel(console, qemu, xvfb):
    assert_at(qemu, xvfb, console, (700, 300), (700, 300))
    since = qemu.serial.mark()
    for button in (LEFT, MIDDLE, RIGHT):
        xvfb.click(button)
    for button in (LEFT, RIGHT, MIDDLE):
        xvfb.mouse_down(button)
    for button in (RIGHT, LEFT, MIDDLE):
        xvfb.mouse_up(button)
    states = [1, 0, 4, 0, 2, 0, 1, 3, 7, 5, 4, 0]
    lines = qemu.serial.wait_count(len(states), "abs", since)
    assert lines == [absolute(700, 300, state) for state in states]
    since = qemu.serial.mark()
    xvfb.click(UP)
    xvfb.click(DOWN)
    xvfb.click(DOWN)
    turned = qemu.serial.wait_count(9, "abs", since)
    # QEMU itself lets the wheel go at once, and then tells the viewer's release too.
    assert turned == [absolute(700, 300, 0, wheel) for wheel in (-1, 0, 0, 1, 0, 0, 1, 0, 0)]


def test_drag_and_wheel_with_a_button_held(console, qemu, xvfb):
    assert_at(qemu, xvfb, console, (100, 100), (100, 100))
    since = qemu.serial.mark()
    xvfb.mouse_down(LEFT)
    qemu.serial.wait(absolute(100, 100, 1), since)
    xvfb.mouse_move(500, 600, console.window())
    qemu.serial.wait(absolute(500, 600, 1), since)
    xvfb.click(UP)
    qemu.serial.wait(absolute(500, 600, 1, -1), since)
    xvfb.mouse_up(LEFT)
    qemu.serial.wait(absolute(500, 600, 0), since)


def test_a_drag_out_of_the_window_ends_at_its_edge(console, qemu, xvfb):
    """The button's release outside must come through, or the guest drags on."""
    assert_at(qemu, xvfb, console, (640, 400), (640, 400))
    since = qemu.serial.mark()
    xvfb.mouse_down(LEFT)
    xvfb.mouse_move(10, 20)  # the window begins at (160, 100)
    qemu.serial.wait(absolute(0, 0, 1), since)
    xvfb.mouse_up(LEFT)
    qemu.serial.wait(absolute(0, 0, 0), since)


def test_buttons_are_released_with_the_focus(console, qemu, xvfb):
    assert_at(qemu, xvfb, console, (640, 400), (640, 400))
    xvfb.start(["xev", "-geometry", "100x80+0+0"], "xev")
    elsewhere = xvfb.wait_window(name="Event Tester")
    since = qemu.serial.mark()
    xvfb.mouse_down(RIGHT)
    qemu.serial.wait(absolute(640, 400, 2), since)
    xvfb.focus(elsewhere)
    qemu.serial.wait(absolute(640, 400, 0), since)
    xvfb.mouse_up(RIGHT)


@pytest.fixture
def stepping(sim, qemu, xvfb, directory):
    """No absolute device: a boot menu, a bare installation."""
    with from_cloud(sim, directory, xvfb) as viewer:
        viewer.wait_picture(qemu.screendump)
        yield viewer


def test_a_guest_that_takes_steps_gets_the_mouse_by_a_click(stepping, qemu, xvfb):
    since = qemu.serial.mark()
    captured(qemu, xvfb, stepping)
    assert not qemu.serial.since(since, "ps2 0 0 1 0"), "the click is not the guest's"
    xvfb.click(UP)
    qemu.serial.wait("ps2 0 0 0 -1", since)
    for step in [(10, 0), (0, -20), (100, 100), (-3, 2), (120, -120), (1, 1)]:
        since = qemu.serial.mark()
        xvfb.mouse_move_by(*step)
        wait_until(lambda: movement(qemu.serial.since(since, "ps2")) == step, 20, f"step {step}")
    since = qemu.serial.mark()
    for button in (LEFT, MIDDLE, RIGHT, UP, DOWN):
        xvfb.click(button)
    expected = [(buttons, 0) for buttons in (1, 0, 4, 0, 2, 0)] + [(0, -1), (0, 1)]
    wait_until(lambda: news(qemu.serial.since(since, "ps2")) == expected, 20, "buttons and wheel")
    assert movement(qemu.serial.since(since, "ps2")) == (0, 0)


def test_a_burst_of_steps_arrives_whole(stepping, qemu, xvfb):
    """More than the 16 bytes that QEMU's PS/2 mouse holds: it goes on only when something comes after it."""
    captured(qemu, xvfb, stepping)
    since = qemu.serial.mark()
    stepping.signal(signal.SIGSTOP)
    for _ in range(12):
        xvfb.mouse_move_by(100, 50)
    stepping.signal(signal.SIGCONT)
    wait_until(lambda: movement(qemu.serial.since(since, "ps2")) == (1200, 600), 20, "whole burst")


def test_the_menus_chord_takes_the_mouse_back_and_what_is_held_goes_up(stepping, qemu, xvfb):
    captured(qemu, xvfb, stepping)
    since = qemu.serial.mark()
    xvfb.mouse_down(LEFT)
    qemu.serial.wait("ps2 .* 1 0", since)
    menu.press(xvfb)
    qemu.serial.wait("ps2 0 0 0 0", since)
    xvfb.mouse_up(LEFT)
    xvfb.key(ESCAPE)
    since = qemu.serial.mark()
    xvfb.mouse_move(200, 200, stepping.window())
    xvfb.mouse_move(210, 200, stepping.window())
    xvfb.click(UP)  # the wheel needs no capture; what came before it did not arrive
    qemu.serial.wait("ps2 0 0 0 -1", since)
    assert movement(qemu.serial.since(since, "ps2")) == (0, 0)


def test_a_guest_that_gets_a_tablet_takes_places_at_once(stepping, qemu, xvfb):
    captured(qemu, xvfb, stepping)
    qemu.pointer_mode("absolute")

    def follows():
        xvfb.mouse_move(333, 222, stepping.window())
        return absolute(333, 222) in qemu.serial.since(0, "abs")
    wait_until(follows, 20, "place", pause=0.2)


def test_the_wheel_across_and_the_masks_on_the_wire(xvfb, directory):
    shown_picture = guest_picture.picture(640, 480)

    def script(connection):
        connection.still((640, 480), rfb_server.picture_rect(0, 0, shown_picture))

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(shown_picture)
        connection = peer.connection()
        xvfb.mouse_move(50, 60, viewer.window())
        connection.wait("pointer", where=lambda m: (m.x, m.y) == (50, 60))
        since = connection.mark()
        for button in (1, 2, 3, 4, 5, 6, 7):
            xvfb.click(button)
        connection.wait("pointer", since, count=14)
        # The RFB protocol: bit 0 for button 1, and so on; 6 and 7 are the wheel to left and right.
        assert [m.buttons for m in connection.received("pointer", since)] == [
            mask for bit in range(7) for mask in (1 << bit, 0)]
        assert {(m.x, m.y) for m in connection.received("pointer", since)} == {(50, 60)}


@pytest.mark.parametrize("options", [[], ["--view-only"]], ids=["input", "view-only"])
def test_view_only_sends_nothing(qemu, xvfb, directory, options):
    """The same hand in both runs; in the first one it has to arrive."""
    qemu.pointer_mode("absolute")
    with EcsSim(directory, "--log-input", backend=qemu.port) as sim, \
            from_cloud(sim, directory, xvfb, *options) as viewer:
        viewer.wait_picture(qemu.screendump)
        xvfb.mouse_move(200, 200, viewer.window())
        for button in (LEFT, MIDDLE, RIGHT, UP, DOWN):
            xvfb.click(button)
        xvfb.key(30)
        xvfb.key(29, 56, 111)
        # Events of X come in order: once the new size is drawn, all before it was looked at.
        resized(xvfb, viewer, 640, 400)
        qemu.black()
        if not options:
            qemu.serial.wait("key 9d")
            qemu.serial.wait(absolute(200, 200, 0, 1))
            return
        viewer.wait_picture(guest_picture.black(640, 400))
        viewer.terminate()
        closed, = sim.wait_log(event="close")
        assert not {"ext_key", "pointer"} & set(closed["counts"])
        # What keeps QEMU awake is no hand's: the release of a key that is not down.
        assert {(m["keysym"], m["down"]) for m in sim.log(event="message", kind="key")} == {
            (0xff14, False)}
        assert qemu.serial.since(0, "abs") == qemu.serial.since(0, "key") == []


def test_a_pointer_outside_moves_nothing(qemu, xvfb, directory):
    """A slow line: the window is there before the picture, and takes its size when that comes. The
    mouse rests in the corner of the screen all the time."""
    with EcsSim(directory, "--log-input", "--delay", "150", backend=qemu.port) as sim, \
            from_cloud(sim, directory, xvfb) as viewer:
        viewer.wait_picture(qemu.screendump)
        viewer.terminate()
        sim.wait_log(event="close")
        assert sim.log(event="message", kind="pointer") == []
