# SPDX-License-Identifier: GPL-2.0-or-later
"""The window itself: full screen, sizes, scaling, and how it ends."""

import signal
import socket

import pytest
from PIL import Image, ImageChops, ImageStat

from lib import close_button, picture
from lib.consoles import from_cloud, shown, wait_frozen
from lib.display import Xvfb
from lib.process import wait_until

CTRL, ALT, ENTER, KEY_A, SHIFT = 29, 56, 28, 30, 42
SCREEN = (1600, 1000)
CLOSE_ENOUGH = 6  # mean difference of a channel, between two ways to scale


@pytest.fixture
def desk(directory):
    """A display with a window manager, and keys that do not repeat, however long they are held."""
    with Xvfb(directory, *SCREEN, wm="openbox", extra=["-r"]) as display:
        yield display


def console(qemu):
    return f"vnc://127.0.0.1:{qemu.port}"


def place(window, desktop, mode):
    """(x, y, width, height) of the picture in a window, by the words of the help text."""
    wide, high = window[0] / desktop[0], window[1] / desktop[1]
    factor = min(wide, high)
    if mode == "none":
        factor = 1
    if mode == "integer" and factor >= 1:
        factor = int(factor)
    size = (int(desktop[0] * factor + 0.5), int(desktop[1] * factor + 0.5))
    if mode == "stretch":
        size = window
    return (window[0] - size[0]) // 2, (window[1] - size[1]) // 2, *size


def assert_scaled(shot, dump, mode):
    """The picture is where it belongs, whole and of the right shape, and around it is one colour."""
    x, y, width, height = place(shot[:2], dump[:2], mode)
    inside = shot.crop(x, y, width, height).image()
    if (width % dump.width, height % dump.height) == (0, 0):
        ways = [(Image.Resampling.NEAREST, 0)]  # whole multiples are exact
    else:
        ways = [(way, CLOSE_ENOUGH) for way in (Image.Resampling.BOX, Image.Resampling.BILINEAR)]
    errors = [max(ImageStat.Stat(ImageChops.difference(
        inside, dump.image().resize((width, height), way))).mean) for way, _ in ways]
    assert any(error <= most for error, (_, most) in zip(errors, ways)), errors
    edges = [(0, 0, shot.width, y), (0, y + height, shot.width, shot.height - y - height),
             (0, y, x, height), (x + width, y, shot.width - x - width, height)]
    colours = [shot.crop(*edge).image().getcolors(1) for edge in edges if edge[2] and edge[3]]
    assert all(colours) and len({found[0][1] for found in colours}) <= 1, colours


def wait_scaled(viewer, qemu, mode, size=None):
    qemu.freeze()
    dump, error = qemu.screendump(), None

    def right():
        nonlocal error
        try:
            shot = viewer.shot()
            assert size is None or shot[:2] == size, shot[:2]
            assert_scaled(shot, dump, mode)
            return True
        except (AssertionError, ValueError, RuntimeError) as raised:
            error = raised
            return False
    try:
        wait_until(right, 20, "scaled picture", pause=0.1)
    except TimeoutError:
        viewer.shot().save(viewer.directory / "scaled.png")
        raise AssertionError(f"{mode}: {error}") from error
    qemu.cont()


# Full screen.

def test_hotkey_toggles_full_screen(qemu, desk, directory):
    with shown(directory, desk, console(qemu)) as viewer:
        window = viewer.window()
        wait_frozen(viewer, qemu)
        before = desk.geometry(window)
        since = qemu.serial.mark()
        for _ in range(2):
            with desk.held(CTRL, ALT, ENTER):
                wait_until(lambda: desk.geometry(window) == (0, 0, *SCREEN), 10, "full screen")
            wait_scaled(viewer, qemu, "fit", SCREEN)
            with desk.held(CTRL, ALT, ENTER):
                wait_until(lambda: desk.geometry(window)[2:] == before[2:], 10, "window")
            wait_frozen(viewer, qemu, "window")
        assert desk.geometry(window) == before
        # The guest saw the modifiers come and go, and never the key.
        desk.key(KEY_A)
        qemu.serial.wait("key 9e", since)
        keys = qemu.serial.since(since, "key")
        assert "key 1c" not in keys and "key 9c" not in keys
        for code in ("1d", "38"):
            released = f"{int(code, 16) | 0x80:02x}"
            assert keys.count(f"key {code}") == keys.count(f"key {released}")
        assert keys[-2:] == ["key 1e", "key 9e"]


def test_hotkeys_none_gives_all_to_the_guest(qemu, desk, directory):
    with shown(directory, desk, "--hotkeys", "none", console(qemu)) as viewer:
        wait_frozen(viewer, qemu)
        since = qemu.serial.mark()
        desk.key(CTRL, ALT, ENTER)
        assert qemu.serial.wait_count(6, "key", since) == [
            "key 1d", "key 38", "key 1c", "key 9c", "key b8", "key 9d"]
        assert desk.geometry(viewer.window())[2:] == (1280, 800)


@pytest.mark.parametrize("wm", [None, "openbox"])
def test_fullscreen_from_the_start(qemu, directory, wm):
    with Xvfb(directory, *SCREEN, wm=wm) as display:
        with shown(directory, display, "--fullscreen", console(qemu)) as viewer:
            wait_until(lambda: display.geometry(viewer.window()) == (0, 0, *SCREEN), 10,
                       "full screen")
            wait_scaled(viewer, qemu, "fit", SCREEN)
            qemu.resolution(1920, 1080)  # larger than the display
            wait_scaled(viewer, qemu, "fit", SCREEN)
            qemu.resolution(720, 400)
            wait_scaled(viewer, qemu, "fit", SCREEN)


