# SPDX-License-Identifier: GPL-2.0-or-later
"""A small blocking websocket client, so that a test decides on every frame it sends."""
import base64
import os
import socket
import struct
from urllib.parse import urlsplit

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Refused(Exception):
    """The upgrade was answered with another status than 101."""

    def __init__(self, status):
        super().__init__(str(status))
        self.status = status


class WebSocket:
    """read() gives the byte stream; frames() what really came. close_code is set by a close."""

    def __init__(self, sim, url, protocols=("binary",), origin=None, timeout=30.0):
        parts = urlsplit(url)
        plain = socket.create_connection((parts.hostname, parts.port), timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = sim.tls.wrap_socket(plain, server_hostname=parts.hostname)
        lines = [f"GET {url[url.index('/', 8):]} HTTP/1.1", f"Host: {parts.netloc}",
                 "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode()]
        if protocols:
            lines.append("Sec-WebSocket-Protocol: " + ", ".join(protocols))
        if origin:
            lines.append("Origin: " + origin)
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._buffer = b""
        self.pending = bytearray()
        self.pongs = []
        self.close_code = None
        self.head = self._head()
        status = int(self.head.split()[1])
        if status != 101:
            self.socket.close()
            raise Refused(status)

    def _head(self):
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head.decode()

    def _fill(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("connection ended")
        self._buffer += data

    def _exactly(self, size):
        while len(self._buffer) < size:
            self._fill()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def send(self, data, opcode=BINARY):
        size = len(data)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        else:
            head += struct.pack("!BH", 0x80 | 126, size)
        self.socket.sendall(head + b"\0\0\0\0" + bytes(data))   # a mask of zeros is a mask

    def frame(self):
        first, second = self._exactly(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack("!H", self._exactly(2))[0]
        elif size == 127:
            size = struct.unpack("!Q", self._exactly(8))[0]
        return first & 15, self._exactly(size)

    def read(self, size):
        """So many bytes of the stream; EOFError when a close comes instead."""
        while len(self.pending) < size:
            self.next()
        taken = bytes(self.pending[:size])
        del self.pending[:size]
        return taken

    def next(self):
        """Takes one frame in."""
        opcode, data = self.frame()
        if opcode == BINARY:
            self.pending += data
        elif opcode == PONG:
            self.pongs.append(data)
        elif opcode == CLOSE:
            self.close_code = struct.unpack("!H", data[:2])[0] if data else 1005
            raise EOFError(f"closed with {self.close_code}")

    def ping(self, data=b"hello"):
        """Sends a ping and reads until its pong is there."""
        self.send(data, PING)
        count = len(self.pongs)
        while len(self.pongs) == count:
            self.next()
        return self.pongs[-1]

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
