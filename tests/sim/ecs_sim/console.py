# SPDX-License-Identifier: GPL-2.0-or-later
"""An RFB 3.8 server for the desktop of one machine, over any pair of asyncio streams."""
import asyncio
import contextlib
import os
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .client_stream import ClientStream
from .encodings import Encoder, PixelFormat

CURSOR, DESKTOP_SIZE, POINTER_TYPE, EXT_KEY, LED, EXT_SIZE = -239, -223, -257, -258, -261, -308
NONE, VNC_AUTH = 1, 2
READ = 65536
MOST_RECTANGLES = 64
LARGEST = (4096, 2160)
SMALLEST = (320, 240)
ARROW = ("X...........", "XX..........", "X-X.........", "X--X........", "X---X.......",
         "X----X......", "X-----X.....", "X------X....", "X-------X...", "X--------X..",
         "X-----XXXXX.", "X--X--X.....", "X-X.X--X....", "XX..X--X....", "X....X--X...",
         ".....XXX....")


def vnc_response(password, challenge):
    """VncAuth: DES with the password's first eight bytes, bits mirrored, as the key."""
    key = bytes(int(f"{byte:08b}"[::-1], 2) for byte in password[:8].ljust(8, b"\0"))
    # Three equal DES keys are one DES.
    cipher = Cipher(algorithms.TripleDES(key), modes.ECB()).encryptor()
    return cipher.update(challenge) + cipher.finalize()


