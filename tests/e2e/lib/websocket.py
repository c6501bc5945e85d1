# SPDX-License-Identifier: GPL-2.0-or-later
"""Websocket frames by hand (RFC 6455), so that a test can also build wrong ones. Pure."""

import base64
import hashlib
import struct
from typing import NamedTuple

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Frame(NamedTuple):
    opcode: int
    fin: bool
    masked: bool
    payload: bytes


def frame(opcode, payload=b"", fin=True, mask=None, length=None, reserved=0):
    """A frame as bytes. `mask`: 4 bytes (servers must not); `length` overrides the told length."""
    told = len(payload) if length is None else length
    head = bytes([fin << 7 | reserved << 4 | opcode])
    bit = 0x80 if mask else 0
    if told < 126:
        head += bytes([bit | told])
    elif told < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", told)
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", told)
    return head + (mask + _masked(payload, mask) if mask else payload)


def take_frame(data):
    """(Frame, rest), or (None, data) while it is not whole."""
    if len(data) < 2:
        return None, data
    at, length, masked = 2, data[1] & 0x7f, bool(data[1] & 0x80)
    if length >= 126:
        size = 2 if length == 126 else 8
        if len(data) < 2 + size:
            return None, data
        length, at = int.from_bytes(data[2:2 + size], "big"), 2 + size
    end = at + (4 if masked else 0) + length
    if len(data) < end:
        return None, data
    payload = data[end - length:end]
    if masked:
        payload = _masked(payload, data[at:at + 4])
    return Frame(data[0] & 15, bool(data[0] & 0x80), masked, payload), data[end:]


def _masked(payload, mask):
    key = (mask * (len(payload) // 4 + 1))[:len(payload)]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")
    return mixed.to_bytes(len(payload), "big")


class Request(NamedTuple):
    """The client's upgrade request; header names in lower case."""
    path: str
    headers: dict

    def protocols(self):
        return [p.strip() for p in self.headers.get("sec-websocket-protocol", "").split(",") if p]


def parse_request(data):
    lines = data.decode("latin-1").split("\r\n")
    headers = dict(line.split(":", 1) for line in lines[1:] if ":" in line)
    return Request(lines[0].split(" ")[1],
                   {name.strip().lower(): value.strip() for name, value in headers.items()})


def accept(request, protocol="binary", more=""):
    """The 101 answer; `protocol` None: without one."""
    key = request.headers.get("sec-websocket-key", "").encode()
    token = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()
    chosen = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
    return (f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {token}\r\n{chosen}{more}\r\n").encode()
