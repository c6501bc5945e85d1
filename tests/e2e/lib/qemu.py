# SPDX-License-Identifier: GPL-2.0-or-later
"""QEMU with the test guest, headless, with a VNC server on loopback.

QEMU looks for free ports itself and tells them by QMP; control is a unix socket that
it connects to, the serial line a pair of pipes, so nothing of the boot is missed. The guest: tests/guest/README.md.
"""

import secrets
import shutil
import socket
import tempfile
import time
from pathlib import Path

from .picture import of_ppm
from .process import Child
from .qmp import Qmp
from .serial_line import SerialLine, serial_pipes

CONNECT_SECONDS = 20
RESOLUTIONS = {(720, 400): "0", (640, 480): "1", (800, 600): "2", (1024, 768): "3",
               (1280, 800): "4", (1920, 1080): "5", (1400, 1050): "6", (2560, 1600): "7"}


class Qemu:
    """Context manager. `port` is the VNC port, `ws_port` the websocket port (None without).

    image       the guest's image file
    directory   where logs go
    websocket   also serve VNC over plain websockets
    tls         directory with ca-cert.pem, server-cert.pem, server-key.pem: wss instead of ws
    password    VncAuth with that password
    vnc         more options of -vnc, such as "lossy=on" or "share=force-shared"
    extra       more arguments of QEMU
    boot        False: stay in front of the first instruction until cont()
    """

    def __init__(self, image, directory, websocket=False, tls=None, password=None, vnc="",
                 extra=(), boot=True):
        self.image, self.directory = Path(image), Path(directory)
        self.websocket, self.tls, self.password = websocket or tls is not None, tls, password
        self.vnc, self.extra, self.boot = vnc, list(extra), boot
        self.port = self.ws_port = self.qmp = self.serial = self._child = None
        self.boot_seconds = None

    def __enter__(self):
        # A unix socket's name is short; the test's own directory may not be.
        self._sockets = tempfile.mkdtemp(prefix="ecsview-qemu-")
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def pid(self):
        return self._child.pid

    def _start(self):
        began = time.monotonic()
        with self._listener("qmp") as qmp:
            self._child = Child(self._argv(), self.directory, f"qemu-{secrets.token_hex(4)}")
            self.qmp = Qmp(self._accept(qmp))
        self.serial = SerialLine(f"{self._sockets}/com")
        if self.password is not None:
            self.set_password(self.password)
        self._ask_ports()
        if self.boot:
            self.cont()
            self.serial.wait("ready .*", seconds=CONNECT_SECONDS)
            self.boot_seconds = time.monotonic() - began

    def _argv(self):
        argv = ["qemu-system-x86_64", "-machine", "pc,vmport=on", "-accel", "tcg", "-m", "32",
                "-nodefaults", "-no-user-config", "-display", "none", "-S",
                "-device", "VGA,vgamem_mb=32",
                "-drive", f"file={self.image},format=raw,if=ide,snapshot=on",
                *serial_pipes(f"{self._sockets}/com"), "-serial", "chardev:com",
                "-chardev", f"socket,id=qmp,path={self._sockets}/qmp",
                "-mon", "chardev=qmp,mode=control"]
        vnc = "127.0.0.1:1000,to=9000"
        if self.websocket:
            vnc += ",websocket=on"
        if self.tls is not None:
            argv += ["-object", f"tls-creds-x509,id=tls,dir={self.tls},endpoint=server,"
                                "verify-peer=no"]
            vnc += ",tls-creds=tls"
        if self.password is not None:
            vnc += ",password=on"
        if self.vnc:
            vnc += "," + self.vnc
        return argv + ["-vnc", vnc] + [str(e) for e in self.extra]

    def _listener(self, name):
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(f"{self._sockets}/{name}")
        listener.listen(1)
        listener.settimeout(0.1)
        return listener

    def _accept(self, listener):
        end = time.monotonic() + CONNECT_SECONDS
        while time.monotonic() < end:
            try:
                connection, _ = listener.accept()
                connection.settimeout(None)
                return connection
            except TimeoutError:
                self._child.check()
        raise TimeoutError("QEMU did not connect")

    def _ask_ports(self):
        for server in self.qmp.execute("query-vnc-servers")[0]["server"]:
            if server["websocket"]:
                self.ws_port = int(server["service"])
            else:
                self.port = int(server["service"])

    def set_password(self, password):
        self.qmp.execute("set_password", protocol="vnc", password=password)

    def freeze(self):
        """Stops the guest; its screen stays and VNC goes on serving it."""
        self.qmp.execute("stop")

    def cont(self):
        self.qmp.execute("cont")

    def quit(self):
        """Ends the machine as a dying host would, in mid-connection; close() is still to come."""
        self._child.stop()

    def signal(self, number):
        """A signal to QEMU itself, such as SIGSTOP for a host that hangs."""
        self._child.signal(number)

    def vnc_clients(self):
        return self.qmp.execute("query-vnc-servers")[0]["clients"]

    def screendump(self):
        """What the screen shows now, as a Picture: the ground truth."""
        path = f"{self._sockets}/dump.ppm"
        self.qmp.execute("screendump", filename=path)
        return of_ppm(Path(path).read_bytes())

    def send_keys(self, *events):
        """Each event is (qcode, down), for example ("a", True)."""
        self.input_events(*({"type": "key", "data": {"down": down, "key": {
            "type": "qcode", "data": code}}} for code, down in events))

    def input_events(self, *events):
        self.qmp.execute("input-send-event", events=list(events))

    def pointer_absolute(self, x, y):
        """0 to 32767 in both directions."""
        self.input_events(*({"type": "abs", "data": {"axis": axis, "value": value}}
                            for axis, value in (("x", x), ("y", y))))

    def pointer_relative(self, dx, dy):
        self.input_events(*({"type": "rel", "data": {"axis": axis, "value": value}}
                            for axis, value in (("x", dx), ("y", dy))))

    def button(self, name, down):
        """left, middle, right, wheel-up, wheel-down"""
        self.input_events({"type": "btn", "data": {"button": name, "down": down}})

    def paint(self, seed=0):
        """The known picture, without keys, pointer and block; see guest_picture.expected()."""
        self.serial.command(b"p" + bytes([seed]))

    def noise(self, seed=0):
        self.serial.command(b"n" + bytes([seed]))

    def black(self):
        self.serial.command("b")

    def resolution(self, width, height):
        """720x400 is the text mode. Content and seed stay."""
        self.serial.command("r" + RESOLUTIONS[width, height])

    def animate(self):
        self.serial.command("a")

    def stop_animation(self):
        """How many steps were shown since the boot."""
        return int(self.serial.command("s"))

    def step(self):
        """One step of the animation; its count."""
        return int(self.serial.command("u"))

    def terminal(self, echo=True, stalls=False):
        """A text console, cleared; what is typed shows there, and its keys are reported as ever."""
        self.serial.command("t" + str(4 + echo + 2 * stalls))

    def pointer_mode(self, mode):
        """ps2 (as booted) or absolute"""
        self.serial.command("m" + {"ps2": "p", "absolute": "a"}[mode])

    def leds(self, scroll=False, num=False, caps=False):
        """What an operating system in the guest would set on its keyboard."""
        self.serial.command("l" + str(scroll + 2 * num + 4 * caps))

    def close(self):
        if self.qmp:
            self.qmp.close()
        if self._child:
            self._child.stop()
        if self.serial:
            self.serial.close()
        shutil.rmtree(self._sockets, ignore_errors=True)
