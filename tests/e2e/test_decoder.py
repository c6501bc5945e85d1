# SPDX-License-Identifier: GPL-2.0-or-later
"""The decoder process: it may die, hang or go mad; the window stays and the picture comes back."""

import os
import signal
import time

import pytest

from lib import inside, rfb_server
from lib.bare_client import vnc_url
from lib.consoles import from_cloud, shown, wait_frozen
from lib.endings import DECODER, OUT_OF_TIME
from lib.link import Link
from lib.process import process_state, wait_until
from lib.rawpeer import RawPeer
from lib.sim import KEY_SECRET, EcsSim
from lib.viewer import TESTING, Viewer, command

TRIES = 3
with_sandbox = pytest.mark.skipif(bool(os.environ.get("ECSVIEW_SANITIZE")),
                                  reason="a sanitizer's runtime needs what the sandbox forbids")
with_sight = pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT)


def killed(viewer):
    """Kills the decoder; its id and the time."""
    pid = viewer.decoder()
    at = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    return pid, at


def ended(pid):
    """Gone, or waiting for the test process, which adopts orphans, to collect it."""
    state = process_state(pid)
    return state is None or state[1] in "ZX"


def test_decoder_is_killed(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb) as viewer:
        window = viewer.window()
        for turn in range(3):
            wait_frozen(viewer, qemu, f"before-{turn}")
            qemu.paint(40 + turn)  # the old picture must not pass for the new one
            wait_frozen(viewer, qemu, f"painted-{turn}")
            old, at = killed(viewer)
            new = viewer.decoder(other_than=old)
            replaced = time.monotonic() - at
            qemu.paint(80 + turn)
            wait_frozen(viewer, qemu, f"after-{turn}")
            print(f"decoder {old} -> {new} after {1000 * replaced:.0f} ms, the next picture "
                  f"exact after {1000 * (time.monotonic() - at):.0f} ms")
            assert xvfb.windows(pid=viewer.pid) == [window]
            assert process_state(old) is None  # reaped
            assert len(sim.log(event="issue")) == 2 + turn  # each attempt with a fresh URL
        assert viewer.terminate() == 0


def test_reason_is_told_on_one_processor(xvfb, directory):
    """The decoder says why it stops and goes at once, perhaps before main has read it: that is no
    dead decoder. One processor for both makes it likely."""
    rounds = 10

    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, 64, 0x334455))
        connection.wait("fbur", count=2)
        connection.send(b"\x63")
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, "--log-level", "info", peer.url, display=xvfb,
                    env={"ECSVIEW_TEST_HASTE": "100", "ECSVIEW_TEST_BUDGET": "1000"},
                    program=["taskset", "--cpu-list", "0", *TESTING]) as viewer:
            peer.connection(rounds, seconds=50)
            assert viewer.terminate() == 0
            told = [line for line in viewer.stderr().splitlines() if "because=" in line]
            assert len(told) >= rounds and all("not RFB" in line for line in told), told
            assert "by itself" not in viewer.stderr()


def test_old_picture_stays_until_the_new_one(qemu, xvfb, directory):
    """The server says nothing when the decoder is gone: the window keeps what it showed."""
    with Link(qemu.port) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
            dump = wait_frozen(viewer, qemu)
            link.down.stall()
            qemu.freeze()
            old, at = killed(viewer)
            viewer.decoder(other_than=old)
            wait_until(lambda: link.accepted >= 2, 20, "second connection")
            lower = viewer.shot().crop(0, 400, dump.width, 400)
            assert lower != lower._replace(rgb=bytes(len(lower.rgb)))  # not black
            link.down.resume()
            viewer.wait_picture(dump)
            print(f"picture back {1000 * (time.monotonic() - at):.0f} ms after the kill, "
                  "stall included")


def test_stalled_rectangle_resize_and_kill(qemu, xvfb, directory):
    with Link(qemu.port) as link, shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
        window = viewer.window()
        wait_frozen(viewer, qemu)
        for seed, with_kill in ((5, False), (6, True)):
            stop_at = link.down.passed + 400000
            link.down.stall_after = stop_at
            qemu.noise(seed)
            link.down.wait_passed(stop_at)
            xvfb.resize(window, 1000, 700)
            wait_until(lambda: xvfb.geometry(window)[2:] == (1000, 700), 10, "resized window")
            wait_until(lambda: viewer.shot().width == 1000, 10, "window that is alive")
            if with_kill:
                old, _ = killed(viewer)
                viewer.decoder(other_than=old)
            link.down.resume()
            xvfb.resize(window, 1280, 800)
            wait_frozen(viewer, qemu, f"noise-{seed}")
            assert xvfb.windows(pid=viewer.pid) == [window]
        assert viewer.terminate() == 0


