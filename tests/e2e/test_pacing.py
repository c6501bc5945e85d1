# SPDX-License-Identifier: GPL-2.0-or-later
"""When pictures are asked for, seen from the server: pairs of a request and a question far away, one
request while the screen rests, and no message that the server did not say it takes."""

import time

import pytest

from lib import guest_picture, rfb_server
from lib.consoles import shown
from lib.link import Link
from lib.peers import Websockify, X11vnc, Xvnc
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import Viewer

ONE_WAY = 0.05   # of the line, where there is one
FRAME = 0.03     # QEMU looks at its screen this often
REST = 2         # a rest of the screen, seconds; a window would be used 50 times a second
END_OF_CONTINUOUS_UPDATES = b"\x96"


class Film:
    """What a server does that changes all the time: an update for each request, at most one a frame.
    `question` names the message that it answers at once, with `answer`(message)."""

    def __init__(self, connection, question=None, answer=None):
        self._connection, self._question, self._answer = connection, question, answer
        self._read, self.frames, self._asked = 0, 0, False

    def play(self, frames):
        while self.frames < frames:
            self.look()
            if self._asked:
                self._asked = False
                self.frames += 1
                self._connection.update(rfb_server.raw_rect(0, 0, 64, 64, self.frames * 0x010305))
            time.sleep(FRAME)

    def look(self):
        """Answers what is asked now."""
        for message in self._connection.received(since=self._read):
            self._read += 1
            self._asked = self._asked or message.name == "fbur"
            if message.name == self._question:
                self._connection.send(self._answer(message))

    def rest(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.look()
            time.sleep(FRAME)


def ack(_):
    return rfb_server.update(rfb_server.qemu_key_ack())


def test_pairs_go_to_a_server_that_answers_lists(xvfb, directory):
    """Its list is, byte for byte, the one of the handshake; and when the screen rests, one request is
    out and nothing else is said."""
    lists, rested = [], {}

    def script(connection):
        connection.handshake(640, 480)
        film = Film(connection, "set-encodings", ack)
        film.play(60)
        film.rest(1)
        mark = connection.mark()
        film.rest(REST)
        rested["said"] = [m.name for m in connection.received(since=mark)]
        lists.extend(connection.received("set-encodings"))
        began, asked = film.frames, connection.mark()
        film.play(began + 1)
        connection.wait("fbur", since=asked)
        rested["again"] = True
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, delay=ONE_WAY) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}"):
            wait_until(lambda: "again" in rested, 60, "end of the film")
        names = [m.name for m in peer.connection().received()]
    assert rested["said"] == []
    assert len(lists) > 10
    assert all(m.encodings == lists[0].encodings for m in lists)
    assert rfb_server.QEMU_KEY in lists[0].encodings
    for i, name in enumerate(names[names.index("fbur"):], names.index("fbur")):
        if name == "set-encodings":
            assert names[i - 1] == "fbur"


def test_input_asks_ahead_before_its_echo_comes(xvfb, directory):
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        film = Film(connection, "set-encodings", ack)
        film.play(30)
        film.rest(1)
        seen["rests"] = connection.mark()
        connection.wait("qemu-key", since=seen["rests"])
        film.rest(1)  # nothing changes
        seen["pairs"] = len(connection.received("set-encodings", since=seen["rests"]))
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, delay=ONE_WAY) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}"):
            wait_until(lambda: "rests" in seen, 60, "end of the film")
            xvfb.key(30)
            wait_until(lambda: "pairs" in seen, 20, "a second after the key")
    assert seen["pairs"] >= 3


def test_pings_are_the_question_where_there_is_nothing_better(xvfb, directory):
    done = {}

    def script(connection):
        connection.handshake(640, 480)
        Film(connection).play(60)
        done["pings"] = len(connection.received("ws-ping"))
        connection.hold()

    with RawPeer(script, "ws") as peer, Link(peer.port, delay=ONE_WAY) as link:
        with shown(directory, xvfb, peer.url.replace(str(peer.port), str(link.port))):
            wait_until(lambda: "pings" in done, 60, "end of the film")
        said = [m.name for m in peer.connection().received()]
    assert done["pings"] > 10
    assert said.count("set-encodings") == 1


@pytest.mark.parametrize("transport", ["tcp", "ws"])
def test_a_server_that_answers_nothing_is_paced_by_its_updates(xvfb, directory, transport):
    done = {}

    def script(connection):
        connection.answer_pings = False
        connection.handshake(640, 480)
        Film(connection).play(20)
        connection.wait("fbur", count=21)
        done["all"] = True
        connection.hold()

    with RawPeer(script, transport) as peer, Link(peer.port, delay=ONE_WAY) as link:
        url = peer.url.replace(str(peer.port), str(link.port))
        with shown(directory, xvfb, url):
            wait_until(lambda: "all" in done, 60, "end of the film")
        said = [m.name for m in peer.connection().received()]
    assert said.count("fbur") == 21
    assert said.count("set-encodings") == 1
    assert said.count("ws-ping") <= (transport == "ws")
    assert not {"fence", "continuous-updates", "unknown"} & set(said)


