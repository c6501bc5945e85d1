# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the packages take from the end-to-end tests: the stand-in cloud, the X server."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "e2e"))

from fresh import Fresh, obstacle  # noqa: E402


@pytest.fixture(scope="session")
def fresh_root():
    why = obstacle()
    if why:
        pytest.skip(f"NOT TESTED: {why}")


@pytest.fixture
def fresh(fresh_root, tmp_path):
    """A fresh Debian 12 of the packages' machine, with nothing of ours but the .deb files in /debs."""
    del fresh_root
    return Fresh(tmp_path)
