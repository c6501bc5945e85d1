# SPDX-License-Identifier: GPL-2.0-or-later
"""A console that another session has: it is said, it is waited for, and nobody fights. The judge is
QEMU itself: unshared clients throw the others out, shared ones are turned away meanwhile."""

import time

import pytest

from lib.endings import shot_refused
from lib.faulty import SOAK, losses, wait_loss, watch
from lib.process import wait_until
from lib.sim import EcsSim

IN_USE = 8
PEACE = 180 if SOAK else 8  # several times the pause between two attempts
pytestmark = pytest.mark.timeout(600 if SOAK else 120)


@pytest.fixture
def url(qemu):
    return f"vnc://127.0.0.1:{qemu.port}"


def test_exit_code(qemu, url, xvfb, directory):
    with watch(directory, xvfb, url, "--take-over") as owner:
        owner.wait_picture(qemu.screendump)
        said = shot_refused(directory, IN_USE, url, words=["Another session", "--take-over"])
        assert f"127.0.0.1:{qemu.port}" in said
        assert not losses(owner)


@pytest.mark.parametrize("first", ["shared", "exclusive"])
def test_whoever_is_thrown_out_waits(qemu, url, xvfb, directory, first):
    """Also when both were told to take the console over: each does so once."""
    options = ["--take-over"] if first == "exclusive" else []
    with watch(directory, xvfb, url, *options) as loser:
        loser.wait_picture(qemu.screendump)
        with watch(directory, xvfb, url, "--take-over") as winner:
            winner.wait_picture(qemu.screendump)
            told = wait_loss(loser, 2)
            assert "Another session" in told[1]
            time.sleep(PEACE)
            print(f"{first} viewer, thrown out: {len(losses(loser))} attempts in {PEACE} s, "
                  f"the other one was disturbed {len(losses(winner))} times")
            assert not losses(winner), winner.stderr()
            assert all("Another session" in why for _, why in losses(loser)[1:])
            assert winner.terminate() == 0
        qemu.paint(5)
        loser.wait_picture(qemu.screendump, seconds=120 if SOAK else 20)
        assert loser.terminate() == 0


def test_in_use_by_the_platforms_rule(xvfb, directory):
    with EcsSim(directory, "--exclusive") as sim:
        target = [sim.instance, *sim.args()]
        with watch(directory, xvfb, *target, "--take-over", env=sim.env()) as owner:
            wait_until(lambda: sim.log(event="message", kind="client_init"), 40, "session")
            shot_refused(directory, IN_USE, *target, env=sim.env())
            assert not losses(owner)
            assert owner.terminate() == 0
