# SPDX-License-Identifier: GPL-2.0-or-later
"""Follows what an RFB client sends, message by message, without changing it. Pure.

feed() takes bytes as they come, split anywhere, and gives the messages that became whole.
A message it does not know makes it stop following: "lost", and the rest is counted as "unknown".
"""
from dataclasses import dataclass, field

KEY_KINDS = ("key", "ext_key")
INPUT_KINDS = KEY_KINDS + ("pointer",)


@dataclass
class Message:
    """kind, and the fields worth a look: keysym, down, x, buttons, shared, ..."""
    kind: str
    fields: dict = field(default_factory=dict)

    @property
    def is_input(self):
        return self.kind in INPUT_KINDS

    @property
    def is_handshake(self):
        return self.kind in ("version", "security_type", "vnc_response", "client_init")


def _u16(data, at):
    return int.from_bytes(data[at:at + 2], "big")


def _u32(data, at):
    return int.from_bytes(data[at:at + 4], "big")


def _i32(data, at):
    return int.from_bytes(data[at:at + 4], "big", signed=True)


def _set_encodings(data):
    size = 4 + 4 * _u16(data, 2)
    return size, lambda: Message("set_encodings", {
        "encodings": [_i32(data, at) for at in range(4, size, 4)]})


def _update_request(data):
    return 10, lambda: Message("update_incremental" if data[1] else "update_full", {
        "x": _u16(data, 2), "y": _u16(data, 4), "w": _u16(data, 6), "h": _u16(data, 8)})


def _key(data):
    return 8, lambda: Message("key", {"down": bool(data[1]), "keysym": _u32(data, 4)})


def _pointer(data):
    return 6, lambda: Message("pointer", {"buttons": data[1], "x": _u16(data, 2),
                                          "y": _u16(data, 4)})


def _cut_text(data):
    size = abs(_i32(data, 4))
    extended = _i32(data, 4) < 0       # the Extended Clipboard's form: not text
    return 8 + size, lambda: Message("cut_text", {"bytes": size} if extended else {
        "bytes": size, "text": bytes(data[8:8 + size]).decode("latin-1")})


def _desktop_size(data):
    return 8 + 16 * data[6], lambda: Message("set_desktop_size", {"w": _u16(data, 2),
                                                                  "h": _u16(data, 4)})


def _qemu(data):
    if data[1] == 0:
        return 12, lambda: Message("ext_key", {"down": bool(_u16(data, 2)),
                                               "keysym": _u32(data, 4),
                                               "scancode": _u32(data, 8)})
    if data[1] == 1:
        return (10 if _u16(data, 2) == 2 else 4), lambda: Message("audio")
    return None


# For each type: bytes needed to know the size, and a function giving (size, maker) or None.
MESSAGES = {
    0: (1, lambda data: (20, lambda: Message("set_pixel_format",
                                             {"raw": bytes(data[4:20]).hex()}))),
    2: (4, _set_encodings),
    3: (1, _update_request),
    4: (1, _key),
    5: (1, _pointer),
    6: (8, _cut_text),
    150: (1, lambda data: (10, lambda: Message("continuous_updates"))),
    248: (9, lambda data: (9 + data[8], lambda: Message("fence"))),
    250: (1, lambda data: (4, lambda: Message("xvp"))),
    251: (8, _desktop_size),
    255: (4, _qemu),
}


class ClientStream:
    """One client's stream. server_head is the first 16 bytes of the server, for RFB 3.3."""

    def __init__(self):
        self._buffer = bytearray()
        self._step = self._version
        self._minor = 8
        self.server_head = b""
        self.lost = None         # the type of the message that could not be followed

    def feed(self, data):
        if self.lost is not None:
            return [Message("unknown", {"bytes": len(data)})]
        self._buffer += data
        found = []
        while True:
            message = self._step()
            if message is None:
                return found
            found.append(message)
            if self.lost is not None:
                return found

    def _take(self, size):
        if len(self._buffer) < size:
            return None
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _lose(self, what):
        self.lost = what
        size = len(self._buffer)
        self._buffer.clear()
        return Message("lost", {"type": what, "bytes": size})

    def _version(self):
        line = self._take(12)
        if line is None:
            return None
        if not (line.startswith(b"RFB 003.") and line[8:11].isdigit()):
            return self._lose("version")
        self._minor = int(line[8:11])
        self._step = self._security if self._minor >= 7 else self._security_3_3
        return Message("version", {"version": line.decode("latin-1").strip()})

    def _security_3_3(self):
        if len(self.server_head) < 16 or not self._buffer:
            return None
        chosen = _u32(self.server_head, 12)
        self._step = self._vnc_response if chosen == 2 else self._client_init
        return self._step()

    def _security(self):
        taken = self._take(1)
        if taken is None:
            return None
        if taken[0] not in (1, 2):
            return self._lose("security")
        self._step = self._vnc_response if taken[0] == 2 else self._client_init
        return Message("security_type", {"security": taken[0]})

    def _vnc_response(self):
        taken = self._take(16)
        if taken is None:
            return None
        self._step = self._client_init
        return Message("vnc_response", {"response": taken.hex()})

    def _client_init(self):
        taken = self._take(1)
        if taken is None:
            return None
        self._step = self._message
        return Message("client_init", {"shared": bool(taken[0])})

    def _message(self):
        if not self._buffer:
            return None
        kind = self._buffer[0]
        if kind not in MESSAGES:
            return self._lose(kind)
        needed, layout = MESSAGES[kind]
        if len(self._buffer) < needed:
            return None
        sized = layout(self._buffer)
        if sized is None:
            return self._lose(kind)
        size, make = sized
        if len(self._buffer) < size:
            return None
        message = make()
        del self._buffer[:size]
        return message
