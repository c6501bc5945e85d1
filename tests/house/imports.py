# SPDX-License-Identifier: GPL-2.0-or-later
"""The picture of imports: which folder of src includes which, and whether an arrow leads back."""
import re

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def folder_of(path):
    """ "ui/menu/prompt.h" lies in "ui/menu"; a file of src itself lies in "main", which wires all."""
    return path.rpartition("/")[0] or "main"


def arrows(files):
    """{(from, to): the includes that make the arrow}, of {path below src: text}; a room is a folder."""
    found = {}
    for path, text in sorted(files.items()):
        for bracket, header in INCLUDE.findall(text):
            ends = folder_of(path), folder_of(header)
            if bracket == '"' and ends[0] != ends[1]:
                found.setdefault(ends, []).append(f"{path} -> {header}")
    return found


def circles(edges):
    """The arrows by which a folder is reached from itself: those whose end leads back to their start."""
    after = {}
    for start, end in edges:
        after.setdefault(start, set()).add(end)

    def reached(start):
        seen, ways = set(), [start]
        while ways:
            for way in after.get(ways.pop(), set()) - seen:
                seen.add(way)
                ways.append(way)
        return seen

    return {(start, end) for start, end in edges if start in reached(end)}
