# SPDX-License-Identifier: GPL-2.0-or-later
"""The window in a native Wayland session: sway's screen beside QEMU's, and keys."""

import os

import pytest
from PIL import Image, ImageChops, ImageStat

from lib.consoles import wait_frozen
from lib.endings import NO_DISPLAY, refused
from lib.pc_keyboard import SENTINEL, chord, codes
from lib.process import wait_until
from lib.viewer import Viewer
from lib.wayland import Sway

SIZE = (1280, 800)
CHORDS = ["a", "leftshift 1", "leftctrl leftalt delete", "leftalt f4", "rightalt e", "leftmeta l"]
CLOSE_ENOUGH = 1  # mean difference of a channel

pytestmark = [
    pytest.mark.skipif(os.environ.get("ECSVIEW", "").startswith("qemu-"),
                       reason="Mesa cannot draw in an emulated program"),
    pytest.mark.skipif("address" in os.environ.get("ECSVIEW_SANITIZE", ""),
                       reason="SDL's list of a Wayland display's modes is told as a leak"),
]


def shown(directory, session, qemu, env=()):
    return Viewer(directory, f"vnc://127.0.0.1:{qemu.port}", env={**session.env, **dict(env)})


def test_shows_the_console_and_takes_keys(qemu, directory):
    with Sway(directory, *SIZE) as session, shown(directory, session, qemu) as viewer:
        wait_frozen(viewer, qemu, shot=session.shot)
        since = qemu.serial.mark()
        for names in CHORDS:
            session.keyboard.key(*codes(*names.split()))
        session.keyboard.key(SENTINEL.evdev)
        qemu.serial.wait(SENTINEL.broken[0], since)
        assert qemu.serial.since(since, "key") == [
            line for names in CHORDS for line in chord(*names.split())
        ] + SENTINEL.make + SENTINEL.broken
        qemu.paint(77)
        wait_frozen(viewer, qemu, "painted", shot=session.shot)
        assert viewer.terminate() == 0 and viewer.stderr() == ""


@pytest.mark.parametrize("env", [{"SDL_VIDEODRIVER": None}, {"SDL_VIDEODRIVER": "x11,wayland"}],
                         ids=["found", "second choice"])
@pytest.mark.parametrize("display", [None, ":12345"])
def test_is_taken_where_x11_is_not_there(qemu, directory, env, display):
    with Sway(directory, *SIZE) as session:
        with shown(directory, session, qemu, env={**env, "DISPLAY": display}) as viewer:
            wait_frozen(viewer, qemu, shot=session.shot)
            assert viewer.terminate() == 0 and viewer.stderr() == ""


def apart(shot, dump, points):
    """How far two pictures are apart when both are made as small as the window is in points."""
    one, other = (shown.image().resize(points, Image.Resampling.BOX) for shown in (shot, dump))
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("points", [SIZE, (640, 400)], ids=["all points", "half the points"])
def test_at_scale_two_the_console_is_shown_whole(qemu, directory, points):
    """Not more than that: a point is one colour today, whatever its four pixels could show."""
    pixels = tuple(2 * side for side in points)
    with Sway(directory, *pixels, scale=2) as session, shown(directory, session, qemu) as viewer:
        wait_until(qemu.vnc_clients, 20, "viewer")
        qemu.freeze()
        dump = qemu.screendump()
        wait_until(lambda: apart(session.shot(), dump, points) < CLOSE_ENOUGH, 20, "whole picture",
                   pause=0.1)
        assert session.shot()[:2] == pixels
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def test_nothing_to_draw_with_is_said_at_once(directory):
    with Sway(directory, *SIZE) as session:
        refused(directory, NO_DISPLAY, "vnc://127.0.0.1:1", words="gave no window",
                env={**session.env, "SDL_VIDEO_EGL_DRIVER": "/nonexistent",
                     "SDL_VIDEO_GL_DRIVER": "/nonexistent"})
