# SPDX-License-Identifier: GPL-2.0-or-later
"""The 105 keys of an ISO keyboard: evdev codes (linux/input-event-codes.h) and the bytes of set 1
that an AT keyboard sends behind the translating controller."""

from typing import NamedTuple


class Key(NamedTuple):
    """`make` and `broken` are the guest's report lines, in order."""
    name: str
    evdev: int
    make: list
    broken: list

    @property
    def qnum(self):
        """QEMU's number of the key: the last byte of set 1, with bit 7 for a byte e0 before it."""
        if self.name in _OWN_NUMBERS:
            return _OWN_NUMBERS[self.name]
        *_, last = self.make[0].split()
        return int(last, 16) | (0x80 if " e0 " in self.make[0] else 0)


_OWN_NUMBERS = {"print": 0x54, "pause": 0xc6}


def _plain(name, evdev, *code):
    *prefix, last = code
    lead = "".join(f"{byte:02x} " for byte in prefix)
    return Key(name, evdev, [f"key {lead}{last:02x}"], [f"key {lead}{last | 0x80:02x}"])


# Up to F10 and the keypad, evdev numbers keys by their scancodes.
_BLOCK = ("esc 1 2 3 4 5 6 7 8 9 0 minus equal backspace tab q w e r t y u i o p leftbrace "
          "rightbrace enter leftctrl a s d f g h j k l semicolon apostrophe grave leftshift "
          "backslash z x c v b n m comma dot slash rightshift kpasterisk leftalt space capslock "
          "f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 numlock scrolllock kp7 kp8 kp9 kpminus kp4 kp5 kp6 "
          "kpplus kp1 kp2 kp3 kp0 kpdot").split()

_EXTENDED = {"kpenter": (96, 0x1c), "rightctrl": (97, 0x1d), "kpslash": (98, 0x35),
             "rightalt": (100, 0x38), "home": (102, 0x47), "up": (103, 0x48),
             "pageup": (104, 0x49), "left": (105, 0x4b), "right": (106, 0x4d), "end": (107, 0x4f),
             "down": (108, 0x50), "pagedown": (109, 0x51), "insert": (110, 0x52),
             "delete": (111, 0x53), "leftmeta": (125, 0x5b), "rightmeta": (126, 0x5c),
             "menu": (127, 0x5d)}

_KEYS = [
    *(_plain(name, 1 + at, 1 + at) for at, name in enumerate(_BLOCK)),
    _plain("102nd", 86, 0x56), _plain("f11", 87, 0x57), _plain("f12", 88, 0x58),
    *(_plain(name, evdev, 0xe0, code) for name, (evdev, code) in _EXTENDED.items()),
    # Print comes with a shift of its own; Pause sends all when it is pressed and nothing later.
    Key("print", 99, ["key e0 2a", "key e0 37"], ["key e0 b7", "key e0 aa"]),
    Key("pause", 119, ["key e1 1d 45", "key e1 9d c5"], []),
]

KEYS = {key.name: key for key in _KEYS}

# What other keyboards have: those of Japan, Korea and Brazil, and keys for media, by IBM's and
# Microsoft's lists of scancodes; Sun's, and F13 to F20, as Linux gives them to a program that wants
# raw scancodes (x86_keycodes).
_MORE = {"ro": (89, 0x73), "katakana": (90, 0x78), "hiragana": (91, 0x77), "henkan": (92, 0x79),
         "katakanahiragana": (93, 0x70), "muhenkan": (94, 0x7b), "yen": (124, 0x7d),
         "hangeul": (122, 0x72), "hanja": (123, 0x71),
         "kpcomma": (121, 0x7e), "kpequal": (117, 0x59),
         "mute": (113, 0xe0, 0x20), "volumedown": (114, 0xe0, 0x2e), "volumeup": (115, 0xe0, 0x30),
         "power": (116, 0xe0, 0x5e), "sleep": (142, 0xe0, 0x5f), "calc": (140, 0xe0, 0x21),
         "www": (150, 0xe0, 0x02), "mail": (155, 0xe0, 0x6c), "bookmarks": (156, 0xe0, 0x66),
         "computer": (157, 0xe0, 0x6b), "back": (158, 0xe0, 0x6a), "forward": (159, 0xe0, 0x69),
         "nextsong": (163, 0xe0, 0x19), "playpause": (164, 0xe0, 0x22),
         "previoussong": (165, 0xe0, 0x10), "stopcd": (166, 0xe0, 0x24),
         "homepage": (172, 0xe0, 0x32), "refresh": (173, 0xe0, 0x67),
         "search": (217, 0xe0, 0x65), "media": (226, 0xe0, 0x6d), "stop": (128, 0xe0, 0x68),
         "again": (129, 0xe0, 0x05), "undo": (131, 0xe0, 0x07), "copy": (133, 0xe0, 0x78),
         "paste": (135, 0x65), "find": (136, 0xe0, 0x41), "cut": (137, 0xe0, 0x3c),
         "help": (138, 0xe0, 0x75), "menukb": (139, 0xe0, 0x1e), "ejectcd": (161, 0x6c),
         "f13": (183, 0x5d), "f14": (184, 0x5e), "f15": (185, 0x5f), "f16": (186, 0x55),
         "f17": (187, 0xe0, 0x03), "f18": (188, 0xe0, 0x77), "f19": (189, 0xe0, 0x04),
         "f20": (190, 0x5a)}
MORE_KEYS = {name: _plain(name, evdev, *code) for name, (evdev, *code) in _MORE.items()}
# A key that the keyboard above does not have: it ends a group of reports. The guest has Yen.
SENTINEL = MORE_KEYS["yen"]


def codes(*names):
    return [KEYS[name].evdev for name in names]


def chord(*names):
    """The reports of keys pressed in order and released in reverse."""
    keys = [KEYS[name] for name in names]
    return ([line for key in keys for line in key.make]
            + [line for key in reversed(keys) for line in key.broken])


def reports(display, qemu, press, last=SENTINEL):
    """The guest's lines for what press() does. A key that is nowhere else ends them."""
    since = qemu.serial.mark()
    press()
    display.key(last.evdev)
    qemu.serial.wait(last.broken[-1], since)
    lines = qemu.serial.since(since, "key")
    end = [*last.make, *last.broken]
    assert lines[-2:] == end, lines
    return lines[:-2]
