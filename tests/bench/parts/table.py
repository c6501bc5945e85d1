# SPDX-License-Identifier: GPL-2.0-or-later
"""What was measured, as one table on the screen and one JSON file."""

import contextlib
import json
import os
import platform
import statistics
import time
from pathlib import Path

from .viewers import NOVNC, PLAIN, TIGERVNC

NAME, CELL = 46, 9
RATIOS = {TIGERVNC: "ratio", NOVNC: "to noVNC"}  # of ecsview's first column to whose, and its head


def median_of(runs):
    """Of several runs, each a dictionary of numbers, the medians."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else float("nan")


def shown(number):
    """Three figures, or as many as there are before the point."""
    if number is None or number != number:
        return "-"
    return f"{number:.{0 if number >= 99.5 else 1 if number >= 9.95 else 2}f}"


class Part:
    """One part of the table: lines with the same columns, printed as they come. `load` is the machine's at
    the beginning; `seconds` until the last line."""

    def __init__(self, title, columns, viewers):
        self.title, self.columns, self.viewers, self.lines = title, columns, viewers, {}
        self.load, self._began = round(os.getloadavg()[0], 1), time.monotonic()

    def add(self, name, values):
        """`values`: for each viewer a dictionary of the columns; the ratios are of the first one."""
        if not self.lines:
            self._head()
        cells = "".join(f"{shown(values.get(viewer, {}).get(column)):>{CELL}}"
                        for viewer in self.viewers for column in self.columns)
        print(f"{name:{NAME}}{cells}" + "".join(f"{ratio(values, self.columns[0], other):>{CELL}}"
                                         for other in compared(self.viewers)), flush=True)
        self.lines[name], self.seconds = values, time.monotonic() - self._began

    def _head(self):
        wide = CELL * len(self.columns)
        print(f"\n{self.title}\n{'':{NAME}}" + "".join(f"{v:>{wide}}" for v in self.viewers)
              + "".join(f"{RATIOS[other]:>{CELL}}" for other in compared(self.viewers)))
        print(f"{'':{NAME}}" + "".join(f"{c:>{CELL}}" for c in self.columns * len(self.viewers)))


def compared(viewers):
    return [other for other in RATIOS if other in viewers]


def ratio(values, column, other=TIGERVNC):
    """ecsview's to the other's."""
    try:
        return shown(values["ecsview"][column] / values[other][column])
    except (KeyError, TypeError, ZeroDivisionError):
        return ""


class Table:
    """All parts. `quick`: one run, short ones."""

    def __init__(self, quick):
        self.quick, self.parts = quick, {}

    def part(self, name, title, columns, viewers=None):
        """`viewers`: all, unless they are named."""
        return self.parts.setdefault(name, Part(title, columns, viewers or list(PLAIN)))

    def save(self, path, missing):
        """Parts that were not measured this time stay as they were."""
        before = {}
        with contextlib.suppress(OSError, ValueError):
            before = json.loads(Path(path).read_text())["parts"]
        machine = {"processors": os.cpu_count(), "kernel": platform.release()}
        parts = {name: {"title": part.title, "columns": part.columns, "lines": part.lines, "quick": self.quick,
                        "seconds": round(part.seconds), "machine": {**machine, "load": part.load}}
                 for name, part in self.parts.items() if part.lines}
        Path(path).write_text(json.dumps({"missing": missing, "parts": {**before, **parts}},
                                         indent=1) + "\n")


def page(measured):
    """The same tables for a page of Markdown, from what Table.save() wrote."""
    tables = "".join(_page_of(part) for part in measured["parts"].values())
    missing = [f"{name}: {why}." for name, why in measured["missing"].items()]
    return "\n" + tables + "".join(line + "\n" for line in ["Left out:", *missing] if missing) + "\n"


def _page_of(part):
    viewers = list(dict.fromkeys(viewer for line in part["lines"].values() for viewer in line))
    columns = [(viewer, column) for viewer in viewers for column in part["columns"]]
    others = compared(viewers)
    heads = [f"{viewer}{'' if column == 'value' else ', ' + column}" for viewer, column in columns]
    rows = [[part["title"], *heads, *(RATIOS[other] for other in others)]]
    rows += [["---"] * len(rows[0])]
    for name, line in part["lines"].items():
        cells = [shown(line.get(viewer, {}).get(column)) for viewer, column in columns]
        rows.append([name, *cells, *(ratio(line, part["columns"][0], other) for other in others)])
    about = f"Load of the machine {part['machine']['load']}, {part['machine']['processors']} processors; " \
        f"all of it took {part.get('seconds', '?')} s" + (", one short run." if part["quick"] else ".")
    return "".join("| " + " | ".join(row) + " |\n" for row in rows) + f"\n{about}\n\n"
