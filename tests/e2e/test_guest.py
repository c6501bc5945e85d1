# SPDX-License-Identifier: GPL-2.0-or-later
"""The test guest, judged by QEMU's own screendump and by its own VNC server."""

import pytest

from lib import guest_picture, picture, rfb_server
from lib.bare_client import BareClient
from lib.process import wait_until
from lib.qemu import RESOLUTIONS

KEYS = {  # qcode: bytes of set 1 when pressed
    "a": "1e", "ret": "1c", "f11": "57", "f12": "58", "shift_r": "36", "ctrl": "1d",
    "ctrl_r": "e0 1d", "alt_r": "e0 38", "up": "e0 48", "insert": "e0 52", "delete": "e0 53",
    "kp_enter": "e0 1c", "kp_divide": "e0 35", "kp_5": "4c", "meta_l": "e0 5b", "compose": "e0 5d",
    "caps_lock": "3a", "num_lock": "45", "less": "56", "ro": "73", "yen": "7d"}


def test_guest_paints_what_python_computes(qemu, directory):
    picture.assert_equal(qemu.screendump(), guest_picture.picture(), directory)
    qemu.paint(200)
    picture.assert_equal(qemu.screendump(), guest_picture.picture(seed=200), directory)
    qemu.noise(3)
    picture.assert_equal(qemu.screendump(), guest_picture.noise(seed=3), directory)
    qemu.black()
    picture.assert_equal(qemu.screendump(), guest_picture.black(), directory)


@pytest.mark.parametrize("size", [s for s in RESOLUTIONS if s != (720, 400)],
                         ids=lambda s: f"{s[0]}x{s[1]}")
def test_guest_changes_resolution(qemu, directory, size):
    qemu.resolution(*size)
    picture.assert_equal(qemu.screendump(), guest_picture.picture(*size), directory)


def test_guest_goes_to_text_and_back(qemu, directory):
    qemu.paint(7)
    for _ in range(2):
        qemu.resolution(720, 400)
        shown = qemu.screendump()
        assert (shown.width, shown.height) == (720, 400)
        picture.assert_equal(shown.crop(0, 16, 720, 384), guest_picture.text_cells(7), directory)
        qemu.resolution(1280, 800)
        picture.assert_equal(qemu.screendump(), guest_picture.picture(seed=7), directory)


def test_guest_animates_and_stops(qemu, directory):
    qemu.animate()
    first = qemu.stop_animation()
    qemu.animate()
    wait_until(lambda: qemu.stop_animation() > first or qemu.animate(), 10, "step")
    count = qemu.step()
    expected = guest_picture.with_overlays(guest_picture.picture(), counter=count)
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_and_shows_keys(qemu, directory):
    cells = {}
    for code, wire in KEYS.items():
        since = qemu.serial.mark()
        qemu.send_keys((code, True), (code, False))
        *prefix, scancode = wire.split()
        released = " ".join([*prefix, f"{int(scancode, 16) | 0x80:02x}"])
        assert qemu.serial.wait_count(2, "key", since) == [f"key {wire}", f"key {released}"]
        cells[int(scancode, 16) | (0x80 if prefix else 0)] = False
    since = qemu.serial.mark()
    qemu.send_keys(("pause", True), ("pause", False), ("b", True))
    assert qemu.serial.wait_count(3, "key", since) == ["key e1 1d 45", "key e1 9d c5", "key 30"]
    cells.update({0x30: True, 0x45: False})
    qemu.serial.command("i")  # answered after the keys were painted
    expected = guest_picture.with_overlays(guest_picture.picture(), keys=cells)
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_keys_of_send_key(qemu):
    keys = [{"type": "qcode", "data": code} for code in ("ctrl", "alt", "delete")]
    qemu.qmp.execute("send-key", keys=keys)
    assert qemu.serial.wait_count(6, "key") == [
        "key 1d", "key 38", "key e0 53", "key e0 d3", "key b8", "key 9d"]


