# SPDX-License-Identifier: GPL-2.0-or-later
"""Signals: what a parent leaves behind in its children, and a person who insists."""

import contextlib
import json
import os
import signal

from lib import guest_picture, rfb_server
from lib.consoles import take_shot
from lib.endings import CREDENTIALS
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.sim import EcsSim
from lib.viewer import Viewer, command

SIZE = (640, 480)


def console(connection):
    connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 3)))


def started_with(option):
    """As a child of a parent that has done so to its signals."""
    return ["env", option, *command()]


def test_a_parent_that_ignores_its_children(xvfb, directory):
    """How a decoder ended is known all the same, and the next one comes."""
    with RawPeer(console) as peer:
        with Viewer(directory, "--log-level", "info", peer.url, display=xvfb,
                    program=started_with("--ignore-signal=CHLD")) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            os.kill(viewer.decoder(), signal.SIGKILL)
            peer.connection(1).wait("fbur")
            viewer.wait_stderr("the decoder process ended by itself with=signal Killed")
            assert viewer.terminate() == 0


def test_an_external_command_that_fails_under_such_a_parent(directory):
    """It printed good keys, and then said that they are not."""
    keys = {"mode": "StsToken", "access_key_id": "STS.x", "access_key_secret": "secret",
            "sts_token": "token"}
    (directory / "keys").write_text(json.dumps(keys))
    profile = {"name": "p", "mode": "External",
               "process_command": f"sh -c 'cat {directory / 'keys'}; exit 3'"}
    home = directory / "home"
    (home / ".aliyun").mkdir(parents=True)
    config = home / ".aliyun" / "config.json"
    config.write_text(json.dumps({"current": "p", "profiles": [profile]}))
    config.chmod(0o600)
    with EcsSim(directory) as sim:
        with Viewer(directory, "url", *sim.args(), "--profile", "p", sim.instance,
                    env={"HOME": str(home)}, program=started_with("--ignore-signal=CHLD")) as viewer:
            assert viewer.wait_exit() == CREDENTIALS
            assert "exit status 3" in viewer.stderr()
        assert not sim.log(event="api")


def test_under_nohup_a_terminal_that_goes_is_nothing(xvfb, directory):
    with RawPeer(console) as peer:
        with Viewer(directory, peer.url, display=xvfb,
                    program=started_with("--ignore-signal=HUP")) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            viewer.signal(signal.SIGHUP)
            # It would have been taken before this one.
            peer.connection().close(reset=True)
            peer.connection(1).wait("fbur")
            assert viewer.terminate() == 0


def test_a_signal_that_the_parent_blocks_ends_it(directory):
    with RawPeer(lambda connection: connection.hold()) as peer:
        with Viewer(directory, "shot", peer.url, directory / "shot.png",
                    program=started_with("--block-signal=TERM")) as viewer:
            peer.connection()
            viewer.terminate()


def test_a_second_sigterm_ends_what_hangs(xvfb, directory):
    """The display server hangs, and the window with it: the first is heard, but not answered."""
    with RawPeer(console) as peer:
        with Viewer(directory, peer.url, display=xvfb) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            xvfb.signal(signal.SIGSTOP)
            try:
                def ended():
                    with contextlib.suppress(ProcessLookupError):
                        viewer.signal(signal.SIGTERM)
                    return not viewer.running()
                wait_until(ended, 20, "end", pause=0.2)
            finally:
                xvfb.signal(signal.SIGCONT)
            assert viewer.wait_exit() == -signal.SIGTERM
