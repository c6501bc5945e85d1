# SPDX-License-Identifier: GPL-2.0-or-later
"""A Debian with systemd as its first process, in a container that systemd-nspawn boots. The root on
the disk is not changed. It has the network of this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .process import Child, descendants, wait_until

BOOT_SECONDS = 40


# What is written goes to memory. Only a supervisor of this very machine can be asked for a place of
# its own in the tree of control groups.
NSPAWN = ["systemd-nspawn", "--quiet", "--volatile=overlay", "--register=no", "--settings=no",
          "--console=pipe", *([] if Path("/run/systemd/system").exists() else ["--keep-unit"])]


def obstacle(root):
    """Why no container can run here, or None."""
    if os.geteuid() != 0:
        return "systemd-nspawn needs root"
    if shutil.which("systemd-nspawn") is None:
        return "systemd-nspawn is not installed"
    assert (Path(root) / "usr/bin/true").exists(), f"{root} is no root"
    done = subprocess.run([*NSPAWN, f"--directory={root}", "/usr/bin/true"], stderr=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, text=True, timeout=60, check=False)
    return done.stderr.strip()[-300:] if done.returncode else None


class Machine:
    """Context manager. `root` is its file system, to be read and written; in the directory are the
    container's own words.

    trees   archives that are unpacked into it before it boots
    """

    def __init__(self, root, directory, *trees):
        self._child = Child([*NSPAWN, "--boot", f"--machine=ecsview-{os.getpid()}",
                             f"--directory={root}"], directory, "machine")
        try:
            self._boot(trees)
        except BaseException:
            self.close()
            raise

    def _boot(self, trees):
        def first_process():
            self._child.check()
            return next((pid for pid in descendants(self._child.pid)
                         if command_name(pid) == "systemd"), None)
        self.init = wait_until(first_process, BOOT_SECONDS, "systemd")
        self.root = Path(f"/proc/{self.init}/root")
        wait_until(lambda: self.state() in ("running", "degraded"), BOOT_SECONDS, "start")
        for tree in trees:
            subprocess.run(["tar", "-xzf", tree, "-C", self.root], check=True, timeout=60)

    def state(self):
        return self.run("systemctl", "is-system-running", check=False).strip()

    def run(self, *words, check=True, seconds=60):
        """Standard output of a command in it."""
        done = subprocess.run(["nsenter", "-t", str(self.init), "-a", "--", *map(str, words)],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=seconds, check=False)
        if check and done.returncode != 0:
            raise RuntimeError(f"{words}: {done.returncode}: {done.stderr.decode()[-2000:]}")
        return done.stdout.decode(errors="replace")

    def write(self, path, text, mode=0o600):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def remove(self, path):
        (self.root / path.lstrip("/")).unlink(missing_ok=True)

    def processes(self, name=None):
        """Their ids, by this machine's counting."""
        return [pid for pid in descendants(self.init)
                if name is None or command_name(pid) == name]

    def close(self):
        self._child.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def command_name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return None


class Service:
    """A unit of a Machine's or a Box's, and what its journal says since the last start() or watch()."""

    def __init__(self, machine, name):
        self._machine, self.name, self._cursor = machine, name, None

    def systemctl(self, verb, *options, **how):
        return self._machine.run("systemctl", verb, *options, self.name, **how)

    def watch(self):
        """From now on its journal counts."""
        shown = self._machine.run("journalctl", "-n", "0", "--show-cursor", "-q")
        self._cursor = re.search(r"-- cursor: (\S+)", shown)[1]

    def start(self):
        self._machine.run("systemctl", "daemon-reload")
        self._machine.run("systemctl", "reset-failed")
        self.watch()
        self.systemctl("start")

    def show(self, name):
        return self.systemctl("show", f"--property={name}", "--value").strip()

    def journal(self):
        return self._machine.run("journalctl", "-q", "-o", "cat", "--after-cursor", self._cursor,
                                 "-u", self.name)

    def said(self, pattern):
        """The lines of the journal in which it is found."""
        return [line for line in self.journal().splitlines() if re.search(pattern, line)]

    def wait_said(self, pattern, count=1, seconds=30):
        """The lines, as soon as there are so many."""
        try:
            return wait_until(lambda: self.said(pattern)[count - 1:] and self.said(pattern),
                              seconds, f"{count} lines with {pattern!r}", pause=0.2)
        except TimeoutError as error:
            raise AssertionError(f"{error}; the journal is\n{self.journal()}") from error

    def wait_status(self, pattern, seconds=30):
        try:
            wait_until(lambda: re.search(pattern, self.show("StatusText")), seconds, pattern,
                       pause=0.1)
        except TimeoutError as error:
            raise AssertionError(f"{error}; {self.systemctl('status', '-l', check=False)}"
                                 ) from error
