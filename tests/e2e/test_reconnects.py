# SPDX-License-Identifier: GPL-2.0-or-later
"""Many reconnects in one process: nothing grows, none fails, and the budget holds."""

import os
import time
from pathlib import Path

import pytest

from lib.faulty import SOAK, healthy, watch
from lib.process import wait_until
from lib.rawpeer import RawPeer

FORCED = 1000 if SOAK else 60
WITH_BUDGET = 60 if SOAK else 25
BUDGET, WINDOW = 20, 59  # 60 s, but for what is late on the way here


def resources(viewer):
    """Of the main process: resident kB, descriptors, threads."""
    base = Path(f"/proc/{viewer.pid}")
    resident = next(int(line.split()[1]) for line in (base / "status").read_text().splitlines()
                    if line.startswith("VmRSS"))
    return resident, len(os.listdir(base / "fd")), len(os.listdir(base / "task"))


def settled(viewer):
    """Descriptors and threads in a moment without a look-up or a decoder on its way."""
    seen = [resources(viewer)[1:]]
    wait_until(lambda: seen.append(resources(viewer)[1:]) or
               len(seen) > 4 and len(set(seen[-4:])) == 1, 20, "rest", pause=0.05)
    return seen[-1]


@pytest.mark.timeout(1800)
def test_forced_reconnects(xvfb, directory):
    times = []

    def script(connection):
        times.append(time.monotonic())
        last = len(times) > FORCED
        healthy(connection, lambda: not last and len(connection.received("fbur")) > 1)

    with RawPeer(script, "ws") as peer:
        env = {"ECSVIEW_TEST_BUDGET": "100000", "ECSVIEW_TEST_HASTE": "1000"}
        with watch(directory, xvfb, peer.url, env=env) as viewer:
            wait_until(lambda: len(times) > 20, 30, "some reconnects", pause=0.01)
            early = resources(viewer)[0]
            while len(times) <= FORCED:
                seen = len(times)
                wait_until(lambda: len(times) > seen, 30, f"reconnect after {seen}", pause=0.01)
            peer.connections[-1].wait("fbur", count=2)
            late, end = resources(viewer)[0], settled(viewer)
            pictures = sum(len(c.received("fbur")) > 1 for c in peer.connections)
            print(f"{len(times) - 1} reconnects in {times[-1] - times[0]:.1f} s: {pictures} "
                  f"connections with a picture; resident {early} kB after 20, {late} kB at the "
                  f"end; then {end[0]} descriptors, {end[1]} threads")
            assert pictures == len(times)
            # The address sanitizer keeps what was freed for a while.
            assert late < early + (65536 if os.environ.get("ECSVIEW_SANITIZE") else 4096)
            assert end[0] < 64 and end[1] < 12
            assert viewer.terminate() == 0


@pytest.mark.timeout(600)
def test_the_budget_holds(xvfb, directory):
    """A server that throws everybody out at once: its visitor is no nuisance."""
    times = []

    def script(connection):
        times.append(time.monotonic())
        healthy(connection, lambda: len(connection.received("fbur")) > 1)

    with RawPeer(script, "ws") as peer:
        with watch(directory, xvfb, peer.url, env={"ECSVIEW_TEST_HASTE": "1000"}) as viewer:
            wait_until(lambda: len(times) >= WITH_BUDGET, 60 + 3 * WITH_BUDGET, "reconnects",
                       pause=0.1)
            most = max(sum(0 <= other - at < WINDOW for other in times) for at in times)
            print(f"{len(times)} connections in {times[-1] - times[0]:.1f} s, at most {most} in "
                  f"any {WINDOW} s")
            assert BUDGET - 1 <= most <= BUDGET
            assert viewer.terminate() == 0


def test_the_budget_outlives_the_process(xvfb, directory):
    """Twenty attempts, a new process: it waits, and says so."""
    with RawPeer(lambda connection: None, "ws") as peer:
        runtime = directory / "run"
        runtime.mkdir(mode=0o700)
        env = {"XDG_RUNTIME_DIR": str(runtime), "ECSVIEW_TEST_HASTE": "1000"}
        with watch(directory, xvfb, peer.url, "--retry", "12", env=env) as viewer:
            assert viewer.wait_exit() == 5
        assert len(peer.connections) == 13
        with watch(directory, xvfb, peer.url, "--retry", "12", env=env) as viewer:
            peer.connection(BUDGET - 1)
            time.sleep(2)
            assert viewer.running() and len(peer.connections) == BUDGET
            assert viewer.terminate() == 0
        assert len(list((runtime / "ecsview").iterdir())) == 1
