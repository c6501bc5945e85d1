# SPDX-License-Identifier: GPL-2.0-or-later
"""What is copied on one side and pasted on the other, with servers that other people wrote; what is
too long, what may not pass, and a server that means no good. The judges are X programs."""

import contextlib
import threading
import zlib

import pytest

from lib import picture, rfb_server
from lib.consoles import shown
from lib.peers import Xvnc
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.selection import SILENT, give, owner, taken, wait_taken
from lib.viewer import Viewer

MEBIBYTE = 1 << 20
SIZE = (640, 480)
EXTENDED = 0xC0A1E5CE - (1 << 32)
TEXTS = {"one character": "x", "lines": "one\ntwo\n", "emoji and Chinese": "控制台 \U0001f680 grüße",
         "1 MiB": "0123456789abcde\n" * (MEBIBYTE // 16)}
BOTH = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


@pytest.fixture
def peer(directory):
    """Xvnc takes 256 kB by itself."""
    with Xvnc(directory, extra=["-MaxCutText=16777216"]) as server:
        yield server


def console(directory, xvfb, peer, *options):
    return shown(directory, xvfb, *options, f"vnc://127.0.0.1:{peer.port}")


@contextlib.contextmanager
def offered(directory, display, text):
    """A window on a server without an extended clipboard, which has got that text of the display's;
    yields both ends."""
    def script(connection):
        connection.still(SIZE, rfb_server.raw_rect(0, 0, *SIZE, 0x204060))

    with RawPeer(script) as peer, shown(directory, display, peer.url) as viewer:
        connection = peer.connection()
        connection.wait("fbur", count=2)
        give(display, text)
        connection.wait("cut-text", where=lambda m: m.text == text.encode())
        yield viewer, connection


@BOTH
def test_what_is_copied_there_is_pasted_here(directory, xvfb, peer, text):
    with console(directory, xvfb, peer) as viewer:
        viewer.wait_picture(peer.screenshot)
        give(peer, text)
        wait_taken(xvfb, text)
        assert viewer.terminate() == 0


@BOTH
def test_what_is_copied_here_is_pasted_there(directory, xvfb, peer, text):
    with console(directory, xvfb, peer) as viewer:
        viewer.wait_picture(peer.screenshot)
        give(xvfb, text)
        wait_taken(peer, text)
        assert viewer.terminate() == 0


def test_an_empty_text_replaces_the_last(directory, xvfb, peer):
    with console(directory, xvfb, peer) as viewer:
        viewer.wait_picture(peer.screenshot)
        give(peer, "x")
        wait_taken(xvfb, "x")
        give(peer, "")
        wait_until(lambda: not taken(xvfb), 20, "empty clipboard")
        give(xvfb, "y")
        wait_taken(peer, "y")
        give(xvfb, "")
        wait_until(lambda: not taken(peer), 20, "empty clipboard")


@pytest.mark.parametrize("way", ["in", "out"])
def test_two_mebibytes_are_left_out_with_a_word(directory, xvfb, peer, way):
    here, there = (xvfb, peer) if way == "in" else (peer, xvfb)
    with console(directory, xvfb, peer) as viewer:
        peer.paint(7)  # of one colour it would be called blank, in words
        viewer.wait_picture(peer.screenshot)
        give(there, "before")
        wait_taken(here, "before")
        give(there, "x" * (2 * MEBIBYTE))
        wait_until(lambda: all(picture.difference(viewer.shot(), peer.screenshot())
                               for _ in range(5)), 20, "words")
        assert taken(here) in ("before", None, "")  # not a part of it
        give(there, "after")
        wait_taken(here, "after")


def test_what_is_copied_elsewhere_while_the_keyboard_is_away_is_not_offered(directory, xvfb):
    with offered(directory, xvfb, "first") as (viewer, connection):
        xvfb.start(["xev", "-geometry", "100x100+0+0"], "xev")
        xvfb.focus(xvfb.wait_window(name="Event Tester"))
        give(xvfb, "a password")
        connection.send(rfb_server.cut_text(b"theirs"))  # handled behind it
        wait_taken(xvfb, "theirs")
        give(xvfb, "second")
        xvfb.focus(viewer.window())
        connection.wait("cut-text", where=lambda m: m.text == b"second")
        assert [m.text for m in connection.received("cut-text")] == [b"first", b"second"]


def test_a_text_in_pieces_is_pasted_there(directory, xvfb, peer):
    """As GTK gives what is longer than 256 kB."""
    with console(directory, xvfb, peer) as viewer:
        viewer.wait_picture(peer.screenshot)
        text = TEXTS["emoji and Chinese"] * 9000
        give(xvfb, text, piece=65_521)  # in the middle of a character
        wait_taken(peer, text)
        give(xvfb, "x" * (2 * MEBIBYTE), piece=65_536)
        give(xvfb, "after", piece=2)
        wait_taken(peer, "after")


def test_a_clipboard_whose_owner_does_not_answer_is_left_alone(directory, still_keys):
    with offered(directory, still_keys, "first") as (viewer, connection):
        still_keys.start(["xev", "-geometry", "100x100+0+0"], "xev")
        elsewhere = still_keys.wait_window(name="Event Tester")
        give(still_keys, "not given", piece=SILENT)
        silent = owner(still_keys)
        for number in range(1, 4):
            still_keys.focus(elsewhere)
            still_keys.focus(viewer.window())
            still_keys.key(30)  # A, handled behind it
            connection.wait("key", count=2 * number)
        assert owner(still_keys) == silent
        assert [m.text for m in connection.received("cut-text")] == [b"first"]
        give(still_keys, "second")
        connection.wait("cut-text", where=lambda m: m.text == b"second")


def test_keys_pass_while_a_program_does_not_give_its_text(directory, still_keys):
    """It is waited for by a thread of its own: a key comes while that is there."""
    with offered(directory, still_keys, "first") as (viewer, connection):
        at_rest = len(viewer.threads())

        def passes():
            since = connection.mark()
            give(still_keys, "not given", piece=SILENT)
            still_keys.key(30)
            connection.wait("key", since, count=2)
            return len(viewer.threads()) > at_rest
        wait_until(passes, 30, "key beside the thread")


def test_chinese_is_not_said_in_latin1_to_a_server_that_takes_more(directory, xvfb):
    """Its extended clipboard may be told only after the handshake, with the first picture."""
    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("set-encodings")
        connection.wait("fbur")
        ready.wait(30)
        connection.send(extended(31 << 24 | 1, MEBIBYTE.to_bytes(4, "big")))
        connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x204060))
        connection.hold()

    ready = threading.Event()
    give(xvfb, "\u4e2d")
    with RawPeer(script) as peer, shown(directory, xvfb, peer.url):
        connection = peer.connection()
        xvfb.key(30)  # A, handled behind the look at the clipboard
        connection.wait("key")
        ready.set()
        connection.wait("extended-cut", where=lambda m: m.flags & 1 << 27)
        assert not connection.received("cut-text")