def overlap(one, other):
    """The common part of two (x, y, w, h), or None."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top) if right > left and bottom > top else None


def without(one, hole):
    """What is left of a rectangle when hole, a part of it, is taken out."""
    x, y, w, h = one
    left, top, hw, hh = hole
    parts = ((x, y, w, top - y), (x, top + hh, w, y + h - top - hh),
             (x, top, left - x, hh), (left + hw, top, x + w - left - hw, hh))
    return [part for part in parts if part[2] > 0 and part[3] > 0]


def bounds(rectangles):
    left, top = min(r[0] for r in rectangles), min(r[1] for r in rectangles)
    return (left, top, max(r[0] + r[2] for r in rectangles) - left,
            max(r[1] + r[3] for r in rectangles) - top)


class ConsoleClient:
    """One client of the desktop; a watcher of it (see Desktop). serve() runs until it is gone."""

    def __init__(self, desktop, password, log, reader, writer):
        self._desktop = desktop
        self._password = password
        self._log = log
        self._reader = reader
        self._writer = writer
        self._stream = ClientStream()
        self._encoder = Encoder()
        self._offered = []
        self._dirty = []
        self._request = None
        self._wake = asyncio.Event()
        self._challenge = os.urandom(16)
        self.shared = True
        self._attached = False
        self._gone = False
        self._minor = 8
        self._actions = {
            "version": self._security_types, "security_type": self._security,
            "vnc_response": self._check_response, "client_init": self._server_init,
            "set_pixel_format": self._set_pixel_format, "set_encodings": self._set_encodings,
            "update_full": self._update_full, "update_incremental": self._update_incremental,
            "key": self._key, "ext_key": self._key, "pointer": self._pointer,
            "cut_text": self._cut_text, "set_desktop_size": self._set_desktop_size,
        }

    async def serve(self):
        self._send(b"RFB 003.008\n")
        updates = asyncio.ensure_future(self._send_updates())
        try:
            with contextlib.suppress(ConnectionError):
                while not self._gone and (data := await self._reader.read(READ)):
                    for message in self._stream.feed(data):
                        self._act(message)
        finally:
            if self._attached:
                self._desktop.detach(self)
            updates.cancel()
            self._writer.close()

    def _act(self, message):
        """As QEMU does: a message we do not know or did not offer ends the connection."""
        if self._gone:
            return
        action = self._actions.get(message.kind)
        if action is None or (message.kind == "ext_key" and EXT_KEY not in self._offered):
            self._log.write("console_refused", kind=message.kind, **message.fields)
            self.disconnect()
        else:
            action(**message.fields)

    def _send(self, data):
        if not self._gone:
            self._writer.write(data)

    # The handshake, RFB 7.1 to 7.3.

    def _security_types(self, version):
        self._minor = min(8, int(version[8:11]))
        kind = VNC_AUTH if self._password else NONE
        if self._minor >= 7:
            self._send(bytes([1, kind]))
            return
        offer = struct.pack("!I", kind)
        self._stream.server_head = b"RFB 003.008\n" + offer
        self._send(offer + (self._challenge if kind == VNC_AUTH else b""))

    def _security(self, security):
        if security != (VNC_AUTH if self._password else NONE):
            self.disconnect()
        elif security == VNC_AUTH:
            self._send(self._challenge)
        elif self._minor >= 8:
            self._send(struct.pack("!I", 0))

    def _check_response(self, response):
        right = bytes.fromhex(response) == vnc_response(self._password, self._challenge)
        self._log.write("vnc_auth", verdict="ok" if right else "refused")
        if right:
            self._send(struct.pack("!I", 0))
            return
        reason = b"Authentication failed"
        self._send(struct.pack("!I", 1) + (struct.pack("!I", len(reason)) + reason
                                           if self._minor >= 8 else b""))
        self.disconnect()

    def _server_init(self, shared):
        others = list(self._desktop.watchers)
        if shared and not all(other.shared for other in others):
            self.disconnect()       # QEMU's way to say that somebody has it for himself
            return
        self.shared = shared
        for other in others if not shared else ():
            other.disconnect()
        name = self._desktop.name.encode()
        self._send(struct.pack("!HH", *self._desktop.canvas.size) + self._encoder.format.packed()
                   + struct.pack("!I", len(name)) + name)
        self._desktop.attach(self)
        self._attached = True

    # What a client says.

    def _set_pixel_format(self, raw):
        chosen = PixelFormat.parse(bytes.fromhex(raw))
        if chosen is None:
            self._log.write("console_refused", kind="set_pixel_format", raw=raw)
            self.disconnect()
        else:
            self._encoder.format = chosen

    def _set_encodings(self, encodings):
        new = [one for one in encodings if one not in self._offered]
        self._offered = encodings
        self._encoder.choose(encodings)
        size = self._desktop.canvas.size
        acknowledgements = {
            EXT_KEY: lambda: self._pseudo(0, 0, *size, EXT_KEY),
            POINTER_TYPE: lambda: self._pseudo(1, 0, *size, POINTER_TYPE),     # 1: absolute
            LED: lambda: self.led(self._desktop.leds),
            EXT_SIZE: lambda: self._extended_size(0, 0),
            CURSOR: self._arrow,
        }
        for one in new:
            acknowledgements.get(one, lambda: None)()

    def _update_full(self, x, y, w, h):
        self._add_dirty((x, y, w, h))
        self._ask((x, y, w, h))

    def _update_incremental(self, x, y, w, h):
        self._ask((x, y, w, h))

    def _ask(self, area):
        self._request = bounds([self._request, area]) if self._request else area
        self._wake.set()

    def _key(self, down, keysym, scancode=None):
        self._desktop.key(down, keysym, scancode)

    def _pointer(self, buttons, x, y):
        self._desktop.pointer(buttons, x, y)

    def _cut_text(self, text=None, **_size):
        if text is not None:
            self._log.write("clipboard", text=text)
            self._desktop.pasted(text)

    def _set_desktop_size(self, w, h):
        if not (SMALLEST[0] <= w <= LARGEST[0] and SMALLEST[1] <= h <= LARGEST[1]):
            self._extended_size(1, 3)       # reason: this client; status: invalid layout
        elif not all(watcher.can_resize for watcher in self._desktop.watchers):
            self._extended_size(1, 1)       # prohibited
        else:
            self._desktop.resize(w, h, self)

    # What the desktop says.

    @property
    def can_resize(self):
        return EXT_SIZE in self._offered or DESKTOP_SIZE in self._offered

    def damaged(self, *area):
        self._add_dirty(area)
        self._wake.set()

    def resized(self, requester):
        self._dirty = []
        if EXT_SIZE in self._offered:
            reason = 0 if requester is None else 1 if requester is self else 2
            self._extended_size(reason, 0)
        else:
            self._pseudo(0, 0, *self._desktop.canvas.size, DESKTOP_SIZE)

    def led(self, bits):
        if LED in self._offered:
            self._pseudo(0, 0, 0, 0, LED, bytes([bits]))

    def bell(self):
        self._send(b"\x02")

    def clipboard(self, text):
        data = text.encode("latin-1", "replace")
        self._send(struct.pack("!B3xI", 3, len(data)) + data)

    def disconnect(self):
        self._gone = True
        self._writer.close()
        self._reader.feed_eof()

    # Updates.

    def _pseudo(self, x, y, w, h, encoding, body=b""):
        self._send(struct.pack("!BxHHHHHi", 0, 1, x, y, w, h, encoding) + body)

    def _extended_size(self, reason, status):
        width, height = self._desktop.canvas.size
        screen = struct.pack("!B3xIHHHHI", 1, 0, 0, 0, width, height, 0)   # id 0, as QEMU's
        self._pseudo(reason, status, width, height, EXT_SIZE, screen)

    def _arrow(self):
        """A rich cursor: pixels, then the mask, its rows padded to bytes."""
        from PIL import Image
        width, height = len(ARROW[0]), len(ARROW)
        image = Image.new("RGB", (width, height))
        image.putdata([(255, 255, 255) if dot == "-" else (0, 0, 0)
                       for row in ARROW for dot in row])
        mask = b"".join(int("".join("0" if dot == "." else "1" for dot in row).ljust(16, "0"),
                            2).to_bytes(2, "big") for row in ARROW)
        self._pseudo(0, 0, width, height, CURSOR, self._encoder.format.pixels(image) + mask)

    def _add_dirty(self, area):
        inside = overlap(area, (0, 0, *self._desktop.canvas.size))
        if inside:
            rest = [old for old in self._dirty if overlap(old, inside) != old]
            self._dirty = rest + [inside]
            if len(self._dirty) > MOST_RECTANGLES:
                self._dirty = [bounds(self._dirty)]

    def _take_dirty(self):
        """The dirty parts inside the request; the rest stays dirty."""
        taken, left = [], []
        for area in self._dirty:
            common = overlap(area, self._request)
            if common:
                taken.append(common)
                left += without(area, common)
            else:
                left.append(area)
        self._dirty = left
        return taken

    async def _send_updates(self):
        """One update for a request, as soon as there is something in it to show."""
        with contextlib.suppress(ConnectionError):
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._writer.drain()
                if not self._request or self._gone:
                    continue
                parts = [rectangle for area in self._take_dirty()
                         for rectangle in self._encoder.rectangles(self._desktop.canvas.image,
                                                                   *area)]
                if parts:
                    self._request = None
                    self._send(struct.pack("!BxH", 0, len(parts)) + b"".join(parts))
