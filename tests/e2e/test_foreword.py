# SPDX-License-Identifier: GPL-2.0-or-later
"""The handshake that is said at once where the last one went without a password: it is what the
decoder says, real servers take it, and a console that is not what it was loses nothing by it."""

import pytest

from lib import guest_picture, rfb_server
from lib.peers import X11vnc, Xvnc
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

SIZE = (640, 480)
PICTURE = guest_picture.picture(*SIZE, 7)
AT_ONCE = "the whole handshake is said at once"
LIST_BYTES = 4  # a SetEncodings without its list


@pytest.fixture
def start(directory, xvfb):
    """Starts viewers that share a runtime directory, one after the other."""
    run = directory / "run"
    run.mkdir(mode=0o700)

    def viewer(*args, **more):
        return Viewer(directory, "--log-level", "debug", *args, display=xvfb,
                      env={"XDG_RUNTIME_DIR": str(run), **more})
    return viewer


def shows(connection):
    connection.wait("fbur")
    connection.update(rfb_server.picture_rect(0, 0, PICTURE))
    connection.hold()


def read_words(connection):
    """The client's words of the handshake, which it says before the server has said anything."""
    words = connection.read(34 + LIST_BYTES)
    count = int.from_bytes(words[-2:], "big")
    return words + connection.read(4 * count)


def answer_words(connection):
    connection.send(rfb_server.VERSION + b"\x01\x01" + bytes(4) + rfb_server.server_init(*SIZE))
    connection.parse()
    shows(connection)


def words_in_turn(connection):
    """The same, each of them after it was asked for."""
    connection.send(rfb_server.VERSION)
    words = connection.read(12)
    connection.send(b"\x01\x01")
    words += connection.read(1)
    connection.send(bytes(4))
    words += connection.read(1)
    connection.send(rfb_server.server_init(*SIZE))
    return words + read_rest(connection)


def read_rest(connection):
    rest = connection.read(20 + LIST_BYTES)
    return rest + connection.read(4 * int.from_bytes(rest[-2:], "big"))


def serves(*scripts):
    """A script that plays the first for the first connection, and so on; the last for the rest."""
    left = list(scripts)

    def script(connection):
        (left.pop(0) if len(left) > 1 else left[0])(connection)
    return script


def test_what_is_said_at_once_is_what_the_decoder_says(start):
    words = []

    def first(connection):
        words.append(words_in_turn(connection))
        connection.parse()
        shows(connection)

    def second(connection):
        words.append(read_words(connection))
        answer_words(connection)

    with RawPeer(serves(first, second)) as peer:
        for _ in range(2):
            with start(peer.url) as viewer:
                viewer.wait_picture(PICTURE)
        assert words[0] == words[1]
        assert peer.connections[1].received("fbur")[0].fields["incremental"] == 0
        assert len(peer.connections) == 2
        # What the decoder repeats is not sent again: the server would have taken it for messages.
        names = {message.name for message in peer.connections[1].messages}
        assert names <= {"fbur", "set-encodings", "key"}, names


@pytest.mark.parametrize("server", ["qemu", "xvnc", "x11vnc"])
def test_real_servers_take_it(start, directory, request, server):
    if server == "qemu":
        machine = request.getfixturevalue("qemu")
        machine.paint(3)
        port, expected = machine.port, machine.screendump()
    else:
        machine = {"xvnc": Xvnc, "x11vnc": X11vnc}[server](directory)
        request.addfinalizer(machine.close)
        port, expected = machine.port, machine.paint(3)
    for said in (False, True, True):
        with start(f"vnc://127.0.0.1:{port}") as viewer:
            viewer.wait_picture(expected)
            assert (AT_ONCE in viewer.stderr()) == said
            assert "connecting anew" not in viewer.stderr()


def test_a_console_with_a_password_now_is_asked_again_in_turn(start, xvfb):
    early = []

    def wants_password(connection):
        early.append(read_words(connection))
        connection.send(rfb_server.VERSION + b"\x01\x02" + bytes(range(16)))
        connection.wait_closed()
        early.append(connection.received())

    def with_password(connection):
        assert connection.handshake(*SIZE, password="right-1")
        shows(connection)

    def without(connection):
        connection.handshake(*SIZE)
        shows(connection)

    with RawPeer(serves(without, wants_password, with_password)) as peer:
        with start(peer.url) as viewer:
            viewer.wait_picture(PICTURE)
        # It is not given before, so nothing speaks against saying all at once.
        with start(peer.url) as viewer:
            xvfb.focus(viewer.window())
            peer.connection(2).wait("security-type")
            for key in (19, 23, 34, 35, 20, 12, 2, 28):  # right-1, Enter
                xvfb.key(key)
            viewer.wait_picture(PICTURE)
        assert early[1] == [], "no answer to the challenge"


@pytest.mark.parametrize("how", ["hangs up", "another version", "speaks of nothing"])
def test_a_server_that_takes_it_amiss_has_a_viewer_all_the_same(start, how):
    def amiss(connection):
        read_words(connection)
        if how == "another version":
            connection.send(b"RFB 003.003\n" + bytes((0, 0, 0, 1)))
            connection.wait_closed()
        elif how == "speaks of nothing":
            connection.send(rfb_server.VERSION + b"\x00\0\0\0\x04none")
            connection.wait_closed()

    def in_turn(connection):
        connection.handshake(*SIZE)
        shows(connection)

    with RawPeer(serves(in_turn, amiss, in_turn)) as peer:
        for _ in range(2):
            with start(peer.url) as viewer:
                viewer.wait_picture(PICTURE)
        assert len(peer.connections) == 3
