# SPDX-License-Identifier: GPL-2.0-or-later
"""The guest's serial port: a thread reads its lines, the test sends commands and waits.

It is a pair of pipes. QEMU writes each letter alone, and a socket is full of some hundreds of them: when this
process is not scheduled for so long, QEMU throws letters away. A pipe keeps 64 kB.
"""

import os
import re
import threading
import time


def serial_pipes(path):
    """QEMU's arguments for these pipes, which are made, as its character device com."""
    os.mkfifo(f"{path}.in")
    os.mkfifo(f"{path}.out")
    return ["-chardev", f"pipe,id=com,path={path}"]


class SerialLine:
    """Of a QEMU that runs. `lines` holds every line so far; it only grows."""

    def __init__(self, path):
        self._from, self._to = os.open(f"{path}.out", os.O_RDONLY), os.open(f"{path}.in", os.O_WRONLY)
        self._changed = threading.Condition()
        self._closed = False
        self.lines = []
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def send(self, data):
        data = data if isinstance(data, bytes) else data.encode("latin-1")
        while data:
            data = data[os.write(self._to, data):]

    def mark(self):
        """How many lines there are now; a place to wait from."""
        with self._changed:
            return len(self.lines)

    def since(self, mark, prefix=""):
        """The lines after a mark that begin with prefix."""
        with self._changed:
            return [line for line in self.lines[mark:] if line.startswith(prefix)]

    def wait(self, pattern, since=0, seconds=10):
        """The first line after `since` that the regular expression matches as a whole."""
        wanted = re.compile(pattern)
        end = time.monotonic() + seconds
        at = since
        with self._changed:
            while True:
                for line in self.lines[at:]:
                    if wanted.fullmatch(line):
                        return line
                at = len(self.lines)
                if self._closed:
                    raise ConnectionError(f"the serial line closed before {pattern!r}")
                if not self._changed.wait(end - time.monotonic()):
                    raise TimeoutError(f"no line {pattern!r} in {seconds} s; last lines: "
                                       f"{self.lines[since:][-8:]}")

    def wait_count(self, count, prefix, since=0, seconds=10):
        """The lines with that prefix as soon as there are `count` of them."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [line for line in self.lines[since:] if line.startswith(prefix)]
                if len(found) >= count:
                    return found
                if self._closed or not self._changed.wait(end - time.monotonic()):
                    raise TimeoutError(f"{len(found)} of {count} lines {prefix!r}: {found[-8:]}")

    def command(self, data, seconds=10):
        """Sends a command of the guest and returns the rest of its "ok" line."""
        since = self.mark()
        self.send(data)
        letter = data[0] if isinstance(data, str) else chr(data[0])
        line = self.wait(f"(ok|error) {re.escape(letter)}.*", since, seconds)
        if not line.startswith("ok"):
            raise RuntimeError(f"the guest answered {line!r} to {data!r}")
        return line[len("ok x"):].strip()

    def _read(self):
        rest = b""
        while True:
            data = os.read(self._from, 65536)
            *whole, rest = (rest + data).split(b"\n")
            with self._changed:
                self.lines += [line.decode("latin-1") for line in whole]
                self._closed = not data
                self._changed.notify_all()
            if not data:
                return

    def close(self):
        """After QEMU's end, which ends the reading, too."""
        self._thread.join()
        os.close(self._from)
        os.close(self._to)
