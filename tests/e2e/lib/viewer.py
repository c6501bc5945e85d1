# SPDX-License-Identifier: GPL-2.0-or-later
"""The program under test: starts it in a clean environment and watches it from outside.

The program is the command line in ECSVIEW (a path, or "qemu-arm -L DIR PATH"), by default
build/native/ecsview.
"""

import contextlib
import os
import re
import secrets
import shlex
import signal
import subprocess
from pathlib import Path

from . import picture
from .process import Child, descendants, process_state, wait_until

ROOT = Path(__file__).resolve().parents[3]
PASSED_ON = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS")
POLL_SECONDS = 0.05

TESTING = shlex.split(os.environ.get("ECSVIEW_TESTING",
                                     str(ROOT / "build" / "native" / "ecsview-testing")))


def command():
    """The words that start the viewer."""
    return shlex.split(os.environ.get("ECSVIEW", str(ROOT / "build" / "native" / "ecsview")))


def is_decoder(pid):
    """It has come so far that it has its name: the spawner's child starts a program first."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "ecsview-decoder"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Viewer:
    """Started by the constructor; context manager.

    args        its arguments; an EcsSim's args() belong here
    display     an XServer, or None for no display at all
    env         more variables; an EcsSim's env() belongs here. None takes one away
    stdin       bytes to give on standard input (then closed)
    program     words instead of command(), for example another viewer in self tests
    """

    def __init__(self, directory, *args, display=None, env=None, stdin=None, program=None):
        self.directory = Path(directory)
        self.display = display
        self.home = self.directory / f"home-{secrets.token_hex(4)}"
        (self.home / "run").mkdir(parents=True, mode=0o700)
        argv = (program or command()) + [str(a) for a in args]
        self._child = Child(argv, directory, f"viewer-{secrets.token_hex(4)}",
                            env=self._environment(env or {}),
                            stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE)
        self._window = None
        if stdin is not None:
            # It may end without a look at it.
            with contextlib.suppress(BrokenPipeError), self._child.process.stdin as pipe:
                pipe.write(stdin)

    def _environment(self, more):
        env = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        env.update(HOME=str(self.home), XDG_RUNTIME_DIR=str(self.home / "run"), LANG="C.UTF-8")
        if self.display is not None:
            env["DISPLAY"] = self.display.display
        env.update(more)
        return {name: value for name, value in env.items() if value is not None}

    @property
    def pid(self):
        return self._child.pid

    def stdout(self):
        return self._child.stdout()

    def stdout_bytes(self):
        return self._child.out_path.read_bytes()

    def stderr(self):
        return self._child.stderr()

    def running(self):
        return self._child.running()

    def wait_exit(self, seconds=30):
        """The exit code; minus the signal when one ended it."""
        return self._child.wait(seconds)

    def wait_stderr(self, pattern, seconds=20):
        """The first match of a regular expression in what it has logged."""
        return wait_until(lambda: re.search(pattern, self.stderr()), seconds,
                          f"{pattern!r} on standard error")

    # Its processes.

    def children(self):
        """All living processes below it, parents first."""
        return descendants(self.pid)

    def spawner(self):
        """The process that forks the decoders, or None."""
        return next((pid for pid in self.children() if process_state(pid)
                     and process_state(pid)[0] == self.pid), None)

    def decoder(self, seconds=20, other_than=None):
        """The decoder that runs now; waits for one, and for another one than `other_than`."""
        def find():
            spawner = self.spawner()
            below = descendants(spawner) if spawner else []
            return next((pid for pid in below if pid != other_than and is_decoder(pid)), None)
        return wait_until(find, seconds, "decoder process")

    def threads(self):
        """Names of the main process's threads."""
        return [(Path(path) / "comm").read_text().strip()
                for path in Path(f"/proc/{self.pid}/task").iterdir()]

    # Its window.

    def window(self, seconds=20):
        """Id of its window; waits for it."""
        if self._window is None:
            def find():
                self._child.check()
                found = self.display.windows(pid=self.pid)
                return found[0] if found else None
            self._window = wait_until(find, seconds, "window of the viewer", POLL_SECONDS)
        return self._window

    def shot(self):
        """What its window shows."""
        return self.display.window_shot(self.window())

    def wait_picture(self, expected, seconds=20, name="picture", shot=None):
        """Waits until the window equals `expected`, a Picture or a function that makes one.

        On failure: how many pixels differ and where, and both pictures as PNG files. `shot` is
        another function than self.shot to look with.
        """
        actual = wanted = error = None

        def equal():
            nonlocal actual, wanted, error
            self._child.check()
            wanted = expected() if callable(expected) else expected
            try:
                actual, error = (shot or self.shot)(), None
            except RuntimeError as raised:  # a window that changes its size is not readable
                error = raised
                return False
            return picture.difference(actual, wanted) is None

        try:
            wait_until(equal, seconds, name, POLL_SECONDS)
        except TimeoutError:
            if error:
                raise AssertionError(f"{name}: {error}") from error
            picture.assert_equal(actual, wanted, self.directory, name)

    # Its end.

    def signal(self, number):
        self._child.signal(number)

    def terminate(self, seconds=10):
        """SIGTERM to the main process alone; its exit code. Its children must end by themselves."""
        self._child.signal(signal.SIGTERM)
        return self.wait_exit(seconds)

    def stop(self):
        self._child.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
