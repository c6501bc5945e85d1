# SPDX-License-Identifier: GPL-2.0-or-later
"""QEMU's control protocol over a connected unix socket; used by one thread."""

import json
import time


class QmpError(RuntimeError):
    pass


class Qmp:
    """`events` collects what QEMU tells by itself, oldest first."""

    def __init__(self, sock, seconds=10):
        sock.settimeout(seconds)
        self._socket = sock
        self._file = sock.makefile("rb")
        self._seconds = seconds
        self.events = []
        self._read()  # the greeting
        self.execute("qmp_capabilities")

    def execute(self, command, **arguments):
        """The value it returns. Underscores in argument names become dashes."""
        arguments = {name.replace("_", "-"): value for name, value in arguments.items()}
        message = {"execute": command, "arguments": arguments}
        self._socket.sendall(json.dumps(message).encode() + b"\n")
        while True:
            answer = self._read()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise QmpError(f"{command}: {answer['error']['desc']}")
            self.events.append(answer)

    def wait_event(self, name, seconds=10):
        """The first event of that name, also one that came before; it is taken out of `events`."""
        end = time.monotonic() + seconds
        while True:
            for event in self.events:
                if event["event"] == name:
                    self.events.remove(event)
                    return event
            self._socket.settimeout(max(0.001, end - time.monotonic()))
            try:
                self.events.append(self._read())
            finally:
                self._socket.settimeout(self._seconds)

    def _read(self):
        line = self._file.readline()
        if not line:
            raise QmpError("QEMU closed the control connection")
        return json.loads(line)

    def close(self):
        self._file.close()
        self._socket.close()
