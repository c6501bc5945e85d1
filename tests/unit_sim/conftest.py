# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures: a simulator for each test, and the simulator's own modules for the pure parts."""
import os
import socket
import sys
import threading

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "sim"))
sys.path.append(os.path.join(os.path.dirname(HERE), "e2e"))  # lib.npm

from sim import Sim  # noqa: E402  (after the path)


@pytest.fixture
def start(tmp_path):
    """start(*arguments) -> a running Sim; all are ended after the test, cleanly."""
    running = []

    def begin(*arguments):
        directory = tmp_path / f"sim{len(running)}"
        directory.mkdir()
        running.append(Sim(str(directory), *arguments))
        return running[-1]
    yield begin
    assert [sim.close() for sim in running] == [0] * len(running)


class EchoPeer:
    """A TCP server that sends an RFB banner, then gives back what it gets."""

    BANNER = b"RFB 003.008\n"

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % self._listener.getsockname()[1]
        self.connections = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections.append(connection)
            connection.sendall(self.BANNER)
            threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    @staticmethod
    def _echo(connection):
        try:
            while data := connection.recv(65536):
                connection.sendall(data)
        except OSError:
            pass

    def close(self):
        self._listener.close()
        for connection in self.connections:
            connection.close()


@pytest.fixture
def echo():
    peer = EchoPeer()
    yield peer
    peer.close()
