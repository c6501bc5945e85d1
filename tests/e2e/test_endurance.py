# SPDX-License-Identifier: GPL-2.0-or-later
"""Consoles that change for a long time, near and far: no connection ends, no half picture is shown, and
whenever the screen rests the window has what the server has. Half an hour each in `make soak`."""

import contextlib
import subprocess
import time

import pytest

from lib.consoles import shown
from lib.display import Xvfb
from lib.faulty import SOAK
from lib.link import Link
from lib.peers import Websockify, X11vnc, Xvnc
from lib.sim import EcsSim

SECONDS = 1800 if SOAK else 8
CHANGING, RESTING = (20, 60) if SOAK else (2, 30)  # how long it changes before it rests, and waits for then
LINES = {"near": (0.0, None), "far": (0.1, None), "thin": (0.1, 500_000)}  # one way in seconds; bytes a second
# Of a plaid: a screen of one colour would be told to be blank.
COLOURS = (("#101010", "#ff8000"), ("#202020", "#00ff80"), ("#303030", "#8000ff"), ("#404040", "#ffffff"))
FRAME = 0.05

pytestmark = pytest.mark.timeout(3 * SECONDS + 240)


def endure(viewer, rounds, link, whole):
    """Changes and rests; `rounds` is called with a time to change until. At the end: nothing was connected anew."""
    end, seed = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        seed += 1
        rounds(time.monotonic() + CHANGING, seed)
        viewer.wait_picture(whole, seconds=RESTING)
    assert seed >= 2 and link.accepted == 1
    assert "the console is lost" not in viewer.stderr()


@contextlib.contextmanager
def line(name, port):
    delay, rate = LINES[name]
    with Link(port, delay=delay, rate=rate) as link:
        yield link


@pytest.mark.parametrize("where", LINES)
def test_qemu_in_the_cloud(qemu, directory, where):
    """API, TLS, websocket and proxy; the line is between the proxy and the machine."""
    def rounds(until, seed):
        qemu.paint(seed)
        qemu.animate()
        time.sleep(max(0, until - time.monotonic()))
        qemu.stop_animation()

    with line(where, qemu.port) as link, EcsSim(directory, backend=link.port) as sim, Xvfb(directory) as display, \
            shown(directory, display, *sim.args(), sim.instance, env=sim.env()) as viewer:
        endure(viewer, rounds, link, qemu.screendump)
        assert sim.log(event="cut") == []


def fill(server, colours):
    """All of the root at once."""
    words = ["-mod", "16", "16", "-bg", colours[0], "-fg", colours[1]]
    subprocess.run(["xsetroot", *words], env=server.environment(), check=True, timeout=20)


def colours_of(shot):
    return frozenset(f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in shot.image().getcolors(1 << 20))


@pytest.mark.parametrize("where", LINES)
@pytest.mark.parametrize("websocket", [False, True], ids=["vnc", "ws"])
def test_xvnc_shows_whole_pictures(directory, where, websocket):
    """All of the screen changes its colours at once, so the window never has those of two pictures."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Xvnc(directory))
        port = stack.enter_context(Websockify(directory, server.port)).port if websocket else server.port
        link = stack.enter_context(line(where, port))
        display = stack.enter_context(Xvfb(directory))
        fill(server, COLOURS[0])
        viewer = stack.enter_context(
            shown(directory, display, f"{'ws' if websocket else 'vnc'}://127.0.0.1:{link.port}"))
        viewer.wait_picture(server.screenshot)
        torn, seen, whole = [], set(), {frozenset(pair) for pair in COLOURS}

        def rounds(until, _):
            number = 0
            while time.monotonic() < until:
                number += 1
                fill(server, COLOURS[number % len(COLOURS)])
                shown_now = colours_of(viewer.shot())
                (seen.add if shown_now in whole else torn.append)(shown_now)
                time.sleep(FRAME)

        endure(viewer, rounds, link, server.screenshot)
        assert torn == [] and seen == whole


@pytest.mark.parametrize("where", LINES)
def test_x11vnc(directory, where):
    """It reads its screen in pieces, so what it sends may be of two pictures until it rests."""
    with X11vnc(directory) as server, line(where, server.port) as link, Xvfb(directory) as display:
        def rounds(until, seed):
            while time.monotonic() < until:
                for colours in COLOURS:
                    fill(server.screen, colours)
                    time.sleep(FRAME)
            server.paint(seed)

        with shown(directory, display, f"vnc://127.0.0.1:{link.port}") as viewer:
            endure(viewer, rounds, link, server.screenshot)
