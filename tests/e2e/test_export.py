# SPDX-License-Identifier: GPL-2.0-or-later
"""Recordings as videos: each picture that QEMU says its screen had is in the video at its time, for a
reader of the tests' own and for ffmpeg."""

import json
import random
import shutil
import signal
import subprocess

import pytest
from test_record import record

from lib import picture, recording
from lib.picture import Picture
from lib.process import wait_until
from lib.video import Video
from lib.viewer import Viewer

DONE, USAGE, PROTOCOL, DECODER = 0, 2, 7, 10


def export(directory, source, target, code=DONE):
    """What it has said. It needs no display and no network."""
    with Viewer(directory, "export", source, target) as viewer:
        assert viewer.wait_exit(60) == code, viewer.stderr()
        assert viewer.stdout() == ""
        return viewer.stderr()


@pytest.fixture
def made(qemu, xvfb, directory):
    """A recording of two sizes, and what QEMU said of each picture."""
    path, dumps = record(qemu, xvfb, directory)
    # The window is closed: the recording has its end.
    wait_until(lambda: list(recording.blocks(path.read_bytes()))[-1][1] == b"", 20, "end")
    return path, dumps


@pytest.fixture
def video(made, directory):
    path = directory / "all.mkv"
    assert export(directory, made[0], path) == ""
    return path


def on_canvas(shot, width, height):
    """In the middle of black."""
    left, top = (width - shot.width) // 2, (height - shot.height) // 2
    row = 3 * shot.width
    rows = [bytes(3 * left) + shot.rgb[at:at + row] + bytes(3 * (width - shot.width - left))
            for at in range(0, row * shot.height, row)]
    black = bytes(3 * width)
    return Picture(width, height,
                   black * top + b"".join(rows) + black * (height - shot.height - top))


def canvas_of(shots):
    return max(shot.width for shot in shots), max(shot.height for shot in shots)


def test_the_video_has_each_picture_at_its_time(made, video, directory):
    path, dumps = made
    read = Video(video)
    assert (read.width, read.height) == canvas_of(dumps)
    assert video.stat().st_mode & 0o777 == 0o600
    frames = dict(read.pictures())
    times = sorted(frames)
    assert max(later - before for before, later in zip(times, times[1:])) <= 1000
    seen = {}
    for when, shot in recording.pictures(path):
        seen[when] = shot  # of blocks of one time the last one counts
    seen[0] = seen.pop(min(seen))  # there is a picture from the beginning on
    for when, shot in seen.items():
        shown = frames[max(time for time in times if time <= when)]
        picture.assert_equal(shown, on_canvas(shot, read.width, read.height), directory, str(when))
    assert times[-1] == max(seen)
    for dump in dumps:
        assert on_canvas(dump, read.width, read.height) in frames.values()


def test_a_player_can_begin_at_each_key(made, video):
    read = Video(video)
    keys = [when for when, key, _ in read.frames() if key]
    assert read.cues == keys
    assert keys[0] == 0 and len(keys) >= 2  # the other size has one


def ffmpeg(name, *words):
    if not shutil.which(name):
        pytest.skip(f"{name} is not installed; toolchains/packages/soak.txt has it")
    return subprocess.run([name, "-v", "error", *map(str, words)], stdout=subprocess.PIPE, check=True,
                          timeout=60).stdout


def test_ffmpeg_shows_the_same(made, video):
    read = Video(video)
    told = json.loads(ffmpeg("ffprobe", "-show_packets", "-show_format", "-of", "json", video))
    assert [round(1000 * float(packet["pts_time"])) for packet in told["packets"]] == \
        [when for when, *_ in read.frames()]
    pictures = [shot for _, shot in read.pictures()]
    assert round(1000 * float(told["format"]["duration"])) == max(when for when, *_ in read.frames())
    shown = ffmpeg("ffmpeg", "-i", video, "-fps_mode", "passthrough", "-f", "rawvideo",
                   "-pix_fmt", "rgb24", "-")
    size = 3 * read.width * read.height
    assert [shown[at:at + size] for at in range(0, len(shown), size)] == [shot.rgb for shot in pictures]


def test_ffmpeg_finds_a_place_in_the_middle(made, video):
    read = Video(video)
    last_key = [when for when, key, _ in read.frames() if key][-1]
    wanted = [(when, shot) for when, shot in read.pictures() if when >= last_key][0]
    shown = ffmpeg("ffmpeg", "-ss", last_key / 1000, "-i", video, "-frames:v", 1, "-f", "rawvideo",
                   "-pix_fmt", "rgb24", "-")
    assert shown == wanted[1].rgb


