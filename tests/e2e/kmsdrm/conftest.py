# SPDX-License-Identifier: GPL-2.0-or-later
"""One booted machine for all tests of the bare console."""

import os

import pytest

from lib.box import Box, disk, obstacle


@pytest.fixture(scope="session")
def box(tmp_path_factory):
    """Debian with the packages that a kiosk without a display server is told to have, and the packed tree."""
    root = os.environ["ECSVIEW_KMSDRM_ROOT"]
    why = obstacle(root)
    if why:
        pytest.skip(f"NOT TESTED: KMSDRM: {why}")
    folder = tmp_path_factory.mktemp("box")
    image = disk(root, folder, os.environ["ECSVIEW_KIOSK_TREE"])
    try:
        with Box(root, image, folder) as booted:
            yield booted
    finally:
        image.unlink()
