# SPDX-License-Identifier: GPL-2.0-or-later
"""The clipboard's text, typed from the window into a guest with a PS/2 keyboard."""

import contextlib
import os
import random
import subprocess

import pytest

from lib import menu, typed
from lib.consoles import shown
from lib.process import wait_until
from lib.qemu import Qemu

CTRL, ALT, KEY_V, KEY_C, KEY_F12, ENTER, ESCAPE = 29, 56, 47, 46, 88, 28, 1


@contextlib.contextmanager
def clipboard(display, directory, text):
    """xclip holds it, as the program that was copied from would."""
    file = directory / "clipboard"
    file.write_text(text)
    holder = display.start(["xclip", "-quiet", "-selection", "clipboard", "-in", str(file)], "xclip")
    environment = display.environment()
    wait_until(lambda: subprocess.run(
        ["xclip", "-selection", "clipboard", "-out"], env=environment, stdout=subprocess.PIPE,
        timeout=20).stdout.decode() == text, 20, "clipboard")
    yield
    holder.stop()


def paste(display):
    display.key(CTRL, ALT, KEY_V)


def keys(guest):
    return typed.read(guest.serial.since(0, "key"))


def assert_arrives(guest, text):
    wait_until(lambda: keys(guest) == (text, set()), 60, f"{text!r}")


@pytest.fixture
def console(qemu, xvfb, directory):
    qemu.terminal()
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        yield viewer


def test_a_short_line_is_typed_at_once(console, qemu, xvfb, directory):
    with clipboard(xvfb, directory, "ip addr | grep 'inet 10.'; echo \"$HOME\""):
        paste(xvfb)
        assert_arrives(qemu, "ip addr | grep 'inet 10.'; echo \"$HOME\"")


@pytest.mark.parametrize("key, arrives", [(ENTER, "first\nSecond\n"), (ESCAPE, "")],
                         ids=["enter", "escape"])
def test_several_lines_are_shown_first(console, qemu, xvfb, directory, key, arrives):
    with clipboard(xvfb, directory, "first\nSecond\n"):
        paste(xvfb)
        menu.wait_open(console)
        console.shot().save(directory / "preview.png")
        assert keys(qemu) == ("", set())
        xvfb.key(key)
        menu.wait_closed(console)
        if not arrives:
            xvfb.key(KEY_C)
        assert_arrives(qemu, arrives or "c")


def test_what_cannot_be_typed_is_said_first(console, qemu, xvfb, directory):
    with clipboard(xvfb, directory, "caf\u00e9 \u4e2d"):
        paste(xvfb)
        menu.wait_open(console)
        console.shot().save(directory / "missing.png")
        xvfb.key(19)  # R: the rest
        assert_arrives(qemu, "caf ")


@pytest.mark.parametrize("seed", range(100 if "ECSVIEW_SOAK" in os.environ else 3))
def test_any_key_stops_it_and_is_not_typed(console, qemu, xvfb, directory, seed):
    text = typed.printable(3000, seed)
    with clipboard(xvfb, directory, text):
        paste(xvfb)
        menu.wait_open(console)
        xvfb.key(ENTER)
        qemu.serial.wait_count(random.Random(seed).randrange(20, 300), "key", seconds=60)
        xvfb.key(KEY_C)
        xvfb.key(KEY_F12)  # this one is the guest's again, behind what is still on its way
        qemu.serial.wait("key d8", seconds=30)
    got, down = keys(qemu)
    assert down == set() and got[-1] == "?" and text.startswith(got[:-1])


def test_asks_where_nothing_shows_and_goes_on(qemu, xvfb, directory):
    qemu.terminal(echo=False)
    with shown(directory, xvfb, f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        with clipboard(xvfb, directory, "Secret-1"):
            paste(xvfb)
            menu.wait_open(viewer)
            viewer.shot().save(directory / "unseen.png")
            assert keys(qemu) == ("S", set())
            xvfb.key(ENTER)
            assert_arrives(qemu, "Secret-1")


def test_view_only_types_nothing(qemu, xvfb, directory):
    qemu.terminal()
    with shown(directory, xvfb, "--view-only", f"vnc://127.0.0.1:{qemu.port}") as viewer:
        viewer.wait_picture(qemu.screendump)
        before = viewer.shot()
        with clipboard(xvfb, directory, "text"):
            paste(xvfb)
            wait_until(lambda: viewer.shot() != before, 20, "sentence")
            assert keys(qemu) == ("", set())


def test_into_the_passwords_prompt(guest_image, xvfb, directory):
    with Qemu(guest_image, directory, password="Right-1") as guest:
        guest.terminal()
        with shown(directory, xvfb, f"vnc://127.0.0.1:{guest.port}") as viewer:
            before = viewer.shot()
            with clipboard(xvfb, directory, "Right-1\n"):
                paste(xvfb)
                wait_until(lambda: viewer.shot() != before, 20, "dots")
                xvfb.key(ENTER)
                viewer.wait_picture(guest.screendump)
