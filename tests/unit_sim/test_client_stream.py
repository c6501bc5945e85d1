# SPDX-License-Identifier: GPL-2.0-or-later
"""The parser of what an RFB client sends: every message, split at every byte."""
import struct

import pytest
from ecs_sim.client_stream import ClientStream

MESSAGES = [
    ("set_pixel_format", bytes(20)),
    ("set_encodings", struct.pack("!BxH3i", 2, 3, 7, -258, 0)),
    ("set_encodings", struct.pack("!BxH", 2, 0)),
    ("update_full", struct.pack("!BBHHHH", 3, 0, 1, 2, 3, 4)),
    ("update_incremental", struct.pack("!BBHHHH", 3, 1, 1, 2, 3, 4)),
    ("key", struct.pack("!BBxxI", 4, 1, 0xFF0D)),
    ("pointer", struct.pack("!BBHH", 5, 3, 100, 200)),
    ("cut_text", struct.pack("!B3xI", 6, 3) + b"abc"),
    ("cut_text", struct.pack("!B3xi", 6, -4) + b"\0\0\0\1"),
    ("continuous_updates", struct.pack("!BBHHHH", 150, 1, 0, 0, 9, 9)),
    ("fence", struct.pack("!B3xIB", 248, 1, 4) + b"abcd"),
    ("xvp", bytes([250, 0, 1, 2])),
    ("set_desktop_size", struct.pack("!BxHHBx", 251, 800, 600, 1) + bytes(16)),
    ("ext_key", struct.pack("!BBHII", 255, 0, 1, 0x61, 0x1E)),
    ("audio", struct.pack("!BBH", 255, 1, 0)),
    ("audio", struct.pack("!BBHBBI", 255, 1, 2, 3, 2, 44100)),
]
OPENING = b"RFB 003.008\n\x01\x01"


def kinds(stream, chunks):
    return [message.kind for chunk in chunks for message in stream.feed(chunk)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_every_message_however_it_is_split(size):
    data = OPENING + b"".join(body for _, body in MESSAGES)
    chunks = [data[at:at + size] for at in range(0, len(data), size)]
    assert kinds(ClientStream(), chunks) == [
        "version", "security_type", "client_init"] + [kind for kind, _ in MESSAGES]


def test_vnc_authentication_and_fields():
    stream = ClientStream()
    messages = stream.feed(b"RFB 003.008\n\x02" + bytes(range(16)) + b"\x00" + MESSAGES[5][1])
    assert [message.kind for message in messages] == [
        "version", "security_type", "vnc_response", "client_init", "key"]
    assert messages[3].fields == {"shared": False}
    assert messages[4].fields == {"down": True, "keysym": 0xFF0D}
    assert messages[4].is_input and messages[3].is_handshake


@pytest.mark.parametrize("chosen, client", [(1, b"\x01"), (2, bytes(16) + b"\x01")])
def test_rfb_3_3_follows_the_servers_choice(chosen, client):
    stream = ClientStream()
    assert kinds(stream, [b"RFB 003.003\n"]) == ["version"]
    stream.server_head = b"RFB 003.008\n" + struct.pack("!I", chosen)
    assert kinds(stream, [client + MESSAGES[5][1]])[-2:] == ["client_init", "key"]


@pytest.mark.parametrize("data", [b"\x63xxxx", struct.pack("!BBH", 255, 9, 0)])
def test_unknown_messages_are_given_up_on(data):
    stream = ClientStream()
    assert kinds(stream, [OPENING + data, MESSAGES[5][1], b"more"])[3:] == [
        "lost", "unknown", "unknown"]


def test_what_is_no_rfb_at_all():
    assert kinds(ClientStream(), [b"GET / HTTP/1.1\r\n", b"Host: x"]) == ["lost", "unknown"]
