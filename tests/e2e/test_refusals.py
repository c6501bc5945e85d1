# SPDX-License-Identifier: GPL-2.0-or-later
"""Refusals: each is one sentence on standard error and an exit code; nothing crashes or hangs."""

import random
import socket
import time

import pytest

from lib import rfb_server, websocket
from lib.bare_client import vnc_url
from lib.endings import (API, CREDENTIALS, NETWORK, NO_DISPLAY, OUT_OF_TIME, PASSWORD, PROTOCOL, TLS,
                         USAGE, refused, shot_refused)
from lib.ports import Port
from lib.qemu import Qemu
from lib.rawpeer import RawPeer
from lib.sim import INSTANCE, EcsSim

WRONG_CERTIFICATES = {"unknown": "authority", "self_signed": "authority",
                      "wrong_host": "another host name", "expired": "expired"}
KEYS = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAItest", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret"}


def api_args(port, ca):
    return ["--endpoint", f"https://127.0.0.1:{port}", "--region", "cn-hangzhou", "--ca-file", ca]


@pytest.fixture
def modes(xvfb):
    """How a refusal is provoked: by `shot` without a display, and by the window's command."""
    def both(directory, code, target, *options, **how):
        said = shot_refused(directory, code, target, *options, **how)
        assert refused(directory, code, *options, target, display=xvfb, **how) == said
        return said
    return both


# TLS identity, on both legs.

@pytest.mark.parametrize("kind", WRONG_CERTIFICATES)
def test_certificate_of_the_console(certs, directory, modes, kind):
    with RawPeer(None, "wss", getattr(certs, kind)) as peer:
        said = modes(directory, TLS, peer.url, "--ca-file", certs.ca, words=WRONG_CERTIFICATES[kind])
        assert f"127.0.0.1:{peer.port}" in said
        assert not peer.connections  # not a byte of ours came through


@pytest.mark.parametrize("kind", WRONG_CERTIFICATES)
def test_certificate_of_the_api(certs, directory, modes, kind):
    with RawPeer(None, "wss", getattr(certs, kind)) as peer:
        said = modes(directory, TLS, INSTANCE, *api_args(peer.port, certs.ca), env=KEYS,
                     words=WRONG_CERTIFICATES[kind])
        assert f"127.0.0.1:{peer.port}" in said
        assert not peer.connections


def test_certificate_of_the_console_behind_a_good_api(directory, modes):
    with EcsSim(directory, "--cert", "wss:wrong-host", "--still") as sim:
        modes(directory, TLS, sim.instance, *sim.args(), env=sim.env(), words="another host name")
        assert len(sim.log(event="issue")) == 2 and not sim.log(event="connect")


def test_certificate_without_our_authority(directory):
    """The stand-in's own CA is unknown unless --ca-file names it."""
    with EcsSim(directory, "--still") as sim:
        args = ["--endpoint", sim.api, "--region", sim.region]
        shot_refused(directory, TLS, sim.instance, *args, env=sim.env(), words="--ca-file")
        shot_refused(directory, TLS, vnc_url(sim), words="--ca-file")


# Credentials and the API.

def test_credentials(directory, modes):
    with EcsSim(directory, "--still") as sim:
        good, args = sim.env(), sim.args()
        key_id, secret = "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
        cases = [({}, key_id), ({key_id: good[key_id]}, secret), ({secret: good[secret]}, key_id),
                 ({**good, secret: "wrong"}, "SignatureDoesNotMatch"),
                 ({**good, key_id: "LTAIwrong"}, "InvalidAccessKeyId.NotFound"),
                 ({**good, key_id: "LTAI\nHost: x"}, key_id)]
        for env, words in cases:
            said = modes(directory, CREDENTIALS, sim.instance, *args, env=env, words=words)
            assert good[secret] not in said and "wrong" not in said.replace("is wrong", "")