def test_fences_are_answered_and_asked_once_the_server_sent_one(xvfb, directory):
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        seen["before"] = len(connection.received("fence"))
        connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST | 0x0b, b"1234"))
        seen["reply"] = connection.wait("fence").fields
        film = Film(connection, "fence", lambda m: rfb_server.fence(m.flags & 7, m.data)
                    if m.flags & rfb_server.FENCE_REQUEST else b"")
        film.play(40)
        seen["questions"] = sum(bool(m.flags & rfb_server.FENCE_REQUEST) for m in connection.received("fence"))
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, delay=ONE_WAY) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}"):
            wait_until(lambda: "questions" in seen, 60, "end of the film")
    assert seen["before"] == 0
    assert seen["reply"] == {"flags": 3, "data": b"1234"}
    assert seen["questions"] > 10


def test_a_fence_that_is_too_long_ends_the_connection(xvfb, directory):
    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST, bytes(65)))
        connection.hold()

    with RawPeer(script) as peer, Viewer(directory, peer.url, display=xvfb) as viewer:
        assert viewer.wait_exit() == 7


def test_continuous_updates_are_switched_on_where_they_are_offered(xvfb, directory):
    """Then nothing is asked, but for the whole screen in a new size."""
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        seen["before"] = len(connection.received("continuous-updates"))
        connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST) + END_OF_CONTINUOUS_UPDATES)
        seen["area"] = connection.wait("continuous-updates").fields
        mark = connection.mark()
        for i in range(30):
            connection.update(rfb_server.raw_rect(0, 0, 64, 64, i * 0x010305))
        connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST, b"end"))
        connection.wait("fence", where=lambda m: m.data == b"end")
        seen["asked"] = connection.received("fbur", since=mark)
        connection.update(rfb_server.desktop_size(800, 600))
        seen["new area"] = connection.wait("continuous-updates", since=mark).fields
        seen["whole"] = connection.wait("fbur", since=mark).fields
        connection.update(rfb_server.picture_rect(0, 0, guest_picture.picture(800, 600, 2)))
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(800, 600, 2))
    assert seen["before"] == 0 and seen["asked"] == []
    assert seen["area"] == {"enable": True, "x": 0, "y": 0, "width": 640, "height": 480}
    assert seen["new area"] == {"enable": True, "x": 0, "y": 0, "width": 800, "height": 600}
    assert seen["whole"]["incremental"] is False


def test_a_wide_line_is_compressed_less_for(xvfb, directory):
    """The same list again, but for that; a thin line is not taken for one."""
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        read = 0
        while len(connection.received("set-encodings")) < 2:
            connection.wait("fbur", since=read)
            read = connection.mark()
            connection.update(rfb_server.raw_rect(0, 0, 320, 240, read * 0x010305))
            time.sleep(FRAME)
        seen["lists"] = [m.encodings for m in connection.received("set-encodings")]
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url):
        first, second = wait_until(lambda: seen.get("lists"), 60, "second list")
    assert [(a, b) for a, b in zip(first, second, strict=True) if a != b] == [(-250, -254)]


def test_a_thin_line_is_spared(xvfb, directory):
    done = {}

    def script(connection):
        connection.handshake(640, 480)
        for i in range(8):
            connection.wait("fbur", count=i + 1)
            connection.update(rfb_server.raw_rect(0, 0, 120, 100, i * 0x010305))
        done["said"] = [m.encodings for m in connection.received("set-encodings")]
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, rate=250_000) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}"):
            wait_until(lambda: "said" in done, 60, "the pictures")
    assert all(-250 in encodings for encodings in done["said"])


def test_invented_answers_bring_no_requests(xvfb, directory):
    last = guest_picture.picture(640, 480, 7)
    seen = {}

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        for _ in range(500):
            connection.send(ack(None))
        connection.update(rfb_server.picture_rect(0, 0, last))
        connection.wait("set-encodings", count=2)
        for _ in range(500):
            connection.send(ack(None))
        connection.send(rfb_server.fence(rfb_server.FENCE_REQUEST, b"end"))
        connection.wait("fence", where=lambda m: m.data == b"end")
        seen["requests"] = len(connection.received("fbur"))
        connection.hold()

    with RawPeer(script) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(last)
        wait_until(lambda: "requests" in seen, 60, "answer to the fence")
    # One for all, one that QEMU's first answer may have used up, one for the picture.
    assert seen["requests"] <= 4


# Real servers behind a long line: the last picture is the server's.

def test_qemu_far_away_is_whole_when_it_rests(qemu, xvfb, directory):
    with Link(qemu.port, delay=2 * ONE_WAY) as link:
        with shown(directory, xvfb, f"vnc://127.0.0.1:{link.port}") as viewer:
            for seed in (3, 4):
                qemu.paint(seed)
                qemu.animate()
                time.sleep(2)
                qemu.stop_animation()
                viewer.wait_picture(qemu.screendump)
            assert link.accepted == 1


@pytest.mark.parametrize("server, websocket", [(Xvnc, False), (Xvnc, True), (X11vnc, False),
                                               (X11vnc, True)],
                         ids=["xvnc", "xvnc-ws", "x11vnc", "x11vnc-ws"])
def test_x_servers_far_away_are_whole_when_they_rest(xvfb, directory, server, websocket):
    with server(directory) as peer:
        target, scheme = peer.port, "vnc"
        tunnel = Websockify(directory, peer.port) if websocket else None
        try:
            if tunnel:
                target, scheme = tunnel.port, "ws"
            with Link(target, delay=2 * ONE_WAY) as link:
                with shown(directory, xvfb, f"{scheme}://127.0.0.1:{link.port}") as viewer:
                    for seed in range(10, 30):
                        peer.paint(seed)
                    viewer.wait_picture(peer.screenshot)
                    assert link.accepted == 1
        finally:
            if tunnel:
                tunnel.close()
