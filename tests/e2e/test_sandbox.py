# SPDX-License-Identifier: GPL-2.0-or-later
"""Each decoder is a program of its own: what one that dies could tell of its memory is worth
nothing for the next, nor for the process that has the keys."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess

import pytest

from lib import inside, rfb_server
from lib.endings import DECODER, USAGE
from lib.rawpeer import RawPeer
from lib.viewer import TESTING, Viewer, command

not_sanitized = pytest.mark.skipif(bool(os.environ.get("ECSVIEW_SANITIZE")),
                                   reason="a sanitizer's runtime needs what the sandbox forbids, "
                                          "and one of them takes away the random layout")
with_sight = pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT)
PATIENT = {"ECSVIEW_TEST_HASTE": "100"}
NO_LAYOUT = "does not start the decoder as a program of its own"
SECCOMP_LANDLOCK_VERSION = 444, None, 0, 1


def picture(connection):
    connection.still((64, 64), rfb_server.raw_rect(0, 0, 64, 64, 0x123456))


@contextlib.contextmanager
def viewer_of(directory, xvfb, program=TESTING, env=None):
    """The viewer, and a function that kills its decoder and waits for the next one's picture."""
    with RawPeer(picture) as peer:
        with Viewer(directory, peer.url, display=xvfb, program=program,
                    env={**PATIENT, **(env or {})}) as viewer:
            pids = []

            def next_decoder():
                if pids:
                    os.kill(pids[-1], signal.SIGKILL)
                peer.connection(len(pids)).wait("fbur", count=2)
                pids.append(viewer.decoder(other_than=pids[-1] if pids else None))
                return pids[-1]

            yield viewer, next_decoder


def looked_at(pid):
    return inside.layout(pid), inside.random_bytes(pid)


@with_sight
@not_sanitized
def test_no_two_decoders_lie_in_memory_alike(directory, xvfb):
    with viewer_of(directory, xvfb, command()) as (viewer, next_decoder):
        seen = [looked_at(next_decoder()) for _ in range(3)]
        seen.append(looked_at(viewer.pid))
        for what in ("[stack]", os.path.realpath(command()[0])):
            places = [layout[what] for layout, _ in seen]
            assert len(set(places)) == len(places), (what, places)
        libraries = [{place for what, place in layout.items() if ".so" in what}
                     for layout, _ in seen]
        for i, one in enumerate(libraries):
            assert one and not any(one & other for other in libraries[:i])
        canaries = {random[1:8] for _, random in seen}
        assert len(canaries) == len(seen)
        assert viewer.terminate() == 0
        assert NO_LAYOUT not in viewer.stderr()


@with_sight
@not_sanitized
def test_nothing_of_the_person_s_environment_is_in_a_decoder(directory, xvfb):
    with viewer_of(directory, xvfb, env={"CANARY": "canary-in-the-environment",
                                         "LD_LIBRARY_PATH": "/canary-for-the-loader"}) as (
                                             viewer, next_decoder):
        decoder = next_decoder()
        assert inside.words(decoder).strip(b"\0") == b""
        assert b"canary-in-the-environment" not in inside.memory(decoder)
        assert viewer.terminate() == 0


@with_sight
@not_sanitized
def test_program_that_is_replaced_meanwhile_goes_on(directory, xvfb):
    """The package is upgraded while a kiosk runs: the next decoder is of the same program, not of
    whatever lies there now."""
    program = directory / "ecsview"
    shutil.copy(TESTING[0], program)
    with viewer_of(directory, xvfb, [program]) as (viewer, next_decoder):
        first = next_decoder()
        before = inside.random_bytes(first)
        program.unlink()
        program.write_text("#!/bin/sh\nexit 77\n")
        program.chmod(0o755)
        assert inside.random_bytes(next_decoder()) != before
        assert viewer.terminate() == 0
        assert NO_LAYOUT not in viewer.stderr()


@with_sight
@not_sanitized
def test_where_no_program_can_be_started_the_spawner_s_child_decodes(directory, xvfb):
    """As in an emulator, which cannot load itself: less is better than nothing, and it is said."""
    program = directory / "ecsview"
    shutil.copy(TESTING[0], program)
    with viewer_of(directory, xvfb, [program]) as (viewer, next_decoder):
        next_decoder()
        assert NO_LAYOUT not in viewer.stderr()
        program.chmod(0o644)
        forked = next_decoder()
        viewer.wait_stderr(NO_LAYOUT)
        assert inside.random_bytes(forked) == inside.random_bytes(viewer.spawner())
        told = inside.status(forked)
        assert (told["Seccomp"], told["NoNewPrivs"]) == ("2", "1")
        assert sorted(inside.files(forked)) == [0, 1, 2, 3, 4]
        assert viewer.terminate() == 0


@not_sanitized
def test_landlock_stands_behind_the_filter(directory):
    """The test build leaves the filter out and tries to make a directory: EACCES."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*SECCOMP_LANDLOCK_VERSION) < 1:
        pytest.skip("this kernel has no Landlock")
    with RawPeer(picture) as peer:
        with Viewer(directory, "shot", peer.url, directory / "a.png", program=TESTING,
                    env={"ECSVIEW_TEST_DECODER": "walls"}) as viewer:
            assert viewer.wait_exit() == DECODER
            assert "exit status 13" in viewer.stderr()


@pytest.mark.parametrize("handed", ["nothing", "files"])
def test_decoder_that_a_person_starts_does_nothing(directory, handed):
    """The name alone makes the program a decoder, so it must be harmless by hand."""
    files = "3<>{0}/a 4<>{0}/b 5<>{0}/c 6<{0}/a".format(directory)
    redirected = files if handed == "files" else ""
    run = subprocess.run(["bash", "-c", f'exec -a ecsview-decoder "$0" {redirected}', *command()],
                         capture_output=True, text=True, timeout=30, check=False,
                         stdin=subprocess.DEVNULL)
    assert run.returncode == USAGE
    assert run.stderr == "ecsview-decoder is started by ecsview alone; run ecsview.\n"
    assert run.stdout == ""
