# SPDX-License-Identifier: GPL-2.0-or-later
"""Started from a menu or a link, where nobody reads standard error: a failure that ends the program
stays in the window until somebody closes it (--stay, as the desktop entry has it)."""

import itertools
import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from lib import close_button, guest_picture, menu, rfb_server, selection
from lib.commands import run
from lib.consoles import shown
from lib.display import Xvfb
from lib.endings import CREDENTIALS, NETWORK, PASSWORD, USAGE, sentence
from lib.process import Child, wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer, command

ROOT = Path(__file__).resolve().parents[2]
SIZE = (640, 480)
ENTER, ESCAPE, KEY_R, KEY_C, KEY_F, RIGHT_ARROW = 28, 1, 19, 46, 33, 106
RED = bytes((0xe5, 0x56, 0x4d)) * 16  # the edge of a card with bad news


def console(connection, seed=5):
    connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, seed)))


def refuse(connection):
    connection.close(reset=True)


@pytest.fixture
def dead():
    """The address of a host on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"vnc://127.0.0.1:{port}"


def wait_card(viewer):
    wait_until(lambda: RED in viewer.shot().rgb, 20, "card with the failure")


def by_key(display, viewer):
    display.key(ESCAPE)


def by_mouse(display, viewer):
    x, y = menu.selected(viewer)  # Retry; Copy and Close are beside it
    display.mouse_move(x + 427, y, viewer.window())
    display.click()


CLOSED = {"key": by_key, "mouse": by_mouse,
          "close button": lambda display, viewer: close_button.press(display, viewer.window()),
          "SIGTERM": lambda display, viewer: viewer.signal(signal.SIGTERM)}


@pytest.mark.parametrize("how", CLOSED)
def test_a_dead_host_stays_until_it_is_closed_and_the_exit_code_is_the_same(dead, xvfb, directory,
                                                                            how):
    with shown(directory, xvfb, "--stay", dead) as viewer:
        wait_card(viewer)
        assert viewer.running() and viewer.stderr() == ""
        CLOSED[how](xvfb, viewer)
        assert viewer.wait_exit() == NETWORK
        assert "Nothing answers" in sentence(viewer)


def test_without_the_option_it_ends_at_once(dead, xvfb, directory):
    with Viewer(directory, dead, display=xvfb) as viewer:
        assert viewer.wait_exit() == NETWORK


@pytest.mark.parametrize("key", [KEY_R, ENTER])
def test_retry_begins_anew(xvfb, directory, key):
    numbers = itertools.count()
    seen = threading.Event()  # that the card of the failure before is gone

    def script(connection):
        number = next(numbers)
        if number == 1:
            seen.wait(60)
        refuse(connection) if number < 2 else console(connection)

    with RawPeer(script) as peer:
        with shown(directory, xvfb, "--stay", peer.url) as viewer:
            for retries in range(2):
                wait_card(viewer)
                assert len(peer.connections) == 1 + retries
                xvfb.key(key)
                peer.connection(1 + retries)
                wait_until(lambda: RED not in viewer.shot().rgb, 20, "the card to go")
                seen.set()
            viewer.wait_picture(guest_picture.picture(*SIZE, 5))
            # It is a session like any other: a loss is mended, and closing it is no failure.
            peer.connection(2).close(reset=True)
            peer.connection(3)
            viewer.wait_picture(guest_picture.picture(*SIZE, 5))
            close_button.press(xvfb, viewer.window())
            assert viewer.wait_exit() == 0
            assert "ecsview: " not in viewer.stderr()  # the log tells of the loss, no sentence


def test_retry_by_the_mouse(xvfb, directory):
    with RawPeer(refuse) as peer, shown(directory, xvfb, "--stay", peer.url) as viewer:
        wait_card(viewer)
        xvfb.mouse_move(*menu.selected(viewer), viewer.window())
        xvfb.click()
        peer.connection(1)
        wait_card(viewer)


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080)], ids=str)
def test_what_it_says_can_be_copied(dead, directory, size):
    width, height = size
    with Xvfb(directory, width, height) as display, \
            shown(directory, display, "--stay", "--window-size", f"{width}x{height}", dead) as viewer:
        wait_card(viewer)
        before = viewer.shot()
        display.key(KEY_C)
        wait_until(lambda: viewer.shot() != before, 20, "the word Copied")
        copied = selection.taken(display)
        display.key(ESCAPE)
        assert viewer.wait_exit() == NETWORK
        assert copied == f"{run(directory, '--version').strip()}: {sentence(viewer)}"


def test_only_its_own_keys_and_places_do_something(xvfb, directory):
    with RawPeer(refuse) as peer, shown(directory, xvfb, "--stay", peer.url) as viewer:
        wait_card(viewer)
        before = viewer.shot()
        menu.press(xvfb)
        xvfb.key(KEY_F)
        xvfb.mouse_move(5, 5, viewer.window())  # outside of the card
        xvfb.click()
        for _ in range(2):  # the last: its effect is seen
            xvfb.key(RIGHT_ARROW)
            wait_until(lambda: viewer.shot() != before, 20, "another selection")
            before = viewer.shot()
        assert RED in viewer.shot().rgb and viewer.running() and len(peer.connections) == 1
        xvfb.key(ENTER)  # Close is selected
        assert viewer.wait_exit() != 0


def test_three_wrong_passwords_stay_and_can_be_mended(xvfb, directory):
    def script(connection):
        if connection.handshake(*SIZE, password="Right-1"):
            console_after_handshake(connection)

    with RawPeer(script) as peer, shown(directory, xvfb, "--stay", peer.url) as viewer:
        def answer(number, text):
            peer.connection(number).wait("security-type")
            wait_until(lambda: bytes((0x0d, 0x11, 0x17)) * 64 in viewer.shot().rgb, 20, "prompt")
            xvfb.xdo("type", "--delay", "30", text)
            xvfb.key(ENTER)
        for number in range(3):
            answer(number, f"wrong{number}")
        wait_card(viewer)
        xvfb.key(KEY_R)
        for number in range(3, 6):
            answer(number, f"wrong{number}")
        wait_card(viewer)
        xvfb.key(KEY_R)
        answer(6, "Right-1")
        viewer.wait_picture(guest_picture.picture(*SIZE, 5))


def console_after_handshake(connection):
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 5)))
    connection.hold()


def test_three_wrong_passwords_end_with_their_exit_code(xvfb, directory):
    file = directory / "password"
    file.write_text("wrong")
    file.chmod(0o600)
    with RawPeer(lambda connection: connection.handshake(*SIZE, password="Right-1")) as peer, \
            shown(directory, xvfb, "--stay", "--password-file", file, peer.url) as viewer:
        wait_card(viewer)
        xvfb.key(ESCAPE)
        assert viewer.wait_exit() == PASSWORD
        assert "refused" in sentence(viewer)


def test_the_end_of_the_attempts_stays_over_the_last_picture(xvfb, directory):
    numbers = itertools.count()
    with RawPeer(lambda connection: refuse(connection) if next(numbers)
                 else console(connection)) as peer:
        with shown(directory, xvfb, "--stay", "--retry", "0", peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 5))
            peer.connection(0).close(reset=True)
            wait_card(viewer)
            assert viewer.running()
            xvfb.key(ESCAPE)
            assert viewer.wait_exit() != 0


@pytest.mark.parametrize("words, code, env", [
    (["vnc://"], USAGE, {}), (["--no-such-option", "i-abc"], USAGE, {}),
    (["--region", "cn-hangzhou", "i-abc"], CREDENTIALS,
     {"ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}),
    (["--ca-file", "/nonexistent", "vnc://127.0.0.1:1"], None, {}),
    (["--password-file", "/nonexistent", "vnc://127.0.0.1:1"], None, {})])
def test_what_fails_before_there_is_a_connection_is_shown_too(xvfb, directory, words, code, env):
    with Viewer(directory, *words, display=xvfb, env=env) as viewer:
        ended = viewer.wait_exit()
        said = viewer.stderr()
        assert code in (None, ended) and ended != 0
    with shown(directory, xvfb, "--stay", *words, env=env) as viewer:
        wait_card(viewer)
        assert viewer.running()
        xvfb.key(ESCAPE)
        assert viewer.wait_exit() == ended
        # Each viewer has a home of its own.
        assert viewer.stderr().replace(viewer.home.name, "") == said.replace(
            next(part for part in said.split("/") if part.startswith("home-"))
            if "home-" in said else "-none-", "")


def test_a_kiosk_does_not_use_it(xvfb, directory):
    with Viewer(directory, "--kiosk", "--stay", "vnc://127.0.0.1:1") as viewer:
        assert viewer.wait_exit() == USAGE
        assert "tries again by itself" in sentence(viewer)


def test_without_a_display_it_ends_like_any_other(directory):
    with Viewer(directory, "--stay", "vnc://") as viewer:
        assert viewer.wait_exit() == USAGE
        sentence(viewer)


# By a handler: the desktop's own way from a link to the program.

@pytest.fixture
def link(directory, xvfb):
    """Opens a link as a browser does: xdg-open finds our desktop entry for vnc://."""
    home = directory / "desk"
    applications = home / ".local/share/applications"
    applications.mkdir(parents=True)
    entry = (ROOT / "assets/ecsview.desktop").read_text()
    assert "Exec=ecsview " in entry
    (applications / "ecsview.desktop").write_text(entry)
    (home / "run").mkdir(mode=0o700)
    words = command()
    (home / "bin").mkdir()
    (home / "bin/ecsview").symlink_to(words[-1])
    if len(words) > 1:
        pytest.skip("the program is started through another one")
    (home / ".config").mkdir()
    (home / ".config/mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/vnc=ecsview.desktop\n")
    env = {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "DISPLAY": xvfb.display,
           "PATH": f"{home}/bin:{os.environ['PATH']}", "LANG": "C.UTF-8",
           **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}}
    started = []

    def opened(url):
        child = Child(["xdg-open", url], directory, "xdg-open", env=env)
        started.append(child)
        return child
    yield opened
    for child in started:
        child.stop()


def test_a_link_opens_the_console(link, xvfb):
    with RawPeer(console) as peer:
        child = link(peer.url)
        peer.connection(0)
        window = xvfb.wait_window(name="ecsview")
        wait_until(lambda: xvfb.geometry(window)[2:] == SIZE, 20, "size")
        wait_until(lambda: xvfb.window_shot(window) == guest_picture.picture(*SIZE, 5), 20,
                   "picture")
        close_button.press(xvfb, window)
        assert child.wait(20) == 0, child.stderr()


@pytest.mark.parametrize("address", ["vnc://127.0.0.1:1", "vnc://127.0.0.1:99999"])
def test_a_link_that_leads_nowhere_says_so_in_a_window(link, xvfb, address):
    child = link(address)
    window = xvfb.wait_window(name="ecsview")
    wait_until(lambda: RED in xvfb.window_shot(window).rgb, 20, "card with the failure")
    assert child.running()
    xvfb.focus(window)
    xvfb.key(ESCAPE)
    child.wait(20)
