# SPDX-License-Identifier: GPL-2.0-or-later
"""As a service of systemd: what is told to it, and how the service ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from lib import guest_picture, inside, rfb_server
from lib.consoles import shown
from lib.link import Link
from lib.process import wait_until
from lib.rawpeer import RawPeer
from lib.viewer import ROOT, TESTING, Viewer

SIZE = (640, 480)
KEY_A, SHIFT, CTRL, ENTER = 30, 42, 29, 28


def console(connection):
    connection.still(SIZE, rfb_server.picture_rect(0, 0, guest_picture.picture(*SIZE, 3)))


@pytest.fixture
def peer():
    with RawPeer(console) as server:
        yield server


class Manager:
    """The socket that systemd would hold; `heard` grows by a line for each datagram."""

    def __init__(self):
        # A test's own directory has too long a name for the address of a socket.
        self._folder = tempfile.TemporaryDirectory(prefix="ecsview-")
        self.path = Path(self._folder.name) / "notify"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self.path))
        self._socket.setblocking(False)
        self.heard = []

    def env(self, **more):
        return {"NOTIFY_SOCKET": str(self.path), **more}

    def listen(self):
        while True:
            try:
                self.heard.append(self._socket.recv(4096).decode().rstrip("\n"))
            except BlockingIOError:
                return self.heard

    def wait(self, pattern, count=1):
        def enough():
            return len([line for line in self.listen() if re.fullmatch(pattern, line)]) >= count
        try:
            wait_until(enough, 30, pattern)
        except TimeoutError as error:
            raise AssertionError(f"{error}; heard {self.heard}") from error

    def close(self):
        self._socket.close()
        self._folder.cleanup()


@pytest.fixture
def manager():
    told = Manager()
    yield told
    told.close()


def test_tells_how_it_goes(peer, manager, xvfb, directory):
    with Link(peer.port) as link:
        url = f"vnc://127.0.0.1:{link.port}"
        with shown(directory, xvfb, url, env=manager.env()) as viewer:
            manager.wait("READY=1")
            manager.wait(r"STATUS=127\.0\.0\.1:\d+: connected\.")
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            link.refuse = True
            link.cut()
            manager.wait(r"STATUS=127\.0\.0\.1:\d+: The (server|connection) .*\.")
            link.refuse = False
            manager.wait(r"STATUS=127\.0\.0\.1:\d+: connected\.", count=2)
            assert viewer.terminate() == 0
            manager.wait("STOPPING=1")
            assert manager.heard.count("READY=1") == 1
            assert "WATCHDOG=1" not in manager.heard
            assert manager.heard[-1] == "STOPPING=1"


@pytest.mark.skipif(not inside.may_look(), reason=inside.NO_SIGHT)
def test_the_decoder_does_not_know_the_service_manager(peer, manager, xvfb, directory):
    url = f"vnc://127.0.0.1:{peer.port}"
    with shown(directory, xvfb, url, env=manager.env()) as viewer:
        manager.wait("READY=1")
        assert b"NOTIFY_SOCKET" not in inside.words(viewer.decoder())


def test_secrets_are_not_told(manager, xvfb, directory):
    """The query of a VncUrl is the console's key; the sentence of a failure may quote neither."""
    with RawPeer(console, transport="ws") as peer:
        with shown(directory, xvfb, peer.url, env=manager.env()) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            manager.wait("STATUS=.*connected.*")
            peer.connection().close(reset=True)
            peer.connection(1).wait("fbur")
            viewer.terminate()
        manager.listen()
        assert not [line for line in manager.heard if "abc" in line or "?" in line]


