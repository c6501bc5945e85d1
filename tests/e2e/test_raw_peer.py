# SPDX-License-Identifier: GPL-2.0-or-later
"""The scripted server and the bad line, judged by TigerVNC's viewer and by plain sockets."""

import socket
import ssl
import time

import pytest

from lib import guest_picture, rfb_server, vncauth, websocket
from lib.bare_client import receive, tls, upgrade
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.tigervnc import tigervnc


def test_raw_peer_serves_tigervnc(xvfb, directory):
    shown = guest_picture.picture(640, 480, 33)

    def script(connection):
        assert connection.handshake(640, 480, password="pw1234")
        connection.wait("fbur")
        connection.update(rfb_server.picture_rect(0, 0, shown))
        connection.hold()

    (directory / "passwd").write_bytes(vncauth.password_file("pw1234"))
    with RawPeer(script) as peer:
        with tigervnc(directory, peer.port, xvfb, "-passwd", directory / "passwd") as viewer:
            viewer.wait_picture(shown)
            xvfb.focus(viewer.window())
            xvfb.mouse_move(100, 50, viewer.window())
            xvfb.click()
            xvfb.key(31)
            connection = peer.connection()
            click = {"buttons": 1, "x": 100, "y": 50}
            connection.wait("pointer", where=lambda m: m.fields == click)
            assert connection.wait("key", where=lambda m: m.down).keysym == ord("s")
            assert rfb_server.DESKTOP_SIZE in connection.wait("set-encodings").encodings
            assert connection.wait("client-init").shared in (0, 1)
        connection.wait_closed()


def test_raw_peer_stalls_in_mid_rectangle(xvfb, directory):
    shown = guest_picture.picture(640, 480)
    rest = {}

    def script(connection):
        connection.handshake(640, 480)
        connection.wait("fbur")
        data = rfb_server.update(rfb_server.picture_rect(0, 0, shown))
        connection.send(data[:100000])
        rest["data"] = data[100000:]
        connection.hold()

    with RawPeer(script) as peer:
        with tigervnc(directory, peer.port, xvfb) as viewer:
            viewer.window()
            connection = peer.connection()
            wait_until(lambda: "data" in rest, 10, "half a picture")
            with pytest.raises(AssertionError):
                viewer.wait_picture(shown, seconds=0.5)
            connection.send(rest["data"])
            viewer.wait_picture(shown)


def test_raw_peer_sends_wrong_frames(certs):
    def script(connection):
        assert connection.request.protocols() == ["binary"]
        connection.frame(websocket.TEXT, b"text")
        connection.frame(websocket.BINARY, b"masked", mask=b"abcd")
        connection.frame(websocket.BINARY, b"short", length=1 << 40)
        connection.close(reset=True)

    with RawPeer(script, "wss", certs.right) as peer, tls(peer.port, certs.ca) as client:
        upgrade(client)
        data = b""
        try:
            while more := client.recv(4096):
                data += more
        except (ConnectionResetError, ssl.SSLEOFError):
            pass
        text, data = websocket.take_frame(data)
        assert (text.opcode, text.payload) == (websocket.TEXT, b"text")
        masked, data = websocket.take_frame(data)
        assert masked.masked and masked.payload == b"masked"
        assert data == b"\x82\x7f" + (1 << 40).to_bytes(8, "big") + b"short"


def test_raw_peer_records_what_comes_split(certs):
    wire = (b"RFB 003.008\n\x01\x01"
            b"\x03\x01\0\x01\0\x02\0\x03\0\x04"                       # request
            b"\xff\0\0\x01\0\0\0\x61\0\0\0\x1e"                       # extended key
            b"\x06\0\0\0\0\0\0\x02hi" b"\x06\0\0\0\xff\xff\xff\xfb\0\0\0\x01z"
            b"\xfb\0\x03\x20\x02\x58\x01\0" + bytes(16) + b"\x63more")

    def script(connection):
        connection.handshake()
        connection.hold()

    with RawPeer(script, "ws") as peer:
        with socket.create_connection(("127.0.0.1", peer.port), 10) as client:
            upgrade(client)
            client.sendall(websocket.frame(websocket.PING, b"tick", mask=b"mask"))
            for byte in wire:
                client.sendall(websocket.frame(websocket.BINARY, bytes([byte]), mask=b"\1\2\3\4"))
            connection = peer.connection()
            unknown = connection.wait("unknown")
            assert unknown.type == 0x63 and b"more".startswith(unknown.rest)
        assert connection.wait("ws-ping").payload == b"tick"
        request = connection.wait("fbur")
        assert request.incremental and (request.x, request.height) == (1, 4)
        key = connection.wait("qemu-key")
        assert (key.down, key.keysym, key.scancode) == (True, ord("a"), 0x1e)
        assert connection.wait("cut-text").text == b"hi"
        assert connection.wait("extended-cut").fields == {"flags": 1, "data": b"z"}
        assert connection.wait("set-desktop-size").width == 800


def test_raw_peer_tells_a_wrong_script(directory):
    def script(connection):
        raise ValueError("spoiled")

    with pytest.raises(ValueError, match="spoiled"):
        with RawPeer(script) as peer:
            socket.create_connection(("127.0.0.1", peer.port), 10).close()
            peer.connection()
            wait_until(lambda: peer.errors, 10, "error")


# The link.

def echo_peer():
    def script(connection):
        while True:
            connection.send(connection.read(1))
    return RawPeer(script)


def test_link_passes_stalls_and_cuts():
    with echo_peer() as peer, Link(peer.port) as link:
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            client.sendall(b"a")
            assert client.recv(1) == b"a"
            link.down.stall()
            client.sendall(b"b")
            peer.connection()
            client.settimeout(0.3)
            with pytest.raises(TimeoutError):
                client.recv(1)
            link.down.resume()
            client.settimeout(10)
            assert client.recv(1) == b"b"
            link.down.stall_after = 4
            client.sendall(b"cdef")
            assert receive(client, 2) == b"cd"
            link.down.wait_passed(4)
            assert link.down.passed == 4
            link.cut()
            with pytest.raises(ConnectionResetError):
                while client.recv(16):
                    pass


def test_link_delays_and_limits():
    def script(connection):
        connection.send(bytes(100000))
        connection.hold()

    with RawPeer(script) as peer, Link(peer.port, delay=0.2) as link:
        link.down.rate = 200000
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            first = client.recv(1)
            to_first = time.monotonic() - began
            left = 100000 - len(first)
            while left:
                left -= len(client.recv(left))
            # Lower bounds only: a loaded machine can be slower, never faster.
            assert to_first >= 0.2
            assert time.monotonic() - began >= 0.2 + 0.5


def test_link_refuses_and_finishes():
    with echo_peer() as peer, Link(peer.port) as link:
        with socket.create_connection(("127.0.0.1", link.port), 10) as client:
            client.sendall(b"a")
            assert client.recv(1) == b"a"
            link.finish()
            assert client.recv(1) == b""
        link.refuse = True
        with pytest.raises(ConnectionResetError):
            with socket.create_connection(("127.0.0.1", link.port), 10) as client:
                client.recv(1)
        assert link.accepted == 2
