# SPDX-License-Identifier: GPL-2.0-or-later
"""Where the keys of the viewer's own keyboard are: five rows at the window's end, as on a PC, of a US keyboard.

Not what the viewer says but what it promises: the places follow from the sizes that a finger needs.
"""

_LETTERS = [
    [("Esc", 4), *((key, 4) for key in "`1234567890-="), ("backspace", 4)],
    [("Tab", 6), *((key, 4) for key in "qwertyuiop[]"), ("\\", 6)],
    [("Fn", 7), *((key, 4) for key in "asdfghjkl;'"), ("Enter", 9)],
    [("Shift", 12), *((key, 4) for key in "zxcvbnm,./"), ("up", 4), ("Del", 4)],
    [("Ctrl", 6), ("Super", 6), ("Alt", 6), (" ", 20), ("AltGr", 6), ("left", 4), ("down", 4), ("right", 4),
     ("hide", 4)],
]
_FUNCTIONS = [
    [("Esc", 4), *((f"F{n}", 4) for n in range(1, 13)), ("backspace", 8)],
    [],
    [("abc", 7), ("Del", 6), ("End", 6), ("PgDn", 6), ("apps", 7), ("Menu", 19), ("Enter", 9)],
    *_LETTERS[3:],
]
_SHIFTED = dict(zip("~!@#$%^&*()_+{}|:\"<>?", "`1234567890-=[]\\;',./", strict=True))


class Board:
    """Of a window of that size on a display that does not say how large it is.

    key     the least side of a key: 44 pixels, and as often as letters are larger on large screens
    """

    def __init__(self, width, height):
        key = 44 * max(1, min(height // 540, width // 900))
        self.unit = min(width / 15, 1.25 * key)
        self.row = int(max(key, min(0.9 * self.unit, height / 10)))
        self.left = (width - 15 * self.unit) / 2
        self.top = height - 5 * self.row

    def place(self, name, page=None):
        """The middle of a key."""
        for number, row in enumerate(page or _LETTERS):
            at = 0
            for key, quarters in row:
                if key == name:
                    return (self.left + (at + quarters / 2) * self.unit / 4,
                            self.top + (number + 0.5) * self.row)
                at += quarters
        raise KeyError(name)

    def function(self, name):
        return self.place(name, _FUNCTIONS)

    def taps(self, text):
        """The keys for a text, with Shift where it needs that."""
        for character in text:
            if character.isupper() or character in _SHIFTED:
                yield self.place("Shift")
            yield self.place(_SHIFTED.get(character, character.lower()))