def test_temporary_credentials(directory):
    token = "ALIBABA_CLOUD_SECURITY_TOKEN"
    with EcsSim(directory, "--still", "--security-token", "right-token") as sim:
        shot_refused(directory, CREDENTIALS, sim.instance, *sim.args(), env=sim.env(),
                     words="MissingSecurityToken")
        said = shot_refused(directory, CREDENTIALS, sim.instance, *sim.args(),
                            env={**sim.env(), token: "stale-token"}, words="InvalidSecurityToken")
        assert "stale" not in said


API_CODES = {  # code: exit, how often it is asked
    "InvalidRegionId.NotFound": (API, 1), "InvalidInstanceId.NotFound": (API, 1),
    "IncorrectInstanceStatus": (API, 1), "InternalError": (API, 1), "InstanceNotReady": (API, 1),
    "InvalidRegionInstance": (API, 1), "Throttling.User": (API, 1), "ServiceUnavailable": (API, 1),
    "Brand.NewCode": (API, 1), "SignatureNonceUsed": (CREDENTIALS, 2),
    "InvalidTimeStamp.Expired": (CREDENTIALS, 2), "Forbidden.RAM": (CREDENTIALS, 1),
    "InvalidAccessKeyId.Inactive": (CREDENTIALS, 1), "IncompleteSignature": (CREDENTIALS, 1)}


def test_codes_of_the_api(directory):
    fails = [part for code, (_, times) in API_CODES.items() for part in ("--fail", f"{code}:{times}")]
    with EcsSim(directory, "--still", *fails) as sim:
        for code, (exit_code, times) in API_CODES.items():
            asked = len(sim.log(event="api"))
            # A warning about the clock is for the log, not for the sentence.
            quiet = ["--log-level", "error"] if times == 2 else []
            shot_refused(directory, exit_code, sim.instance, *sim.args(), *quiet, env=sim.env(),
                         words=f"({code})")
            assert len(sim.log(event="api")) - asked == times, code
        assert not sim.log(event="issue")


def test_code_of_the_api_in_the_window(directory, modes):
    with EcsSim(directory, "--still", "--fail", "InvalidInstanceId.NotFound") as sim:
        modes(directory, API, sim.instance, *sim.args(), env=sim.env(),
              words="InvalidInstanceId.NotFound")


SPOILED = {"@empty": (API, NETWORK), "@truncated": (API, NETWORK), "@html": (API, NETWORK),
           "@ok-code": (API,), "@no-url": (API,), "@null-url": (API,), "@bad-url": (API,),
           "@reset": (NETWORK,), "@huge": (API, NETWORK)}


def test_spoiled_answers_of_the_api(directory):
    fails = [part for code in SPOILED for part in ("--fail", f"{code}:1")]
    with EcsSim(directory, "--still", *fails) as sim:
        for code, codes in SPOILED.items():
            print(code, shot_refused(directory, codes, sim.instance, *sim.args(), env=sim.env()))
        assert len(sim.log(event="api")) == len(SPOILED)


def test_instances_that_have_no_console(directory):
    stopped, far = "i-stopped0000000000001", "i-far000000000000000001"
    with EcsSim(directory, "--still", "--instance", f"{stopped}:Stopped", "--instance",
                f"{far}:Running:cn-beijing") as sim:
        for instance, word in ((stopped, "IncorrectInstanceStatus"),
                               ("i-nosuch000000000000001", "InvalidInstanceId.NotFound"),
                               (far, "Invalid")):
            shot_refused(directory, API, instance, *sim.args(), env=sim.env(), words=word)


def test_url_that_has_expired(directory, modes):
    with EcsSim(directory, "--still", "--url-ttl", "1s") as sim:
        url = vnc_url(sim)
        time.sleep(1.5)
        said = modes(directory, NETWORK, "-", "--ca-file", sim.ca, stdin=url.encode() + b"\n",
                     words=("HTTP 403", "expired"))
        assert url.partition("?")[2] not in said
        assert {e["verdict"] for e in sim.log(event="connect")} == {"token expired"}


# The network.

def test_nothing_listens(certs, directory, modes):
    with Port() as port:
        where = f"127.0.0.1:{port}"
        for target in (f"vnc://{where}", f"ws://{where}/", f"wss://{where}/?s=a"):
            modes(directory, NETWORK, target, words=where)
        modes(directory, NETWORK, INSTANCE, *api_args(port, certs.ca), env=KEYS, words=where)


