# SPDX-License-Identifier: GPL-2.0-or-later
"""One booted machine for all tests of the kiosk's unit, and a console for each."""

import os
import shutil
from pathlib import Path

import pytest

from lib.machine import Machine, obstacle


@pytest.fixture(scope="session")
def machine(tmp_path_factory):
    """Debian with the packages that a kiosk is told to have, and the packed tree."""
    root = os.environ["ECSVIEW_KIOSK_ROOT"]
    why = obstacle(root)
    if why:
        pytest.skip(f"NOT TESTED: the kiosk under systemd: {why}")
    folder = tmp_path_factory.mktemp("machine")
    with Machine(root, folder, os.environ["ECSVIEW_KIOSK_TREE"]) as booted:
        yield booted
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """The stand-in cloud's certificates: the same for all tests."""
    return Path(tmp_path_factory.mktemp("authority"))
