# SPDX-License-Identifier: GPL-2.0-or-later
"""A display between a program and an X server: keeps what the program sends, and can lose the
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
        self._sent = bytearray()  # on all connections, as it came
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
        """What came from the program so far."""
        with self._changed:
            return bytes(self._sent)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                program, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(SOCKET.format(self._server.display[1:]))
                with self._changed:
                    self._sockets += [program, server]
                threading.Thread(target=self._carry, args=(program, server, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, program, False), daemon=True).start()

    def _carry(self, source, sink, kept):
        with contextlib.suppress(OSError):
            while True:
                data, descriptors, _, _ = socket.recv_fds(source, 65536, MOST_DESCRIPTORS)
                if not data:
                    break
                if kept:
                    with self._changed:
                        self._sent += data
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
