# SPDX-License-Identifier: GPL-2.0-or-later
"""A child process that cannot outlive the test.

It leads a process group of its own, which stop() ends as a whole, and the kernel kills it when the
test process dies. Its output goes to a file, so nobody has to drain a pipe.
"""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

STOP_SECONDS = 3

# How much longer than on a quiet machine everything may take; a sanitizer's build is slow, and so is
# an emulator.
SLOW = os.environ.get("ECSVIEW_SANITIZE") or os.environ.get("ECSVIEW", "").startswith("qemu-")
PATIENCE = 5 if SLOW else 2


class Child:
    """Started by the constructor. Its output is in `directory`, in NAME.out and NAME.err."""

    def __init__(self, argv, directory, name, env=None, pass_fds=(), stdin=subprocess.DEVNULL,
                 cwd=None):
        self.argv = [str(a) for a in argv]
        self.name = name
        self.out_path = Path(directory) / f"{name}.out"
        self.err_path = Path(directory) / f"{name}.err"
        # setpriv executes the program in its own place, so the process id stays the same.
        with open(self.out_path, "wb") as out, open(self.err_path, "wb") as err:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "--"] + self.argv, stdin=stdin, stdout=out,
                stderr=err, env=env, pass_fds=pass_fds, cwd=cwd, start_new_session=True)
        self.pid = self.process.pid

    def stdout(self):
        return self.out_path.read_text(errors="replace")

    def stderr(self):
        return self.err_path.read_text(errors="replace")

    def running(self):
        return self.process.poll() is None

    def check(self):
        """Raises when the process has ended by itself."""
        if not self.running():
            raise RuntimeError(f"{self.name} ended with {self.process.returncode}: "
                               f"{self.stderr()[-2000:]}{self.stdout()[-2000:]}")

    def wait(self, seconds):
        """The exit code; subprocess.TimeoutExpired when it is still running then."""
        return self.process.wait(PATIENCE * seconds)

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self):
        """SIGTERM, then SIGKILL, to the whole group. Returns the exit code."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGTERM)
            os.killpg(self.pid, signal.SIGCONT)  # one that was stopped must wake to end
        try:
            self.process.wait(PATIENCE * STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        return self.process.wait(PATIENCE * STOP_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def run(argv, env=None, seconds=20, data=None):
    """Runs a short command to its end; its output. Raises with its error text."""
    done = subprocess.run([str(a) for a in argv], env=env, input=data, timeout=seconds,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        error = done.stderr.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{argv[0]} ended with {done.returncode}: {error}")
    return done.stdout


def wait_until(condition, seconds, what, pause=0.02):
    """Calls condition() until it returns something true, and returns that. Gives up after `seconds`
    of a quiet machine."""
    end = time.monotonic() + PATIENCE * seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() >= end:
            raise TimeoutError(f"after {seconds} s still no {what}")
        time.sleep(pause)


def process_state(pid):
    """(parent, state letter) of a process, or None."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = text[text.rindex(")") + 2:].split()
    return int(fields[1]), fields[0]


def descendants(pid):
    """Ids of all living children and grandchildren, parents first."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            state = process_state(entry)
            if state and state[1] not in "ZX":
                children.setdefault(state[0], []).append(int(entry))
    found, queue = [], [pid]
    while queue:
        below = sorted(children.get(queue.pop(0), []))
        found += below
        queue += below
    return found
