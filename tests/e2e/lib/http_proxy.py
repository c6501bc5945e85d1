# SPDX-License-Identifier: GPL-2.0-or-later
"""An HTTP proxy that knows CONNECT alone, as companies have one."""

import base64
import socket
import threading
import time

GRANTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
# Between two segments: they are read one by one.
SEGMENT_SECONDS = 0.1


class HttpProxy:
    """Context manager: `port`; `asked` grows by "HOST:PORT" for each CONNECT that was allowed.

    login       "user:password" that it wants, or None
    status      answered instead of connecting, or None
    delays      "HOST:PORT" to the seconds that the first way there takes longer
    routes      "HOST:PORT" to the (host, port) that it leads to, for names of the real world
    answers     what it says when the way is there: segments, which arrive one by one
    host, port  where it listens; 0 is any free port
    """

    def __init__(self, login=None, status=None, answers=(GRANTED,), host="127.0.0.1", port=0):
        self.login, self.status, self.answers = login, status, answers
        self.asked, self.refused, self.delays, self.routes = [], [], {}, {}
        self._sockets = []
        self._listener = socket.create_server((host, port))
        self.port = self._listener.getsockname()[1]
        self._start(self._accept)

    def url(self, login=None):
        return f"http://{login + '@' if login else ''}127.0.0.1:{self.port}"

    def _start(self, function, *args):
        threading.Thread(target=function, args=args, daemon=True).start()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(client)
            self._start(self._serve, client)

    def _serve(self, client):
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                data = client.recv(4096)
                if not data:
                    return
                head += data
            self._answer(client, head.decode("latin-1"))
        except OSError:
            pass
        finally:
            client.close()

    def _verdict(self, head):
        if self.status:
            return self.status
        if self.login is None:
            return None
        token = base64.b64encode(self.login.encode()).decode()
        for line in head.split("\r\n"):
            name, _, value = line.partition(":")
            if name.lower() == "proxy-authorization" and value.split()[-1] == token:
                return None
        return "407 Proxy Authentication Required"

    def _answer(self, client, head):
        method, target, _ = head.split("\r\n")[0].split(" ")
        verdict = self._verdict(head) if method == "CONNECT" else "405 Method Not Allowed"
        if verdict:
            self.refused.append(target)
            client.sendall(f"HTTP/1.1 {verdict}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        time.sleep(self.delays.pop(target, 0))
        host, _, port = target.rpartition(":")
        place = self.routes.get(target, (host.strip("[]"), int(port)))
        with socket.create_connection(place, 10) as server:
            self._sockets.append(server)
            self.asked.append(target)
            self._grant(client)
            self._start(self._copy, server, client)
            self._copy(client, server)

    def copied(self, data):
        """What goes through, either way."""

    def _copy(self, source, sink):
        try:
            while data := source.recv(65536):
                self.copied(data)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def _grant(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number, segment in enumerate(self.answers):
            if number:
                time.sleep(SEGMENT_SECONDS)
            client.sendall(segment)

    def close(self):
        for sock in [self._listener, *self._sockets]:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
