# SPDX-License-Identifier: GPL-2.0-or-later
"""A console that nobody uses: it is not cut, and the guest notices nothing. `make soak` sits through
ten minutes of the platform's own limit, `make check` through the same in a tenth."""

import time

import pytest

from lib import rfb_server
from lib.consoles import from_cloud, shown
from lib.faulty import SOAK
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim

LIMIT, IDLE = (60, 600) if SOAK else (6, 25)


def noticed(qemu, since):
    """What the guest reported, but for packets of a mouse that say nothing."""
    return [line for line in qemu.serial.since(since)
            if line.startswith(("key", "abs", "ps2")) and line != "ps2 0 0 0 0"]


def inputs_of(sim):
    return [m for m in sim.log(event="message") if m["kind"] in ("key", "pointer", "qemu_key", "extended_key")]


@pytest.mark.timeout(IDLE + 120)
@pytest.mark.parametrize("counts, mode, moved", [
    ("input", "absolute", True), ("input", "absolute", False), ("input", "ps2", True),
    ("messages", "absolute", False), ("any", "ps2", False)])
def test_idle(qemu, xvfb, directory, counts, mode, moved):
    qemu.pointer_mode(mode)
    with EcsSim(directory, "--idle-limit", f"{LIMIT}s", "--idle-counts", counts, "--log-input",
                backend=qemu.port) as sim:
        with from_cloud(sim, directory, xvfb, "--idle-limit", f"{LIMIT}s") as viewer:
            viewer.wait_picture(qemu.screendump)
            xvfb.mouse_move(640, 400, viewer.window())
            if moved:
                since = qemu.serial.mark()
                xvfb.mouse_move(333, 222, viewer.window())
                qemu.serial.wait("(abs|ps2) .*", since)
            time.sleep(1)  # what is on the way arrives
            since, inputs = qemu.serial.mark(), len(inputs_of(sim))
            time.sleep(IDLE)
            sent = len(inputs_of(sim)) - inputs
            print(f"idle {IDLE} s at a limit of {LIMIT} s, counting {counts}, {mode}, pointer "
                  f"{'known' if moved else 'unknown'}: {len(sim.log(event='connect'))} connection, "
                  f"{sent} input messages, the guest noticed {noticed(qemu, since)}")
            assert len(sim.log(event="connect")) == 1
            assert sent >= IDLE // LIMIT
            assert noticed(qemu, since) == []


def test_without_it_the_console_is_cut(qemu, xvfb, directory):
    """That the test above can fail."""
    with EcsSim(directory, "--idle-limit", "1s", backend=qemu.port) as sim:
        with from_cloud(sim, directory, xvfb, "--idle-limit", "60s", "--retry",
                        "forever") as viewer:
            sim.wait_log(count=2, event="connect", verdict="ok", seconds=30)
            wait_until(lambda: viewer.running(), 1, "viewer")


@pytest.mark.parametrize("pause", [30 if SOAK else 12])
def test_first_change_after_a_pause(qemu, xvfb, directory, pause):
    """QEMU's refresh timer slows down when nothing happens, down to one look in 3 s; a key message
    every 2 s keeps it at two looks a second. How late is the first change?"""
    with EcsSim(directory, "--log-input", backend=qemu.port) as sim:
        with from_cloud(sim, directory, xvfb) as viewer:
            viewer.wait_picture(qemu.screendump)
            since, inputs = qemu.serial.mark(), len(inputs_of(sim))
            time.sleep(pause)
            sent = inputs_of(sim)[inputs:]
            assert pause // 4 <= len(sent) and {m["kind"] for m in sent} == {"key"}
            assert noticed(qemu, since) == []
            began = time.monotonic()
            qemu.paint(42)
            viewer.wait_picture(qemu.screendump)
            print(f"first change after {pause} s of nothing is shown after "
                  f"{time.monotonic() - began:.2f} s")


@pytest.mark.parametrize("name, awake", [("QEMU (machine)", True), ("desk:1 (somebody)", False)])
def test_who_is_kept_awake(xvfb, directory, name, awake):
    """QEMU says its name; the extended key event alone makes none."""
    def script(connection):
        connection.handshake(64, 64, name=name)
        connection.wait("fbur")
        connection.update(rfb_server.qemu_key_ack(),
                          rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        peer.connection().wait("fbur", count=2)
        if awake:
            peer.connection().wait("key", count=2)
            assert not any(key.down for key in peer.connection().received("key"))
        else:
            time.sleep(5)
            assert not peer.connection().received("key") and viewer.running()
