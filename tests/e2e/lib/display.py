# SPDX-License-Identifier: GPL-2.0-or-later
"""An X server of its own for one test: Xvfb, exact screenshots, real input through XTEST.

There is no window manager unless wm="openbox" or "fluxbox" (Debian's; for full screen, resizing,
focus). Without one, a window gets the keyboard by focus().
"""

import contextlib
import mmap
import os
import re
import secrets
import select
import struct
from pathlib import Path

from .picture import of_bgrx
from .process import Child, run, wait_until

START_SECONDS = 20
EVDEV_TO_X = 8  # X keycodes are evdev's plus eight


# No key is taken from the programs; a click focuses and raises.
_OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <desktops><number>1</number></desktops>
  <mouse><context name="Client"><mousebind button="Left" action="Press">
    <action name="Focus"/><action name="Raise"/></mousebind></context></mouse>
</openbox_config>
"""


_FLUXBOX = """\
session.configVersion: 13
session.keyFile: {home}/keys
session.screen0.workspaces: 1
session.screen0.toolbar.visible: false
session.styleFile: {home}/style
"""


class XServer:
    """What Xvfb and Xvnc share. `display` is ":N"; close() or the with statement ends it."""

    def __init__(self, argv, directory, name, wm=None):
        self.directory = Path(directory)
        self._children = []
        self.env = {}
        try:
            self._start_server(argv, name)
            if wm is not None:
                self._start_wm(wm)
        except BaseException:
            self.close()
            raise

    def _start_server(self, argv, name):
        read, write = os.pipe()
        try:
            self._server = Child([*argv, "-displayfd", write, "-nolisten", "tcp", "-noreset"],
                                 self.directory, f"{name}-{secrets.token_hex(4)}",
                                 pass_fds=(write,))
            self._children.append(self._server)
        finally:
            os.close(write)
        with open(read, "rb") as told:
            self.display = ":" + self._display_number(told)
        self.env = {"DISPLAY": self.display}

    def _display_number(self, told):
        if not select.select([told], [], [], START_SECONDS)[0]:
            raise TimeoutError("the X server does not start")
        number = told.readline().decode().strip()  # ends when the server ends
        if not number:
            self._server.wait(START_SECONDS)
            self._server.check()
        return number

    def _start_wm(self, wm):
        if wm == "fluxbox":
            return self._start_fluxbox()
        if wm != "openbox":
            raise ValueError(f"no recipe for the window manager {wm}")
        config, ready = self.directory / "openbox.xml", self.directory / "openbox.ready"
        config.write_text(_OPENBOX)
        # A window mapped before openbox is through with its start is lost; its properties on the
        # root window come too early to tell, its start command does not.
        child = self.start([wm, "--sm-disable", "--config-file", config,
                            "--startup", f"touch '{ready}'"], wm)
        wait_until(lambda: child.check() or ready.exists(), START_SECONDS, "window manager")
        ready.unlink()

    def _start_fluxbox(self):
        home = self.directory / ".fluxbox"
        home.mkdir()
        (home / "init").write_text(_FLUXBOX.format(home=home))
        # Else it looks for a program that paints the root, and complains in a window of its own.
        (home / "style").write_text("background: none\n")
        (home / "keys").write_text("OnWindow Mouse1 :MacroCmd {Raise} {Focus}\n")
        child = self.start(["fluxbox"], "fluxbox")
        # It sets this when it manages windows, those that are mapped already too.
        wait_until(lambda: child.check() or self.xprop("-root", "_NET_SUPPORTING_WM_CHECK"),
                   START_SECONDS, "window manager")

    def xprop(self, window, name):
        """The numbers in a property of a window (an id, or "-root"); none: it has no such one."""
        where = [window] if window == "-root" else ["-id", window]
        told = run(["xprop", *where, "-notype", "-f", name, "32x", name], env=self.environment()).decode()
        _, _, value = told.partition(" = " if " = " in told else "# ")
        return [int(number, 0) for number in re.findall(r"\b(?:0x[0-9a-f]+|\d+)\b", value)]

    def environment(self):
        """For programs on this display: PATH, HOME and DISPLAY, nothing else."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LANG": "C.UTF-8",
                **self.env}

    def start(self, argv, name):
        """Another program on this display, ended with it."""
        child = Child(argv, self.directory, f"{name}-{secrets.token_hex(4)}",
                      env=self.environment())
        self._children.append(child)
        return child

    @property
    def pid(self):
        return self._server.pid

    def signal(self, number):
        self._server.signal(number)

    # What is on the screen. The X cursor is not in these.

    def screenshot(self):
        """The root window as a Picture."""
        return self._dump("-root")

    def window_shot(self, window):
        """A window without its frame; it has to be on the screen as a whole."""
        return self._dump("-nobdrs", "-id", window)

    def _dump(self, *what):
        """xwd's; what changes its size in the middle of it is not readable, and taken once more."""
        for left in reversed(range(5)):
            try:
                return parse_xwd(run(["xwd", "-silent", *what], env=self.environment()))
            except RuntimeError:
                if not left:
                    raise

    # Windows. A window is its X id, an int.

    def xdo(self, *args):
        """Runs xdotool; its output lines."""
        return run(["xdotool", *args], env=self.environment()).decode().split()

    def windows(self, pid=None, name=None):
        """Ids of the visible windows of a process or with a title (regular expression)."""
        search = ["--pid", pid] if pid is not None else ["--name", name or ".*"]
        try:
            return [int(line) for line in self.xdo("search", "--onlyvisible", *search)]
        except RuntimeError:  # xdotool ends with 1 when there is none
            return []

    def wait_window(self, pid=None, name=None, seconds=20):
        return wait_until(lambda: self.windows(pid, name), seconds,
                          f"window of {pid or name}", pause=0.05)[0]

    def geometry(self, window):
        """(x, y, width, height) on the root window, without border and frame."""
        told = run(["xwininfo", "-id", window], env=self.environment()).decode()
        x, y, border, width, height = (
            int(re.search(rf"{label}: +(-?\d+)", told)[1])
            for label in ("Absolute upper-left X", "Absolute upper-left Y", "Border width",
                          "Width", "Height"))
        return x + border, y + border, width, height

    def title(self, window):
        return run(["xdotool", "getwindowname", window],
                   env=self.environment()).decode().rstrip("\n")

    def focus(self, window):
        self.xdo("windowfocus", "--sync", window)

    def focused(self):
        """The window that has the keyboard."""
        return int(self.xdo("getwindowfocus", "-f")[0])

    def resize(self, window, width, height):
        self.xdo("windowsize", window, width, height)

    def move_window(self, window, x, y):
        self.xdo("windowmove", window, x, y)

    def side_by_side(self, size, *windows):
        """Once each has that size, which it takes, and a place with it, when its console is there."""
        for number, window in enumerate(windows):
            wait_until(lambda: self.geometry(window)[2:] == size, 60, "the size")
            self.move_window(window, number * size[0], 0)

    # Input through XTEST: programs cannot tell it from a real keyboard and mouse.

    def key_down(self, *evdev):
        for code in evdev:
            self.xdo("keydown", x_keycode(code))

    def key_up(self, *evdev):
        for code in evdev:
            self.xdo("keyup", x_keycode(code))

    def key(self, *evdev):
        """Pressed in order, released in reverse: a chord, or one key. One xdotool for all."""
        down = [part for code in evdev for part in ("keydown", x_keycode(code))]
        up = [part for code in reversed(evdev) for part in ("keyup", x_keycode(code))]
        self.xdo(*down, *up)

    def press_each(self, codes):
        """Different keys, one after the other, by one xdotool. (The same one twice, as fast as this,
        is a repeat to SDL.)"""
        self.xdo(*[part for code in codes
                   for part in ("keydown", "--delay", 0, x_keycode(code),
                                "keyup", "--delay", 0, x_keycode(code))])

    @contextlib.contextmanager
    def held(self, *evdev):
        """A chord that stays down until its effect is seen. SDL asks X, when a window gets the
        keyboard, what is down at that moment: shortly after full screen key() may be over before."""
        self.xdo(*[part for code in evdev for part in ("keydown", x_keycode(code))])
        try:
            yield
        finally:
            self.xdo(*[part for code in reversed(evdev) for part in ("keyup", x_keycode(code))])

    def mouse_move(self, x, y, window=None):
        """To a place on the root window or in a window."""
        where = [] if window is None else ["--window", window]
        self.xdo("mousemove", *where, x, y)

    def mouse_move_by(self, dx, dy):
        self.xdo("mousemove_relative", "--", dx, dy)

    def mouse_down(self, button=1):
        """1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down"""
        self.xdo("mousedown", button)

    def mouse_up(self, button=1):
        self.xdo("mouseup", button)

    def click(self, button=1):
        self.xdo("click", button)

    def close(self):
        for child in reversed(self._children):
            child.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Xvfb(XServer):
    """Context manager. framebuffer() is the screen as it is shown, with the cursor, at no cost.

    wm          None, "openbox" or "fluxbox"
    depth       bits of a pixel that count
    extra       more arguments, such as "-r" for keys that do not repeat
    The pointer starts in the lower right corner.
    """

    def __init__(self, directory, width=1600, height=1000, wm=None, extra=(), depth=24):
        self._memory_path = Path(directory) / f"xvfb-{secrets.token_hex(4)}"
        self._memory_path.mkdir()
        super().__init__(["Xvfb", "-screen", "0", f"{width}x{height}x{depth}",
                          "-fbdir", self._memory_path, *extra], directory, "xvfb", wm)
        # Out of the way: under a new window it would be an event at once.
        self.mouse_move(width - 1, height - 1)

    def memory(self):
        """The file that the screen is, an X window dump."""
        return self._memory_path / "Xvfb_screen0"

    def framebuffer(self):
        """The root window as a Picture, with the cursor drawn into it."""
        with open(self.memory(), "rb") as file:
            with mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as memory:
                return parse_xwd(memory[:])

    def close(self):
        super().close()
        for path in self._memory_path.glob("*"):
            path.unlink()


def x_keycode(evdev):
    """For xdotool, with zeros in front: a plain 9 is the digit's key to it, not Escape's code."""
    return f"{evdev + EVDEV_TO_X:03d}"


def parse_xwd(data):
    """A Picture from an X window dump of 32-bit pixels."""
    header = struct.unpack_from(">25I", data)
    size, width, height, order, bits, stride = (header[i] for i in (0, 4, 5, 7, 11, 12))
    if bits != 32 or order != 0:
        raise RuntimeError(f"{bits} bits a pixel, byte order {order}")
    start = size + 12 * header[19]  # behind the colour map
    return of_bgrx(width, height, stride, data[start:start + stride * height])
