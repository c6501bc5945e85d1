# SPDX-License-Identifier: GPL-2.0-or-later
"""VNC URL tokens and reconnect limits, with the clock in the test's hand."""
import re

import pytest
from ecs_sim.tickets import Refused, Tickets, new_token


def status(tickets, query, now):
    with pytest.raises(Refused) as caught:
        tickets.redeem(query, now)
    return caught.value.status


def test_tokens_have_both_characters_that_a_second_decode_spoils():
    for _ in range(50):
        token = new_token()
        assert "%2F" in token and "%2B" in token
        assert re.fullmatch(r"([A-Za-z0-9]|%2F|%2B)+", token)


def test_a_url_lives_as_long_as_it_says():
    tickets = Tickets(15, False, 30, 60)
    query = "s=" + tickets.issue("i-1", 100.0)
    assert tickets.redeem(query, 115.0) == "i-1"
    assert status(tickets, query, 115.1) == 403


def test_single_use():
    tickets = Tickets(15, True, 30, 60)
    query = "s=" + tickets.issue("i-1", 0.0)
    tickets.redeem(query, 1.0)
    assert status(tickets, query, 2.0) == 403


def test_reconnects_slide():
    tickets = Tickets(1000, False, 30, 60)
    query = "s=" + tickets.issue("i-1", 0.0)
    other = "s=" + tickets.issue("i-2", 0.0)
    for second in range(31):                        # the first one and 30 reconnects, at 1 to 30 s
        tickets.redeem(query, float(second))
    assert status(tickets, query, 31.0) == 429
    assert tickets.redeem(other, 31.0) == "i-2"     # counted for each instance
    assert status(tickets, query, 60.9) == 429
    tickets.redeem(query, 61.0)                     # the one at 1 s is a minute ago
    assert status(tickets, query, 61.5) == 429


def test_refused_tokens_do_not_count_as_reconnects():
    tickets = Tickets(15, False, 1, 60)
    query = "s=" + tickets.issue("i-1", 0.0)
    tickets.redeem(query, 0.0)
    for _ in range(5):
        assert status(tickets, "s=nonsense", 1.0) == 403
    tickets.redeem(query, 2.0)
    assert status(tickets, query, 3.0) == 429
