# SPDX-License-Identifier: GPL-2.0-or-later
"""A guest whose mouse takes steps: what it got, and how it gets the mouse."""

from .process import wait_until

WHEEL_UP = 4


def movement(lines):
    """(right, down) of PS/2 packets all together; on the wire up is positive."""
    packets = [line.split() for line in lines]
    return sum(int(p[1]) for p in packets), -sum(int(p[2]) for p in packets)


def news(lines):
    """(buttons, turn of the wheel) where they are others than before, or the wheel turns: packets that only
    move, or that say nothing, are left out."""
    told, last = [], 0
    for line in lines:
        buttons, turn = (int(word) for word in line.split()[3:5])
        if turn or buttons != last:
            told.append((buttons, turn))
        last = buttons
    return told


def captured(qemu, display, viewer):
    """A click gives the mouse to the guest. SDL then keeps the pointer in the window's middle, and takes a
    while to begin: the first step that the guest reports tells that it has."""
    display.mouse_move(300, 300, viewer.window())
    display.click(1)
    since = qemu.serial.mark()

    def moves():
        display.mouse_move_by(1, 0)
        return movement(qemu.serial.since(since, "ps2")) != (0, 0)
    wait_until(moves, 20, "step", pause=0.1)
    since = qemu.serial.mark()
    display.click(WHEEL_UP)  # behind any other step
    qemu.serial.wait("ps2 0 0 0 -1", since)
    qemu.serial.wait("ps2 0 0 0 0", since)
