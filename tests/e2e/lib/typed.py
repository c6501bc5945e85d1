# SPDX-License-Identifier: GPL-2.0-or-later
"""What a guest with a US keyboard reads from its controller's reports, by a table of its own."""

import random
import string

LINES = {0x02: "1234567890-=", 0x10: "qwertyuiop[]\n", 0x1e: "asdfghjkl;'`", 0x2b: "\\zxcvbnm,./",
         0x39: " "}
SHIFTED = {0x02: "!@#$%^&*()_+", 0x10: "QWERTYUIOP{}\n", 0x1e: 'ASDFGHJKL:"~', 0x2b: "|ZXCVBNM<>?",
           0x39: " "}
SHIFTS = {0x2a, 0x36}
CTRL_AND_ALT = {0x1d, 0x38}  # of a chord that the viewer takes: they come, its key does not


def _characters(lines):
    return {first + at: c for first, line in lines.items() for at, c in enumerate(line)}


PLAIN, WITH_SHIFT = _characters(LINES), _characters(SHIFTED)


def read(reports):
    """(the text, the keys that are still down) of lines such as "key 1e"."""
    text, down = "", set()
    for line in reports:
        *prefix, code = (int(byte, 16) for byte in line.split()[1:])
        key = (*prefix, code & 0x7f)
        if code & 0x80:
            down.discard(key)
            continue
        down.add(key)
        if not prefix and code not in SHIFTS | CTRL_AND_ALT:
            with_shift = any((shift,) in down for shift in SHIFTS)
            text += (WITH_SHIFT if with_shift else PLAIN).get(code, "?")
    return text, down


def difference(got, wanted):
    """The first place where they differ, with what stands around it."""
    at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
    around = slice(max(0, at - 20), at + 20)
    return f"{len(got)} of {len(wanted)} came; at {at}: {got[around]!r} instead of {wanted[around]!r}"


def printable(count, seed=1):
    """All printable characters of ASCII in random order, again and again; lines of different length."""
    dice = random.Random(seed)
    kinds = string.ascii_letters + string.digits + string.punctuation + " " * 8 + "\n"
    text = ""
    while len(text) < count:
        text += "".join(dice.sample(kinds, len(kinds)))
    return text[:count]
