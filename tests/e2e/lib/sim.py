# SPDX-License-Identifier: GPL-2.0-or-later
"""tests/sim/ecs-sim as a child process, and what the viewer needs to use it."""

import json
import secrets
import signal
import urllib.parse
from pathlib import Path

from .process import Child, wait_until

PROGRAM = Path(__file__).resolve().parents[2] / "sim" / "ecs-sim"
START_SECONDS = 30
KEY_ID = "LTAItestkeyid0000000"
KEY_SECRET = "testsecret0000000000000000000"
INSTANCE = "i-bp1hzoinajzkh91h0001"
REGION = "cn-hangzhou"


class EcsSim:
    """Context manager: `api`, `wss`, `ca`, `metadata` as the program told them; `instance`,
    `region` it knows.

    backend     port on 127.0.0.1, or "HOST:PORT" or "unix:PATH"; None: its own small console
    options     any others of ecs-sim, for example "--fail", "Throttling:2", "--idle-limit", "6s"
    """

    def __init__(self, directory, *options, backend=None):
        self.directory = Path(directory) / f"ecs-sim-{secrets.token_hex(4)}"
        self.directory.mkdir()
        self.log_path = self.directory / "log.jsonl"
        self.instance, self.region = INSTANCE, REGION
        secret = self.directory / "secret"
        secret.write_text(KEY_SECRET + "\n")
        argv = ["/usr/bin/python3", PROGRAM, "--dir", self.directory / "tls", "--access-key-id",
                KEY_ID, "--access-key-secret-file", secret, "--log", self.log_path, *options]
        if backend is not None:
            argv += ["--backend", f"127.0.0.1:{backend}" if isinstance(backend, int) else backend]
        self._child = Child(argv, self.directory, "ecs-sim")
        try:
            line = wait_until(self._first_line, START_SECONDS, "line of ecs-sim")
        except BaseException:
            self.close()
            raise
        ready = json.loads(line)
        self.api, self.wss, self.ca = ready["api"], ready["wss"], Path(ready["ca"])
        self.metadata = ready.get("metadata")
        # Of the stand-in's proxy, which is no host of the platform.
        self.console_host = urllib.parse.urlsplit(self.wss).hostname

    def _first_line(self):
        self._child.check()
        line, end, _ = self._child.stdout().partition("\n")
        return line if end else None

    def env(self):
        """Credentials for the viewer's environment."""
        return {"ALIBABA_CLOUD_ACCESS_KEY_ID": KEY_ID,
                "ALIBABA_CLOUD_ACCESS_KEY_SECRET": KEY_SECRET}

    def args(self):
        """Options that make the viewer ask this cloud."""
        return [*self.anywhere(), "--region", self.region]

    def anywhere(self):
        """The same without a region."""
        return ["--endpoint", self.api, "--ca-file", str(self.ca), "--console-hosts",
                self.console_host]

    def log(self, **fields):
        """The entries so far that have all these values."""
        if not self.log_path.exists():
            return []
        lines = self.log_path.read_text().split("\n")[:-1]
        return [entry for entry in map(json.loads, lines)
                if all(entry.get(name) == value for name, value in fields.items())]

    def wait_log(self, count=1, seconds=20, **fields):
        """The entries with these values as soon as there are `count` of them."""
        def enough():
            self._child.check()
            found = self.log(**fields)
            return found if len(found) >= count else None
        return wait_until(enough, seconds, f"{count} log entries with {fields}")

    def cut(self):
        """Cuts every console connection."""
        self._child.signal(signal.SIGUSR1)

    def signal(self, number):
        self._child.signal(number)

    @property
    def pid(self):
        return self._child.pid

    def save_picture(self):
        """Where a file of what its own console shows now is."""
        seen = len(self.log(event="picture"))
        self.signal(signal.SIGUSR2)
        return self.wait_log(count=seen + 1, event="picture")[-1]["path"]

    def stderr(self):
        return self._child.stderr()

    def close(self):
        self._child.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
