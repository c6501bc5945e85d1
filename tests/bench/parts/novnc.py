# SPDX-License-Identifier: GPL-2.0-or-later
"""noVNC in Debian's Chromium: a page of this bench's (tests/bench/novnc) has noVNC's RFB class and nothing
else, in a window that is the picture, as another viewer's. npm brings noVNC once, into the cache;
package-lock.json has its hash.

What is in its favour: no tabs, no bar of addresses, no look for updates; the profile is new for each part,
but where the start is measured a first run, which is not counted, has filled its caches.
"""

import atexit
import contextlib
import functools
import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from lib import npm
from lib.peers import _Tunnel
from lib.ports import Port
from lib.viewer import Viewer

HERE = Path(__file__).resolve().parents[1] / "novnc"
BLANK = "about:blank"
CONNECTED = "noVNC is connected"  # the page's title then
# Software draws under Xvfb in any case; told so, Chromium does not emulate a GPU (27 MB more).
FLAGS = ("--no-first-run", "--password-store=basic", "--disable-gpu", "--disable-component-update",
         "--window-position=0,0")
# As root there is no sandbox to be had; without the other a bar over the page complains about that.
AS_ROOT = ("--no-sandbox", "--test-type") if os.geteuid() == 0 else ()


class Site(_Tunnel):
    """An HTTP server on loopback: the page, and noVNC's modules."""

    def __init__(self, directory):
        (directory / "page.html").symlink_to(HERE / "page.html")
        (directory / "novnc").symlink_to(npm.folder(HERE) / "@novnc" / "novnc")
        self._port = Port()
        self.port = int(self._port)
        self._run(["/usr/bin/python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory",
                   directory, self.port], directory, "site")

    def page(self, url, brief=False):
        return address(self.port, url, brief)


def address(port, url, brief=False):
    """Of the page that shows the console at `url`, a websocket's; brief: its window closes by itself."""
    return f"http://127.0.0.1:{port}/page.html{'?brief' if brief else ''}#{quote(url, safe='')}"


@functools.cache
def site():
    """The one for all parts; OSError or a SubprocessError when npm cannot bring noVNC."""
    directory = tempfile.TemporaryDirectory(prefix="ecsview-novnc-")
    atexit.register(directory.cleanup)
    found = Site(Path(directory.name))
    atexit.register(found.close)
    return found


class Browser(Viewer):
    """Chromium with a window of `size` at `address`. One at a time has the profile of a directory; a
    second one gives its address to the first, and ends."""

    def __init__(self, directory, address, size, xvfb, *flags, profile="chromium"):
        self.profile = Path(directory) / profile
        super().__init__(directory, *AS_ROOT, *FLAGS, f"--user-data-dir={self.profile}",
                         "--window-size={},{}".format(*size), *flags, f"--app={address}", display=xvfb,
                         program=["chromium"])

    def wait_connected(self):
        self.display.wait_window(name=CONNECTED, seconds=60)

    def stop(self):
        """It writes its profile first; the group that it leads is ended then."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.terminate()
        super().stop()


def start(directory, server, xvfb, *flags):
    return Browser(directory, site().page(f"ws://127.0.0.1:{server.ws_port}"), server.size, xvfb, *flags)


def pids_of(profile):
    """Chromium's processes that are told the profile, its keepers of crash reports among them, which have
    left their parent."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.fsencode(profile) in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found