def test_latin1_where_there_is_no_more(directory, xvfb):
    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x204060))
        connection.wait("cut-text", where=lambda m: m.text == "grüße ?".encode("latin-1"))
        connection.send(rfb_server.cut_text("naïve\n".encode("latin-1")))
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url):
        peer.connection().wait("fbur", count=2)
        give(xvfb, "grüße \U0001f680")
        wait_taken(xvfb, "naïve\n")


@pytest.mark.parametrize("options, passes_in, passes_out", [
    (["--clipboard", "in"], True, False), (["--clipboard", "out"], False, True),
    (["--clipboard", "off"], False, False), (["--view-only"], False, False),
    (["--view-only", "--clipboard", "both"], False, False), (["--kiosk"], False, False)],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_only_what_may_pass_does(directory, xvfb, peer, options, passes_in, passes_out):
    """A picture that changes comes behind the text, so nothing is on its way any more."""
    with console(directory, xvfb, peer, *options):
        wait_until(lambda: "Connections: accepted" in peer_log(peer), 20, "connection")
        give(peer, "theirs")
        if passes_in:
            wait_taken(xvfb, "theirs")
        give(xvfb, "ours")
        if passes_out:
            wait_taken(peer, "ours")
        else:
            assert taken(peer) == "theirs"
        assert passes_in or taken(xvfb) == "ours"


def peer_log(peer):
    return peer._server.stderr()


# Servers that mean no good.

def extended(flags, data=b""):
    body = flags.to_bytes(4, "big") + data
    return b"\3\0\0\0" + (-len(body)).to_bytes(4, "big", signed=True) + body


def provision(claimed, data):
    return extended(1 << 28 | 1, zlib.compress(claimed.to_bytes(4, "big") + data))


BOMBS = {"as large as it says": provision(100 * MEBIBYTE, bytes(100 * MEBIBYTE)),
         "larger than it says": provision(4, b"abcd" + bytes(100 * MEBIBYTE)),
         "claims 4 GiB": provision((1 << 32) - 1, b"x"),
         "50 MiB on the wire": extended(1 << 28 | 1, bytes(50 * MEBIBYTE))}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_left_out_and_the_session_goes_on(directory, xvfb, bomb):
    def script(connection):
        connection.handshake(*SIZE)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x204060))
        connection.send(extended(31 << 24 | 1, (0).to_bytes(4, "big")))
        for _ in range(20):
            connection.send(bomb)
        connection.update(rfb_server.raw_rect(0, 0, *SIZE, 0x608020))
        connection.hold()

    with RawPeer(script) as peer, Viewer(directory, peer.url, display=xvfb) as viewer:
        colour = (0x608020).to_bytes(3, "big")  # of the first pixel: words may cover the last rows
        wait_until(lambda: viewer.shot().rgb[:3] == colour, 20, "the next picture")
        assert len(peer.connections) == 1
        assert taken(xvfb) in (None, "abcd")
        assert viewer.terminate() == 0


@pytest.mark.parametrize("options", [["--clipboard", "off"], ["--kiosk"], ["--view-only"]],
                         ids=" ".join)
def test_nothing_is_offered_where_nothing_may_pass(directory, xvfb, options):
    with RawPeer(lambda connection: (connection.handshake(*SIZE), connection.hold())) as peer:
        with Viewer(directory, *options, peer.url, display=xvfb):
            offered = peer.connection().wait("set-encodings").encodings
            assert EXTENDED not in offered and -258 in offered


def test_no_text_is_in_the_log(directory, xvfb, peer):
    with console(directory, xvfb, peer, "--log-level", "debug") as viewer:
        viewer.wait_picture(peer.screenshot)
        give(peer, "canary-theirs")
        wait_taken(xvfb, "canary-theirs")
        give(xvfb, "canary-ours")
        wait_taken(peer, "canary-ours")
        assert viewer.terminate() == 0
        assert "debug" in viewer.stderr() and "canary" not in viewer.stderr()
