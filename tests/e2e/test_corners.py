# SPDX-License-Identifier: GPL-2.0-or-later
"""The four corners at each scale of the picture, for each kind of mouse that QEMU gives its guests.

A tablet's driver is more than the test guest has, so there QEMU's own trace of what it gives its devices
is the witness.
"""

import re

import pytest

from lib import menu
from lib.consoles import shown
from lib.display import Xvfb
from lib.process import wait_until
from lib.qemu import Qemu
from lib.steps import captured, movement

WIDTH, HEIGHT = 1280, 800
# 0.5, 0.66, 1 and 2; the last one needs a screen of its own.
SIZES = [(640, 400), (845, 528), (1280, 800), (2560, 1600)]
ESCAPE = 1
CORNERS = [(0, 0), (1, 0), (1, 1), (0, 1)]  # times the last column and row


@pytest.fixture
def large(directory):
    with Xvfb(directory, 2600, 1640) as display:
        yield display


def resized(display, viewer, size):
    display.move_window(viewer.window(), 0, 0)
    display.resize(viewer.window(), *size)
    wait_until(lambda: display.geometry(viewer.window())[2:] == size, 20, "new size")


def in_each_size(display, viewer, arrives):
    for size in SIZES:
        resized(display, viewer, size)
        for right, down in CORNERS:
            at = right * (size[0] - 1), down * (size[1] - 1)
            display.mouse_move(*at, viewer.window())
            expected = right * (WIDTH - 1), down * (HEIGHT - 1)
            wait_until(lambda place=expected: arrives(place), 20, f"{expected} at {size}")


def viewer_of(directory, display, machine):
    return shown(directory, display, f"vnc://127.0.0.1:{machine.port}")


def test_vmmouse(qemu, large, directory):
    """What the guest reads: QEMU scales to 0 to 32767, vmmouse doubles."""
    qemu.pointer_mode("absolute")

    def arrives(place):
        told = qemu.serial.since(0, "abs")
        return told and told[-1].split()[1:3] == [
            str(2 * (at * 32767 // side)) for at, side in zip(place, (WIDTH, HEIGHT))]

    with viewer_of(directory, large, qemu) as viewer:
        viewer.wait_picture(qemu.screendump)
        in_each_size(large, viewer, arrives)


def hmp(machine, line):
    return machine.qmp.execute("human-monitor-command", **{"command-line": line})


def test_usb_tablet(guest_image, large, directory):
    trace = directory / "input.trace"
    with Qemu(guest_image, directory, extra=["-usb", "-device", "usb-tablet", "-trace",
                                             "input_event_abs", "-D", trace]) as machine:
        tablet = re.search(r"Mouse #(\d+): QEMU HID Tablet", hmp(machine, "info mice"))[1]
        hmp(machine, f"mouse_set {tablet}")  # as the guest's driver would by asking it
        assert f"* Mouse #{tablet}: QEMU HID Tablet (absolute)" in hmp(machine, "info mice")

        def arrives(place):
            told = dict(re.findall(r"axis (\w), value (0x[0-9a-f]+|\d+)", trace.read_text()))
            return {axis: int(value, 0) for axis, value in told.items()} == {
                axis: at * 32767 // side
                for axis, at, side in zip("xy", place, (WIDTH, HEIGHT))}

        with viewer_of(directory, large, machine) as viewer:
            viewer.wait_picture(machine.screendump)
            in_each_size(large, viewer, arrives)


def test_ps2(qemu, large, directory):
    """It takes steps, whatever the scale is: those to each corner are whole, however they are cut."""
    with viewer_of(directory, large, qemu) as viewer:
        viewer.wait_picture(qemu.screendump)
        for size in SIZES:
            resized(large, viewer, size)
            captured(qemu, large, viewer)
            for way in [(-WIDTH, -HEIGHT), (WIDTH - 1, 0), (0, HEIGHT - 1), (1 - WIDTH, 0)]:
                since = qemu.serial.mark()
                parts = 16
                for part in range(parts):
                    large.mouse_move_by(*((side * (part + 1)) // parts - side * part // parts
                                          for side in way))
                wait_until(lambda start=since, whole=way: movement(
                    qemu.serial.since(start, "ps2")) == whole, 20, f"steps {way} at {size}")
            menu.press(large)  # takes the mouse back
            menu.wait_open(viewer)
            large.key(ESCAPE)
            menu.wait_closed(viewer)