def test_name_that_does_not_resolve(directory, modes):
    name = "console.does-not-exist.invalid"
    for target in (f"wss://{name}/?s=a", f"vnc://{name}"):
        options = ["--log-level", "error"]  # vnc:// to elsewhere warns
        modes(directory, NETWORK, target, *options, words=(name, "does not resolve"))
    modes(directory, NETWORK, INSTANCE, "--endpoint", name, "--region", "cn-hangzhou", env=KEYS,
          words=(name, "does not resolve"))


@pytest.mark.parametrize("silent", ["tcp", "tls", "upgrade", "rfb", "picture"])
def test_server_that_says_nothing(certs, directory, xvfb, silent):
    def script(connection):
        if silent == "picture":
            connection.handshake()
        connection.hold()

    options = ["--timeout", "1500ms", "--ca-file", certs.ca]
    if silent in ("rfb", "picture"):
        with RawPeer(script, "ws") as peer:
            run_out_of_time(directory, xvfb, peer.url, options)
        return
    scheme = {"tcp": "vnc", "tls": "wss", "upgrade": "ws"}[silent]
    with socket.create_server(("127.0.0.1", 0)) as listener:  # the kernel accepts, nobody answers
        target = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        run_out_of_time(directory, xvfb, target, options)


def test_api_that_says_nothing(directory, xvfb):
    with EcsSim(directory, "--still", "--fail", "@hang") as sim:
        run_out_of_time(directory, xvfb, sim.instance, ["--timeout", "1500ms", *sim.args()],
                        env=sim.env())


def run_out_of_time(directory, xvfb, target, options, **how):
    said = shot_refused(directory, OUT_OF_TIME, target, *options, words="in time", **how)
    print(said, refused(directory, OUT_OF_TIME, *options, target, words="in time", display=xvfb,
                        **how))


# The display, and the order of the checks.

def test_no_display(directory):
    for env in ({}, {"DISPLAY": ":4321"}, {"WAYLAND_DISPLAY": "nobody"}):
        refused(directory, NO_DISPLAY, "vnc://127.0.0.1:1", env=env)
        # Before credentials and the network, behind usage.
        refused(directory, NO_DISPLAY, "--region", "cn-hangzhou", INSTANCE, env=env)
        refused(directory, USAGE, "--no-such-option", INSTANCE, env=env)


# Usage.

WRONG_WORDS = [
    [], ["machine"], ["i-"], ["i-with space"], ["i-" + "a" * 80], ["http://x/"],
    ["https://g.alicdn.com/index.html?vncUrl=x"], ["vnc://"], ["vnc://h:0"], ["vnc://h:65536"],
    ["vnc://h/path"], ["wss://"], ["wss://h:x/"], ["wss%3A%2F%2Fh%2"], ["wss://h/#fragment"],
    ["ws://far.example/"], ["--no-such-option", "vnc://h"], ["-x", "vnc://h"],
    ["vnc://h", "vnc://g"], ["shot"], ["shot", "vnc://h"], ["shot", "vnc://h", "a.png", "b.png"],
    ["shot", "--fullscreen", "vnc://h", "a.png"], ["--timeout", "0", "vnc://h"],
    ["--timeout", "-1s", "vnc://h"], ["--timeout", "5", "vnc://h"], ["--timeout", "1h", "vnc://h"],
    ["--timeout", "99999999999999999999s", "vnc://h"], ["--timeout"], ["--timeout=", "vnc://h"],
    ["--window-size", "0x0", "vnc://h"], ["--window-size", "12", "vnc://h"],
    ["--window-size", "800x600x2", "vnc://h"], ["--window-size", "99999x600", "vnc://h"],
    ["--scale", "2", "vnc://h"], ["--os", "mac", "vnc://h"], ["--hotkeys", "f", "vnc://h"],
    ["--hotkeys", "fullscreen=f11", "vnc://h"], ["--log-level", "loud", "vnc://h"],
    ["--log-format", "xml", "vnc://h"], ["--fullscreen=yes", "vnc://h"],
    ["--endpoint", "http://far.example", "vnc://h"], ["--region", "../x", "vnc://h"],
    ["i-bp1hzoinajzkh91h0001"], ["--kiosk", "vnc://h"], ["list"], ["doctor", "vnc://h"],
]


