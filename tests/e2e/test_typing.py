# SPDX-License-Identifier: GPL-2.0-or-later
"""`ecsview type`: a text arrives at a guest with a PS/2 keyboard, judged by what its controller gives."""

import os
import re
import signal

import pytest

from lib import typed
from lib.endings import NETWORK
from lib.process import wait_until
from lib.qemu import Qemu
from lib.viewer import Viewer

SOAK = "ECSVIEW_SOAK" in os.environ
LENGTH = 10_000 if SOAK else 400
SECONDS = 600


def type_text(directory, target, text, *options, code=0, env=None):
    """Standard error of the command, which ends by itself."""
    with Viewer(directory, "type", *options, target, stdin=text.encode(), env=env) as viewer:
        assert viewer.wait_exit(SECONDS) == code, viewer.stderr()
        return viewer.stderr()


def assert_arrives(guest, text):
    """What is behind the last press may still be on its way; nothing may come after that."""
    def got():
        return typed.read(guest.serial.since(0, "key"))
    wait_until(lambda: not got()[1], 30, "keys that are up")
    assert got()[0] == text, typed.difference(got()[0], text)


@pytest.fixture
def terminal(qemu):
    qemu.terminal()
    return qemu


@pytest.mark.timeout(900)
@pytest.mark.parametrize("stalls", [False, True], ids=["fast", "stalls"])
def test_all_printable_characters_arrive(qemu, directory, stalls):
    qemu.terminal(stalls=stalls)
    text = typed.printable(LENGTH)
    assert type_text(directory, f"vnc://127.0.0.1:{qemu.port}", text) == ""
    assert_arrives(qemu, text)


def test_from_a_file_and_through_the_cloud(sim, terminal, directory):
    file = directory / "text"
    file.write_text("echo 'Hello' | sed s/H/J/\r\n")
    type_text(directory, sim.instance, "", "--file", file, *sim.args(), env=sim.env())
    assert_arrives(terminal, "echo 'Hello' | sed s/H/J/\n")


@pytest.mark.parametrize("options", [[], ["--no-echo"]], ids=["watched", "blind"])
def test_a_connection_that_is_lost_ends_it(terminal, directory, options):
    """Whatever was under way is lost, and with it the place in the text."""
    with Viewer(directory, "type", *options, f"vnc://127.0.0.1:{terminal.port}",
                stdin=typed.printable(5000).encode()) as viewer:
        terminal.serial.wait("key .*")
        os.kill(viewer.decoder(), signal.SIGKILL)
        assert viewer.wait_exit(60) == NETWORK
        assert re.search(r"lost; .* type the rest\. \d+ of 5000 characters", viewer.stderr())


def test_says_what_the_layout_lacks_and_types_nothing(terminal, directory):
    target = f"vnc://127.0.0.1:{terminal.port}"
    said = type_text(directory, target, "caf\u00e9 \u4e2d", code=2)
    assert "\u00e9 (U+00E9) and \u4e2d (U+4E2D)" in said and "--untypable" in said
    assert_arrives(terminal, "")
    said = type_text(directory, target, "caf\u00e9 \u4e2d", "--untypable", "leave-out")
    assert said.startswith("ecsview: 2 characters are left out")
    assert_arrives(terminal, "caf ")
    said = type_text(directory, target, "\u00e9\n", "--untypable", "leave-out")
    assert said.startswith("ecsview: 1 character is left out")
    assert_arrives(terminal, "caf \n")


def test_stops_where_nothing_shows_and_says_how_far_it_came(qemu, directory):
    qemu.terminal(echo=False)
    said = type_text(directory, f"vnc://127.0.0.1:{qemu.port}", "secret", code=12)
    assert "--no-echo" in said and "1 of 6 characters were typed" in said
    assert_arrives(qemu, "s")


def test_types_blindly_where_it_is_told_to(qemu, directory):
    qemu.terminal(echo=False)
    type_text(directory, f"vnc://127.0.0.1:{qemu.port}", "Secret-1\n", "--no-echo")
    assert_arrives(qemu, "Secret-1\n")


def test_by_number_where_the_layout_has_it_not(terminal, directory):
    """Ctrl+Shift+U e 9 and the space bar, as the guest's keyboard has it."""
    type_text(directory, f"vnc://127.0.0.1:{terminal.port}", "\u00e9", "--untypable", "linux")
    assert terminal.serial.since(0, "key")[:6] == [
        "key 1d", "key 2a", "key 16", "key 96", "key aa", "key 9d"]


def test_the_guests_layout_says_which_keys(terminal, directory):
    """@ is AltGr+Q, z where a US keyboard has y, ^ a dead key before the space bar."""
    type_text(directory, f"vnc://127.0.0.1:{terminal.port}", "z@^", "--guest-layout", "de", "--no-echo")
    assert terminal.serial.wait_count(10, "key") == [
        "key 15", "key 95", "key e0 38", "key 10", "key 90", "key e0 b8",
        "key 29", "key a9", "key 39", "key b9"]


@pytest.mark.parametrize("options, words", [
    (["--view-only"], "forbids it"), (["--file", "/nonexistent"], "could not be read"),
    (["--file", "/dev/null"], "is empty"), (["--file", "/dev/zero"], "longer than 1 MiB")])
def test_what_it_does_not_do_is_told_at_once(directory, options, words):
    target = "vnc://127.0.0.1:1/?ViewOnly=true" if "--view-only" in options else "vnc://127.0.0.1:1"
    options = [option for option in options if option != "--view-only"]
    assert words in type_text(directory, target, "text", *options, code=2)


def test_a_signal_ends_it_with_every_key_up(terminal, directory):
    text = typed.printable(3000)
    with Viewer(directory, "type", f"vnc://127.0.0.1:{terminal.port}", stdin=text.encode()) as viewer:
        terminal.serial.wait_count(100, "key")
        viewer.signal(signal.SIGINT)
        assert viewer.wait_exit() == 130
    got, _ = typed.read(terminal.serial.since(0, "key"))
    wait_until(lambda: not typed.read(terminal.serial.since(0, "key"))[1], 30, "keys that are up")
    assert text.startswith(got)


def test_the_text_is_in_no_log(terminal, directory):
    said = type_text(directory, f"vnc://127.0.0.1:{terminal.port}", "Geheim42", "--log-level", "debug")
    assert said and "eheim" not in said


def test_a_host_that_goes_by_keysyms_presses_the_same_keys(guest_image, directory):
    """QEMU's -k de looks the keys up by what they mean; without it the scancodes are taken."""
    text = typed.printable(120, seed=3).replace("\n", "") + "\u00e4\u00d6\u00df\u20ac\u00e9\u00f4\n"
    reports = []
    for extra in ([], ["-k", "de"]):
        with Qemu(guest_image, directory, extra=extra) as guest:
            guest.terminal(echo=False)
            type_text(directory, f"vnc://127.0.0.1:{guest.port}", text, "--guest-layout", "de",
                      "--no-echo")
            guest.serial.wait("key 9c")
            reports.append(guest.serial.since(0, "key"))
    assert len(reports[0]) > 250 and reports[0] == reports[1]
