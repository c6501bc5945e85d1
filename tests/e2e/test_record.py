# SPDX-License-Identifier: GPL-2.0-or-later
"""Recordings: what is in the file is what QEMU says its screen was, read by a reader of the tests'
own; and what the window shows of it is that too."""

import contextlib
import os
import random
import signal
import struct
import subprocess

import pytest

from lib import menu, picture, recording
from lib.consoles import from_cloud, shown, wait_frozen
from lib.process import wait_until
from lib.viewer import Viewer

SPACE, LEFT, RIGHT, HOME, END, KEY_T, KEY_L = 57, 105, 106, 102, 107, 20, 38
UNFINISHED = struct.error, AssertionError, StopIteration, OSError
DONE, USAGE, PROTOCOL, DECODER = 0, 2, 7, 10


def target(qemu):
    return f"vnc://127.0.0.1:{qemu.port}"


def wait_recorded(path, shot):
    """Its last picture is that one. The recorder waits for more changes, and rests."""
    def is_there():
        with contextlib.suppress(*UNFINISHED):
            return recording.last_picture(path) == shot
    wait_until(is_there, 30, "picture in the recording", pause=0.3)


def record(qemu, xvfb, directory, *options):
    """Three pictures of two sizes, in a recording; what QEMU said of them."""
    path = directory / "all.fbs"
    dumps = []
    with shown(directory, xvfb, target(qemu), "--record", path, *options) as viewer:
        for draw in (lambda: qemu.paint(1), lambda: qemu.noise(2), lambda: qemu.resolution(640, 480)):
            draw()
            dumps.append(wait_frozen(viewer, qemu))
            wait_recorded(path, dumps[-1])
    return path, dumps


@pytest.fixture
def made(qemu, xvfb, directory):
    return record(qemu, xvfb, directory)


def replayed(directory, xvfb, path, *options):
    return shown(directory, xvfb, "replay", *options, path)


def without_timeline(xvfb, viewer):
    xvfb.key(KEY_T)
    return viewer


def test_all_of_it_is_in_the_file(made):
    path, dumps = made
    seen = list(recording.pictures(path))
    picture.assert_equal(seen[-1][1], dumps[-1], path.parent)
    for dump in dumps:
        assert any(shot == dump for _, shot in seen)
    times = [when for when, _ in seen]
    assert times == sorted(times)
    assert recording.name_of(path).startswith("ecsview: 127.0.0.1:")
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_window_shows_what_was_recorded(made, xvfb, directory):
    path, dumps = made
    with replayed(directory, xvfb, path) as viewer:
        assert xvfb.title(viewer.window()).startswith("Recording of 127.0.0.1:")
        without_timeline(xvfb, viewer)
        xvfb.key(END)
        viewer.wait_picture(dumps[-1])
        xvfb.key(HOME)
        xvfb.key(SPACE)
        first = next(recording.pictures(path))[1]
        viewer.wait_picture(first)
        xvfb.key(END)
        viewer.wait_picture(dumps[-1])
        xvfb.key(SPACE)  # from the end it begins anew
        viewer.wait_picture(dumps[-1])


def test_the_time_line_stands_below_the_picture(made, xvfb, directory):
    path, dumps = made
    with replayed(directory, xvfb, path) as viewer:
        xvfb.key(END)
        wait_until(lambda: viewer.shot().width == dumps[-1].width, 20, "last size")
        hidden = dumps[-1]

        def rows_alike():
            shot = viewer.shot()
            row = 3 * shot.width
            return sum(shot.rgb[i:i + row] == hidden.rgb[i:i + row] for i in range(0, len(shot.rgb), row))
        wait_until(lambda: 0.8 * hidden.height < rows_alike() < hidden.height - 10, 20, "line below")
        without_timeline(xvfb, viewer)
        viewer.wait_picture(hidden)


def test_a_decoder_that_dies_goes_on_where_the_recording_is(made, xvfb, directory):
    path, dumps = made
    with replayed(directory, xvfb, path) as viewer:
        without_timeline(xvfb, viewer)
        xvfb.key(END)
        viewer.wait_picture(dumps[-1])
        old = viewer.decoder()
        os.kill(old, signal.SIGKILL)
        viewer.decoder(other_than=old)
        viewer.wait_picture(dumps[-1])


