# SPDX-License-Identifier: GPL-2.0-or-later
"""--blank: a kiosk's screen that is dark at times of the day, and what wakes it."""

import time

import pytest

from lib import guest_picture, rfb_server
from lib.display import Xvfb
from lib.process import wait_until
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

SIZE = (640, 400)
GUEST = (640, 480)
KEY_A, KEY_B = 30, 48
UTC = {"TZ": "UTC"}
pytestmark = pytest.mark.timeout(600)


def clock(moment):
    return time.strftime("%H:%M", time.gmtime(moment))


def around_now():
    """An hour ago to an hour from now."""
    return f"{clock(time.time() - 3600)}-{clock(time.time() + 3600)}"


def is_black(display):
    return not any(display.screenshot().rgb)


def wait_black(display, seconds=20):
    wait_until(lambda: is_black(display), seconds, "dark screen")


def kiosk(directory, display, target, *options):
    return Viewer(directory, "--kiosk", *options, target, display=display, env=UTC)


def test_in_the_dark_nothing_is_shown_or_asked_for_and_a_key_wakes_it(directory):
    first, last = (guest_picture.picture(*SIZE, seed) for seed in (3, 4))

    def script(connection):
        connection.still(SIZE, rfb_server.picture_rect(0, 0, first))

    with Xvfb(directory, *SIZE) as display, RawPeer(script) as peer, \
            kiosk(directory, display, peer.url, "--blank", around_now()) as viewer:
        display.focus(viewer.window())
        connection = peer.connection()
        connection.wait("fbur")
        wait_black(display)
        time.sleep(1)  # whatever was on its way then has come
        asked = len(connection.received("fbur"))
        connection.update(rfb_server.picture_rect(0, 0, last))
        time.sleep(1)
        assert is_black(display)
        assert len(connection.received("fbur")) == asked
        display.key(KEY_A)
        viewer.wait_picture(last)
        wait_until(lambda: len(connection.received("fbur")) > asked, 20, "request")
        display.key(KEY_B)
        connection.wait("key", where=lambda m: m.keysym == ord("b") and not m.down)
        assert not [m for m in connection.received("key") if m.keysym == ord("a")]
        assert viewer.terminate() == 0


def test_a_click_wakes_it_and_is_not_the_guests(guest_image, directory):
    with Qemu(guest_image, directory) as qemu, Xvfb(directory, *GUEST) as display:
        qemu.resolution(*GUEST)
        qemu.paint(7)
        qemu.pointer_mode("absolute")
        with kiosk(directory, display, f"vnc://127.0.0.1:{qemu.port}", "--blank",
                   around_now()) as viewer:
            wait_until(qemu.vnc_clients, 20, "console")
            wait_black(display)
            since = qemu.serial.mark()
            display.mouse_move(100, 100, viewer.window())
            display.click()
            viewer.wait_picture(qemu.screendump)
            assert not qemu.serial.since(since, "abs")
            display.click()
            qemu.serial.wait_count(1, "abs", since=since)
            assert viewer.terminate() == 0


def test_it_becomes_dark_and_light_by_itself(directory):
    shown = guest_picture.picture(*SIZE, 3)

    def script(connection):
        connection.still(SIZE, rfb_server.picture_rect(0, 0, shown))

    with Xvfb(directory, *SIZE) as display, RawPeer(script) as peer:
        begin = (time.time() + 45) // 60 * 60 + 60  # 15 s away at least, and 75 s at most
        with kiosk(directory, display, peer.url, "--blank", f"{clock(begin)}-{clock(begin + 60)}",
                   "--blank", f"{clock(begin + 7200)}-{clock(begin + 7260)}") as viewer:
            viewer.wait_picture(shown)
            wait_black(display, 120)
            viewer.wait_picture(shown, seconds=120)
            assert viewer.terminate() == 0


def test_a_wall_is_dark_too(guest_image, directory):
    with Qemu(guest_image, directory) as one, Qemu(guest_image, directory) as two, \
            Xvfb(directory, 1280, 800) as display:
        with Viewer(directory, "--kiosk", "--blank", around_now(), f"vnc://127.0.0.1:{one.port}",
                    f"vnc://127.0.0.1:{two.port}", display=display, env=UTC) as viewer:
            wait_until(lambda: one.vnc_clients() and two.vnc_clients(), 60, "consoles")
            wait_black(display)
            display.focus(viewer.window())
            display.key(KEY_A)
            wait_until(lambda: not is_black(display), 20, "wall")
            assert display.title(viewer.window()) == "2 consoles - ecsview"
            assert viewer.terminate() == 0
