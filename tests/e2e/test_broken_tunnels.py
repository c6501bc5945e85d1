# SPDX-License-Identifier: GPL-2.0-or-later
"""Proxies that are no websocket tunnel, or a broken one: one sentence and its exit code."""

import json

import pytest

from lib import rfb_server, websocket
from lib.endings import NETWORK, PROTOCOL, refused, shot_refused
from lib.faulty import Console, watch
from lib.rawpeer import RawPeer


def framed(*frames, end="close"):
    """Sends the handshake and then raw frames."""
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        for data in frames:
            connection.send_raw(data)
        if end == "hold":
            connection.hold()
    return script


def close_frame(code, reason=b""):
    return websocket.frame(websocket.CLOSE, code.to_bytes(2, "big") + reason)


def after_client_init(connection):
    """Up to where a server says its size, or hangs up when somebody else has it."""
    connection.send(rfb_server.VERSION)
    connection.read(12)
    connection.send(b"\x01\x01")
    connection.read(1)
    connection.send(b"\0\0\0\0")
    connection.read(1)


PIXELS = rfb_server.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
HALF_A_PICTURE = websocket.frame(websocket.BINARY, PIXELS[:500])
WRONG_FRAMES = {
    "text": framed(websocket.frame(websocket.TEXT, b"hello"), end="hold"),
    "text-first": lambda connection: (connection.frame(websocket.TEXT, rfb_server.VERSION),
                                      connection.hold()),
    "masked": framed(websocket.frame(websocket.BINARY, PIXELS[:99], mask=b"abcd"), end="hold"),
    "oversized": framed(websocket.frame(websocket.BINARY, b"x" * 50, length=1 << 62)),
    "over-63-bits": framed(websocket.frame(websocket.BINARY, b"x" * 50, length=(1 << 64) - 1)),
    "truncated": framed(websocket.frame(websocket.BINARY, PIXELS[:500], length=4000)),
    "truncated-head": framed(b"\x82\x7f\0\0"),
    "reserved-bit": framed(websocket.frame(websocket.BINARY, PIXELS[:99], reserved=4), end="hold"),
    "unknown-opcode": framed(websocket.frame(3, b"x"), end="hold"),
    "unknown-control": framed(websocket.frame(11, b"x"), end="hold"),
    "lone-continuation": framed(websocket.frame(websocket.CONTINUATION, b"x"), end="hold"),
    "long-ping": framed(websocket.frame(websocket.PING, bytes(200)), end="hold"),
    "split-ping": framed(websocket.frame(websocket.PING, b"x", fin=False), end="hold"),
    "close-1000": framed(close_frame(1000, b"Target closed")),
    "close-1002": framed(close_frame(1002)),
    "close-1008": framed(close_frame(1008, b"policy")),
    "close-1011": framed(close_frame(1011, b"\xff\xfe\x1b[31m")),
    "close-4999": framed(close_frame(4999)),
    "close-empty": framed(websocket.frame(websocket.CLOSE)),
    "close-one-byte": framed(websocket.frame(websocket.CLOSE, b"\x03")),
    "close-long": framed(close_frame(1000, bytes(200))),
    "cut": framed(),
    "reset": lambda connection: (framed()(connection), connection.close(reset=True)),
    "cut-at-once": lambda connection: None,
}


@pytest.mark.parametrize("name", WRONG_FRAMES)
def test_wrong_frames(directory, name):
    with RawPeer(WRONG_FRAMES[name], "ws") as peer:
        print(name, shot_refused(directory, (NETWORK, PROTOCOL), peer.url, "--timeout", "10s",
                                 words=f"127.0.0.1:{peer.port}"))


GOODBYES = {
    "at-once": lambda connection: None,
    "in-place-of-init": after_client_init,
    "in-a-picture": framed(HALF_A_PICTURE),
}


