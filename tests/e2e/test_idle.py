# SPDX-License-Identifier: GPL-2.0-or-later
"""A console that nobody uses: it is not cut, and the guest notices nothing. `make soak` sits through
ten minutes of the platform's own limit, `make check` through the same in a tenth."""

import time

import pytest

from lib import rfb_server
from lib.consoles import from_cloud, shown
from lib.faulty import SOAK
from lib.process import SLOW, wait_until
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
                if mode == "ps2":
                    xvfb.click()  # gives it the mouse
                wait_until(lambda: xvfb.mouse_move_by(1, 0) or qemu.serial.since(since, ("abs", "ps2")),
                           20, "pointer", pause=0.1)
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


# --- a proxy that counts only what changes something ---

# The idle limit where the ladder is climbed; the viewer's own clock and the proxy's may be a quarter
# of it apart, and a machine that has much to do takes some of that; with a sanitizer the full screen
# of a kiosk takes seconds.
STEP = 24 if SLOW else 8
PLACE = (333, 222)


def pointers_of(sim, since=0):
    return [(m["x"], m["y"]) for m in sim.log(event="message", kind="pointer")[since:]]


def strict(directory, qemu):
    return EcsSim(directory, "--idle-limit", f"{STEP}s", "--idle-counts", "effective",
                  "--log-input", "--reconnects", "100/60s", backend=qemu.port)


def kept(sim, connections, limits=3):
    """Nothing is cut for a while; the count of connections until then."""
    sim.wait_log(count=connections, event="connect", verdict="ok", seconds=13 * STEP)
    time.sleep(limits * STEP)
    assert len(sim.log(event="connect")) == connections, sim.log(event="close")


@pytest.mark.timeout(50 * STEP)
def test_the_ladder_is_climbed_and_remembered(qemu, xvfb, directory):
    """Two cuts for the release, two for the pointer at its place; one pixel and back is counted."""
    runtime = directory / "run"
    runtime.mkdir(mode=0o700)
    qemu.pointer_mode("absolute")
    options = ["--idle-limit", f"{STEP}s", "--retry", "forever"]
    with strict(directory, qemu) as sim:
        env = {**sim.env(), "XDG_RUNTIME_DIR": str(runtime)}
        with shown(directory, xvfb, *sim.args(), *options, sim.instance, env=env) as viewer:
            viewer.wait_picture(qemu.screendump)
            xvfb.mouse_move(*PLACE, viewer.window())
            wait_until(lambda: pointers_of(sim)[-1:] == [PLACE], 20, "pointer")
            kept(sim, 5)
            sent = pointers_of(sim, pointers_of(sim).index(PLACE))
            assert {(PLACE[0] - 1, PLACE[1])} == set(sent) - {PLACE} and sent[-1] == PLACE
            told = [line for line in viewer.stderr().splitlines() if "that is changed" in line]
            assert len(told) == 2 and "one pixel aside" in told[1]
            assert viewer.terminate() == 0
        # The next viewer begins where this one ended.
        with shown(directory, xvfb, *sim.args(), *options, sim.instance, env=env) as viewer:
            viewer.wait_picture(qemu.screendump)
            before = len(pointers_of(sim))
            xvfb.mouse_move(400, 300, viewer.window())
            wait_until(lambda: len(pointers_of(sim)) > before, 20, "pointer")
            kept(sim, 6, limits=2)
            assert "that is changed" not in viewer.stderr()


@pytest.mark.timeout(50 * STEP)
@pytest.mark.parametrize("mode", ["--view-only", "--kiosk"])
def test_a_pointer_that_nobody_moved_is_not_moved(qemu, xvfb, directory, mode):
    """It would jump: then the console is rather cut."""
    xvfb.mouse_move(1590, 990)  # outside of the guest's picture
    options = ["--idle-limit", f"{STEP}s", "--retry", "forever", mode]
    with strict(directory, qemu) as sim:
        with shown(directory, xvfb, *sim.args(), *options, sim.instance, env=sim.env()) as viewer:
            sim.wait_log(count=7, event="connect", verdict="ok", seconds=13 * STEP)
            assert "where its pointer is nobody has said" in viewer.stderr()
            assert pointers_of(sim) == []


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
        connection.still((64, 64), rfb_server.qemu_key_ack(), rfb_server.raw_rect(0, 0, 64, 64, 0x123456), name=name)

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        peer.connection().wait("fbur", count=2)
        if awake:
            peer.connection().wait("key", count=2)
            assert not any(key.down for key in peer.connection().received("key"))
        else:
            time.sleep(5)
            assert not peer.connection().received("key") and viewer.running()