def test_the_menu_saves_the_last_minutes(qemu, xvfb, directory):
    folder = directory / "not" / "there"
    # The guest shows keys that it gets: it gets none.
    with shown(directory, xvfb, target(qemu), "--view-only", "--recordings", folder) as viewer:
        qemu.paint(7)
        dump = wait_frozen(viewer, qemu)
        menu.open_by_chord(xvfb, viewer)
        xvfb.key(KEY_L)
        saved, = wait_until(lambda: list(folder.glob("127.0.0.1_*Z.fbs")), 20, "file")
        shot = wait_until(lambda: whole(saved), 20, "end")
        picture.assert_equal(shot, dump, directory)
        assert [place.stat().st_mode & 0o777 for place in (folder, folder.parent)] == [0o700, 0o700]


def whole(path):
    """Its last picture, once all of it is written."""
    data = path.read_bytes()
    with contextlib.suppress(*UNFINISHED):
        if list(recording.blocks(data))[-1][1] == b"":
            return recording.last_picture(path)
    return None


def test_a_loss_saves_what_was_seen_before_it(qemu, xvfb, directory):
    folder = directory / "kept"
    with shown(directory, xvfb, target(qemu), "--recordings", folder, "--save-losses") as viewer:
        qemu.paint(9)
        dump = wait_frozen(viewer, qemu)
        qemu.quit()
        saved, = wait_until(lambda: list(folder.glob("*.fbs")), 30, "file")
        shot = wait_until(lambda: whole(saved), 20, "end")
        picture.assert_equal(shot, dump, directory)


def test_without_the_option_a_loss_saves_nothing(qemu, xvfb, directory):
    with shown(directory, xvfb, target(qemu)) as viewer:
        qemu.paint(9)
        wait_frozen(viewer, qemu)
        qemu.quit()
        viewer.wait_stderr("lost|closed|ended|refused")
        assert not list(viewer.home.rglob("*.fbs"))


def test_the_cloud_console_has_its_name(sim, qemu, xvfb, directory):
    folder = directory / "kept"
    folder.mkdir()
    with from_cloud(sim, directory, xvfb, "--record", folder) as viewer:
        wait_frozen(viewer, qemu)
        made, = folder.glob(f"{sim.instance}-*Z.fbs")
        wait_until(lambda: made.stat().st_size > 0, 20, "content")
        assert recording.name_of(made) == f"ecsview: {sim.instance}"


def test_what_is_there_is_not_written_over(directory, qemu, xvfb):
    there = directory / "yesterday.fbs"
    there.write_bytes(b"precious")
    with Viewer(directory, "--record", there, target(qemu), display=xvfb) as viewer:
        assert viewer.wait_exit() == USAGE
        assert "is there already" in viewer.stderr()
    assert there.read_bytes() == b"precious"
    with Viewer(directory, "--record", directory / "no" / "folder", target(qemu), display=xvfb) as viewer:
        assert viewer.wait_exit() == USAGE
        assert "No such file" in viewer.stderr()


def test_what_is_no_recording(directory, xvfb):
    for name, content in (("empty", b""), ("text", b"hello\n" * 100), ("head", b"FBS 001.000\n")):
        path = directory / name
        path.write_bytes(content)
        with Viewer(directory, "replay", path, display=xvfb) as viewer:
            assert viewer.wait_exit() == USAGE
            assert viewer.stderr() == f"ecsview: {path} is no recording that ecsview has made.\n"
    with Viewer(directory, "replay", directory / "none", display=xvfb) as viewer:
        assert viewer.wait_exit() == USAGE
        assert "could not be opened (No such file" in viewer.stderr()
    with Viewer(directory, "replay", display=xvfb) as viewer:
        assert viewer.wait_exit() == USAGE
        assert "FILE is missing" in viewer.stderr()


def test_a_spoiled_recording_harms_nobody(made, xvfb, directory):
    """It comes from a stranger, perhaps; the decoder takes it as it takes a server's."""
    path, _ = made
    dice = random.Random(5)
    for number in range(4):
        other = directory / f"spoiled-{number}.fbs"
        other.write_bytes(recording.spoiled(path, dice))
        with Viewer(directory, "replay", other, display=xvfb) as viewer:
            with contextlib.suppress(subprocess.TimeoutExpired):  # then it is shown, as far as it goes
                viewer.wait_exit(4)
            code = viewer.terminate() if viewer.running() else viewer.wait_exit()
            assert code in (DONE, USAGE, PROTOCOL, DECODER), viewer.stderr()