@pytest.mark.parametrize("args", WRONG_WORDS, ids=lambda args: " ".join(args)[:40] or "nothing")
def test_usage(directory, args):
    said = refused(directory, USAGE, *args)
    assert said.endswith("see ecsview --help")


def test_files_that_cannot_be_read(directory, modes):
    with Port() as port:
        target = f"wss://127.0.0.1:{port}/"
        (directory / "empty").write_text("")
        (directory / "junk.pem").write_text("-----BEGIN CERTIFICATE-----\nAAAA\n"
                                            "-----END CERTIFICATE-----\n")
        for name in ("absent", "empty", "junk.pem"):
            modes(directory, USAGE, target, "--ca-file", directory / name, words="--ca-file")
        for name in ("absent", "empty"):
            modes(directory, USAGE, target, "--password-file", directory / name,
                  words="--password-file")
        assert "TARGET" in shot_refused(directory, USAGE, "-", stdin=b"\n")
        assert "TARGET" in shot_refused(directory, USAGE, "-", stdin=b"nonsense\n")
        shot_refused(directory, USAGE, "-", stdin=b"w" * 70000)


def test_picture_that_cannot_be_written(directory):
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
        connection.hold()

    with RawPeer(script) as peer:
        said = refused(directory, USAGE, "shot", peer.url, directory / "absent" / "a.png")
        assert "could not be written" in said


# The password.

def test_password_is_refused_or_missing(directory, modes):
    def script(connection):
        connection.handshake(password="right1")

    right, wrong = directory / "right", directory / "wrong"
    right.write_text("right1\n")
    wrong.write_text("wrong1\n")
    with RawPeer(script) as peer:
        modes(directory, PASSWORD, peer.url, "--password-file", wrong, words="refused")
        modes(directory, PASSWORD, peer.url, env={"ECSVIEW_VNC_PASSWORD": "wrong1"},
              words="refused")
        shot_refused(directory, PASSWORD, peer.url, words="--password-file")
        credentials = directory / "systemd"
        credentials.mkdir()
        (credentials / "vnc-password").write_text("wrong1")
        shot_refused(directory, PASSWORD, peer.url, env={"CREDENTIALS_DIRECTORY": credentials})
        assert all(m.fields for c in peer.connections for m in c.received("security-type"))


def test_password_refused_by_qemu(guest_image, directory):
    with Qemu(guest_image, directory, password="right1") as machine:
        target = f"vnc://127.0.0.1:{machine.port}"
        shot_refused(directory, PASSWORD, target, env={"ECSVIEW_VNC_PASSWORD": "wrong1"})
        shot_refused(directory, PASSWORD, target)


# RFB that no honest server sends. All of it ends with 7.

def after_handshake(data):
    def script(connection):
        connection.handshake(64, 64)
        connection.wait("fbur")
        connection.send(data)
        connection.hold()
    return script


def first(data):
    def script(connection):
        connection.send(data)
        connection.hold()
    return script


def sized(width, height):
    def script(connection):
        connection.handshake(width, height)
        connection.hold()
    return script


def security(types):
    def script(connection):
        connection.send(rfb_server.VERSION)
        connection.read(12)
        connection.send(types)
        connection.hold()
    return script


def one(encoding, data=bytes(4096), place=(0, 0, 16, 16)):
    return after_handshake(rfb_server.update(rfb_server.rect(*place, encoding, data)))


