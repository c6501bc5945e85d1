# SPDX-License-Identifier: GPL-2.0-or-later
"""What changes in a Wayland session while the window is there: its scale, its keyboards, the guest's
cursor, again and again."""

from pathlib import Path

import pytest

from lib import picture, rfb_server
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer
from lib.wayland import Sway, unfit

SCREEN, SIZE = (1200, 900), (600, 450)
CURSORS, SIDES = 1000, (16, 24, 32, 48)
KEYBOARDS = 30
KEY_A, KEY_B = 30, 48

pytestmark = pytest.mark.skipif(bool(unfit()), reason=unfit())


def lines(width, height):
    """Of one pixel each: no scaling but by whole numbers leaves them as they are."""
    row = b"".join(bytes(3 * [255 * (x % 2)]) for x in range(width))
    return picture.Picture(width, height, row * height)


def still(shown):
    def script(connection):
        connection.still((shown.width, shown.height), rfb_server.picture_rect(0, 0, shown), rfb_server.qemu_key_ack())
    return script


def content(session, output, scale):
    """The pixels of the floating window; what is not all on that screen is no window yet. It goes to
    the corner, for elsewhere it could begin within a pixel."""
    def shot():
        if session.window(output) is None:
            raise RuntimeError("no window there")
        session.message('[app_id="ecsview"]', "move", "position", "0", "0")
        place = session.window(output)
        try:
            return session.shot(output).crop(*(round(scale * side) for side in place))
        except ValueError as error:
            raise RuntimeError(str(error)) from error
    return shot


@pytest.mark.parametrize("scale", [1.5, 2])
def test_the_window_goes_with_the_density_of_its_screen(directory, scale):
    """There and back: each pixel of the console is one of the screen, or two by two at 2."""
    wanted = lines(*SIZE)
    there = wanted if scale < 2 else picture.of_image(wanted.image().resize(SCREEN, 0))
    with Sway(directory, *SCREEN, outputs=2, floating=True) as session, \
            RawPeer(still(wanted)) as peer:
        session.message("output", "HEADLESS-2", "scale", str(scale))
        session.message("focus", "output", "HEADLESS-1")
        with Viewer(directory, peer.url, env=session.env) as viewer:
            viewer.wait_picture(wanted, shot=content(session, "HEADLESS-1", 1))
            for number, density, shown in ((2, scale, there), (1, 1, wanted)):
                output = f"HEADLESS-{number}"
                session.message('[app_id="ecsview"]', "move", "container", "to", "output", output)
                viewer.wait_picture(shown, name=output, shot=content(session, output, density))
            assert viewer.terminate() == 0 and viewer.stderr() == ""


def test_keyboards_come_and_go(directory):
    wanted = lines(*SCREEN)
    with Sway(directory, *SCREEN) as session, RawPeer(still(wanted)) as peer, \
            Viewer(directory, peer.url, env=session.env) as viewer:
        viewer.wait_picture(wanted, shot=session.shot)
        connection = peer.connection()
        for number in range(KEYBOARDS):
            since, more = connection.mark(), session.another_keyboard()
            more.key(KEY_A)
            if number % 3 == 0:
                more.key_down(KEY_B)  # goes with its key down
            connection.wait("qemu-key", since, where=lambda m: not m.down)
            more.close()
        session.keyboard.key(KEY_A)

        def all_came_and_are_up():
            told = connection.received("qemu-key")
            presses = sum(m.down for m in told if m.scancode == KEY_A)
            return presses == KEYBOARDS + 1 and not any({m.scancode: m.down for m in told}.values())
        wait_until(all_came_and_are_up, 20, "the last key, and none that stays down")
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def open_files(pid):
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def shared_memory(pid):
    """Maps of files that have no name any more, as a cursor's pixels are."""
    return [line for line in Path(f"/proc/{pid}/maps").read_text().splitlines()
            if line.endswith("(deleted)")]


def test_a_thousand_cursors_leave_nothing(directory):
    """Each is shown: it is there before the next one is sent."""
    wanted = lines(*SCREEN)
    with Sway(directory, *SCREEN) as session, RawPeer(still(wanted)) as peer, \
            Viewer(directory, peer.url, env=session.env) as viewer:
        viewer.wait_picture(wanted, shot=session.shot)
        session.plug_in_mouse()
        session.pointer.move(600, 450, *SCREEN)
        connection = peer.connection()
        connection.wait("pointer")
        found = None
        for number in range(CURSORS):
            side, colour = SIDES[number % len(SIDES)], (number * 0x040302 + 0x204060) & 0xffffff
            connection.update(rfb_server.cursor(0, 0, side, side, colour))
            # The key passes through the window's loop, behind the cursor.
            since = connection.mark()
            session.keyboard.key(KEY_A)
            connection.wait("qemu-key", since, where=lambda m: not m.down)
            if number == 20:
                found = open_files(viewer.pid), len(shared_memory(viewer.pid)), session.files(), home(viewer)
        rgb = tuple((colour >> shift) & 255 for shift in (16, 8, 0))
        wait_until(lambda: session.shot().pixel(604, 454) == rgb, 20, "last cursor")
        files, memory, session_files, homes = found
        assert open_files(viewer.pid) <= files + 2
        assert len(shared_memory(viewer.pid)) <= memory + 2
        assert (session.files(), home(viewer)) == (session_files, homes)
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def home(viewer):
    return sorted(str(path) for path in (viewer.home / "run").rglob("*"))
