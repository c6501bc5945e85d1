# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/endings.md is the table of src/screen/cause.h, and names what is tried next as it does."""
import re

import tree

CODE = re.compile(r'\{"(\w+)", (\w+), (\w+), [\w |]+,\s*(?:tr_later\()?"((?:[^"\\]|\\.)*)"\)?\},')
PAGE = re.compile(r"^\| `(\w+)` \| (\w+) \| (\w+) \| (.*) \|$", re.M)


def source():
    return tree.read("src/screen/cause.h")


def page():
    return tree.read("docs/endings.md")


def rows_of_code():
    table = re.search(r"Row table\[\] = \{(.*?)^\};", source(), re.S | re.M)[1]
    rows = CODE.findall(table)
    assert len(rows) == len(re.findall(r"^    \{", table, re.M)), "a row is written another way"
    return rows


def test_the_page_has_each_cause_as_the_code_has_it():
    assert PAGE.findall(page()) == rows_of_code()


def test_the_page_says_what_each_next_step_is():
    named = re.findall(r"^    (\w+), +//", re.search(r"enum class Again \{(.*?)\};", source(),
                                                     re.S)[1], re.M)
    assert re.findall(r"^\| (\w+) \| (?!.*\|.*\|)", page(), re.M) == ["next", *named]


def test_the_exit_codes_are_those_of_the_command_line():
    codes = re.search(r"enum class ExitCode : int \{(.*?)\};", tree.read("src/base/error.h"),
                      re.S)[1]
    numbers = dict(re.findall(r"(\w+) = (\d+)", codes))
    used = {row[1] for row in rows_of_code()}
    told = re.search(r"^usage is .*\.$", page(), re.M)[0]
    assert dict(re.findall(r"(\w+) (?:is )?(\d+)", told)) == {name: numbers[name] for name in used}
