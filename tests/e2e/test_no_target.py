# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a missing TARGET opens the picker, and where it is a usage error; how the picker ends."""

import os
import pty
import subprocess

import pytest

from lib import close_button, picker
from lib.display import Xvfb
from lib.endings import NO_DISPLAY, USAGE, refused
from lib.picker import machines, opened, wait_rows
from lib.process import Child, wait_until
from lib.sim import EcsSim
from lib.viewer import Viewer, command

ESCAPE = 1
THREE = machines("i-a:Running:cn-hangzhou:alpha", "i-b:Running:cn-hangzhou:beta",
                 "i-c:Running:cn-hangzhou:gamma")


@pytest.fixture
def small(directory):
    with Xvfb(directory, 800, 480) as display:
        yield display


def test_a_signal_closes_it(directory, small):
    with EcsSim(directory, *THREE) as sim, opened(directory, small, sim, *sim.args()) as viewer:
        wait_rows(viewer, 3)
        assert viewer.terminate() == 0 and viewer.stderr() == ""


def test_a_signal_while_the_api_says_nothing(directory, small):
    with EcsSim(directory, "--fail", "@hang") as sim, \
            opened(directory, small, sim, *sim.args()) as viewer:
        sim.wait_log(event="api")
        small.key(ESCAPE)
        assert viewer.wait_exit() == 0 and viewer.stderr() == ""


@pytest.mark.parametrize("words", [[], ["--stay"], ["--all-regions", "--fullscreen"]], ids=str)
def test_without_a_display_it_is_a_usage_error(directory, words):
    refused(directory, USAGE, *words, words=("TARGET is missing", "i-..."))


def test_and_on_a_terminal_without_one_it_says_what_to_type(directory):
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb"), os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(command(), stdin=terminal, stdout=terminal, stderr=subprocess.PIPE,
                              timeout=50, env={"HOME": str(directory), "PATH": os.environ["PATH"]},
                              check=False)
    assert done.returncode == USAGE
    assert b"no display" in done.stderr and b"ecsview list" in done.stderr


def test_where_nobody_is_there_to_choose_it_opens_no_window(directory, small):
    """A script whose variable is empty."""
    for words in ([], [""], ["--stay", ""]):
        said = refused(directory, USAGE, *[word for word in words if word != "--stay"],
                       display=small, words="TARGET is missing")
        assert "see ecsview --help" in said


def test_a_kiosk_is_told_its_console(directory, small):
    refused(directory, USAGE, "--kiosk", display=small, words="a kiosk shows one console")


def test_a_display_that_is_not_there_is_said(directory, small):
    with Viewer(directory, "--stay", "--display", "7", display=small) as viewer:
        assert viewer.wait_exit() == NO_DISPLAY
        assert "There is no display 7; --display can be 1" in viewer.stderr()


def test_on_a_terminal_it_opens(directory, small):
    with EcsSim(directory, *THREE) as sim:
        words = " ".join(f"'{word}'" for word in [*command(), *map(str, sim.args())])
        env = {"HOME": str(directory), "PATH": os.environ["PATH"], "DISPLAY": small.display,
               **sim.env()}
        child = Child(["script", "-qec", words, "/dev/null"], directory, "script", env=env)
        window = small.wait_window(name="Instances - ecsview")
        wait_until(lambda: len(picker.dots(small.window_shot(window))) == 3, 20, "rows")
        close_button.press(small, window)
        assert child.wait(20) == 0