NOT_RFB = {
    "http": first(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
    "ssh": first(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
    "zeros": first(bytes(64)),
    "version-2": first(b"RFB 002.000\n"),
    "no-security": security(b"\0\0\0\0\x09too many!"),
    "strange-security": security(b"\x02\x13\x1e"),
    "65535x65535": sized(65535, 65535),
    "8193x16": sized(8193, 16),
    "0x0": sized(0, 0),
    "unknown-message": after_handshake(b"\x63"),
    "colour-map": after_handshake(rfb_server.colour_map(0, [(1, 2, 3)])),
    "text-chat": after_handshake(b"\x0b\0\0\0\0\0\0\x04hihi"),
    "file-transfer": after_handshake(b"\x07" + bytes(11)),
    "resize-65535x65535": after_handshake(rfb_server.update(rfb_server.desktop_size(65535, 65535))),
    "resize-0x0": after_handshake(rfb_server.update(rfb_server.desktop_size(0, 0))),
    "extended-resize": after_handshake(
        rfb_server.update(rfb_server.extended_desktop_size(65535, 65535))),
    "unknown-encoding": one(0x7fff),
    "rre": one(rfb_server.RRE), "corre": one(4), "ultra": one(9), "trle": one(15), "zywrle": one(17),
    "ultra-zip": one(0xffff0009 - (1 << 32)), "zlib-hex": one(8), "jpeg": one(21),
    "tight-png": one(-260), "h264": one(50),
    "outside": one(rfb_server.RAW, place=(60, 60, 16, 16)),
    "far-outside": one(rfb_server.RAW, place=(65535, 65535, 65535, 65535)),
    "zlib-garbage": one(rfb_server.ZLIB, b"\0\0\0\x40" + b"\xff" * 64),
    "zrle-garbage": one(rfb_server.ZRLE, b"\0\0\0\x40" + b"\xff" * 64),
    "tight-garbage": one(rfb_server.TIGHT, b"\xff" * 64),
    "tight-no-zlib": one(rfb_server.TIGHT, b"\xa0" + bytes(64)),
    "copy-from-outside": one(rfb_server.COPY, b"\xff\xf0\xff\xf0"),
    "cut-text-4g": after_handshake(rfb_server.cut_text(b"x" * 16, length=0xfffffff0 >> 1)),
    "cursor-huge": after_handshake(rfb_server.update(
        rfb_server.rect(0, 0, 65535, 65535, rfb_server.CURSOR, bytes(4096)))),
}


@pytest.mark.parametrize("name", NOT_RFB)
def test_not_rfb(directory, name):
    with RawPeer(NOT_RFB[name]) as peer:
        said = shot_refused(directory, PROTOCOL, peer.url, "--timeout", "10s")
        assert f"127.0.0.1:{peer.port}" in said
        assert len(peer.connections) == 1


@pytest.mark.parametrize("name", ["http", "65535x65535", "unknown-message", "trle"])
def test_not_rfb_in_the_window(directory, xvfb, name):
    with RawPeer(NOT_RFB[name]) as peer:
        refused(directory, PROTOCOL, peer.url, display=xvfb)


def test_reason_of_the_server_is_told_and_tame(directory):
    with RawPeer(security(b"\0\0\0\0\x20\x1b[31mToo many\r\nfailures\xff\xfe, later")) as peer:
        said = shot_refused(directory, PROTOCOL, peer.url)
        assert "Too many" in said and "\x1b" not in said and "\r" not in said


@pytest.mark.parametrize("seed", range(4))
def test_noise_in_every_encoding(directory, seed):
    """Rubbish where pixels should be: a wrong picture or a refusal, never a dead decoder."""
    dice = random.Random(seed)
    for encoding in (rfb_server.COPY, rfb_server.HEXTILE, rfb_server.ZLIB, rfb_server.TIGHT,
                     rfb_server.ZRLE, rfb_server.CURSOR):
        def script(connection, code=encoding):
            connection.handshake(256, 256)
            connection.wait("fbur")
            noise = dice.randbytes(20000)
            if code in (rfb_server.ZLIB, rfb_server.ZRLE):
                noise = len(noise).to_bytes(4, "big") + noise
            connection.update(rfb_server.rect(0, 0, 64, 64, code, noise))
        with RawPeer(script) as peer:
            shot_refused(directory, (NETWORK, PROTOCOL), peer.url, "--timeout", "10s")


# The tunnel.

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


PIXELS = rfb_server.update(rfb_server.raw_rect(0, 0, 64, 64, 0x123456))
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
