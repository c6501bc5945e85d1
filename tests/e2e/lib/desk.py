# SPDX-License-Identifier: GPL-2.0-or-later
"""The desk of somebody who follows the pages: an account in the stand-in cloud, a home, ecsview in the path."""

import json
import os
import shlex
import signal

from . import examples, picture
from .ports import Port
from .process import wait_until
from .sim import INSTANCE, KEY_ID, KEY_SECRET, EcsSim
from .viewer import Viewer, command

README_INSTANCE = "i-bp1hzoinajzkh91h"
NAME = "web-server-01"


class Desk:
    """Where somebody follows the page: a home, a folder, a path with ecsview in it."""

    def __init__(self, directory, *cloud, backend=None):
        self.home = directory / "somebody"
        self.vnc_port, self.proxy_port = Port(), None
        self.sim = EcsSim(directory, "--instance", f"{README_INSTANCE}:Running:cn-hangzhou:{NAME}",
                          "--instance", INSTANCE, "--still", "--log-input",
                          "--listen-vnc", f"127.0.0.1:{int(self.vnc_port)}", *cloud, backend=backend)
        self.directory = directory
        self._write(".config/ecsview/config.toml",
                    f'endpoint = "{self.sim.api}"\nca-file = "{self.sim.ca}"\n'
                    f'console-hosts = "{self.sim.console_host}"\n')
        self._write(".aliyun/config.json", json.dumps(
            {"current": "default",
             "profiles": [{"name": "default", "mode": "AK", "access_key_id": KEY_ID,
                           "access_key_secret": KEY_SECRET, "region_id": "cn-hangzhou"}]}))
        self._write("here/pw", "12345678\n")
        self._write("here/setup.sh", "echo z\n")
        for name, text in examples.scripts().items():
            self._write(f"here/{name}", text)
        self._program("ecsview", f'exec {shlex.join(map(str, command()))} "$@"')
        ask = ["ecsview", "url", INSTANCE]
        self._program("get-vnc-url", f"exec {shlex.join(ask)}")

    def _write(self, name, text):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600)
        return path

    def _program(self, name, text):
        self._write(f"bin/{name}", f"#!/bin/sh\n{text}\n").chmod(0o755)

    def run(self, line, display=None):
        """A Viewer whose words are the line's. Only ports are others than on the page."""
        line = line.replace("5901", str(int(self.vnc_port))).replace("1080", str(self.proxy_port))
        env = {"HOME": str(self.home), "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}"}
        return Viewer(self.directory, "-c", f"cd {self.home / 'here'}\n{line}", program=["sh"],
                      display=display, env=env)

    def there(self, name):
        return self.home / "here" / name

    def screen(self, instance):
        """What the stand-in's console of this instance shows, a Picture."""
        def pictures():
            return len(self.sim.log(event="picture", instance=instance))

        def saved():  # not before somebody has connected
            self.sim.signal(signal.SIGUSR2)
            return pictures() > seen
        seen = pictures()
        wait_until(saved, 20, "picture", pause=0.1)
        return picture.load(self.sim.directory / "tls" / f"console-{instance}.png")

    def close(self):
        self.sim.close()
        self.vnc_port.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
