# SPDX-License-Identifier: GPL-2.0-or-later
"""A connected socket, plain or TLS, that one thread reads while another one writes.

OpenSSL allows one call at a time on a connection, so each call is short and under a lock.
"""

import select
import socket
import ssl
import struct
import threading
import time

SEND_SECONDS = 20


class Stream:
    def __init__(self, sock, context=None):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lock = threading.Lock()
        if context is not None:
            sock.settimeout(10)
            sock = context.wrap_socket(sock, server_side=True)
        sock.setblocking(False)
        self._socket = sock
        self.resumed = context is not None and sock.session_reused

    def recv(self):
        """Some bytes; b"" at the end, however it came."""
        while True:
            try:
                with self._lock:
                    return self._socket.recv(65536)
            except (BlockingIOError, ssl.SSLWantReadError):
                self._wait(read=True)
            except ssl.SSLWantWriteError:
                self._wait(read=False)
            except (OSError, ValueError):
                return b""

    def send(self, data):
        """All of it; TimeoutError when the other side reads nothing for long."""
        data = memoryview(data)
        end = time.monotonic() + SEND_SECONDS
        while data:
            try:
                with self._lock:
                    data = data[self._socket.send(data):]
                end = time.monotonic() + SEND_SECONDS
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._wait(read=False)
            except ssl.SSLWantReadError:
                self._wait(read=True)
            except ValueError as error:  # closed by close()
                raise ConnectionError("closed") from error
            if time.monotonic() > end:
                raise TimeoutError("the peer reads nothing")

    def _wait(self, read):
        try:
            select.select([self._socket] if read else [], [] if read else [self._socket], [], 0.2)
        except (OSError, ValueError):
            pass

    def close(self, reset=False):
        """FIN, or RST. No TLS close_notify in either case."""
        with self._lock:
            try:
                if reset:
                    self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                            struct.pack("ii", 1, 0))
                else:
                    self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            self._socket.close()
