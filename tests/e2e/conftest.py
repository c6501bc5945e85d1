# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures of the end-to-end tests. Each test has its time and must leave no process behind."""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from lib.certs import Certs
from lib.display import Xvfb
from lib.keys import Home, KeyCloud
from lib.process import PATIENCE, descendants
from lib.qemu import Qemu
from lib.sim import EcsSim

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "native"
TEST_SECONDS = 60 * PATIENCE
END_SECONDS = 5
# Only with what the Makefile says about an emulated board.
collect_ignore = [] if "ECSVIEW_UNIT_TESTS" in os.environ else ["board"]
# Only with what it says about a root and the packed tree.
collect_ignore += [] if "ECSVIEW_KIOSK_ROOT" in os.environ else ["kiosk"]
collect_ignore += [] if "ECSVIEW_KMSDRM_ROOT" in os.environ else ["kmsdrm"]
PR_SET_CHILD_SUBREAPER = 36


MACHINE_CONFIG = Path("/etc/ecsview/config.toml")  # the viewer under test would read it


def pytest_configure():
    if MACHINE_CONFIG.exists():
        pytest.exit(f"{MACHINE_CONFIG} would change what is tested here; move it away meanwhile")
    # Whoever runs this by nohup: children would ignore it, too.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # Orphans of our children become ours, so no_process_left sees them.
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(TEST_SECONDS))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    report = (yield).get_result()
    if report.failed:
        item.failed = True
        if "directory" in item.funcargs:
            report.sections.append(("files", str(item.funcargs["directory"])))


@pytest.fixture(autouse=True)
def no_process_left():
    """Instantiated first, so it looks last."""
    before = set(descendants(os.getpid()))
    yield
    end = time.monotonic() + END_SECONDS
    while (left := set(descendants(os.getpid())) - before) and time.monotonic() < end:
        time.sleep(0.05)
    commands = [_command(pid) for pid in left]
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _reap()
    assert not left, f"still running: {commands}"


def _reap():
    """Collects adopted processes that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return str(pid)


@pytest.fixture
def directory(request, no_process_left):
    """The test's own directory, build/native/e2e/NAME-…: removed when it passes, else kept."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{request.node.path.stem}-{request.node.name}")[:80]
    (BUILD / "e2e").mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(prefix=name.strip("-") + "-", dir=BUILD / "e2e"))
    yield path
    if not getattr(request.node, "failed", False):
        shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def guest_image():
    """The test guest, assembled anew: that takes 50 ms."""
    image = BUILD / "guest" / "guest.img"
    subprocess.run([ROOT / "tests" / "guest" / "build", image], check=True, timeout=20)
    return image


@pytest.fixture(scope="session")
def certs(tmp_path_factory):
    return Certs(tmp_path_factory.mktemp("certs"))


@pytest.fixture
def qemu(guest_image, directory):
    """The booted guest at 1280x800, with a websocket port too."""
    with Qemu(guest_image, directory, websocket=True) as machine:
        yield machine


@pytest.fixture
def xvfb(directory):
    """A display of 1600x1000 without a window manager."""
    with Xvfb(directory) as display:
        yield display


@pytest.fixture
def still_keys(directory):
    """A display whose keys do not repeat, however long a busy machine holds them."""
    with Xvfb(directory, extra=["-r"]) as display:
        yield display


@pytest.fixture
def wide_xvfb(directory):
    """Room for two windows of the guest's, side by side: what is under another one, X forgets."""
    with Xvfb(directory, width=2600) as display:
        yield display


@pytest.fixture
def cloud(directory):
    """The stand-in cloud with the keys of all places where some can be."""
    with KeyCloud(directory) as sim:
        yield sim


@pytest.fixture
def home(directory):
    return Home(directory)


@pytest.fixture
def sim(qemu, directory):
    """The stand-in cloud in front of the guest."""
    with EcsSim(directory, backend=qemu.port) as cloud:
        yield cloud
