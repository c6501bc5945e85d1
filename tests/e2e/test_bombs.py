# SPDX-License-Identifier: GPL-2.0-or-later
"""Little on the wire and much to do: whatever a server makes of it, main and decoder take no more memory than
they are allowed, and the window can be ended. `tests/bench/bombs` has the numbers, at their full length."""

import os

import pytest

from lib import bombs
from lib.viewer import TESTING

SOAK = "ECSVIEW_SOAK" in os.environ
SECONDS = 60 if SOAK else 3
WORK = 0.5  # seconds of a decoder's, where a bomb makes any
# What a decoder may map beyond the picture (src/rfb/decoder/sandbox.cpp), and what it has at the start.
DECODER_MB = 190 + 16 + 8
# Of main: the window's own pixels, texts of a clipboard, what waits to be sent; and a picture that is larger
# than the screen is shown smaller, from a copy.
MAIN_MB, COPY_MB = 32, 4 * bombs.PIXELS / (1 << 20)
ENV = {"ECSVIEW_TEST_HASTE": "1000", "ECSVIEW_TEST_BUDGET": "100000"}


@pytest.mark.timeout(900 if SOAK else 120)
@pytest.mark.skipif(bool(os.environ.get("ECSVIEW_SANITIZE")), reason="a sanitizer has memory of its own")
@pytest.mark.parametrize("name", bombs.BOMBS)
def test_a_bomb_takes_no_more_than_its_share(xvfb, directory, name):
    large = "8192x4050" in name
    cost = bombs.run(bombs.BOMBS[name], SECONDS, directory, xvfb, work=WORK if large else 0, env=ENV, program=TESTING)
    print(f"{name}: {cost}")
    assert cost.connections
    assert cost.grown_mb < MAIN_MB + (COPY_MB if large else 0)
    assert cost.decoder_mb < DECODER_MB
