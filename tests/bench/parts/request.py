# SPDX-License-Identifier: GPL-2.0-or-later
"""From exec to the signed request: a relay in front of the stand-in cloud notes when a viewer with an
instance ID connects, begins TLS, and sends its first application data that is as long as a request.
All authorities of the system are trusted meanwhile, as they are at a customer's. ecsview alone.
"""

import contextlib
import os
import socket
import subprocess
import threading
import time
from urllib.parse import urlsplit

from lib.display import Xvfb
from lib.sim import EcsSim

from .table import quantile

RUNS, SECONDS = 25, 0.5
APPLICATION_DATA = b"\x17\x03\x03"  # of TLS 1.2 and 1.3
REQUEST_BYTES = 400                 # a Finished is shorter
STEPS = ("TCP connection", "ClientHello", "signed request")


class Relay:
    """Carries connections to `host`:`port`; `seen` has the first time of each step."""

    def __init__(self, host, port):
        self._server = socket.create_server(("127.0.0.1", 0))
        self._target, self.seen = (host, port), {}
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            client, _ = self._server.accept()
            self.seen.setdefault(STEPS[0], time.monotonic())
            server = socket.create_connection(self._target)
            threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()

    def _carry(self, source, sink, watched):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if watched:
                    self.seen.setdefault(STEPS[1], time.monotonic())
                    if APPLICATION_DATA in data and len(data) > REQUEST_BYTES:
                        self.seen.setdefault(STEPS[2], time.monotonic())
                sink.sendall(data)


def measure(told, directory):
    part = told.part("request", "From exec of an instance ID, ms", ["ms", "quickest"], ["ecsview"])
    runs = 5 if told.quick else RUNS
    with contextlib.ExitStack() as stack:
        xvfb = stack.enter_context(Xvfb(directory))
        sim = stack.enter_context(EcsSim(directory, "--still"))
        api = urlsplit(sim.api)
        relay = Relay(api.hostname, api.port)
        arguments = [f"https://127.0.0.1:{relay.port}" if word == sim.api else word
                     for word in sim.args()]
        environment = {**xvfb.environment(), **sim.env()}
        took = {step: [] for step in STEPS}
        for _ in range(runs):
            relay.seen.clear()
            began = time.monotonic()
            viewer = subprocess.Popen([os.environ["ECSVIEW"], sim.instance, *arguments],
                                      env=environment, stderr=subprocess.DEVNULL)
            time.sleep(SECONDS)
            for step, at in dict(relay.seen).items():
                took[step].append(1000 * (at - began))
            viewer.terminate()
            viewer.wait()
    for step, times in took.items():
        part.add(step, {"ecsview": {"ms": quantile(times, 0.5), "quickest": min(times)}})
