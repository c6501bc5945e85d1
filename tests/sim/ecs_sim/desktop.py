# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine behind our own console: what it shows and how it takes keys and the pointer.

It outlives the connections to it, as a real machine does. Watchers are told of damage and changes;
see Desktop.watchers. Event loop only.
"""
import time

from .canvas import GLYPH_HEIGHT, Canvas

SIZES = ((1024, 768), (1280, 800), (800, 600))
HEADER = 56
MARGIN = 24
STATUS = 3 * 20 + 12
PEN = 5

INK = (32, 38, 48)
FAINT = (110, 120, 136)
PAPER = (255, 255, 255)
GROUND = (232, 236, 241)
BAR = (28, 62, 104)
BAR_INK = (255, 255, 255)
BAR_FAINT = (176, 198, 224)
ACCENT = (214, 92, 30)
BLACK = (0, 0, 0)

BACKSPACE, TAB, RETURN, ESCAPE, DELETE, CAPS_LOCK = 0xFF08, 0xFF09, 0xFF0D, 0xFF1B, 0xFFFF, 0xFFE5
F2, F3, F4, F5, F6 = range(0xFFBF, 0xFFC4)
CONTROLS, ALTS = {0xFFE3, 0xFFE4}, {0xFFE9, 0xFFEA}
HINT = "F2 size   F3 black screen   F4 disconnect   F5 clipboard   F6 bell"


def character_of(keysym):
    """The character a keysym types, or None."""
    if 0x20 <= keysym <= 0x7E or 0xA0 <= keysym <= 0xFF:
        return chr(keysym)
    if 0x01000100 <= keysym <= 0x0110FFFF:
        return chr(keysym - 0x01000000)
    return {TAB: "    "}.get(keysym)


class Desktop:
    """watchers: objects with damaged(x,y,w,h), resized(requester), can_resize, led(bits), bell(),
    clipboard(text), disconnect(). still: no clock, so that pictures can be compared."""

    def __init__(self, instance, log, still=False):
        self.watchers = []
        self.leds = 0
        self._title = f"ecs-sim: instance {instance.instance_id}"
        self._detail = f"{instance.region}  ·  {instance.os_type}"
        self._instance_id = instance.instance_id
        self._log = log
        self._still = still
        self._lines = [""]
        self._down = set()
        self._pointer = (0, 0, 0)
        self._last_key = "none yet"
        self._black = False
        self._size = 0
        self.canvas = Canvas(*SIZES[0], self._damaged)
        self._paint()

    @property
    def name(self):
        return self._title

    def attach(self, watcher):
        self.watchers.append(watcher)

    def detach(self, watcher):
        self.watchers.remove(watcher)
        self._down.clear()
        self._log.write("console_text", instance=self._instance_id, text="\n".join(self._lines))

    def tick(self):
        """Once a second while somebody looks."""
        if not self._black and not self._still:
            self._paint_clock()

    def key(self, down, keysym, scancode=None):
        if not down and keysym not in self._down:
            return      # QEMU and X servers leave it out, too
        self._log_chord(down, keysym)
        if self._black:
            if down:
                self._black = False
                self._paint()
            return
        where = "" if scancode is None else f"  scancode 0x{scancode:02x}"
        what = character_of(keysym)
        self._last_key = (f"{'down' if down else 'up'}  keysym 0x{keysym:04x}"
                          f"{f'  {what}' if what and what.strip() else ''}{where}")
        self._paint_status()
        if down:
            self._press(keysym)

    def _log_chord(self, down, keysym):
        (self._down.add if down else self._down.discard)(keysym)
        if down and keysym == DELETE and self._down & CONTROLS and self._down & ALTS:
            self._log.write("ctrl_alt_del", instance=self._instance_id)
            self._type_line("[Ctrl+Alt+Del]")

    def _press(self, keysym):
        special = {F2: self._next_size, F3: self._go_black, F4: self._disconnect,
                   F5: self._offer_clipboard, F6: self._ring, CAPS_LOCK: self._toggle_caps,
                   RETURN: self._new_line, BACKSPACE: self._erase}.get(keysym)
        if special:
            special()
        elif self._down & (CONTROLS | ALTS):
            return      # a chord types nothing
        elif text := character_of(keysym):
            for character in text:
                self._type(character)

    def pointer(self, buttons, x, y):
        before = self._pointer
        self._pointer = buttons, x, y
        if self._black or self._pointer == before:
            return
        if buttons & 7:
            start = before[1:] if before[0] & 7 else (x, y)
            self.canvas.line(start, (x, y), ACCENT if buttons & 1 else BAR, PEN)
        self._paint_status()

    def pasted(self, text):
        self._last_key = f"clipboard  {text[:60]!r}"
        self._paint_status()

    def resize(self, width, height, requester=None):
        self.canvas.resize(width, height)
        self._lines = self._lines[-self._rows():]
        for watcher in self.watchers:
            watcher.resized(requester)
        self._paint()

    def _next_size(self):
        if not all(watcher.can_resize for watcher in self.watchers):
            self._ring()
            return
        self._size = (self._size + 1) % len(SIZES)
        self.resize(*SIZES[self._size])

    def _go_black(self):
        self._black = True
        self.canvas.fill(0, 0, *self.canvas.size, BLACK)

    def _disconnect(self):
        for watcher in list(self.watchers):
            watcher.disconnect()

    def _offer_clipboard(self):
        for watcher in self.watchers:
            watcher.clipboard(f"clipboard of {self._instance_id}")

    def _ring(self):
        for watcher in self.watchers:
            watcher.bell()

    def _toggle_caps(self):
        self.leds ^= 4      # scroll 1, num 2, caps 4
        for watcher in self.watchers:
            watcher.led(self.leds)
        self._paint_status()

    def _columns(self):
        return max(8, (self.canvas.size[0] - 2 * MARGIN - 32) // 8)

    def _rows(self):
        return max(1, (self.canvas.size[1] - HEADER - 2 * MARGIN - STATUS - 16) // GLYPH_HEIGHT)

    def _type(self, character):
        if self.canvas.text_width(self._lines[-1] + character) > 8 * self._columns():
            self._next_row()
        self._lines[-1] += character
        self._paint_row(len(self._lines) - 1)

    def _type_line(self, text):
        for character in text:
            self._type(character)
        self._next_row()

    def _erase(self):
        if self._lines[-1]:
            self._lines[-1] = self._lines[-1][:-1]
        elif len(self._lines) > 1:
            self._lines.pop()
            self._paint_row(len(self._lines), "")
        self._paint_row(len(self._lines) - 1)

    def _new_line(self):
        self._log.write("typed", instance=self._instance_id, text=self._lines[-1])
        self._next_row()

    def _next_row(self):
        self._lines.append("")
        if len(self._lines) > self._rows():
            self._lines = self._lines[-self._rows():]
            self._paint_text()
        else:
            self._paint_row(len(self._lines) - 2)
            self._paint_row(len(self._lines) - 1)

    def _damaged(self, x, y, w, h):
        for watcher in self.watchers:
            watcher.damaged(x, y, w, h)

    def _paint(self):
        width, height = self.canvas.size
        self.canvas.fill(0, 0, width, height, GROUND)
        self.canvas.fill(0, 0, width, HEADER, BAR)
        self.canvas.text(MARGIN, 4, self._title, BAR_INK, BAR, 2)
        self.canvas.text(MARGIN, 37, f"{self._detail}  ·  {width} x {height}", BAR_FAINT, BAR)
        self._paint_clock()
        self.canvas.fill(MARGIN, HEADER + MARGIN, width - 2 * MARGIN,
                         self._rows() * GLYPH_HEIGHT + 16, PAPER)
        self._paint_text()
        self._paint_status()
        self.canvas.text(MARGIN, height - 26, HINT, FAINT, GROUND)

    def _paint_clock(self):
        now = "00:00:00" if self._still else time.strftime("%H:%M:%S")
        self.canvas.text(self.canvas.size[0] - MARGIN - 128, 12, now, BAR_INK, BAR, 2)

    def _paint_text(self):
        for row in range(self._rows()):
            self._paint_row(row, self._lines[row] if row < len(self._lines) else "")

    def _paint_row(self, row, text=None):
        text = self._lines[row] if text is None else text
        if row == len(self._lines) - 1:
            text += "_"
        self.canvas.text(MARGIN + 16, HEADER + MARGIN + 8 + row * GLYPH_HEIGHT, text, INK, PAPER,
                         width=8 * (self._columns() + 1))

    def _paint_status(self):
        buttons, x, y = self._pointer
        names = [name for bit, name in ((1, "left"), (2, "middle"), (4, "right"), (8, "wheel up"),
                                        (16, "wheel down")) if buttons & bit]
        top = self.canvas.size[1] - STATUS - 8
        width = self.canvas.size[0] - 2 * MARGIN
        caps = "   Caps Lock" if self.leds & 4 else ""
        pressed = " + ".join(names) or "no button"
        self.canvas.text(MARGIN, top, f"pointer  {x}, {y}  {pressed}{caps}", INK, GROUND,
                         width=width)
        self.canvas.text(MARGIN, top + 20, f"key      {self._last_key}", INK, GROUND, width=width)
