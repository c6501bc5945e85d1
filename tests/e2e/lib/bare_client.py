# SPDX-License-Identifier: GPL-2.0-or-later
"""Clients of a few lines that share no code with the viewer: they judge servers and stand-ins."""

import base64
import hmac
import json
import secrets
import socket
import ssl
import struct
import time
import urllib.parse
import urllib.request

from . import websocket
from .picture import of_bgrx


def _closed(data):
    raise ConnectionError(f"closed after {data!r}")


def _quote(text):
    return urllib.parse.quote(text, safe="~")


def receive(client, count):
    """Exactly so many bytes."""
    data = b""
    while len(data) < count:
        data += client.recv(count - len(data)) or _closed(data)
    return data


def upgrade(client, path="/websockify"):
    """A websocket handshake by hand; the bytes after the answer's head."""
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                   "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: binary\r\n\r\n".encode())
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(1) or _closed(data)
    assert data.startswith(b"HTTP/1.1 101"), data
    # The answer to the sample key of RFC 6455.
    assert b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in data
    return data


def first_frame(client, path="/websockify"):
    """What comes first through the tunnel."""
    upgrade(client, path)
    data = b""
    while True:
        frame, _ = websocket.take_frame(data)
        if frame is not None:
            return frame
        data += client.recv(4096) or _closed(data)


class BareClient:
    """Just enough RFB to see QEMU's pseudo rectangles and what picture its server holds."""

    def __init__(self, port, *encodings):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.sendall(receive(self.socket, 12))
        receive(self.socket, receive(self.socket, 1)[0])
        self.socket.sendall(b"\x01")
        assert receive(self.socket, 4) == bytes(4)
        self.socket.sendall(b"\x01")
        self.width, self.height, name = struct.unpack(">HH16xI", receive(self.socket, 24))
        receive(self.socket, name)
        self.socket.sendall(struct.pack(f">BxH{len(encodings)}i", 2, len(encodings), *encodings))

    def rectangle(self, data):
        """(x, encoding, data bytes) of an update with one rectangle."""
        assert receive(self.socket, 4) == b"\0\0\0\x01"
        x, _, _, _, encoding = struct.unpack(">HHHHi", receive(self.socket, 12))
        return x, encoding, receive(self.socket, data)

    def picture(self):
        """The whole picture that the server holds, in its own format, which is BGRX; Raw only."""
        self.socket.sendall(struct.pack(">BBHHHH", 3, 0, 0, 0, self.width, self.height))
        pixels, missing = bytearray(4 * self.width * self.height), self.width * self.height
        while missing > 0:
            for _ in range(struct.unpack(">xxH", receive(self.socket, 4))[0]):
                x, y, width, height, encoding = struct.unpack(">HHHHi", receive(self.socket, 12))
                assert encoding == 0
                for row in range(y, y + height):
                    at = 4 * (row * self.width + x)
                    pixels[at:at + 4 * width] = receive(self.socket, 4 * width)
                missing -= width * height
        return of_bgrx(self.width, self.height, 4 * self.width, bytes(pixels))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


def vnc_url(sim):
    return urllib.parse.unquote(ask(sim, "DescribeInstanceVncUrl", InstanceId=sim.instance)["VncUrl"])


def ask(sim, action, **parameters):
    """Asks the stand-in cloud as its API says, with a version 1 signature made here."""
    query = {"Action": action, **parameters, "Format": "JSON", "RegionId": sim.region, "Version": "2014-05-26", "SignatureMethod": "HMAC-SHA1",
             "AccessKeyId": sim.env()["ALIBABA_CLOUD_ACCESS_KEY_ID"], "SignatureVersion": "1.0",
             "SignatureNonce": secrets.token_hex(16),
             "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    line = "&".join(f"{_quote(name)}={_quote(query[name])}" for name in sorted(query))
    key = sim.env()["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] + "&"
    digest = hmac.digest(key.encode(), f"GET&%2F&{_quote(line)}".encode(), "sha1")
    signature = _quote(base64.b64encode(digest).decode())
    context = ssl.create_default_context(cafile=str(sim.ca))
    with urllib.request.urlopen(f"{sim.api}/?{line}&Signature={signature}", context=context,
                                timeout=20) as answer:
        return json.load(answer)


def tls(port, ca, name="localhost"):
    """A connection whose certificate was checked for the name."""
    context = ssl.create_default_context(cafile=str(ca))
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 10),
                               server_hostname=name)


def greeting(port):
    """The first 12 bytes of an RFB server."""
    with socket.create_connection(("127.0.0.1", port), 10) as client:
        return receive(client, 12)