@with_sandbox
@pytest.mark.parametrize("how", ["open", "socket", "exec", "map", "fork", "kill", "ptrace",
                                 "read-other", "uring", "userfault", "die"])
@pytest.mark.parametrize("mode", ["window", "shot"])
def test_decoder_that_breaks_out(xvfb, directory, how, mode):
    """A forbidden system call is death at once; three deaths running end the program."""
    def script(connection):
        connection.handshake(64, 64)
        connection.hold()

    with RawPeer(script) as peer:
        target = [peer.url] if mode == "window" else ["shot", peer.url, directory / "a.png"]
        with Viewer(directory, *target, program=TESTING, env={"ECSVIEW_TEST_DECODER": how},
                    display=xvfb if mode == "window" else None) as viewer:
            assert viewer.wait_exit() == DECODER
            *warnings, last, end = viewer.stderr().split("\n")
            assert last.startswith("ecsview: The picture decoder failed") and end == ""
            cause = "exit status 3" if how == "die" else "Bad system call"
            assert all(cause in line for line in warnings)
            assert sum("ended by itself" in line for line in warnings) == TRIES
            assert cause in last
        assert len(peer.connections) <= TRIES
        assert not any(c.received("version") for c in peer.connections)  # it never spoke


@pytest.mark.parametrize("how", ["lie-number", "lie-generation", "lie-outside", "babble"])
@pytest.mark.parametrize("mode", ["window", "shot"])
def test_decoder_that_breaks_its_rules(xvfb, directory, how, mode):
    """It repeats a number, names a size before, draws outside of the desktop or writes more than a
    handshake: nothing of it is believed, and three such decoders running end the program."""
    def script(connection):
        connection.handshake(64, 64)
        connection.hold()

    with RawPeer(script) as peer:
        target = [peer.url] if mode == "window" else ["shot", peer.url, directory / "a.png"]
        with Viewer(directory, *target, program=TESTING, env={"ECSVIEW_TEST_DECODER": how},
                    display=xvfb if mode == "window" else None) as viewer:
            assert viewer.wait_exit() == DECODER
            *errors, last, end = viewer.stderr().split("\n")
            assert "broke its rules" in last and end == ""
            assert sum("what it may not" in line for line in errors) == TRIES
        assert not (directory / "a.png").exists()
        # What reached the server is no more than a handshake, and nothing was asked of it.
        assert not any(c.received("fbur") for c in peer.connections)


def test_decoder_that_hangs(directory):
    def script(connection):
        connection.send(rfb_server.VERSION)
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, "shot", "--timeout", "6s", peer.url, directory / "a.png",
                    program=TESTING, env={"ECSVIEW_TEST_DECODER": "spin"}) as viewer:
            decoder = viewer.decoder()
            assert viewer.wait_exit() == OUT_OF_TIME
            wait_until(lambda: ended(decoder), 10, "end of the decoder")


def test_decoder_that_hangs_behind_a_window(xvfb, directory):
    """SIGTERM ends a viewer whose decoder reads nothing and answers nothing."""
    def script(connection):
        connection.send(rfb_server.VERSION)
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, peer.url, program=TESTING, display=xvfb,
                    env={"ECSVIEW_TEST_DECODER": "spin"}) as viewer:
            viewer.window()
            decoder = viewer.decoder()
            assert viewer.terminate() == 0
            wait_until(lambda: ended(decoder), 10, "end of the decoder")


def test_decoder_that_hangs_is_gone_with_its_attempt(xvfb, directory):
    """Not only when another one is started, or with the program."""
    def script(connection):
        connection.send(rfb_server.VERSION)
        connection.hold()

    with RawPeer(script) as peer:
        with Viewer(directory, "--stay", "--timeout", "6s", peer.url, program=TESTING, display=xvfb,
                    env={"ECSVIEW_TEST_DECODER": "spin"}) as viewer:
            decoder = viewer.decoder()
            wait_until(lambda: ended(decoder), 20, "end of the decoder")
            assert viewer.running()
            assert viewer.terminate() in (0, OUT_OF_TIME)