def test_guest_reports_a_relative_pointer(qemu, directory):
    # One by one: QEMU adds up what the guest has not read yet, and a wheel's up and down are nothing.
    steps = [(lambda: qemu.pointer_relative(30, 40), "ps2 30 -40 0 0"),
             (lambda: qemu.button("left", True), "ps2 0 0 1 0"),
             (lambda: qemu.button("right", True), "ps2 0 0 3 0"),
             (lambda: qemu.button("left", False), "ps2 0 0 2 0"),
             (lambda: qemu.button("right", False), "ps2 0 0 0 0"),
             (lambda: qemu.button("wheel-up", True), "ps2 0 0 0 -1"),
             (lambda: qemu.button("wheel-down", True), "ps2 0 0 0 1")]
    for count, (act, line) in enumerate(steps, 1):
        act()
        assert qemu.serial.wait_count(count, "ps2")[-1] == line
    qemu.pointer_relative(-300, 500)  # QEMU splits it
    moves = [line.split() for line in qemu.serial.wait_count(11, "ps2")[7:]]
    assert sum(int(move[1]) for move in moves) == -300
    assert sum(int(move[2]) for move in moves) == -500
    qemu.serial.command("i")
    expected = guest_picture.with_overlays(guest_picture.picture(), cross=(0, 540))
    picture.assert_equal(qemu.screendump(), expected, directory)


def test_guest_reports_an_absolute_pointer(qemu, directory):
    qemu.pointer_mode("absolute")
    qemu.pointer_absolute(32767, 32767)
    qemu.pointer_absolute(16384, 8192)
    for name in ("left", "right", "middle"):
        qemu.button(name, True)
        qemu.button(name, False)
    qemu.button("wheel-down", True)
    still = "abs 32768 16384"
    assert qemu.serial.wait_count(10, "abs") == [
        "abs 65534 65534 0 0", f"{still} 0 0", f"{still} 1 0", f"{still} 0 0", f"{still} 2 0",
        f"{still} 0 0", f"{still} 4 0", f"{still} 0 0", f"{still} 0 1", f"{still} 0 0"]
    qemu.serial.command("i")
    expected = guest_picture.with_overlays(guest_picture.picture(), cross=(640, 200))
    picture.assert_equal(qemu.screendump(), expected, directory)
    assert not qemu.serial.since(0, "ps2")
    qemu.pointer_mode("ps2")
    # QEMU announces each absolute event by a PS/2 movement of one to the right; on a busy machine
    # some of them are still owed.
    qemu.pointer_relative(0, 9)
    qemu.serial.wait(r"ps2 \d+ -9 0 0")


def test_guest_sets_its_lights(qemu):
    with BareClient(qemu.port, 0, rfb_server.LED_STATE) as client:
        assert client.rectangle(1) == (0, rfb_server.LED_STATE, b"\0")
        qemu.leds(caps=True)
        assert client.rectangle(1) == (0, rfb_server.LED_STATE, b"\4")
        qemu.leds(num=True, scroll=True)
        assert client.rectangle(1) == (0, rfb_server.LED_STATE, b"\3")


def test_vnc_tells_the_pointer_mode(qemu):
    with BareClient(qemu.port, 0, rfb_server.POINTER_TYPE) as client:
        assert client.rectangle(0)[:2] == (0, rfb_server.POINTER_TYPE)
        qemu.pointer_mode("absolute")
        assert client.rectangle(0)[:2] == (1, rfb_server.POINTER_TYPE)
        qemu.pointer_mode("ps2")
        assert client.rectangle(0)[:2] == (0, rfb_server.POINTER_TYPE)


def test_server_holds_what_the_screen_shows(qemu, directory):
    qemu.paint(3)
    qemu.freeze()
    dump = qemu.screendump()
    with BareClient(qemu.port, 0) as client:
        picture.assert_equal(client.picture(), dump, directory)
    assert picture.difference(dump, guest_picture.picture(seed=4))


def test_guest_waits_frozen_and_goes_on(qemu):
    qemu.animate()
    qemu.freeze()
    first = qemu.screendump()
    assert qemu.screendump() == first
    qemu.cont()
    wait_until(lambda: qemu.screendump() != first, 20, "change")


def test_guest_sleeps_when_idle(qemu):
    def halted():
        return "HLT=1" in qemu.qmp.execute("human-monitor-command", command_line="info registers")
    wait_until(halted, 10, "halted processor")
    qemu.animate()
    qemu.stop_animation()
    wait_until(halted, 10, "halted processor")
