# SPDX-License-Identifier: GPL-2.0-or-later
"""`ecsview run --step`: a person goes through a script in the window. What the guest's keyboard got says
what was done, and the letters in the window, read by Unifont, what comes next."""

import pytest

from lib import typed, unifont
from lib.consoles import shown
from lib.endings import NO_DISPLAY, NO_TEXT, refused
from lib.process import wait_until

ENTER, SPACE, ESCAPE, KEY_C = 28, 57, 1, 46
SCRIPT = """# three keys
press a
press b

press c
exit 21
"""


@pytest.fixture
def terminal(qemu):
    qemu.terminal()
    return qemu


def stepping(directory, xvfb, machine, text):
    file = directory / "script"
    file.write_text(text)
    return shown(directory, xvfb, "run", "--step", f"vnc://127.0.0.1:{machine.port}", file)


def wait_words(viewer, words):
    wait_until(lambda: unifont.find(viewer.shot(), words), 20, words, pause=0.2)


def letters(machine):
    return typed.read(machine.serial.since(0, "key"))[0]


def test_each_command_is_shown_and_waits_for_a_word(terminal, xvfb, directory):
    with stepping(directory, xvfb, terminal, SCRIPT) as viewer:
        wait_words(viewer, "Line 2: press a")
        assert letters(terminal) == ""
        xvfb.key(ENTER)
        wait_words(viewer, "Line 3: press b")
        wait_until(lambda: letters(terminal) == "a", 20, "first key")
        xvfb.key(SPACE)
        wait_words(viewer, "Line 5: press c")
        wait_until(lambda: letters(terminal) == "ab", 20, "second key")
        xvfb.mouse_move(100, 100, viewer.window())
        xvfb.click()
        wait_words(viewer, "Line 6: exit 21")
        xvfb.key(ENTER)
        wait_words(viewer, "ended with code 21")
        xvfb.key(ENTER)
        assert viewer.wait_exit() == 21
        assert letters(terminal) == "abc"
        assert viewer.stderr() == ""


def test_the_rest_is_done_without_stopping(terminal, xvfb, directory):
    with stepping(directory, xvfb, terminal, SCRIPT) as viewer:
        wait_words(viewer, "Line 2: press a")
        xvfb.key(KEY_C)
        assert viewer.wait_exit() == 21
        assert letters(terminal) == "abc"


def test_somebody_stops_it(terminal, xvfb, directory):
    with stepping(directory, xvfb, terminal, SCRIPT) as viewer:
        wait_words(viewer, "Line 2: press a")
        xvfb.key(ENTER)
        wait_words(viewer, "Line 3: press b")
        xvfb.key(ESCAPE)
        assert viewer.wait_exit() == 0
        assert letters(terminal) == "a"


def test_what_has_gone_wrong_stands_there_until_it_was_seen(terminal, xvfb, directory):
    with stepping(directory, xvfb, terminal, 'press a\nexpect "nowhere"\n') as viewer:
        wait_words(viewer, "Line 1: press a")
        xvfb.key(KEY_C)
        wait_words(viewer, "closes")  # the command itself has the other words
        assert viewer.running()
        xvfb.key(ENTER)
        assert viewer.wait_exit() == NO_TEXT
        assert f'{directory}/script:2: The screen does not show "nowhere"' in viewer.stderr()


def test_a_signal_ends_it_as_without(terminal, xvfb, directory):
    with stepping(directory, xvfb, terminal, SCRIPT) as viewer:
        wait_words(viewer, "Line 2: press a")
        assert viewer.terminate() == 143


def test_without_a_display_it_says_so(directory):
    file = directory / "script"
    file.write_text(SCRIPT)
    refused(directory, NO_DISPLAY, "run", "--step", "vnc://127.0.0.1:1", file)
