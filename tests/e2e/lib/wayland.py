# SPDX-License-Identifier: GPL-2.0-or-later
"""A Wayland session of its own for one test: sway without any device, drawing in memory.

sway refuses root, so there it runs as nobody; its sockets are in a folder of nobody's.
"""

import json
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path

from . import picture
from .process import Child, run, wait_until
from .virtual_keyboard import VirtualKeyboard, VirtualPointer

START_SECONDS = 20
NOBODY = 65534

# A window has no frame and is as large as the output, unless it floats.
_CONFIG = """
xwayland disable
output * resolution {width}x{height} scale {scale}
default_border none
default_floating_border none
"""
_FLOATING = 'for_window [app_id="ecsview"] floating enable\n'


def unfit():
    """Why no viewer can be tested in one; empty: it can."""
    if os.environ.get("ECSVIEW", "").startswith("qemu-"):
        return "Mesa cannot draw in an emulated program"
    if "address" in os.environ.get("ECSVIEW_SANITIZE", ""):
        return "SDL's list of a Wayland display's modes is told as a leak"
    return ""


class Sway:
    """Context manager. A Viewer's env=session.env; `keyboard` and, once it is
    plugged in, `pointer` are virtual_keyboard.py's.

    width, height   pixels of each output, whatever its scale is
    floating        the viewer's window has the size that it wants
    """

    def __init__(self, directory, width=1280, height=800, scale=1, outputs=1, floating=False):
        self.directory = Path(directory)
        self._sockets = Path(tempfile.mkdtemp(prefix="ecsview-sway-"))
        self._child = self.keyboard = self.pointer = None
        self._outputs = outputs
        try:
            self._start(_CONFIG.format(width=width, height=height, scale=scale)
                        + (_FLOATING if floating else ""))
            self.keyboard = VirtualKeyboard(self._socket())
        except BaseException:
            self.close()
            raise

    def _start(self, config):
        file = self._sockets / "config"
        file.write_text(config)
        as_user = []
        if os.getuid() == 0:
            os.chown(self._sockets, NOBODY, NOBODY)
            # Who becomes another user forgets that it shall die with its parent.
            as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups",
                       "--no-new-privs", "--pdeathsig", "KILL", "--"]
        env = {"PATH": os.environ["PATH"], "HOME": str(self._sockets), "LANG": "C.UTF-8",
               "XDG_RUNTIME_DIR": str(self._sockets), "WLR_BACKENDS": "headless",
               "WLR_HEADLESS_OUTPUTS": str(self._outputs),
               "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        self._child = Child([*as_user, "sway", "--config", file], self.directory,
                            f"sway-{secrets.token_hex(4)}", env=env)
        wait_until(lambda: self._child.check() or self._listens(), START_SECONDS, "Wayland socket")

    def _socket(self):
        return next((path for path in self._sockets.glob("wayland-*") if path.is_socket()), None)

    def message(self, *words):
        """What swaymsg tells, of a command or a question."""
        control = next(self._sockets.glob("sway-ipc.*.sock"))
        return run(["swaymsg", "--raw", "--socket", control, *words], env={"PATH": os.environ["PATH"]})

    def window(self, output):
        """(x, y, width, height) of the viewer's floating window on that output, in its points."""
        for screen in json.loads(self.message("-t", "get_tree"))["nodes"]:
            windows = [window for space in screen["nodes"] for window in space.get("floating_nodes", ())]
            if screen["name"] == output and windows:
                place, origin = windows[0]["rect"], screen["rect"]
                return (place["x"] - origin["x"], place["y"] - origin["y"], place["width"], place["height"])
        return None

    def files(self):
        """Names of what lies in the session's runtime directory."""
        return sorted(path.name for path in self._sockets.iterdir())

    def another_keyboard(self):
        """One more, which is there until its close()."""
        return VirtualKeyboard(self._socket())

    def _listens(self):
        """The file is there a moment before somebody listens."""
        path = self._socket()
        with socket.socket(socket.AF_UNIX) as knock:
            return path is not None and knock.connect_ex(str(path)) == 0

    def plug_in_mouse(self):
        """From now on the cursor is in shot()."""
        self.pointer = VirtualPointer(self._socket())

    @property
    def env(self):
        return {"SDL_VIDEODRIVER": "wayland", "WAYLAND_DISPLAY": str(self._socket())}

    def shot(self, output="HEADLESS-1"):
        """An output's pixels as a Picture."""
        path = self.directory / f"grim-{secrets.token_hex(4)}.ppm"
        run(["grim", "-o", output, "-t", "ppm", path], env={"PATH": os.environ["PATH"], **self.env,
                                              "XDG_RUNTIME_DIR": str(self._sockets)})
        shot = picture.load(path)
        path.unlink()
        return shot

    def close(self):
        for device in (self.keyboard, self.pointer):
            if device:
                device.close()
        if self._child:
            self._child.stop()
        shutil.rmtree(self._sockets, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
