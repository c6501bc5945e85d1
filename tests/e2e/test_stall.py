# SPDX-License-Identifier: GPL-2.0-or-later
"""Slow and stalled lines: input does not wait for the picture, and what is there is shown."""

import os
import time

from lib import guest_picture, picture, rfb_server
from lib.consoles import shown
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer

KEY_S = 31
MEGABIT = 125_000
SIZE = (1280, 800)
TIGHT, TIGHT_FILL = 7, b"\x80\x11\x22\x33"


def noise():
    width, height = SIZE
    return picture.of_bgrx(width, height, 4 * width, os.urandom(4 * width * height))


def test_key_while_a_rectangle_stalls(xvfb, directory):
    first, second = noise(), noise()
    rest = []

    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, first))
        connection.wait("fbur", count=2)
        wait_until(lambda: go, 30, "word to go on")
        data = rfb_server.update(rfb_server.picture_rect(0, 0, second))
        connection.send(data[:len(data) // 2])
        rest.append(data[len(data) // 2:])
        connection.hold()

    go = []
    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(first)
        connection = peer.connection()
        print("key to server, no stall:", *times(xvfb, connection, 5))
        go.append(True)
        wait_until(lambda: rest, 30, "stall")
        print("key to server, half a 4 MB rectangle stalled:", *times(xvfb, connection, 5))
        # The pointer, too, and the release of the keys: all of it while the stall lasts.
        since = connection.mark()
        xvfb.mouse_move(200, 300, viewer.window())
        xvfb.click()
        connection.wait("pointer", since=since, where=lambda m: m.buttons == 1)
        assert viewer.shot() != second
        connection.send(rest[0])
        viewer.wait_picture(second)


def test_a_slow_first_picture_counts_as_one(xvfb, directory):
    """Its last part is shown before the update ends, so the end brings no pixels. The link that is
    lost then was a live one: the viewer connects again."""
    shown_first, shown_next = (guest_picture.picture(640, 480, seed) for seed in (1, 2))

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        if peer.connections.index(connection):
            connection.update(rfb_server.picture_rect(0, 0, shown_next))
            return connection.hold()
        connection.update(rfb_server.picture_rect(0, 0, shown_first.crop(0, 0, 640, 479)), count=2)
        time.sleep(0.4)  # so that the last row is shown as soon as it is drawn
        connection.send(rfb_server.rect(0, 479, 640, 1, TIGHT, TIGHT_FILL))
        connection.wait("fbur", count=2)
        connection.close()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(shown_next)
        assert viewer.terminate() == 0


def times(xvfb, connection, count):
    """How long a key takes from xdotool's start to the wire, each; xdotool itself is some 10 ms."""
    for _ in range(count):
        since = connection.mark()
        began = time.monotonic()
        xvfb.key(KEY_S)
        message = connection.wait("key", since=since, where=lambda m: m.down)
        connection.wait("key", since=since, where=lambda m: not m.down)
        yield f"{1000 * (message.time - began):.1f} ms"


def test_first_part_of_the_first_picture_on_a_thin_line(qemu, xvfb, directory):
    """4 MB of noise at 1 Mbit/s take half a minute; the upper rows are there long before."""
    qemu.noise(9)
    qemu.freeze()
    dump = qemu.screendump()
    rows = 40
    with Link(qemu.port) as link:
        link.down.rate = MEGABIT
        link.down.buffer = 1 << 16
        began = time.monotonic()
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
            wait_until(lambda: viewer.shot()[:2] == SIZE and
                       viewer.shot().crop(0, 0, dump.width, rows) == dump.crop(0, 0, dump.width, rows),
                       40, "first rows", pause=0.1)
            seconds, passed = time.monotonic() - began, link.down.passed
            partial = viewer.shot()
            partial.save(directory / "partial.png")
            print(f"{rows} rows are visible after {seconds:.1f} s, {passed} bytes have passed")
            assert picture.difference(partial, dump) is not None
            link.down.rate = None
            viewer.wait_picture(dump)
            print(f"the picture needed {link.down.passed} bytes")
            assert passed < link.down.passed / 2


def test_keys_and_first_part_together(qemu, xvfb, directory):
    """While the first picture still comes in, a key reaches the guest."""
    qemu.noise(10)
    with Link(qemu.port) as link:
        link.down.rate = 2 * MEGABIT
        link.down.buffer = 1 << 16
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
            wait_until(lambda: viewer.shot()[:2] == SIZE, 40, "first part", pause=0.1)
            since = qemu.serial.mark()
            xvfb.key(KEY_S)
            qemu.serial.wait("key 1f", since)
            qemu.serial.wait("key 9f", since)
            passed = link.down.passed
            qemu.freeze()
            dump = qemu.screendump()
            assert picture.difference(viewer.shot(), dump) is not None
            link.down.rate = None
            viewer.wait_picture(dump)
            assert passed < link.down.passed