# Sizes and scaling.

MODES = ["fit", "integer", "none", "stretch"]


@pytest.mark.parametrize("mode", MODES)
def test_scale_modes(qemu, xvfb, directory, mode):
    qemu.resolution(640, 480)
    with shown(directory, xvfb, "--scale", mode, "--window-size", "1500x970",
               console(qemu)) as viewer:
        wait_scaled(viewer, qemu, mode, (1500, 970))
        qemu.resolution(800, 600)  # remote resize while scaled
        wait_scaled(viewer, qemu, mode, (1500, 970))
        xvfb.resize(viewer.window(), 900, 950)
        qemu.paint(120)  # damage while scaled
        wait_scaled(viewer, qemu, mode, (900, 950))


@pytest.mark.parametrize("mode", ["fit", "integer", "stretch"])
def test_window_smaller_than_the_desktop(qemu, xvfb, directory, mode):
    with shown(directory, xvfb, "--scale", mode, "--window-size", "500x500",
               console(qemu)) as viewer:
        wait_scaled(viewer, qemu, mode, (500, 500))


def test_window_smaller_than_the_desktop_pans(qemu, xvfb, directory):
    with shown(directory, xvfb, "--scale", "none", "--window-size", "500x400",
               console(qemu)) as viewer:
        wait_until(lambda: viewer.shot()[:2] == (500, 400), 20, "window")
        for at, corner in (((0, 0), (0, 0)), ((499, 399), (780, 400))):
            xvfb.mouse_move(*at, viewer.window())
            # The guest draws its cross where the pointer is: freeze before looking.
            wait_until(lambda: matches(viewer, qemu, corner), 20, f"corner {corner}", pause=0.1)


def matches(viewer, qemu, corner):
    qemu.freeze()
    dump = qemu.screendump()
    try:
        wait_until(lambda: viewer.shot() == dump.crop(*corner, 500, 400), 2, "part")
        return True
    except TimeoutError:
        return False
    finally:
        qemu.cont()


def test_window_follows_the_guest_unless_it_was_told(qemu, xvfb, directory):
    with shown(directory, xvfb, console(qemu)) as viewer:
        wait_frozen(viewer, qemu)
        for size in ((800, 600), (1400, 1050), (640, 480)):
            qemu.resolution(*size)
            if size[1] <= SCREEN[1]:
                wait_frozen(viewer, qemu, f"{size}")
            else:  # larger than the display: smaller, of the same shape
                wait_until(lambda: viewer.shot().height <= SCREEN[1], 10, "smaller window")
                wait_scaled(viewer, qemu, "fit")
                width, height = viewer.shot()[:2]
                assert abs(width / height - size[0] / size[1]) < 0.01


# The end.

def end_by_signal(number):
    return lambda display, viewer: viewer.signal(number)


ENDS = {"SIGTERM": end_by_signal(signal.SIGTERM), "SIGINT": end_by_signal(signal.SIGINT),
        "SIGHUP": end_by_signal(signal.SIGHUP),
        "close": lambda display, viewer: close_button.press(display, viewer.window())}


@pytest.mark.parametrize("how", ENDS)
def test_end_releases_what_is_held(sim, qemu, xvfb, directory, how):
    with from_cloud(sim, directory, xvfb) as viewer:
        wait_frozen(viewer, qemu)
        since = qemu.serial.mark()
        xvfb.key_down(SHIFT, KEY_A)
        xvfb.mouse_move(300, 300, viewer.window())
        xvfb.click()  # gives it the mouse
        xvfb.mouse_down()
        qemu.serial.wait("key 1e", since)
        qemu.serial.wait("ps2 .* 1 0", since)
        since = qemu.serial.mark()
        ENDS[how](xvfb, viewer)
        assert viewer.wait_exit() == 0, viewer.stderr()
        assert viewer.stderr() == "" and viewer.stdout() == ""
        qemu.serial.wait("key 9e", since)
        qemu.serial.wait("key aa", since)
        qemu.serial.wait("ps2 .* 0 0", since)
        xvfb.mouse_up()
        xvfb.key_up(KEY_A, SHIFT)
        assert sim.wait_log(event="close")[0]["reason"] in ("client closed", "client gone")


@pytest.mark.parametrize("how", ENDS)
def test_end_before_anything_was_shown(xvfb, directory, how):
    """While it still connects to somebody who says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{listener.getsockname()[1]}") as viewer:
            ENDS[how](xvfb, viewer)
            assert viewer.wait_exit() == 0, viewer.stderr()


def test_second_signal_is_no_crash(qemu, xvfb, directory):
    with shown(directory, xvfb, console(qemu)) as viewer:
        wait_frozen(viewer, qemu)
        for _ in range(3):
            if viewer.running():
                viewer.signal(signal.SIGTERM)
        assert viewer.wait_exit() == 0


def test_display_that_goes_away(qemu, directory):
    """The X server dies: the viewer ends too, and nothing of it stays."""
    with Xvfb(directory) as display:
        with shown(directory, display, console(qemu)) as viewer:
            wait_frozen(viewer, qemu)
            display.signal(signal.SIGKILL)
            assert viewer.wait_exit() != 0
            print(viewer.stderr())
