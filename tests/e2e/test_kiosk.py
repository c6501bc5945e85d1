# SPDX-License-Identifier: GPL-2.0-or-later
"""--kiosk: full screen at once, nothing that a passer-by could end, and attempts for ever."""

import os
import socket

import pytest

from lib import close_button, guest_picture, menu, rfb_server
from lib.consoles import shown
from lib.display import Xvfb
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import TESTING, Viewer

SANITIZED = bool(os.environ.get("ECSVIEW_SANITIZE"))
SCREEN = (1280, 800)
SIZE = (640, 400)
CTRL, ALT, ENTER, KEY_A, KEY_F, KEY_Q, F4 = 29, 56, 28, 30, 33, 16, 62
DOUBLE = 2
PROMPT = bytes((0x0d, 0x11, 0x17)) * 64  # the field of the password's prompt
PASSWORD = "Right-1"


def console(connection, password=None):
    if not connection.handshake(*SIZE, password=password):
        return
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 3)),
                      rfb_server.cursor(0, 0, 16, 16, 0xff00ff))
    connection.hold()


@pytest.fixture(params=[None, "openbox"])
def screen(request, directory):
    with Xvfb(directory, *SCREEN, wm=request.param) as display:
        yield display


def painted():
    """The console, twice as large, which is the whole screen."""
    image = guest_picture.picture(*SIZE, 3).image()
    return image.resize((SIZE[0] * DOUBLE, SIZE[1] * DOUBLE), 0).tobytes()


def wait_painted(display):
    wait_until(lambda: display.screenshot().rgb == painted(), 20, "picture on the whole screen")


def test_covers_the_screen_before_there_is_a_console(screen, directory):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"vnc://127.0.0.1:{listener.getsockname()[1]}"
        with shown(directory, screen, "--kiosk", url) as viewer:
            wait_until(lambda: screen.geometry(viewer.window()) == (0, 0, *SCREEN), 10,
                       "full screen")
            wait_until(lambda: len(set(screen.screenshot().rgb)) > 8, 10, "words")
            assert viewer.terminate() == 0


@pytest.mark.skipif(SANITIZED, reason="its leak check is ended by a tracer")
def test_waits_for_no_window_manager_that_is_not_there(directory):
    """SDL would sleep ten times, 10 ms each, before the first pixels of a window in full screen."""
    trace = directory / "trace"
    sleeps = ["strace", "-D", "-f", "--seccomp-bpf", "-qq", "-o", trace, "-e",
              "trace=execve,clock_nanosleep,nanosleep"]
    with Xvfb(directory, *SCREEN) as display, RawPeer(console) as peer:
        with Viewer(directory, "--kiosk", peer.url, display=display, program=[*sleeps, *TESTING]) as viewer:
            wait_painted(display)
            assert viewer.terminate() == 0
    assert "execve" in trace.read_text(), "the trace shows too little"
    assert "nanosleep" not in trace.read_text()


def test_cannot_be_closed_or_left(screen, directory):
    with RawPeer(console) as peer, shown(directory, screen, "--kiosk", peer.url) as viewer:
        wait_painted(screen)
        close_button.press(screen, viewer.window())
        screen.key(CTRL, ALT, ENTER)
        screen.key(KEY_A)
        connection = peer.connection()
        connection.wait("key", where=lambda m: m.keysym == ord("a") and not m.down)
        # The chord of full screen is the guest's here.
        assert [m for m in connection.received("key") if m.keysym == 0xff0d]
        menu.open_by_chord(screen, viewer)
        for key in (KEY_Q, KEY_F):
            screen.key(key)
        assert menu.is_open(viewer)
        screen.key(menu.ESCAPE)
        wait_painted(screen)
        assert viewer.running() and viewer.terminate() == 0


def test_hides_the_pointer_until_it_moves(directory):
    with Xvfb(directory, *SCREEN) as screen:
        with RawPeer(console) as peer, shown(directory, screen, "--kiosk", peer.url) as viewer:
            wait_painted(screen)
            wait_until(lambda: screen.framebuffer().rgb == painted(), 20, "screen without pointer")
            screen.mouse_move(300, 300, viewer.window())
            wait_until(lambda: screen.framebuffer().rgb != painted(), 20, "pointer")
            wait_until(lambda: screen.framebuffer().rgb == painted(), 20, "end of the pointer")


def test_prompt_is_there_for_good(directory):
    """Escape empties it; after three wrong passwords it asks again, some time later."""
    def answer(text, number, key=ENTER):
        peer.connection(number).wait("security-type")
        wait_until(lambda: PROMPT in viewer.shot().rgb, 20, "prompt")
        screen.xdo("type", "--delay", "30", text)
        screen.key(key)

    with Xvfb(directory, *SCREEN) as screen, \
            RawPeer(lambda connection: console(connection, PASSWORD)) as peer:
        with Viewer(directory, "--kiosk", peer.url, env={"ECSVIEW_TEST_HASTE": "1000"},
                    display=screen, program=TESTING) as viewer:
            screen.focus(viewer.window())
            answer("abc", 0, menu.ESCAPE)
            viewer.shot().save(directory / "prompt.png")
            for number in range(4):
                answer(f"wrong{number}", number)
            answer(PASSWORD, 4)
            wait_painted(screen)
            assert viewer.terminate() == 0


def test_goes_on_from_the_first_failure_on(directory):
    """Nobody listens yet; then somebody does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with Xvfb(directory, *SCREEN) as screen:
        with shown(directory, screen, "--kiosk", f"vnc://127.0.0.1:{port}") as viewer:
            wait_until(lambda: bytes((0xf0, 0xa6, 0x3a)) in viewer.shot().rgb, 20, "failure")
            viewer.shot().save(directory / "waiting.png")
            assert viewer.running()


@pytest.mark.parametrize("options, attempts", [(("--retry", "2"), 3), (("--retry", "0"), 1),
                                               (("--kiosk", "--retry", "1"), 2), ((), 1)])
def test_retry_counts(directory, options, attempts):
    def refuse(connection):
        connection.close(reset=True)
    with Xvfb(directory, *SCREEN) as screen:
        with RawPeer(refuse) as peer, Viewer(directory, *options, peer.url,
                                             display=screen) as viewer:
            assert viewer.wait_exit() != 0
            assert len(peer.connections) == attempts