def test_normal_program_has_no_test_switch(directory):
    def script(connection):
        connection.still((64, 64), rfb_server.raw_rect(0, 0, 64, 64, 0x123456))

    with RawPeer(script) as peer:
        with Viewer(directory, "shot", peer.url, directory / "a.png",
                    env={"ECSVIEW_TEST_DECODER": "die"}) as viewer:
            assert viewer.wait_exit() == 0, viewer.stderr()


def test_decoder_has_no_capabilities(directory, xvfb):
    """Root's decoder may do no more than anybody's."""
    def script(connection):
        connection.handshake(64, 64)
        connection.hold()

    with RawPeer(script) as peer, Viewer(directory, peer.url, display=xvfb) as viewer:
        peer.connection().wait("client-init")
        kinds = ("CapInh", "CapPrm", "CapEff", "CapAmb")
        if int(inside.status(viewer.pid)["CapPrm"], 16) == 0:
            pytest.skip("who has no capabilities cannot see that they go: run it as root")
        told = inside.status(viewer.decoder())
        assert {kind: int(told[kind], 16) for kind in kinds} == dict.fromkeys(kinds, 0)


@with_sandbox
@with_sight
def test_what_the_decoder_may_touch(directory, xvfb):
    with EcsSim(directory, "--still") as sim:
        url = vnc_url(sim)
        secrets = [url.partition("?")[2], "canary-password", KEY_SECRET]
        env = {**sim.env(), "ECSVIEW_VNC_PASSWORD": "canary-password"}
        with Viewer(directory, "--ca-file", sim.ca, url, display=xvfb, env=env) as viewer:
            sim.wait_log(event="connect")
            viewer.window()
            decoder, spawner = viewer.decoder(), viewer.spawner()
            null = {0: "/dev/null", 1: "/dev/null", 2: "/dev/null"}
            assert inside.files(decoder) == {**null, 3: "socket:", 4: "socket:"}
            assert sorted(inside.files(spawner).values()) == sorted(
                [*null.values(), "socket:", "anon_inode:", os.path.realpath(command()[0])])
            told = inside.status(decoder)
            assert (told["Seccomp"], told["NoNewPrivs"]) == ("2", "1")
            assert told["Threads"] == "1"
            # Nobody's signal interrupts a read of it; what is its own fault ends it.
            blocked = int(told["SigBlk"], 16)
            for number in signal.SIGTERM, signal.SIGUSR1, signal.SIGALRM, signal.SIGWINCH:
                assert blocked & 1 << number - 1, number
            for number in signal.SIGSEGV, signal.SIGSYS, signal.SIGABRT:
                assert not blocked & 1 << number - 1, number
            limits = open(f"/proc/{decoder}/limits", encoding="ascii").read().splitlines()
            for name in ("Max open files", "Max processes", "Max core file size", "Max file size"):
                line, = (line for line in limits if line.startswith(name))
                assert line.removeprefix(name).split()[:2] == ["0", "0"], line
            # The program as it began, and what the largest desktop takes (see sandbox.cpp).
            room, = (line.split()[3:5] for line in limits if line.startswith("Max address space"))
            most = int(told["VmPeak"].split()[0]) * 1024 + (256 << 20)
            assert room[0] == room[1] and int(room[0]) <= most, room
            for pid in (viewer.pid, spawner, decoder):
                for secret in secrets:
                    assert secret.encode() not in inside.words(pid), (pid, secret)
            for pid in (spawner, decoder):  # nothing at all is left
                assert inside.words(pid).strip(b"\0") == b""


def test_processes_end_with_main(qemu, xvfb, directory):
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        pids = [viewer.spawner(), viewer.decoder()]
        viewer.signal(signal.SIGKILL)
        viewer.wait_exit()
        wait_until(lambda: all(map(ended, pids)), 10, "end of the children")
        wait_until(lambda: not qemu.vnc_clients(), 10, "end of the connection")


def test_spawner_is_killed(qemu, xvfb, directory):
    """Nobody can start decoders any more: one sentence, exit 10."""
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        wait_frozen(viewer, qemu)
        os.kill(viewer.spawner(), signal.SIGKILL)
        assert viewer.wait_exit() == DECODER
