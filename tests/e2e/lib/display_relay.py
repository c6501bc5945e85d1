# SPDX-License-Identifier: GPL-2.0-or-later
"""A display between a program and an X server: counts what the program sends, and can lose the
descriptors that are passed with it, as a display at the other end of a network does."""

import contextlib
import os
import secrets
import socket
import threading

SOCKET = "\0/tmp/.X11-unix/X{}"  # the abstract name, which Xlib tries first
MOST_DESCRIPTORS = 4


class DisplayRelay:
    """Context manager over an XServer; `display` is its own name. Looks like an XServer where a
    program is started.

    descriptors   whether they are passed on
    """

    def __init__(self, server, descriptors=True):
        self._server, self._descriptors = server, descriptors
        self._changed = threading.Lock()
        self._bytes = []  # of each connection, oldest first
        self._sockets = []
        self._listener = socket.socket(socket.AF_UNIX)
        self.display = self._bind()
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _bind(self):
        while True:
            number = 10000 + secrets.randbelow(50000)
            with contextlib.suppress(OSError):
                self._listener.bind(SOCKET.format(number))
                return f":{number}"

    def __getattr__(self, name):
        return getattr(self._server, name)

    def sent(self):
        """Bytes that came from the program so far, one number a connection."""
        with self._changed:
            return list(self._bytes)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(SOCKET.format(self._server.display[1:]))
                with self._changed:
                    self._bytes.append(0)
                    number = len(self._bytes) - 1
                    self._sockets += [program, server]
                threading.Thread(target=self._carry, args=(program, server, number), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, program, None), daemon=True).start()

    def _carry(self, source, sink, number):
        with contextlib.suppress(OSError):
            while True:
                data, descriptors, _, _ = socket.recv_fds(source, 65536, MOST_DESCRIPTORS)
                if not data:
                    break
                if number is not None:
                    with self._changed:
                        self._bytes[number] += len(data)
                sent = socket.send_fds(sink, [data], descriptors if self._descriptors else [])
                sink.sendall(data[sent:])
                for descriptor in descriptors:
                    os.close(descriptor)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self._listener.close()
        for end in self._sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
