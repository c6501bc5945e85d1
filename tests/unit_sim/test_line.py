# SPDX-License-Identifier: GPL-2.0-or-later
"""When chunks leave a line with a rate; no clock but the numbers here."""
from ecs_sim.line import LARGEST_CHUNK, Direction, Weather


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


def test_weather_holds_back_so_many_segments_by_a_round_trip():
    weather = Weather(0.1, late=0.01)
    extras = [weather.extra(1448) for _ in range(10_000)]
    assert set(extras) == {0, 0.2}
    assert 60 < extras.count(0.2) < 140
    long = [weather.extra(10 * 1448) for _ in range(1000)]
    assert 60 < long.count(0.2) < 140  # one in ten: any of its segments may be the one


def test_weather_jitters_within_its_bound():
    weather = Weather(0.1, jitter=0.03)
    extras = [weather.extra(100) for _ in range(1000)]
    assert 0 <= min(extras) < 0.001 and 0.029 < max(extras) <= 0.03
    assert Weather(0.1).extra(100) == 0
