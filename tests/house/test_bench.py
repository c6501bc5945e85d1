# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark's parts are all run and all explained, and its table says what was measured."""
import importlib.util
import json
import re
import sys
from importlib.machinery import SourceFileLoader

import pytest

import tree

BENCH = tree.ROOT / "tests" / "bench"
sys.path[:0] = [str(BENCH), str(tree.ROOT / "tests" / "e2e")]

from parts import table  # noqa: E402

PARTS = sorted(path.stem for path in (BENCH / "parts").glob("*.py")
               if re.search(r"^def measure\(", path.read_text(), re.M))


def run_module():
    loader = SourceFileLoader("bench_run", str(BENCH / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench_run", loader))
    loader.exec_module(module)
    return module


def test_each_part_is_run():
    assert sorted(run_module().PARTS) == PARTS


def test_each_part_is_explained():
    explained = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", tree.read("docs/numbers.md"), re.M)))
    assert sorted(explained) == PARTS


@pytest.fixture
def measured(tmp_path, capsys):
    """What is written when one part was measured, and another one in a run before."""
    for quick, name in ((True, "old"), (False, "new")):
        told = table.Table(quick)
        part = told.part(name, f"The {name} part", ["/s", "ms"], ["ecsview", "TigerVNC", "gtk-vnc"])
        part.add("a line", {"ecsview": {"/s": 33.04, "ms": 101.7}, "TigerVNC": {"/s": 4.0, "ms": 0.034}})
        told.save(tmp_path / "bench.json", {"noVNC": "it is not here"})
    return json.loads((tmp_path / "bench.json").read_text())


def test_a_part_that_was_not_measured_stays(measured):
    assert list(measured["parts"]) == ["old", "new"]
    assert [part["quick"] for part in measured["parts"].values()] == [True, False]


def test_the_page_has_each_number_and_the_ratio_of_the_first(measured):
    page = table.page(measured)
    assert "| The new part | ecsview, /s | ecsview, ms | TigerVNC, /s | TigerVNC, ms | ratio |" in page
    assert "| a line | 33.0 | 102 | 4.00 | 0.03 | 8.26 |" in page
    assert "noVNC: it is not here." in page
    assert page.count("one short run") == 1


def test_what_is_not_there_is_a_dash():
    assert [table.shown(number) for number in (None, float("nan"), 0, 99.5, 9.95)] == ["-", "-", "0.00", "100", "9.9"]
