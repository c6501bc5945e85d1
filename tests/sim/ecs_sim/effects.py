# SPDX-License-Identifier: GPL-2.0-or-later
"""Which of a client's messages change something: what a proxy that is not easily deceived would
count as use. Pure."""
from .client_stream import KEY_KINDS


class Effects:
    """One client's keys and pointer, as its messages tell them."""

    def __init__(self):
        self._down = set()
        self._pointer = None        # (buttons, x, y), None before the first message

    def changes(self, message):
        """Whether it does. Each message once, in order."""
        if message.kind in KEY_KINDS:
            return self._key(**message.fields)
        if message.kind == "pointer":
            before, self._pointer = self._pointer, tuple(message.fields.values())
            return self._pointer != before
        return False

    def _key(self, down, keysym, scancode=None):
        """A press of a key that is down is a repetition: the guest writes another letter."""
        key = keysym if scancode is None else ("scancode", scancode)
        was_down = key in self._down
        (self._down.add if down else self._down.discard)(key)
        return down or was_down
