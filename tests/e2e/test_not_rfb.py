# SPDX-License-Identifier: GPL-2.0-or-later
"""Servers that speak no RFB, or RFB that no honest server speaks: one sentence and exit code 7."""

import io
import random

import pytest
from PIL import Image

from lib import rfb_server
from lib.endings import NETWORK, PROTOCOL, refused, shot_refused
from lib.rawpeer import RawPeer


def after_handshake(data, size=(64, 64)):
    def script(connection):
        connection.handshake(*size)
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


def chosen(security_type):
    """RFB 3.3: the server chooses, whatever the client can."""
    def script(connection):
        connection.send(b"RFB 003.003\n")
        connection.read(12)
        connection.send(security_type.to_bytes(4, "big") + bytes(64))
        connection.hold()
    return script


def one(encoding, data=bytes(4096), place=(0, 0, 16, 16)):
    return after_handshake(rfb_server.update(rfb_server.rect(*place, encoding, data)))


def jpeg(width=16, height=16, claimed=None, **form):
    """A JPEG file, which may claim (width, height)."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "JPEG", **form)
    data = bytearray(out.getvalue())
    if claimed:
        at = data.index(b"\xff\xc2" if form.get("progressive") else b"\xff\xc0") + 5
        data[at:at + 4] = claimed[1].to_bytes(2, "big") + claimed[0].to_bytes(2, "big")
    return bytes(data)


def tight(control, data):
    """Tight's form for data of a length that is told."""
    size = len(data)
    return one(rfb_server.TIGHT, bytes([control, size & 0x7f | 0x80, size >> 7 & 0x7f | 0x80,
                                        size >> 14]) + data)


SEGMENT_BEYOND_THE_END = bytes.fromhex(
    "00000001" "0000000000100010" "00000007" "9006ffd8fffeffff")

NOT_RFB = {
    "http": first(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
    "ssh": first(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
    "zeros": first(bytes(64)),
    "version-2": first(b"RFB 002.000\n"),
    "no-security": security(b"\0\0\0\0\x09too many!"),
    "strange-security": security(b"\x02\x13\x1e"),
    "tls-chosen": chosen(18), "ard-chosen": chosen(30), "ultra-chosen": chosen(113),
    "ms-logon-chosen": chosen(0xfffffffa),
    "65535x65535": sized(65535, 65535),
    "8193x16": sized(8193, 16),
    "0x0": sized(0, 0),
    "unknown-message": after_handshake(b"\x63"),
    "colour-map": after_handshake(rfb_server.colour_map(0, [(1, 2, 3)])),
    "text-chat": after_handshake(b"\x0b\0\0\0\0\0\0\x04hihi"),
    "file-transfer": after_handshake(b"\x07" + bytes(11)),
    "xvp": after_handshake(b"\xfa\0\x01\x01"), "resize-message": after_handshake(b"\x04" + bytes(5)),
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
    # Whole and honest, and still never asked for.
    "tight-no-zlib-that-fits": tight(0xa0, bytes(16 * 16 * 3)),
    "tight-jpeg": tight(0x90, jpeg()),
    "tight-jpeg-segment": after_handshake(SEGMENT_BEYOND_THE_END),
    "tight-jpeg-huge": tight(0x90, jpeg(8, 8, (20800, 20000), progressive=True)),
    "hextile-outside": one(rfb_server.HEXTILE, b"\x0a\0\0\0\0\x01\xff\xff"),
    "copy-from-outside": one(rfb_server.COPY, b"\xff\xf0\xff\xf0"),
    # The same where nothing is missing of the picture: it is none all the same.
    "hextile-outside-last": after_handshake(rfb_server.update(
        rfb_server.rect(0, 0, 16, 16, rfb_server.HEXTILE, b"\x0a\0\0\0\0\x01\xff\xff")), (16, 16)),
    "hextile-outside-its-tile": after_handshake(rfb_server.update(
        rfb_server.rect(0, 0, 32, 32, rfb_server.HEXTILE,
                        b"\x0a\0\0\0\0\x01\xf0\xff" + b"\0" * 3)), (32, 32)),
    "copy-from-outside-last": after_handshake(rfb_server.update(
        rfb_server.raw_rect(0, 0, 16, 16, 0x123456),
        rfb_server.rect(0, 0, 16, 16, rfb_server.COPY, b"\xff\xf0\xff\xf0")), (16, 16)),
    "cut-text-extended": after_handshake(rfb_server.cut_text(b"x" * 16, length=0xfffffff0)),
    "cursor-huge": after_handshake(rfb_server.update(
        rfb_server.rect(0, 0, 65535, 65535, rfb_server.CURSOR, bytes(4096)))),
}


LOGIN = "wants a kind of login that ecsview does not have"
SAYS = {"no-security": "refused the connection", "strange-security": LOGIN, "tls-chosen": LOGIN,
        "ard-chosen": LOGIN, "ultra-chosen": LOGIN, "ms-logon-chosen": LOGIN}


@pytest.mark.parametrize("name", NOT_RFB)
def test_not_rfb(directory, name):
    with RawPeer(NOT_RFB[name]) as peer:
        said = shot_refused(directory, PROTOCOL, peer.url, "--timeout", "10s")
        assert f"127.0.0.1:{peer.port}" in said
        assert SAYS.get(name, "") in said
        assert len(peer.connections) == 1


@pytest.mark.parametrize("name", ["http", "65535x65535", "unknown-message", "trle",
                                  "hextile-outside-last", "copy-from-outside-last"])
def test_not_rfb_in_the_window(directory, xvfb, name):
    with RawPeer(NOT_RFB[name]) as peer:
        refused(directory, PROTOCOL, peer.url, display=xvfb)
        assert len(peer.connections) == 1


def test_reason_of_the_server_is_told_and_tame(directory):
    with RawPeer(security(b"\0\0\0\0\x20\x1b[31mToo many\r\nfailures\xff\xfe, later")) as peer:
        said = shot_refused(directory, PROTOCOL, peer.url)
        assert "Too many" in said and "\x1b" not in said and "\r" not in said


WORDS = b"Go away, plea!"


@pytest.mark.parametrize("announced, sent, stays", [
    pytest.param(14, WORDS, True, id="whole"), pytest.param(15, WORDS + b"\n", True, id="line"),
    pytest.param(5000, WORDS + b"." * 400, True, id="more-is-promised"),
    pytest.param(0xffffffff, WORDS + b"." * 400, True, id="huge"),
    pytest.param(400, WORDS, False, id="broken-off")])
def test_reason_of_any_length_is_told(directory, announced, sent, stays):
    """As much of it as there is room for, and of that what comes."""
    def script(connection):
        connection.send(rfb_server.VERSION)
        connection.read(12)
        connection.send(b"\0" + announced.to_bytes(4, "big") + sent)
        if stays:
            connection.hold()

    with RawPeer(script) as peer:
        said = shot_refused(directory, PROTOCOL, peer.url)
        assert '("Go away, plea!' + ("." if len(sent) > 100 else '"') in said


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
