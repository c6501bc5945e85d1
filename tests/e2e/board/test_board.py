# SPDX-License-Identifier: GPL-2.0-or-later
"""The packed tree on an emulated board, beside the native viewer: `make board TARGET=armhf`.

The board is the root of a fresh Debian with the packages that the README lists. The viewer's every
instruction is emulated; the stand-in cloud, the guest and the X server are this machine's.
"""

import os
import re
import shlex
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib import picture
from lib.consoles import from_cloud, take_shot, wait_frozen
from lib.process import PATIENCE
from lib.viewer import Viewer, command

SECONDS = 60
MOST_BYTES = 4_500_000  # of the program, without its symbols
pytestmark = pytest.mark.timeout(180 * PATIENCE)


def installed():
    """PREFIX on the board."""
    return Path(command()[-1]).parents[1]


def native():
    return os.environ["ECSVIEW_NATIVE"]


def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=SECONDS * PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


# What is installed.

def test_prints_its_version():
    assert re.fullmatch(r"ecsview \d+\.\d+\.\d+\n", run(*command(), "--version"))


def test_brings_everything_that_belongs_to_it():
    assert (installed() / "bin" / "ecsview").stat().st_size < MOST_BYTES
    for name in ("share/man/man1/ecsview.1", "share/bash-completion/completions/ecsview",
                 "share/applications/ecsview.desktop",
                 "share/icons/hicolor/scalable/apps/ecsview.svg",
                 "lib/systemd/system/ecsview@.service", "share/doc/ecsview/packages.txt",
                 "share/doc/ecsview/packages-kiosk.txt", "share/doc/ecsview/COPYING",
                 "share/doc/ecsview/NOTICES"):
        assert (installed() / name).stat().st_size > 0, name


def test_needs_no_library_that_the_listed_packages_do_not_bring():
    told = run(*command()[:-1], "-E", "LD_TRACE_LOADED_OBJECTS=1", command()[-1])
    assert "libstdc++" in told and "not found" not in told


# OpenGL's are a GPU driver's, libdecor draws title bars on some desktops: SDL does without.
WITHOUT = re.compile(r"lib(OpenGL|GL\w*|EGL|decor-0)\.so\.\d+|libudev\.so\.0")


def test_what_is_loaded_by_name_is_there():
    """X11, Wayland and KMSDRM: the linker knows nothing of them, a display would be missing."""
    program = (installed() / "bin" / "ecsview").read_bytes()
    names = {name.decode() for name in re.findall(rb"\0(lib[\w+-]+\.so\.\d+)(?=\0)", program)}
    assert {"libX11.so.6", "libwayland-client.so.0", "libgbm.so.1"} <= names
    root = installed().parents[1]
    there = {path.name for folder in ("lib", "usr/lib") for path in root.glob(f"{folder}/*/lib*.so.*")}
    assert sorted(name for name in names - there if not WITHOUT.fullmatch(name)) == []


# What it shows. The guest is frozen, so both viewers look at the same screen.

def test_shot_is_the_native_viewers(sim, qemu, directory, monkeypatch):
    qemu.paint(5)
    qemu.freeze()
    ours = take_shot(directory, sim.instance, *sim.args(), "--timeout", "2m", env=sim.env())
    monkeypatch.setenv("ECSVIEW", native())
    theirs = take_shot(directory, sim.instance, *sim.args(), env=sim.env(), name="native.png")
    picture.assert_equal(picture.load(ours), picture.load(theirs), directory)
    picture.assert_equal(picture.load(ours), qemu.screendump(), directory)


@contextmanager
def both(sim, directory, xvfb, monkeypatch):
    """The viewer of the board and the native one, on one console."""
    with from_cloud(sim, directory, xvfb, "--log-level", "info", "--timeout", "2m") as ours:
        monkeypatch.setenv("ECSVIEW", native())
        with from_cloud(sim, directory, xvfb) as theirs:
            yield ours, theirs


def test_window_is_the_native_viewers(sim, qemu, wide_xvfb, directory, monkeypatch):
    with both(sim, directory, wide_xvfb, monkeypatch) as (ours, theirs):
        wide_xvfb.side_by_side((1280, 800), ours.window(), theirs.window())
        for seed in (0, 77, 200):
            qemu.paint(seed)
            qemu.freeze()
            dump = qemu.screendump()
            shots = []
            for viewer in (theirs, ours):
                viewer.wait_picture(dump, SECONDS, f"seed-{seed}")
                shots.append(viewer.shot())
            picture.assert_equal(*shots, directory)
            qemu.cont()
        assert ours.terminate(SECONDS) == 0


def test_keys_and_pointer_reach_the_guest(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb, "--timeout", "2m") as viewer:
        wait_frozen(viewer, qemu)
        since = qemu.serial.mark()
        xvfb.key(30)
        assert qemu.serial.wait_count(2, "key", since) == ["key 1e", "key 9e"]


# The processes.

def test_decoder_is_a_process_that_may_die(sim, qemu, xvfb, directory):
    with from_cloud(sim, directory, xvfb, "--log-level", "debug", "--timeout", "2m") as viewer:
        wait_frozen(viewer, qemu)
        first = viewer.decoder(SECONDS)
        assert viewer.spawner() and viewer.spawner() != viewer.pid
        os.kill(first, signal.SIGKILL)
        viewer.decoder(SECONDS, other_than=first)
        qemu.paint(9)
        wait_frozen(viewer, qemu, "after the decoder's death")
        assert "no system call filter" in viewer.stderr()  # qemu-user has none
        assert "as a program of its own" in viewer.stderr()  # it cannot load itself


# What the processor has. JPEG is not offered yet, so the unit tests stand for it.

def test_a_cpu_without_neon_is_enough(sim, qemu, directory, monkeypatch):
    emulator, *rest = command()
    if "aarch64" in emulator:
        pytest.skip("every 64-bit ARM has it")
    without = ("-cpu", "cortex-a15,neon=off")
    qemu.paint(6)
    qemu.freeze()
    monkeypatch.setenv("ECSVIEW", shlex.join([emulator, *without, *rest]))
    shown = take_shot(directory, sim.instance, *sim.args(), "--timeout", "2m", env=sim.env())
    picture.assert_equal(picture.load(shown), qemu.screendump(), directory)
    emulator, *rest = shlex.split(os.environ["ECSVIEW_UNIT_TESTS"])
    run(emulator, *without, *rest, "--gtest_filter=Shapes/JpegTest.*")


def test_jpeg_is_decoded_by_neon(directory):
    """The unit test compares the pixels; here the emulator tells what ran for it."""
    emulator, *rest = shlex.split(os.environ["ECSVIEW_UNIT_TESTS"])
    log = directory / "instructions"
    run(emulator, "-d", "in_asm", "-D", log, *rest, "--gtest_filter=Shapes/JpegTest.*/0")
    # On armhf the program is Thumb code, and what is not is entered by a small step between.
    ran = set(re.findall(r"^IN: (?:__)?(jsimd_\w+?_neon)(?:_from_thumb)?$",
                         log.read_text(errors="replace"), re.M))
    assert {"jsimd_idct_islow_neon", "jsimd_ycc_extrgbx_convert_neon"} <= ran
