# SPDX-License-Identifier: GPL-2.0-or-later
"""Each allocation, descriptor, thread and system call on the way from the start to the picture and to
the end fails once. The program ends by itself, with a sentence and an exit code of its table, or it goes
on and the picture is whole; no part of it dies of a signal, hangs, or leaves a file behind. Here one of
each kind, in `make soak` each place that there is; pytest -rP prints how many."""

import os

import pytest

from lib.process import SLOW
from lib.sim import EcsSim
from lib.torture import Torture

SOAK = "ECSVIEW_SOAK" in os.environ
PARTS = 8 if SOAK else 2
RUNS = 4 if SOAK else 1
CODES = range(2, 13)
pytestmark = [
    pytest.mark.skipif(bool(SLOW), reason="a sanitizer has an allocator of its own"),
    pytest.mark.timeout(6000 if SOAK else 600),
]


def chosen(places):
    """In `make check` the first place of each call in each process."""
    if SOAK:
        return places
    first = {}
    for number in sorted(places):
        first.setdefault(places[number], number)
    return {number: kind for kind, number in first.items()}


def wrong(torture, code, said):
    """What is wrong with the end of a shot; empty: nothing."""
    sentences = [line for line in said.splitlines() if line.startswith("ecsview: ")]
    left = [path.name for path in torture.directory.iterdir()
            if path.name.startswith("shot.png") and path != torture.picture]
    if code is None:
        return "it hangs"
    if "Bad system call" in said or "Segmentation" in said or "Aborted" in said:
        return "a process died of a signal"
    if left:
        return f"left behind: {left}"
    if code == 0:
        return "" if torture.picture.exists() else "there is no picture"
    if code not in CODES:
        return f"it ended with {code}"
    return "" if len(sentences) == 1 else f"it said {len(sentences)} sentences"


@pytest.mark.parametrize("part", range(PARTS))
def test_what_fails_once_ends_in_words_or_not_at_all(part, directory):
    with EcsSim(directory) as sim:
        torture = Torture(directory, sim)
        places = {}
        for _ in range(RUNS):
            places.update(torture.places())
        mine = {number: kind for number, kind in sorted(chosen(places).items())
                if number % PARTS == part}
        failed, faults = 0, []
        for number, (call, process) in mine.items():
            code, said = torture.shot(fails=number)
            failed += torture.has_failed()
            if fault := wrong(torture, code, said):
                faults.append(f"{call} of {process} at {number:x}: {fault}: {said[-400:]}")
        print(f"{len(places)} places, {len(mine)} of them here, {failed} failed, {len(faults)} faults")
        assert not faults, "\n".join(faults)
        assert failed > 0
