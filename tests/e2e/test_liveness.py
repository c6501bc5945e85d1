# SPDX-License-Identifier: GPL-2.0-or-later
"""What is no fault of the line: a viewer that is stopped, a window that nobody sees, a decoder that
does not go on."""

import os
import signal
import time

import pytest

from lib import faulty
from lib.faulty import SOAK, healthy, line, losses, wait_loss, watch
from lib.qemu import Qemu
from lib.rawpeer import RawPeer

STOPPED = 60 if SOAK else 8  # at a scale of 10 more than two hang-ups
pytestmark = pytest.mark.timeout(300 if SOAK else 120)


def alive(viewer, peer):
    """It still reads what comes, over the first connection."""
    connection = peer.connection()
    asked = len(connection.received("fbur"))
    connection.send(faulty.picture(0x112233))
    connection.wait("fbur", count=asked + 1)
    assert len(peer.connections) == 1 and not losses(viewer), viewer.stderr()


def test_stopped_viewer(xvfb, directory):
    """All of its processes, as a suspended machine: nothing is asked of anybody meanwhile."""
    with RawPeer(healthy, "ws") as peer, watch(directory, xvfb, peer.url) as viewer:
        peer.connection().wait("fbur", count=2)
        os.kill(viewer.pid, signal.SIGSTOP)
        try:
            time.sleep(STOPPED)
        finally:
            os.kill(viewer.pid, signal.SIGCONT)
        time.sleep(2)
        alive(viewer, peer)
        assert viewer.terminate() == 0


def test_hidden_window(xvfb, directory):
    with RawPeer(healthy, "ws") as peer, watch(directory, xvfb, peer.url) as viewer:
        peer.connection().wait("fbur", count=2)
        xvfb.xdo("windowunmap", str(viewer.window()))
        time.sleep(STOPPED)
        alive(viewer, peer)
        assert viewer.terminate() == 0


@pytest.mark.parametrize("how, cue, does", [
    ("stopped", signal.SIGSTOP, ""), ("spinning", signal.SIGTRAP, "spin-later"),
    ("waiting", signal.SIGTRAP, "wait-later")])  # for main, which owes it nothing
def test_decoder_that_does_not_go_on(xvfb, directory, how, cue, does):
    with RawPeer(healthy, "ws") as peer, watch(
            directory, xvfb, peer.url, env={"ECSVIEW_TEST_DECODER": does}) as viewer:
        peer.connection().wait("fbur", count=2)
        os.kill(viewer.decoder(), cue)
        began = time.time()
        peer.connection().send(faulty.picture(0x112233))
        told, why = wait_loss(viewer)
        peer.connection(1, faulty.SECONDS).wait("fbur", count=2)
        line(f"{how}-decoder", told - began, time.time() - began, len(peer.connections) - 1, why)
        assert viewer.terminate() == 0


def test_stopped_guest_is_no_dead_link(guest_image, xvfb, directory):
    """QEMU answers for a guest that is paused."""
    with Qemu(guest_image, directory) as qemu:
        with watch(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
            viewer.wait_picture(qemu.screendump)
            qemu.freeze()
            time.sleep(STOPPED)
            assert not losses(viewer), viewer.stderr()
            assert viewer.terminate() == 0
