# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/doctor.md has the lines of doctor as src/doctor/check.h has them, and in its order."""
import re

import tree


def test_the_page_has_each_line():
    table = re.search(r"TopicRow topics\[\] = \{(.*?)^\};", tree.read("src/doctor/check.h"),
                      re.S | re.M)[1]
    names = re.findall(r'\{Topic::\w+, "([^"]+)"\}', table)
    assert len(names) == len(re.findall(r"Topic::", table)) > 10
    assert re.findall(r"^\| `([^`]+)` \|", tree.read("docs/doctor.md"), re.M) == names
