# SPDX-License-Identifier: GPL-2.0-or-later
"""A new user's path: a fresh Debian, the package, `aliyun configure`, and the console. -rP prints the
commands that were typed and their seconds.

The stand-in cloud is where the platform would be: the machine's /etc/hosts has the name of its API lead
there, and the machine trusts its CA. So nothing is typed that a person would not type.
"""

import shlex
import time

import pytest

from debs import TARGET, deb
from lib import picture
from lib.display import Xvfb
from lib.process import Child, descendants, wait_until
from lib.sim import INSTANCE, KEY_ID, KEY_SECRET, REGION, EcsSim

API = f"ecs.{REGION}.aliyuncs.com"
ADDRESS = "127.43.7.1"  # of this machine alone, and nobody else's
USER = "somebody"

pytestmark = pytest.mark.skipif(TARGET != "native", reason="a window of the other machine's is tests/e2e/board's")


@pytest.fixture
def cloud(fresh, tmp_path):
    with EcsSim(tmp_path, "--still", "--listen", f"{ADDRESS}:443", "--public-host", API) as sim:
        fresh.write("etc/hosts", f"127.0.0.1 localhost\n{ADDRESS} {API}\n")
        fresh.write("usr/local/share/ca-certificates/stand-in.crt", sim.ca.read_text())
        yield sim


class Hand:
    """Types commands as root or as the user, and counts."""

    def __init__(self, fresh, directory, display):
        self.fresh, self.directory, self.display = fresh, directory, display
        self.typed = []

    def root(self, line):
        began = time.monotonic()
        self.fresh.run("sh", "-c", line)
        self.done(f"# {line}", began)

    def done(self, line, began):
        self.typed.append(f"{time.monotonic() - began:6.1f} s  {line}")

    def start(self, line):
        """The user's command, which goes on."""
        words = self.fresh.command("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "env", "-i",
                                   f"HOME=/home/{USER}", f"DISPLAY={self.display.display}", "PATH=/usr/bin:/bin",
                                   "LANG=C.UTF-8", "sh", "-c", f"cd; exec {line}")
        return Child(words, self.directory, "typed")


def window_of(child, display):
    child.check()
    return next((found[0] for pid in [child.pid, *descendants(child.pid)]
                 for found in [display.windows(pid=pid)] if found), None)


def equal(shown, wanted):
    return picture.difference(shown, wanted) is None


def test_from_apt_install_to_the_console(fresh, cloud, tmp_path):
    fresh.run("useradd", "--create-home", USER)
    with Xvfb(tmp_path) as display:
        hand = Hand(fresh, tmp_path, display)
        hand.root(f"apt install -y /debs/{deb('ecsview').name}")
        began = time.monotonic()
        fresh.aliyun_configure(f"home/{USER}", KEY_ID, KEY_SECRET, REGION)
        fresh.run("chown", "-R", f"{USER}:", f"/home/{USER}")
        hand.done("$ aliyun configure (its file was written; a person answers four questions)", began)
        line, began = f"ecsview {shlex.quote(INSTANCE)}", time.monotonic()
        child = hand.start(line)
        try:
            window = wait_until(lambda: window_of(child, display), 60, "window")
            cloud.wait_log(event="message", kind="client_init", seconds=60)
            wanted = picture.load(cloud.save_picture())
            wait_until(lambda: equal(display.window_shot(window), wanted), 60, "picture")
            hand.done(f"$ {line}, to the picture", began)
            display.window_shot(window).save(tmp_path / "console.png")
        finally:
            child.stop()
    print(f"{len(hand.typed)} commands:", *hand.typed, f"said: {child.stderr()!r}", sep="\n")
    assert len(hand.typed) == 3
    assert [entry["key"] for entry in cloud.log(event="api", action="DescribeInstanceVncUrl")] == [KEY_ID]
