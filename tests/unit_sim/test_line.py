# SPDX-License-Identifier: GPL-2.0-or-later
"""When chunks leave a line with a rate; no clock but the numbers here."""
from ecs_sim.line import LARGEST_CHUNK, Direction


def test_chunks_leave_one_after_another():
    way = Direction(1000.0)
    assert way.departure(100, 10.0) == 10.1
    assert abs(way.departure(100, 10.0) - 10.2) < 1e-9      # at once after the first
    assert abs(way.departure(100, 20.0) - 20.1) < 1e-9      # an idle line saves nothing up


def test_oversleeping_is_made_up_for():
    way = Direction(1000.0)
    assert way.departure(100, 10.0) == 10.1
    assert abs(way.departure(100, 10.3, late=0.2) - 10.2) < 1e-9


def test_no_rate_is_no_wait():
    way = Direction(0)
    assert way.departure(1 << 20, 5.0) == 5.0 == way.departure(1 << 20, 5.0, late=1.0)


def test_chunks_are_small_on_a_thin_line():
    assert Direction(500_000.0).chunk == 2000
    assert Direction(1000.0).chunk == 1024
    assert Direction(1e9).chunk == LARGEST_CHUNK