def test_a_recording_without_an_end_is_exported_as_far_as_it_goes(made, directory):
    path, _ = made
    whole = path.read_bytes()
    cut = directory / "cut.fbs"
    cut.write_bytes(whole[:len(whole) * 2 // 3])
    said = export(directory, cut, directory / "cut.mkv")
    assert "the recording ends in the middle" in said
    *_, (when, shot) = recording.pictures(path_of_whole_blocks(cut))
    *_, (last, shown) = Video(directory / "cut.mkv").pictures()
    assert last == when
    read = Video(directory / "cut.mkv")
    picture.assert_equal(shown, on_canvas(shot, read.width, read.height), directory)


def path_of_whole_blocks(path):
    """A file of those that are whole."""
    data, at = path.read_bytes(), 12
    while True:
        size = int.from_bytes(data[at:at + 4], "big")
        following = at + 8 + (size + 3) // 4 * 4
        if at + 4 > len(data) or following > len(data):
            break
        at = following
    whole = path.with_suffix(".whole")
    whole.write_bytes(data[:at])
    return whole


def test_a_file_that_is_there_is_replaced_whole_or_not_at_all(made, directory):
    path, _ = made
    there = directory / "there.mkv"
    there.write_bytes(b"before")
    there.chmod(0o640)
    broken = directory / "broken.fbs"
    broken.write_bytes(b"FBS 001.000\n")
    export(directory, broken, there, USAGE)
    assert there.read_bytes() == b"before"
    export(directory, path, there)
    assert list(Video(there).frames())
    assert there.stat().st_mode & 0o777 == 0o640
    assert not list(directory.glob("*.part*"))


def test_what_cannot_be_read_or_written(made, directory):
    path, _ = made
    said = export(directory, directory / "none.fbs", directory / "a.mkv", USAGE)
    assert "could not be opened (No such file" in said
    said = export(directory, path, directory / "no" / "a.mkv", USAGE)
    assert said == (f"ecsview: The video could not be written to {directory}/no/a.mkv (No such file or "
                    "directory); choose another place.\n")
    assert "ends in .mkv" in export(directory, path, directory / "a.mp4", USAGE)
    assert "does not use --region" in run(directory, "export", "--region", "cn-hangzhou", path, "a.mkv")
    assert not list(directory.glob("*.mkv*"))


def run(directory, *words):
    with Viewer(directory, *words) as viewer:
        assert viewer.wait_exit() == USAGE
        return viewer.stderr()


@pytest.fixture
def endless(made, directory):
    """The decoder waits in the middle of its first block."""
    (_, greeting), (_, key), *_ = recording.blocks(made[0].read_bytes())
    path = directory / "endless.fbs"
    path.write_bytes(b"FBS 001.000\n" + block(greeting, 0) + block(key[:-100], 0))
    return path


def block(data, when):
    return len(data).to_bytes(4, "big") + data + bytes(-len(data) % 4) + when.to_bytes(4, "big")


def test_a_signal_ends_it_and_leaves_nothing(endless, directory):
    with Viewer(directory, "export", endless, directory / "late.mkv") as viewer:
        wait_until(lambda: list(directory.glob("late.mkv.part*")), 20, "file")
        assert viewer.terminate() == 128 + signal.SIGTERM
        assert not list(directory.glob("late*"))


def test_a_damaged_recording_is_told(endless, directory):
    said = export(directory, endless, directory / "late.mkv", PROTOCOL)
    assert "The recording is damaged 0 s after its beginning" in said
    assert not list(directory.glob("late*"))


def test_a_spoiled_recording_harms_nobody(made, directory):
    """The decoder takes it as it takes a server's; there is a video, or a sentence and none."""
    path, _ = made
    dice = random.Random(5)
    for number in range(3):
        other, target = directory / f"spoiled-{number}.fbs", directory / f"spoiled-{number}.mkv"
        other.write_bytes(recording.spoiled(path, dice))
        with Viewer(directory, "export", other, target) as viewer:
            code = viewer.wait_exit(18)
            assert code in (DONE, USAGE, PROTOCOL, DECODER), viewer.stderr()
            assert (code == DONE) == target.exists(), viewer.stderr()
