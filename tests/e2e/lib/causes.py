# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a connection ends, by the names of docs/endings.md; the house compares that page with the code."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs/endings.md"
ROW = re.compile(r"^\| `(\w+)` \| \w+ \| \w+ \| (.*) \|$", re.M)


def pattern(sentence):
    """What a person reads where the row has that sentence."""
    return re.compile("".join(".*" if piece in ("{where}", "{proxy}", "{words}")
                              else re.escape(piece)
                              for piece in re.split(r"(\{\w+\})", sentence)))


SENTENCES = {name: pattern(sentence) for name, sentence in ROW.findall(PAGE.read_text("utf-8"))
             if sentence != "{words}"}


def causes_of(sentence):
    """The names of the rows that say it; the platform's own words are of none."""
    return {name for name, says in SENTENCES.items() if says.fullmatch(sentence)}