@pytest.mark.parametrize("when", GOODBYES)
def test_what_the_proxy_says_when_it_closes(directory, when):
    """websockify accepts, and only then finds that it cannot reach the console."""
    def script(connection):
        GOODBYES[when](connection)
        connection.send_raw(close_frame(1011, b"Failed to connect to 10.0.0.1:5900\x1b[31m"))

    with RawPeer(script, "ws") as peer:
        said = shot_refused(directory, NETWORK, peer.url, "--timeout", "10s",
                            words=["(code 1011 \"Failed to connect to 10.0.0.1:5900?[31m\")",
                                   "check that the instance is running"])
        assert "Another session" not in said


def test_what_the_proxy_says_is_on_the_screen_and_in_the_log(directory, xvfb):
    def goodbye(connection):
        connection.send_raw(close_frame(1011, b"Failed to connect"))

    with Console(goodbye, live=True) as console, \
            watch(directory, xvfb, console.url, "--log-format", "json") as viewer:
        console.shown(0)
        console.fail()
        console.shown(1)
        lines = [json.loads(line) for line in viewer.stderr().splitlines()]
        closed = [line for line in lines if line.get("code") == "1011"]
        assert [line["words"] for line in closed] == ["Failed to connect"]
        # What the window's banner shows.
        lost = [line["because"] for line in lines if "because" in line]
        assert len(lost) == 1 and "Failed to connect" in lost[0] and "1011" in lost[0]
        assert viewer.terminate() == 0


@pytest.mark.parametrize("name", ["text", "masked", "oversized", "close-1000", "reset"])
def test_wrong_frames_over_tls(certs, directory, xvfb, name):
    with RawPeer(WRONG_FRAMES[name], "wss", certs.right) as peer:
        refused(directory, (NETWORK, PROTOCOL), "--timeout", "10s", "--ca-file", certs.ca, peer.url,
                display=xvfb)


def status(line, body=b"", more=""):
    return lambda request: (f"HTTP/1.1 {line}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode()
                            + body)


WRONG_ANSWERS = {
    "403": status("403 Forbidden", b"expired token\n"), "404": status("404 Not Found"),
    "429": status("429 Too Many Requests"), "502": status("502 Bad Gateway"),
    "200": status("200 OK", b"<html>"),
    "401": status("401 Unauthorized", more='WWW-Authenticate: Basic realm="x"\r\n'),
    "wrong-key": lambda request: websocket.accept(request).replace(b"Accept: ", b"Accept: x"),
    "other-protocol": lambda request: websocket.accept(request, protocol="base64"),
    "extension": lambda request: websocket.accept(
        request, more="Sec-WebSocket-Extensions: permessage-deflate\r\n"),
    "no-upgrade": lambda request: websocket.accept(request).replace(b"Upgrade: websocket\r\n", b""),
    "not-http": lambda request: b"RFB 003.008\n",
    "nothing": lambda request: b"",
    "long-header": lambda request: b"HTTP/1.1 101 " + b"x" * 100000 + b"\r\n\r\n",
    "many-headers": lambda request: b"HTTP/1.1 101 OK\r\n" + b"a: b\r\n" * 20000 + b"\r\n",
}


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_wrong_answers_to_the_upgrade(directory, name):
    with RawPeer(lambda connection: None, "ws", answer=WRONG_ANSWERS[name]) as peer:
        said = shot_refused(directory, (NETWORK, PROTOCOL), peer.url, "--timeout", "10s",
                            words=f"127.0.0.1:{peer.port}")
        print(name, said)
        assert "abc%2Bd" not in said
        if name.isdigit():
            assert f"HTTP {name}" in said
        # Only a refusal can mean that the URL is too old.
        assert ("expired" in said) == (name == "403")
        assert len(peer.connections) == 1


@pytest.mark.parametrize("code", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"])
def test_redirections_are_not_followed(directory, code):
    """The ticket is for one server; another one, here even without TLS, must not get it."""
    with RawPeer(lambda connection: None, "ws") as other:
        answer = status(code, more=f"Location: http://127.0.0.1:{other.port}/websockify/?s=x\r\n")
        with RawPeer(lambda connection: None, "ws", answer=answer) as peer:
            said = shot_refused(directory, NETWORK, peer.url, "--timeout", "10s")
            assert f"HTTP {code[:3]}" in said
        assert not other.connections