def test_ready_before_there_is_a_console(manager, xvfb, directory):
    """A kiosk whose console is away is up all the same: it says so on its screen."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"vnc://127.0.0.1:{listener.getsockname()[1]}"
        with Viewer(directory, url, display=xvfb, env=manager.env()) as viewer:
            manager.wait("READY=1")
            assert viewer.terminate() == 0


# The log at its default level.

def told(viewer):
    """The log without its times."""
    return [line.partition(" ")[2] for line in viewer.stderr().splitlines()]


def test_the_log_tells_when_the_console_is_lost_and_when_it_is_back(peer, xvfb, directory):
    """One line each, however many attempts there are between: an outage may last for days."""
    with Link(peer.port) as link, Viewer(
            directory, f"vnc://127.0.0.1:{link.port}", display=xvfb, program=TESTING,
            env={"ECSVIEW_TEST_HASTE": "1000", "ECSVIEW_TEST_BUDGET": "1000"}) as viewer:
        for count in (1, 2):
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            assert told(viewer).count("warning link: the console is back after=0 s") < count
            link.refuse = True
            link.cut()
            tried = link.accepted
            wait_until(lambda: link.accepted > tried + 5, 30, "attempts")
            link.refuse = False
            wait_until(lambda: len(told(viewer)) >= 2 * count, 30, "the end of the outage")
        lost, back, *again = told(viewer)
        assert re.fullmatch(r"warning link: the console is lost because=.*(closed|reset|gone).*\. cause=\w+",
                            lost), lost
        assert re.fullmatch(r"warning link: the console is back after=\d+ s", back), back
        assert [line.split("=")[0].rsplit(" ", 1)[0] for line in again] == [
            "warning link: the console is lost", "warning link: the console is back"]
        assert viewer.terminate() == 0


def test_the_log_tells_each_kind_of_reason_once(xvfb, directory):
    """Somebody who reads why the console is still away must not read only why it went."""
    def script(connection):
        number = len(peer.connections)
        if number == 1:
            console(connection)
        elif number < 8:
            connection.send(b"no RFB here\n" if number % 2 else b"")
            connection.close(reset=True)
        else:
            console(connection)

    with RawPeer(script) as peer, Viewer(
            directory, peer.url, "--kiosk", display=xvfb, program=TESTING,
            env={"ECSVIEW_TEST_HASTE": "10000", "ECSVIEW_TEST_BUDGET": "1000"}) as viewer:
        peer.connection(0).wait("fbur", count=2)
        peer.connection(0).close(reset=True)
        wait_until(lambda: "is back" in viewer.stderr(), 40, "the console")
        lost = [line for line in told(viewer) if "console is lost" in line]
        assert len(lost) == 2 and len(set(lost)) == 2, lost
        assert viewer.terminate() == 0


def test_the_log_tells_that_there_is_no_console_yet(peer, xvfb, directory):
    with Link(peer.port) as link:
        link.refuse = True
        with Viewer(directory, "--kiosk", f"vnc://127.0.0.1:{link.port}",
                    display=xvfb) as viewer:
            wait_until(lambda: told(viewer), 30, "line")
            link.refuse = False
            wait_until(lambda: len(told(viewer)) > 1, 60, "the console")
            assert viewer.terminate() == 0
            first, second = told(viewer)
            assert first.startswith("warning link: there is no console yet because="), first
            assert second.startswith("warning link: the console is there after="), second


# The watchdog: both the window and the connection have to be alive.

WATCHDOG = {"WATCHDOG_USEC": "1000000"}


def test_watchdog_is_fed(peer, manager, xvfb, directory):
    with shown(directory, xvfb, peer.url, env=manager.env(**WATCHDOG)):
        manager.wait("WATCHDOG=1", count=6)


@pytest.mark.parametrize("silent", ["vnc", "wss"])
def test_watchdog_is_fed_while_nothing_answers(manager, xvfb, directory, silent):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"{silent}://127.0.0.1:{listener.getsockname()[1]}" + "/" * (silent == "wss")
        with Viewer(directory, url, display=xvfb, env=manager.env(**WATCHDOG)):
            manager.wait("WATCHDOG=1", count=6)


def test_a_walls_watchdog_is_fed_by_all_of_them(peer, manager, xvfb, directory):
    """Also while one of them has the window."""
    with RawPeer(console) as other, shown(directory, xvfb, peer.url, other.url,
                                          env=manager.env(**WATCHDOG)) as viewer:
        manager.wait("STATUS=2 consoles: 2 live")
        manager.wait("WATCHDOG=1", count=4)
        xvfb.key(ENTER)
        wait_until(lambda: str(peer.port) in xvfb.title(viewer.window()), 20, "console")
        fed = manager.listen().count("WATCHDOG=1")
        manager.wait("WATCHDOG=1", count=fed + 4)
        assert viewer.terminate() == 0


def test_watchdog_of_another_process_is_not_fed(peer, manager, xvfb, directory):
    env = manager.env(WATCHDOG_PID="1", **WATCHDOG)
    with shown(directory, xvfb, peer.url, env=env) as viewer:
        manager.wait("STATUS=.*connected.*")
        time.sleep(2)
        assert viewer.running() and "WATCHDOG=1" not in manager.listen()


def test_watchdog_starves_when_the_window_is_stopped(peer, manager, xvfb, directory):
    with shown(directory, xvfb, peer.url, env=manager.env(**WATCHDOG)) as viewer:
        manager.wait("WATCHDOG=1", count=2)
        viewer.signal(signal.SIGSTOP)
        time.sleep(1)
        fed = manager.listen().count("WATCHDOG=1")
        time.sleep(2)
        assert manager.listen().count("WATCHDOG=1") == fed
        viewer.signal(signal.SIGCONT)
        manager.wait("WATCHDOG=1", count=fed + 2)


# The end.

def test_sigterm_lets_go_of_every_key(peer, xvfb, directory):
    """Often, for it is a race between the last messages and the close. A service manager's signal
    goes to all processes: none may take the link away under the first one."""
    for whom in ["main", "all"] * 8:
        number = len(peer.connections)
        with shown(directory, xvfb, peer.url) as viewer:
            viewer.wait_picture(guest_picture.picture(*SIZE, 3))
            connection = peer.connection(number)
            xvfb.mouse_move(200, 200, viewer.window())
            xvfb.key_down(CTRL, SHIFT, KEY_A)
            xvfb.mouse_down()
            connection.wait("pointer", where=lambda m: m.buttons == 1)
            connection.wait("key", count=3)
            began = time.monotonic()
            if whom == "all":
                for pid in (viewer.spawner(), viewer.decoder()):
                    os.kill(pid, signal.SIGTERM)
            assert viewer.terminate() == 0
            print(f"over after {1000 * (time.monotonic() - began):.0f} ms")
            connection.wait_closed()
            xvfb.mouse_up()
            xvfb.key_up(KEY_A, SHIFT, CTRL)
            down = {m.keysym for m in connection.received("key") if m.down}
            up = {m.keysym for m in connection.received("key") if not m.down}
            assert len(down) == 3 and up == down
            assert connection.received("pointer")[-1].buttons == 0


def test_sigterm_while_the_server_takes_nothing(xvfb, directory):
    """Keys that cannot be let go any more do not keep the program."""
    with RawPeer(console) as peer, shown(directory, xvfb, peer.url) as viewer:
        viewer.wait_picture(guest_picture.picture(*SIZE, 3))
        xvfb.key_down(KEY_A)
        peer.connection().wait("key")
        began = time.monotonic()
        assert viewer.terminate() == 0
        xvfb.key_up(KEY_A)
        print(f"over after {1000 * (time.monotonic() - began):.0f} ms")


# The unit.

def test_unit_is_one_that_systemd_takes(directory):
    unit = (ROOT / "assets" / "ecsview@.service").read_text()
    fake = directory / "fake"
    fake.write_text("#!/bin/sh\n")
    fake.chmod(0o755)
    # The display server need not be here.
    path = directory / "ecsview@i-abc.service"
    path.write_text(unit.replace("/usr/bin/cage", str(fake)))
    done = subprocess.run([shutil.which("systemd-analyze") or "systemd-analyze", "verify",
                           "--man=no", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False, timeout=50)
    told = [line for line in done.stdout.splitlines() if "ecsview" in line]
    assert done.returncode == 0 and told == [], done.stdout
